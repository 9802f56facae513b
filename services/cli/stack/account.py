"""Whom PostgreSQL runs as. It refuses root, so root gives it a user of its own; anyone else runs it as himself."""

import os
import pwd
import shutil
from pathlib import Path

from services.cli.stack import process
from services.cli.stack.errors import StackError
from services.cli.stack.process import Account

NAME = "canvass-postgres"
DISTRIBUTIONS_OWN = "postgres"
PATH = "/usr/sbin:/sbin:/usr/bin:/bin"
MAKERS = (
    ("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/bin/false"),
    ("adduser", "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/bin/false"),
)


def for_cluster(pgdata: Path) -> Account | None:
    """The user to run the cluster as, None for the present one. An existing cluster keeps its owner.

    Raises StackError when root can make no such user, or when the cluster belongs to somebody else.
    """
    owner = pgdata.stat().st_uid if pgdata.exists() else None
    if os.geteuid() == 0:
        return _by_uid(owner) if owner else _own()
    if owner not in (None, os.geteuid()):
        raise StackError(f"{pgdata} belongs to user {owner}: start as that user or root, or choose another --data")
    return None


def _by_uid(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as error:
        raise StackError(f"the database belongs to user {uid}, who has no account here") from error
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _own() -> Account:
    account = _by_name(NAME)
    for name, *options in MAKERS:
        program = shutil.which(name, path=PATH)
        if account is None and program:
            process.run([program, *options, NAME], env={"PATH": PATH})
            account = _by_name(NAME)
    if account := account or _by_name(DISTRIBUTIONS_OWN):
        return account
    raise StackError(
        f"PostgreSQL does not run as root, and the user {NAME} cannot be made here: make it, or set DATABASE_URL"
    )


def _by_name(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
