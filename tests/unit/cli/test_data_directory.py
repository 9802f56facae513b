"""One supervisor at a time holds a data directory, and others can tell who."""

import os
from pathlib import Path

import pytest

from services.cli.stack import directory
from services.cli.stack.directory import Holder
from services.cli.stack.errors import StackError


def test_a_held_directory_is_refused_naming_who_holds_it_and_where_it_answers(tmp_path: Path) -> None:
    with directory.hold(tmp_path) as hold:
        hold.tell(Holder(os.getpid(), "http://127.0.0.1:8080"))
        with pytest.raises(StackError, match=rf"pid {os.getpid()} at http://127.0.0.1:8080"), directory.hold(tmp_path):
            pytest.fail("held twice")


def test_a_directory_is_free_again_once_it_is_let_go(tmp_path: Path) -> None:
    with directory.hold(tmp_path):
        assert directory.holder(tmp_path) == Holder(os.getpid())
    assert directory.holder(tmp_path) is None
    with directory.hold(tmp_path):
        assert directory.holder(tmp_path) is not None


def test_nobody_holds_a_directory_that_does_not_exist(tmp_path: Path) -> None:
    assert directory.holder(tmp_path / "absent") is None


def test_a_longer_word_left_earlier_does_not_show_through(tmp_path: Path) -> None:
    with directory.hold(tmp_path) as hold:
        hold.tell(Holder(12_345_678, "http://127.0.0.1:65535"))
        hold.tell(Holder(1))
        assert directory.holder(tmp_path) == Holder(1)


def test_a_directory_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StackError, match="cannot be made"):
        directory.prepare(tmp_path / "file" / "data")
