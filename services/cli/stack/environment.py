"""What each process of the stack finds in its environment: the caller's, `.env`, secrets made on the first start."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values

from services.cli.stack import directory

SECRETS = ("BETTER_AUTH_SECRET", "INTERNAL_TOKEN_SECRET")
FILE = "secrets.env"
OWNERS_ONLY = ("GATEWAY_DB_PASSWORD", "CORE_DB_PASSWORD", "BACKUP_DB_PASSWORD")


def read(root: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment over the `.env` of the checkout."""
    return _file(root / ".env") | dict(environ)


def with_secrets(environment: Mapping[str, str], data: Path) -> dict[str, str]:
    """The environment with every secret that was not given, kept in the data directory for the owner's eyes.

    Production is given none: its secrets have to be set, and its settings say so.
    """
    missing = [name for name in SECRETS if not environment.get(name)]
    if not missing or environment.get("ENVIRONMENT") == "production":
        return dict(environment)
    kept = _kept(directory.prepare(data) / FILE)
    return dict(environment) | {name: kept[name] for name in missing}


def of_service(environment: Mapping[str, str], **changed: str) -> dict[str, str]:
    """What one service gets: everything but the passwords of the others, with `changed` on top."""
    return {name: value for name, value in environment.items() if name not in OWNERS_ONLY} | changed


def _kept(path: Path) -> dict[str, str]:
    kept = _file(path)
    if not all(name in kept for name in SECRETS):
        kept = {name: secrets.token_hex(32) for name in SECRETS} | kept
        new = path.with_suffix(".new")
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.writelines(f"{name}={value}\n" for name, value in kept.items())
        new.replace(path)
    return kept


def _file(path: Path) -> dict[str, str]:
    return {name: value for name, value in dotenv_values(path).items() if value} if path.exists() else {}
