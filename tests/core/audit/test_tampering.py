"""A real log, taken away and tampered with byte by byte: whatever is done to it is found, and where."""

import random
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from services.cli.main import app
from services.core.audit.verification import Tampered, Verified, verify
from tests.core.audit import ledger
from tests.support import settings
from tests.support.core import Core

TAMPERINGS = 1_000
RUN = CliRunner()


@pytest.fixture
async def raw(core: Core) -> bytes:
    """The export of a log of more than 200 entries."""
    async with core.as_("ada") as ada:
        await ledger.busy(ada, people=10, rounds=5)
        return await ledger.exported(ada)


@pytest.fixture
async def acme(core: Core) -> AsyncIterator[str]:
    """The slug of the organization whose workspace Ada's is."""
    connection = await asyncpg.connect(core.database.owner_url)
    organization = str(core.workspace())
    try:
        made = (
            """INSERT INTO public.organization (id, name, slug, "createdAt") VALUES ($1, 'Acme', 'acme-log', now())"""
        )
        await connection.execute(made, organization)
        yield "acme-log"
        await connection.execute("DELETE FROM public.organization WHERE id = $1", organization)
    finally:
        await connection.close()


def fault_of(raw: bytes) -> Tampered:
    with pytest.raises(Tampered) as caught:
        verify(ledger.lines(raw))
    return caught.value


def test_each_of_a_thousand_changed_bytes_is_found_in_its_line(raw: bytes) -> None:
    assert verify(ledger.lines(raw)).count >= 200
    chance = random.Random(7)
    found = 0
    for _ in range(TAMPERINGS):
        at = chance.randrange(len(raw))
        other = chance.choice([byte for byte in range(256) if byte != raw[at]])
        fault = fault_of(raw[:at] + bytes([other]) + raw[at + 1 :])
        found += fault.line == raw.count(b"\n", 0, at) + 1
    assert found == TAMPERINGS


def test_lines_removed_repeated_swapped_or_cut_off_anywhere_are_found_where_that_begins(raw: bytes) -> None:
    chance = random.Random(8)
    for _ in range(20):
        found_where_it_begins(ledger.lines(raw), chance)


def found_where_it_begins(whole: list[bytes], chance: random.Random) -> None:
    one, other = sorted(chance.sample(range(1, len(whole) - 1), 2))
    without = [*whole[:one], *whole[one + 1 :]]
    twice = [*whole[: one + 1], whole[one], *whole[one + 1 :]]
    swapped = [*whole[:one], whole[other], *whole[one + 1 : other], whole[one], *whole[other + 1 :]]
    for changed, line, word in (
        (without, one + 1, "removed"),
        (twice, one + 2, "inserted"),
        (swapped, one + 1, "swapped"),
        (whole[:one], one + 1, "cut off"),
        ([*whole[:one], whole[-1]], one + 1, "removed"),
    ):
        fault = fault_of(b"".join(changed))
        assert (fault.line, word in fault.reason) == (line, True), fault


def canvass(*arguments: str) -> Result:
    return RUN.invoke(app, ["audit", *arguments])


def test_the_command_line_exports_proves_and_names_the_key(
    core: Core, raw: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "DATABASE_URL": core.database.owner_url,
        "INTERNAL_TOKEN_SECRET": settings.INTERNAL_SECRET,
        "ENVIRONMENT": "test",
    }.items():
        monkeypatch.setenv(name, value)
    file = tmp_path / "log.jsonl"
    exported = canvass("export", "--workspace", str(core.workspace()), "-o", str(file))
    assert exported.exit_code == 0, exported.output
    assert ledger.lines(file.read_bytes())[:-1] == ledger.lines(raw)[:-1]
    key = canvass("key").stdout.strip()
    proved = canvass("verify", str(file), "--public-key", key)
    assert proved.exit_code == 0, proved.output
    found: Verified = verify(ledger.lines(raw), public_key=key)
    assert proved.stdout.startswith(f"whole: {found.count} entries of workspace {core.workspace()}")
    assert "canvass audit key" in canvass("verify", str(file)).stdout
    other = canvass("verify", str(file), "--public-key", "00" * 32)
    assert (other.exit_code, "line 1: sealed with another key" in other.stderr) == (1, True)


def test_a_log_is_asked_for_by_the_slug_of_its_organization(
    core: Core, raw: bytes, acme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", core.database.owner_url)
    monkeypatch.setenv("INTERNAL_TOKEN_SECRET", settings.INTERNAL_SECRET)
    monkeypatch.setenv("ENVIRONMENT", "test")
    file = tmp_path / "log.jsonl"
    exported = canvass("export", "--workspace", acme, "-o", str(file))
    assert exported.exit_code == 0, exported.output
    assert ledger.lines(file.read_bytes())[:-1] == ledger.lines(raw)[:-1]
    unknown = canvass("export", "--workspace", "nobody", "-o", str(tmp_path / "other.jsonl"))
    assert (unknown.exit_code, (tmp_path / "other.jsonl").exists()) == (1, False)
    assert "no organization with the slug nobody" in unknown.stderr


def test_the_command_line_proves_without_settings_or_database(
    raw: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "INTERNAL_TOKEN_SECRET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "log.jsonl"
    file.write_bytes(raw.replace(b'"reviewed"', b'"rejected"', 1))
    told = canvass("verify", str(file))
    line = raw[: raw.index(b'"reviewed"')].count(b"\n") + 1
    assert told.exit_code == 1
    assert f"line {line}: changed" in told.stderr


def test_an_export_that_cannot_reach_the_database_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    monkeypatch.setenv("INTERNAL_TOKEN_SECRET", settings.INTERNAL_SECRET)
    told = canvass("export", "--workspace", "00000000-0000-4000-8000-000000000001", "-o", str(tmp_path / "log.jsonl"))
    assert (told.exit_code, "the database does not answer" in told.stderr) == (1, True)
