"""A world is the same to the byte for the same seed, and is what the vendors' characters make of it."""

import hashlib
import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from services.core.simulator import characters, invoices, making, truth
from services.core.simulator.vendors import VENDORS
from services.core.simulator.world import World

CATALOGUE = Path(__file__).parents[3] / "alembic" / "seed" / "vendor_platforms.json"


@pytest.fixture(scope="module")
def world() -> World:
    return making.make(7, campaigns=5, weeks=6)


def written(folder: Path, *, seed: int, hash_seed: str) -> str:
    """The digest of everything a process of its own writes."""
    words = ("simulate", "--seed", str(seed), "--campaigns", "2", "--weeks", "3", "--offline", "--write", str(folder))
    subprocess.run(
        [sys.executable, "-m", "services.cli", *words],
        env=os.environ | {"PYTHONHASHSEED": hash_seed},
        check=True,
        capture_output=True,
    )
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def test_the_same_seed_writes_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    first = written(tmp_path / "first", seed=7, hash_seed="1")
    assert first == written(tmp_path / "second", seed=7, hash_seed="2")
    assert first != written(tmp_path / "other", seed=8, hash_seed="1")


def test_vendors_have_the_catalogues_tags_and_prices() -> None:
    catalogue = {vendor["name"]: vendor for vendor in json.loads(CATALOGUE.read_text())}
    assert {vendor.name for vendor in VENDORS} == catalogue.keys()
    for vendor in VENDORS:
        known = catalogue[vendor.name]
        assert list(vendor.tags) == known["tags"]
        assert (vendor.low, vendor.high) == (known["avg_cost_per_call_min"], known["avg_cost_per_call_max"])


def test_a_vendors_name_and_tags_decide_how_it_behaves(world: World) -> None:
    for campaign in world.campaigns:
        for enrollment in campaign.enrollments:
            character = characters.character(enrollment.vendor)
            offers = [offer for offer in campaign.offers if offer.vendor == enrollment.vendor]
            assert len(offers) <= character.count[1]
            assert all(character.fit[0] <= offer.fit <= character.fit[1] for offer in offers)
            assert all(character.relevance[0] <= offer.relevance <= character.relevance[1] for offer in offers)
            assert all(3.5 <= offer.rating <= 5.0 for offer in offers)
            if offers and enrollment.answer == "active":
                waited = (offers[0].proposed_at - enrollment.answered_at).total_seconds() / 3600
                assert character.first[0] - 0.02 <= waited


@pytest.mark.parametrize(
    ("name", "first", "ranks"),
    [
        ("Tegus", (1, 8), characters.RANKS),
        ("Atheneum", (1, 8), characters.RANKS),
        ("GLG", (1, 24), ("chief", "vp")),
        ("Guidepoint", (8, 48), ("director", "manager", "specialist")),
        ("Zintro", (24, 72), ("director", "manager", "specialist")),
    ],
)
def test_tags_decide_the_first_proposal_and_the_ranks(
    name: str, first: tuple[int, int], ranks: tuple[str, ...]
) -> None:
    vendor = next(each for each in VENDORS if each.name == name)
    character = characters.character(vendor)
    assert (character.first, character.ranks) == (first, ranks)


def test_no_two_people_share_an_answer_and_one_person_gives_one(world: World) -> None:
    given: dict[str, set[tuple[str, str]]] = {}
    for batch in world.batches.values():
        for offer in batch.offers:
            for key, answer in offer.answers.items():
                if "\n\n" in answer:
                    assert 2 <= len(answer.split("\n\n")) <= 4
                    given.setdefault(answer, set()).add((offer.person.key, key))
    assert len(given) > 300
    assert all(len(speakers) == 1 for speakers in given.values())


def test_everything_that_shall_be_planted_is_there(world: World) -> None:
    told = truth.tell(world)
    doubles = [person for person in told["people"] if len({offer.rsplit("-", 1)[0] for offer in person["offers"]}) > 1]
    calls = {call.status for call in world.calls}
    errors = {line.verdict for invoice in invoices.write(world) for line in invoice.lines}
    assert len(doubles) > 10
    assert told["look_alikes"]
    assert any(len(offer.quotes) > 1 for offer in world.offers)
    assert any(batch.changed for batch in world.batches.values())
    assert {"completed", "cancelled", "no_show"} <= calls
    assert {"matched", "amount_differs", "duration_differs", "billed_twice", "not_ours"} <= errors
    assert world.steps_of("reschedule")


def test_nobody_is_in_two_calls_at_once(world: World) -> None:
    for held in world.busy.values():
        ordered = sorted(each for each in held)
        for one, other in itertools.pairwise(ordered):
            assert one[1] <= other[0] or one[2] == other[2]
