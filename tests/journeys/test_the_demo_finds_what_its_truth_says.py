"""The main job on the sample files, through core's API: who is who, what is said of them, what a follow-up changes."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import httpx2
import pytest

from services.cli import demo
from tests.support.core import Core

Json = dict[str, Any]
TRUTH: Json = json.loads((Path(demo.SAMPLES) / "truth.json").read_text())
FIELDS = ("title", "company", "region", "conflict_status", "price")


class Played:
    """The demo as played once: reports by file, standing offers, reviews."""

    def __init__(self) -> None:
        self.reports: dict[str, Json] = {}
        self.again: dict[str, Json] = {}
        self.offers: list[Json] = []
        self.reviews: list[Json] = []
        self.shortlist: Json = {}
        self.after_again: Json = {}


async def play(client: httpx2.AsyncClient) -> Played:
    played, api = Played(), demo.Api(client)
    campaign_id = await demo.set_up(api, demo.campaign())
    for name, content in demo.samples():
        played.reports[name] = await demo.hand_in(api, campaign_id, name, content)
    played.shortlist = await api.call("GET", f"/api/campaigns/{campaign_id}/shortlist", params={"limit": 200})
    for name, content in demo.samples():
        played.again[name] = await demo.hand_in(api, campaign_id, name, content)
    played.after_again = await api.call("GET", f"/api/campaigns/{campaign_id}/shortlist", params={"limit": 200})
    listed = await api.call("GET", "/api/experts", params={"campaign_id": campaign_id, "limit": 200})
    played.offers = listed["items"]
    played.reviews = (await api.call("GET", "/api/match-reviews", params={"limit": 200}))["items"]
    return played


@pytest.fixture
async def played(core: Core) -> Played:
    async with core.as_("ada") as client:
        return await play(client)


def person_key(offer: Json) -> str:
    """Which human of the truth an offer is of, by its vendor and the name as sent."""
    for file in TRUTH["files"]:
        for stated in file["offers"]:
            if file["vendor"] == offer["vendor"] and same_name(stated["name"], offer["name"]):
                return str(stated["person"])
    return f"nobody: {offer['vendor']} {offer['name']}"


def same_name(written: str, read: str) -> bool:
    return written.casefold() == read.casefold() or written.casefold().startswith(read.casefold())


def groups(played: Played) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for offer in played.offers:
        found[offer["person_id"]].add(person_key(offer))
    return found


async def test_every_offer_is_found_and_nobody_else(played: Played) -> None:
    found = sorted((offer["vendor"], person_key(offer)) for offer in played.offers)
    stated = sorted((file["vendor"], offer["person"]) for file in TRUTH["files"] for offer in file["offers"])
    assert found == stated


async def test_all_twelve_duplicates_are_one_person_and_no_two_people_are(played: Played) -> None:
    wrong = [people for people in groups(played).values() if len(people) > 1]
    assert wrong == []
    rows = defaultdict(set)
    for offer in played.offers:
        rows[person_key(offer)].add(offer["person_id"])
    split = {key: len(ids) for key, ids in rows.items() if len(ids) > 1}
    assert split == {}
    assert played.shortlist["summary"]["offered_more_than_once"] == len(TRUTH["duplicates"]) == 12
    assert played.shortlist["summary"]["people"] == TRUTH["counts"]["people"] == 60


async def test_the_two_bad_rows_are_reported_with_place_and_reason(played: Played) -> None:
    for file in TRUTH["files"]:
        rejected = [item for item in played.reports[file["file"]]["items"] if item["outcome"] == "rejected"]
        assert [item["source"]["locator"] for item in rejected] == [row["at"] for row in file["rejected"]]
        assert all(item["reason"] and item["code"] for item in rejected)


async def test_the_follow_up_changes_what_it_says_and_nothing_else(played: Played) -> None:
    file = TRUTH["files"][-1]
    items = {item["name"]: item for item in played.reports[file["file"]]["items"]}
    outcomes = {change["name"]: change["outcome"] for change in file["changes"]}
    assert {name: item["outcome"] for name, item in items.items()} == outcomes
    for change in file["changes"]:
        changed = {part["field"]: part for part in items[change["name"]]["changes"]}
        assert changed.keys() == change.get("fields", {}).keys()
        for field, move in change.get("fields", {}).items():
            before, after = changed[field]["before"], changed[field]["after"]
            if field == "price":
                before, after = before["amount_minor"], after["amount_minor"]
            if field == "availability":
                before, after = starts(before), starts(after)
                move = {side: starts(move[side]) for side in ("from", "to")}
            assert (before, after) == (move["from"], move["to"])


def starts(slots: list[Json]) -> list[str]:
    return [slot["start"] for slot in slots]


async def test_the_same_files_again_change_nothing(played: Played) -> None:
    for name, report in played.again.items():
        assert report["duplicate_of"] == played.reports[name]["id"]
        assert {outcome for outcome, count in report["counts"].items() if count} <= {"unchanged", "rejected"}
    assert played.after_again == played.shortlist


async def test_the_facts_of_each_offer_are_read(played: Played) -> None:
    """Each field of at least 95 of 100 offers as the truth has it."""
    read = {(offer["vendor"], person_key(offer)): offer for offer in played.offers}
    moved = {change["person"]: change.get("fields", {}) for change in TRUTH["files"][-1]["changes"]}
    misses: dict[str, list[Any]] = defaultdict(list)
    stated: dict[str, int] = defaultdict(int)
    for file in TRUTH["files"]:
        for offer in file["offers"]:
            found = read[file["vendor"], offer["person"]]
            changed = moved.get(offer["person"], {}) if file["vendor"] == TRUTH["files"][-1]["vendor"] else {}
            for field, right in facts(offer, found, changed).items():
                stated[field] += 1
                if not right:
                    misses[field].append((file["file"], offer["name"], found.get(field)))
    shares = {field: 1 - len(misses[field]) / count for field, count in stated.items()}
    assert all(share >= 0.95 for share in shares.values()), dict(misses)


def facts(offer: Json, found: Json, changed: Json) -> dict[str, bool]:
    employers = [offer["employer"], *offer.get("employer_also", ())]
    right = {"company": any(plain(name) == plain(found["company"]) for name in employers if name)}
    if not offer.get("former"):
        right["title"] = plain(offer["title"]) == plain(found["title"])
    if "region" in offer:
        right["region"] = offer["region"] == found["region"]
    if "conflict_status" in offer:
        expected = changed.get("conflict_status", {}).get("to", offer["conflict_status"])
        right["conflict_status"] = expected == found["conflict_status"]
    if offer["price"] is None:
        right["price"] = found["price"] is None
    else:
        amount = changed.get("price", {}).get("to", offer["price"]["amount_minor"])
        wanted = offer["price"] | {"amount_minor": amount}
        right["price"] = found["price"] is not None and wanted.items() <= found["price"].items()
    if "availability" in offer and "availability" not in changed:
        certain = [slot["start"] for slot in offer["availability"] if "start" in slot]
        right["availability"] = certain == [slot["start"] for slot in found["availability"] if "start" in slot]
    for field in ("linkedin_url", "phone", "email", "vendor_ref"):
        if offer.get(field):
            right[field] = offer[field] == found[field]
    return right


def plain(text: str | None) -> str:
    return " ".join((text or "").replace(",", " ").casefold().split())
