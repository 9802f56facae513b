"""What each process of the stack finds in its environment: the caller's, `.env`, secrets made on the first start."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from services.cli.stack import directory, env_file

SECRETS = ("BETTER_AUTH_SECRET", "INTERNAL_TOKEN_SECRET")
OWNERS_ONLY = ("GATEWAY_DB_PASSWORD", "CORE_DB_PASSWORD", "BACKUP_DB_PASSWORD")
FILE = "secrets.env"


def read(root: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """The environment over the `.env` of the checkout."""
    return env_file.read(root / ".env") | dict(environ)


def with_secrets(environment: Mapping[str, str], data: Path, needed: Iterable[str] = SECRETS) -> dict[str, str]:
    """The environment with every needed secret that was not given, kept in the data directory for the owner's eyes.

    Production is given none: its secrets have to be set, and its settings say so.
    """
    missing = [name for name in needed if not environment.get(name)]
    if not missing or environment.get("ENVIRONMENT") == "production":
        return dict(environment)
    kept = env_file.with_secrets(directory.prepare(data) / FILE, SECRETS, {})
    return dict(environment) | {name: kept[name] for name in missing}


def of_service(environment: Mapping[str, str], **changed: str) -> dict[str, str]:
    """What one service gets: everything but the passwords of the others, with `changed` on top."""
    return {name: value for name, value in environment.items() if name not in OWNERS_ONLY} | changed
