"""Makes the files of a new cluster, whole or not at all: UTF-8, bytewise order, passwords from the first moment."""

import contextlib
import locale
import os
import secrets
import shutil
from pathlib import Path

from services.cli.stack import process
from services.cli.stack.binaries import Binaries
from services.cli.stack.errors import StackError
from services.cli.stack.process import Account

OWNER = "canvass"
DATABASE = "canvass"
BUILTIN_LOCALES_SINCE = 17
UTF8 = "C.UTF-8"
CREATE_DATABASE = f'echo "CREATE DATABASE {DATABASE}" | exec "$@"'


def cluster(pgdata: Path, password: Path, binaries: Binaries, account: Account | None, *, durable: bool) -> None:
    """Make a cluster with one superuser, whose password is left in a file, and one empty database.

    Raises StackError when PostgreSQL cannot; what an interrupted run left behind is cleared away first.
    """
    new = pgdata.with_name("pgdata.new")
    shutil.rmtree(new, ignore_errors=True)
    _write_password(password, account)
    initdb = [binaries.program("initdb"), "-D", str(new), "-U", OWNER, f"--pwfile={password}"]
    _run([*initdb, "--auth=scram-sha-256", "--data-checksums", *_locales(binaries), *_syncs(durable)], account)
    single = [binaries.program("postgres"), "--single", "-D", str(new), "-c", f"fsync={'on' if durable else 'off'}"]
    _run(["/bin/sh", "-c", CREATE_DATABASE, "sh", *single, "postgres"], account)
    new.rename(pgdata)


def _write_password(path: Path, account: Account | None) -> None:
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(24))
    if account:
        os.chown(path, account.uid, account.gid)


def _locales(binaries: Binaries) -> list[str]:
    options = ["--encoding=UTF8", "--locale=C"]
    if _system_knows(UTF8):  # without it pg_trgm drops every letter beyond ASCII
        options.append(f"--lc-ctype={UTF8}")
    if binaries.major >= BUILTIN_LOCALES_SINCE:
        options += ["--locale-provider=builtin", f"--builtin-locale={UTF8}"]
    return options


def _system_knows(name: str) -> bool:
    before = locale.setlocale(locale.LC_CTYPE)
    with contextlib.suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, name)
        locale.setlocale(locale.LC_CTYPE, before)
        return True
    return False


def _syncs(durable: bool) -> list[str]:
    return [] if durable else ["--no-sync"]


def _run(command: list[str], account: Account | None) -> None:
    status, printed = process.run(command, env=process.BARE, account=account)
    if status:
        last = printed.splitlines()[-1:] or [f"status {status}"]
        problem = next((line for line in printed.splitlines() if "error" in line or "FATAL" in line), last[0])
        raise StackError(f"the database cannot be made: {problem}")
