"""What is installed is what was locked: pyproject, poetry.lock and the exported requirements say the same.

Nothing shipped names a package index, a machine or a person's directory.
"""

import hashlib
import json
import os
import re
import tomllib
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
UNWANTED = {"httpx": "unmaintained; httpx2 is its successor", "httpx-aiohttp": "reports a lost answer as nothing sent"}
INDEXES = ("PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "POETRY_PYPI_MIRROR_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX")
INDEX_OPTION = re.compile(
    rb"--(?:extra-)?index[-]url|--find[-]links|--trusted[-]host|^\[+(?:tool\.poetry|package)\.source\]", re.M
)
HOME = re.compile(rb"(?<![\w.])/(?:home|Users)/[a-z]\w*/")
REQUIREMENT = re.compile(r"^([a-z0-9][a-z0-9.-]*)(?:\[[^]]*])?==([^ ;]+)")


def read(name: str) -> dict[str, Any]:
    """A TOML file of the checkout."""
    return tomllib.loads((ROOT / name).read_text())


def locked(*groups: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Version and hashes of every locked package of those groups."""
    return {
        package["name"]: (package["version"], frozenset(file["hash"] for file in package["files"]))
        for package in read("poetry.lock")["package"]
        if set(groups) & set(package["groups"])
    }


def exported(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Version and hashes of every requirement of an exported file."""
    found = {}
    for entry in re.sub(r"\\\n\s*", "", (ROOT / "infra" / name).read_text()).splitlines():
        match = REQUIREMENT.match(entry)
        assert match or not entry.strip() or entry.startswith("#"), f"{name}: {entry}"
        if match:
            found[match[1]] = (match[2], frozenset(re.findall(r"--hash=(sha256:[0-9a-f]{64})", entry)))
    return found


def poetry_content_hash(pyproject: dict[str, Any]) -> str:
    """What Poetry 2 writes into the lock file: a digest of everything in pyproject.toml that decides dependencies."""
    project, poetry = pyproject["project"], pyproject["tool"].get("poetry", {})
    kept = ("requires-python", "dependencies", "optional-dependencies")
    legacy = ("dependencies", "source", "extras", "dev-dependencies", "group")
    content = {
        "project": {key: project[key] for key in kept if key in project},
        "dependency-groups": pyproject["dependency-groups"],
        "tool": {"poetry": {key: poetry.get(key) for key in legacy if key in poetry}},
    }
    return hashlib.sha256(json.dumps({k: v for k, v in content.items() if v}, sort_keys=True).encode()).hexdigest()


def shipped() -> Iterator[tuple[str, bytes]]:
    """Every file of the checkout with its content, but what `.gitignore` leaves out: version control is not needed."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()] + [".git"]
    for directory, folders, names in os.walk(ROOT):
        within = Path(directory).relative_to(ROOT)
        folders[:] = [name for name in folders if not _is_ignored(within / name, ignored)]
        for name in sorted(names):
            if not _is_ignored(within / name, ignored):
                yield str(within / name), (ROOT / within / name).read_bytes()


def _is_ignored(path: Path, patterns: Iterable[str]) -> bool:
    """Whether a line of `.gitignore` names it: from the root if the line begins with a slash, else anywhere."""
    return any(fnmatch(f"/{path}" if pattern.startswith("/") else path.name, pattern) for pattern in patterns)


def test_the_lock_file_was_made_from_this_pyproject() -> None:
    assert read("poetry.lock")["metadata"]["content-hash"] == poetry_content_hash(read("pyproject.toml"))


def test_what_services_install_is_what_was_locked() -> None:
    assert exported("requirements.txt") == locked("main")


def test_what_developers_install_is_what_was_locked() -> None:
    assert exported("requirements-dev.txt") == locked("main", "dev")


def test_no_unwanted_package_comes_in_by_a_back_door() -> None:
    assert sorted(UNWANTED.keys() & locked("main", "dev").keys()) == []


def test_nothing_shipped_names_an_index_a_machine_or_a_home() -> None:
    own = [str(ROOT).encode()] if len(ROOT.parts) > 2 else []
    hosts = {urlsplit(os.environ[name]).hostname or "" for name in INDEXES if os.environ.get(name)}
    words = [*own, *(host.encode() for host in hosts if host)]
    findings = []
    for name, content in shipped():
        findings += [f"{name}: {word.decode()}" for word in words if word in content]
        findings += [
            f"{name}: {found[0].decode()}" for found in (INDEX_OPTION.search(content), HOME.search(content)) if found
        ]
    assert findings == []


def test_what_is_shipped_is_the_checkout_and_nothing_that_was_made_in_it() -> None:
    names = {name for name, _ in shipped()}
    assert {"pyproject.toml", ".env.example", "services/gateway/main.py", "tests/architecture/test_supply.py"} <= names
    assert not any({".git", ".venv", "node_modules", "__pycache__"} & set(Path(name).parts) for name in names)
