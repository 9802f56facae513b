"""`canvass simulate` writes a world without a stack, says how answers are written, and refuses what cannot be."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.cli.main import app
from services.cli.simulation import prose
from services.core.simulator.world import DEFAULT_START

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


def test_an_endpoint_without_a_model_is_refused() -> None:
    result = RUN.invoke(app, [*SMALL, "--write", "nowhere"], env={prose.BASE_URL: "https://models.example/v1"})
    assert result.exit_code == 1
    assert prose.MODEL in result.output


def test_the_default_world_lies_in_the_past() -> None:
    assert datetime(DEFAULT_START.year, DEFAULT_START.month, DEFAULT_START.day, tzinfo=UTC) < datetime.now(UTC)
