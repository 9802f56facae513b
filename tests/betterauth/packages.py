"""Node's packages as the lock beside this file pins them, in a `node_modules` that git does not see."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLACE = HERE / "node_modules"
NODE = shutil.which("node") or ""


def install() -> None:
    """Bring the packages to what the lock says; no home is written to. Raises SystemExit when that fails."""
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()
    stamp = PLACE / ".stamp"
    if stamp.exists() and stamp.read_text() == lock:
        return
    if not (NODE and shutil.which("npm")):
        sys.exit("infra/test-betterauth needs Node 20 or newer, and npm")
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ | {"npm_config_cache": cache}
        if subprocess.run(["npm", "ci", "--no-progress"], cwd=HERE, env=environment, check=False).returncode:
            sys.exit("npm could not install what tests/betterauth/package-lock.json pins")
    stamp.write_text(lock)
