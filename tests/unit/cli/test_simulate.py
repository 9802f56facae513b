"""`canvass simulate` writes a world without a stack, says how answers are written, and refuses what cannot be."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.cli.main import app
from services.cli.simulation import prose, visiting
from services.cli.simulation.visiting import SECOND
from services.core.simulator import making
from services.core.simulator.vendors import VENDORS
from services.core.simulator.world import DEFAULT_START, World

SMALL = ("simulate", "--campaigns", "1", "--weeks", "1")
RUN = CliRunner()


@pytest.fixture(autouse=True)
def _no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(prose.BASE_URL, "")


def test_documents_invoices_and_truth_are_written(tmp_path: Path) -> None:
    result = RUN.invoke(app, [*SMALL, "--write", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert "answers are written offline: CANVASS_LLM_BASE_URL is not set" in result.output
    truth = json.loads((tmp_path / "truth.json").read_text())
    files = {path.name for path in tmp_path.iterdir()}
    assert files == {
        "truth.json",
        *(document["file"] for document in truth["documents"]),
        *(invoice["file"] for invoice in truth["invoices"]),
    }
    assert len(truth["documents"]) > 3


def test_a_world_that_is_not_over_cannot_be_played() -> None:
    today = datetime.now(UTC).date().isoformat()
    result = RUN.invoke(app, [*SMALL, "--offline", "--start", today])
    assert result.exit_code == 1
    assert "what is played has to have happened already" in result.output


def test_a_stack_that_does_not_answer_is_said() -> None:
    result = RUN.invoke(app, [*SMALL, "--offline", "--url", "http://127.0.0.1:9"])
    assert result.exit_code == 1
    assert "nothing answers at http://127.0.0.1:9" in result.output


def test_playing_a_campaigns_vendors_needs_a_key() -> None:
    result = RUN.invoke(app, ["simulate", "--offline", "--campaign", "some-id"], env={"CANVASS_API_KEY": ""})
    assert result.exit_code == 1
    assert "needs --api-key" in result.output


def test_playing_a_campaigns_vendors_cannot_be_without_a_stack(tmp_path: Path) -> None:
    asked = ["simulate", "--offline", "--campaign", "some-id", "--api-key", "k", "--write", str(tmp_path / "world")]
    result = RUN.invoke(app, asked)
    assert (result.exit_code, (tmp_path / "world").exists()) == (1, False)
    assert "use --out" in result.output


def test_what_a_campaigns_vendors_sent_is_written_with_its_truth(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def visited(*_: object, **__: object) -> World:
        world = making.make(7, campaigns=1, weeks=1)
        return making.visit(7, replace(world.campaigns[0], offers=[], calls=[], documents=[]), VENDORS[:2], pace=SECOND)

    monkeypatch.setattr(visiting, "visit", visited)
    asked = ["simulate", "--offline", "--campaign", "some-id", "--api-key", "k", "--out", str(tmp_path / "world")]
    result = RUN.invoke(app, asked)
    assert result.exit_code == 0, result.output
    truth = json.loads((tmp_path / "world" / "truth.json").read_text())
    assert truth["documents"]
    assert {path.name for path in (tmp_path / "world").iterdir()} == {
        "truth.json",
        *(document["file"] for document in truth["documents"]),
    }
    assert truth["campaigns"][0]["forecast"] is None


def test_an_endpoint_without_a_model_is_refused() -> None:
    result = RUN.invoke(app, [*SMALL, "--write", "nowhere"], env={prose.BASE_URL: "https://models.example/v1"})
    assert result.exit_code == 1
    assert prose.MODEL in result.output


def test_the_default_world_lies_in_the_past() -> None:
    assert datetime(DEFAULT_START.year, DEFAULT_START.month, DEFAULT_START.day, tzinfo=UTC) < datetime.now(UTC)
