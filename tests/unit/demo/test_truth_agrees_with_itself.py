"""The truth file's counts, groups, prices and times add up, and nobody in the samples can be reached.

Knows nothing of how files are read; that is the neighbouring test's concern.
"""

import collections
import datetime
import itertools
import json
import pathlib
import re
import runpy
import zoneinfo
from typing import Any

import pytest

DEMO = pathlib.Path(__file__).parents[3] / "infra" / "demo"
TRUTH: dict[str, Any] = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))
CAMPAIGN: dict[str, Any] = json.loads((DEMO / "campaign.json").read_text(encoding="utf-8"))
PAIRS = [(sample, offer) for sample in TRUTH["files"] for offer in sample["offers"]]
OFFERS = [pytest.param(offer, id=f"{sample['file']}:{offer['name']}") for sample, offer in PAIRS]
FIRST_DAY = datetime.date(2026, 11, 24)
ZONES = {
    "ET": "America/New_York",
    "CT": "America/Chicago",
    "MT": "America/Denver",
    "PT": "America/Los_Angeles",
    "GMT": "Europe/London",
    "CET": "Europe/Berlin",
    "EET": "Europe/Athens",
    "SGT": "Asia/Singapore",
}
DECIMAL_COMMA = ("Dialectica", "Atheneum", "Inex One")


def test_the_counts_are_those_of_the_lists() -> None:
    offered = collections.Counter(offer["person"] for _, offer in PAIRS)
    assert TRUTH["counts"] == {
        "files": len(TRUTH["files"]),
        "vendors": len({sample["vendor"] for sample in TRUTH["files"]}),
        "formats": len({sample["format"] for sample in TRUTH["files"]}),
        "offers": offered.total(),
        "people": len(offered),
        "duplicate_people": sum(times > 1 for times in offered.values()),
        "offered_three_times": sum(times == 3 for times in offered.values()),
        "look_alike_pairs": len(TRUTH["look_alikes"]),
        "rejected": sum(len(sample["rejected"]) for sample in TRUTH["files"]),
        "offers_without_price": sum(offer["price"] is None for _, offer in PAIRS),
    }


def test_the_samples_are_as_many_as_the_demo_promises() -> None:
    counts = TRUTH["counts"]
    assert counts["vendors"] >= 6 and counts["formats"] == 4 and counts["people"] >= 60
    assert counts["duplicate_people"] == 12 and counts["look_alike_pairs"] >= 6 and counts["rejected"] == 2


def test_every_duplicate_is_listed_with_all_its_spellings() -> None:
    spellings = collections.defaultdict(list)
    for sample, offer in PAIRS:
        spellings[offer["person"]].append({"file": sample["file"], "name": offer["name"]})
    listed = {group["person"]: group["spellings"] for group in TRUTH["duplicates"]}
    assert listed == {person: found for person, found in spellings.items() if len(found) > 1}
    for found in listed.values():
        assert len({entry["name"] for entry in found}) == len({entry["file"] for entry in found}) == len(found)


def test_duplicates_come_at_different_prices() -> None:
    for group in TRUTH["duplicates"]:
        prices = [json.dumps(offer["price"]) for _, offer in PAIRS if offer["person"] == group["person"]]
        assert len(set(prices)) == len(prices), group["person"]


def test_look_alikes_are_people_of_the_samples_and_not_one_person() -> None:
    people = {offer["person"] for _, offer in PAIRS}
    for pair in TRUTH["look_alikes"]:
        assert len(set(pair["people"])) == 2 and set(pair["people"]) <= people


def test_no_sender_or_client_is_an_offered_person() -> None:
    names = {offer["name"].casefold() for _, offer in PAIRS}
    outsiders = itertools.chain.from_iterable(sample["not_people"] for sample in TRUTH["files"])
    assert names.isdisjoint(name.casefold() for name in outsiders)


def test_the_campaign_enrols_exactly_the_vendors_that_write() -> None:
    enrolled = {enrolment["vendor"] for enrolment in CAMPAIGN["enrollments"]}
    assert enrolled == {sample["vendor"] for sample in TRUTH["files"]}
    campaign = CAMPAIGN["campaign"]
    assert campaign["min_calls"] < campaign["max_calls"]
    assert campaign["start_date"] < campaign["target_completion_date"]


def test_each_price_is_the_amount_that_is_written() -> None:
    for sample, offer in PAIRS:
        if offer["price"] is None:
            continue
        written = re.sub(r"[^\d.,]", "", offer["price_written"])
        if sample["vendor"] in DECIMAL_COMMA and "," in written:
            written = written.replace(".", "").replace(",", ".")
        assert offer["price"]["amount_minor"] == round(float(written.replace(",", "")) * 100), offer["name"]


@pytest.mark.parametrize("offer", OFFERS)
def test_each_certain_slot_is_the_day_and_zone_that_are_written(offer: dict[str, Any]) -> None:
    for slot in offer["availability"]:
        if "start" not in slot:
            continue
        start = datetime.datetime.fromisoformat(slot["start"])
        weekday = re.match(r"(Mon|Tue|Wed|Thu|Fri)\b", slot["text"])
        zone = ZONES[re.search(r"[A-Z]{2,3}$", slot["text"])[0] if slot["text"][-1].isalpha() else "CET"]  # type: ignore[index]
        assert start.date() >= FIRST_DAY
        assert str(start.day) in slot["text"]
        assert weekday is None or weekday[1] == f"{start:%a}"
        assert start.utcoffset() == start.replace(tzinfo=zoneinfo.ZoneInfo(zone)).utcoffset()
        assert "end" not in slot or datetime.datetime.fromisoformat(slot["end"]) > start


@pytest.mark.parametrize("offer", OFFERS)
def test_no_address_profile_or_number_can_be_a_real_ones(offer: dict[str, Any]) -> None:
    assert re.fullmatch(r".+@example\.(com|net|org)", offer.get("email", "nobody@example.com"))
    assert offer.get("linkedin_url", "-example").endswith("-example")
    assert re.search(r"55501\d\d$|^\+4930231250|^\+331990\d|^\+4420794601", offer.get("phone", "+16175550100"))


def test_the_sheets_are_what_their_script_writes(tmp_path: pathlib.Path) -> None:
    script = runpy.run_path(str(DEMO / "make_sheets.py"))
    script["main"](tmp_path)
    for name in (script["SHEET_NAME"], script["MAIL_NAME"]):
        assert (tmp_path / name).read_bytes() == (DEMO / name).read_bytes()
