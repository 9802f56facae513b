"""The demo's sheets are read as their truth says, without a miss."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from services.core.intake import readers
from services.core.intake.extraction import tables
from services.core.intake.proposals import Proposal
from tests.unit.intake.tables.sheets import NOBODY

DEMO = Path(__file__).parents[4] / "infra" / "demo"
PLAIN = ("name", "employer", "region", "price", "conflict_status", "vendor_ref", "linkedin_url", "email", "phone")


def found_in(file: str) -> tuple[list[Proposal], list[str]]:
    documents = readers.open_documents(file, (DEMO / file).read_bytes())
    read = [tables.extract(each, vendor=NOBODY, today=date(2026, 11, 20)) for each in documents if each.sheets]
    return [proposal for each in read for proposal in each.proposals], [
        row.span.locator for each in read for row in each.rejected
    ]


@pytest.mark.parametrize("file", ["03-guidepoint.eml", "05-dialectica.xlsx", "06-atheneum.csv"])
def test_everyone_and_everything_of_the_truth_is_found(file: str) -> None:
    (truth,) = [each for each in json.loads((DEMO / "truth.json").read_text())["files"] if each["file"] == file]
    proposals, rejected = found_in(file)
    assert rejected == [row["at"] for row in truth["rejected"]]
    assert [proposal.span.locator for proposal in proposals] == [offer["at"] for offer in truth["offers"]]
    for proposal, offer in zip(proposals, truth["offers"], strict=True):
        assert differences(proposal, offer) == []


def differences(proposal: Proposal, offer: dict[str, Any]) -> list[str]:
    read: dict[str, Any] = {name: found.value for name, found in proposal.fields.items()}
    wrong = [name for name in PLAIN if read.get(name) != offer.get(name) and read.get(name) not in _also(offer, name)]
    if read["title"] != ("Former " if offer["former"] and read["title"].startswith("Former ") else "") + offer["title"]:
        wrong.append("title")
    if offer["location"] not in read["location"]:
        wrong.append("location")
    starts = [slot.get("start") for slot in read.get("availability", [])]
    if starts != [slot.get("start") for slot in offer.get("availability", [])]:
        wrong.append("availability")
    if [job["name"] for job in read.get("past_employers", [])] != offer.get("past_employers", []):
        wrong.append("past_employers")
    if read.get("expertise", []) != offer.get("expertise", []):
        wrong.append("expertise")
    answers = [answer["answer"] for answer in read.get("answers", [])]
    if answers != [answer["answer"] for answer in offer.get("answers", [])]:
        wrong.append("answers")
    return wrong


def _also(offer: dict[str, Any], name: str) -> list[str]:
    return [str(other) for other in offer.get(f"{name}_also", [])]
