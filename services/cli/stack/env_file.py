"""Files of NAME=value lines, as `.env` is one: read where they are, written whole and for their owner alone."""

import os
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from dotenv import dotenv_values


def read(path: Path) -> dict[str, str]:
    """What the file sets; nothing if there is no file. A name without a value is not set."""
    if not path.exists():
        return {}
    return {name: value for name, value in dotenv_values(path, interpolate=False).items() if value}


def write(path: Path, values: Mapping[str, str], mode: int = 0o600) -> None:
    """Write the file at once, so that nobody reads half of it."""
    new = path.with_name(f"{path.name}.new")
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w", encoding="utf-8") as file:
        file.writelines(f"{name}={_quoted(value)}\n" for name, value in values.items())
    new.replace(path)


def with_secrets(path: Path, names: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """What the file sets, with a secret made for every name that it lacked; what is `given` is written over it."""
    before = read(path)
    made = {name: secrets.token_hex(32) for name in names if name not in before}
    values = {**made, **before, **given}
    if values != before:
        write(path, values)
    return values


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
