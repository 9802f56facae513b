"""Setting up a checkout: what it may touch."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout that has not been set up."""
    here = tmp_path / "checkout"
    (here / "infra").mkdir(parents=True)
    for name in ("pyproject.toml", "infra/bootstrap.py", "infra/requirements.txt"):
        shutil.copy(ROOT / name, here / name)
    return here


@pytest.mark.parametrize("placed", [True, False])
def test_an_environment_that_is_only_linked_to_is_left_alone(checkout: Path, tmp_path: Path, placed: bool) -> None:
    theirs = tmp_path / "other" / ".venv"
    (theirs / "bin").mkdir(parents=True)
    kept = theirs / "bin" / "kept"
    kept.write_text("of the other checkout")
    if placed:
        (theirs / ".place").write_text(str(theirs.parent))
    (checkout / ".venv").symlink_to(theirs)
    command = [sys.executable, "-I", str(checkout / "infra" / "bootstrap.py")]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert said.returncode == 1
    line = f"setup: {checkout}/.venv is a link to {theirs}, which is left alone: remove the link and start again\n"
    assert said.stderr == line
    assert kept.read_text() == "of the other checkout"
    assert (checkout / ".venv").is_symlink()
