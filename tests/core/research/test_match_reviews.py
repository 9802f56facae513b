"""Two people who may be one: what a person decides is done, remembered, and taken back exactly."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.core.research.duplicates.schemas import ReviewOut
from shared.contracts.page import Page
from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, Desk, counted
from tests.core.research import expected
from tests.support.core import Core

Json = dict[str, Any]
BARE = ("Name", "Rate")


@pytest.fixture
async def desk(core: Core) -> AsyncIterator[Desk]:
    async with core.as_("ada") as client:
        yield await Desk.open(core, client)


async def asked(desk: Desk, vendor: str = "AlphaSights", name: str = "Anna Weber", rate: str = "$450 per hour") -> Json:
    """Somebody of whom only the name is known, who may be somebody known already."""
    return await desk.report(desks.csv_of(BARE, (name, rate)), vendor=vendor)


async def reviews(desk: Desk, **query: str) -> list[Json]:
    found = expected.body_of(await desk.client.get("/api/match-reviews", params=query), Page[ReviewOut])
    items: list[Json] = found["items"]
    return items


async def decide(desk: Desk, review: Json, decision: str) -> Json:
    response = await desk.client.post(f"/api/match-reviews/{review['id']}/{decision}")
    decided: Json = expected.body_of(response, ReviewOut)
    return decided


async def people(desk: Desk) -> dict[str, set[str]]:
    """Vendors by person."""
    found: dict[str, set[str]] = {}
    for offer in (await desk.get("/api/experts", campaign_id=desk.campaign_id, limit=200))["items"]:
        found.setdefault(offer["person_id"], set()).add(offer["vendor"])
    return found


async def entries(desk: Desk) -> list[list[str]]:
    """The vendors of each entry of the shortlist."""
    page = await desk.get(f"/api/campaigns/{desk.campaign_id}/shortlist")
    return [[offer["vendor"] for offer in entry["offers"]] for entry in page["items"]]


async def test_a_review_shows_both_people_and_why(desk: Desk) -> None:
    first = await desk.report(desks.sheet(ANNA))
    second = await asked(desk)
    (review,) = await reviews(desk)
    assert review["status"] == "open"
    assert 0.4 <= review["score"] < 0.85
    assert {review["person"]["id"], review["other_person"]["id"]} == {
        first["items"][0]["person_id"],
        second["items"][0]["person_id"],
    }
    assert {reason["field"] for reason in review["reasons"]} >= {"surname"}
    assert all(reason["detail"] for reason in review["reasons"])
    assert review["decided_by"] is review["decided_at"] is None


async def test_reviews_are_listed_likeliest_first_and_can_be_filtered(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA, BERT))
    await asked(desk)
    await desk.report(desks.csv_of((*BARE, "Location"), ("Bert Okafor", "$9 per hour", BERT[3])), vendor="AlphaSights")
    found = await reviews(desk)
    assert [review["score"] for review in found] == sorted((review["score"] for review in found), reverse=True)
    assert len(found) == 2
    await decide(desk, found[0], "refuse")
    assert await reviews(desk, status="open") == found[1:]
    assert [review["id"] for review in await reviews(desk, status="refused")] == [found[0]["id"]]
    person_id = found[1]["other_person"]["id"]
    assert await reviews(desk, person_id=person_id) == found[1:]
    page = await desk.get("/api/match-reviews", limit="1")
    rest = await desk.get("/api/match-reviews", limit="1", after=page["next"])
    assert [review["id"] for review in page["items"] + rest["items"]] == [review["id"] for review in found]


async def test_accepted_they_are_one_with_offers_side_by_side(desk: Desk) -> None:
    first = await desk.report(desks.sheet(ANNA))
    second = await asked(desk)
    assert await entries(desk) == [["AlphaSights"], ["GLG"]]
    (review,) = await reviews(desk)
    decided = await decide(desk, review, "accept")
    assert (decided["status"], decided["decided_by"]) == ("accepted", desk.core.user_id("ada"))
    assert await entries(desk) == [["AlphaSights", "GLG"]]
    earlier, later = first["items"][0]["person_id"], second["items"][0]["person_id"]
    assert await people(desk) == {earlier: {"GLG", "AlphaSights"}}
    assert [person["id"] for person in (await desk.get("/api/people"))["items"]] == [earlier]
    assert (await desk.get(f"/api/people/{later}"))["merged_into_id"] == earlier
    third = await desk.report(desks.sheet(ANNA), vendor="Guidepoint")
    assert third["items"][0]["person_id"] == earlier


async def test_undone_an_acceptance_leaves_everything_as_it_was(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await asked(desk)
    before = await desk.rows()
    (review,) = await reviews(desk)
    await decide(desk, review, "accept")
    assert await desk.rows() != before
    undone = await decide(desk, review, "undo")
    assert (undone["status"], undone["decided_by"]) == ("open", None)
    assert await desk.rows() == before


async def test_undone_a_refusal_leaves_everything_as_it_was(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await asked(desk)
    before = await desk.rows()
    (review,) = await reviews(desk)
    await decide(desk, review, "refuse")
    await decide(desk, review, "undo")
    assert await desk.rows() == before


async def test_of_two_offers_of_one_vendor_the_later_stands(desk: Desk) -> None:
    first = ("James Whitman", "Head of IT", "Allianz", "Munich, Germany", "$500 per hour")
    other = ("J. Whitman", "Investment Manager", "Allianz", "Munich, Germany", "$400 per hour")
    await desk.report(desks.sheet(first, other))
    before = await desk.known()
    (review,) = await reviews(desk)
    await decide(desk, review, "accept")
    page = (await desk.get("/api/experts", campaign_id=desk.campaign_id))["items"]
    by_name = {offer["name"]: offer for offer in page}
    assert by_name["James Whitman"]["superseded_by_id"] == by_name["J. Whitman"]["id"]
    assert by_name["J. Whitman"]["superseded_by_id"] is None
    assert await entries(desk) == [["GLG"]]
    news = await desk.report(desks.sheet((*first[:4], "$555 per hour"), ANNA))
    assert counted(news) == {"updated": 1, "added": 1}
    assert news["items"][0]["expert_id"] == by_name["J. Whitman"]["id"]
    await desk.undo(news)
    await decide(desk, review, "undo")
    assert await desk.known() == before


@pytest.mark.parametrize("first", ["accept", "refuse"])
@pytest.mark.parametrize("second", ["accept", "refuse"])
async def test_decided_is_decided_until_it_is_undone(desk: Desk, first: str, second: str) -> None:
    await desk.report(desks.sheet(ANNA))
    await asked(desk)
    (review,) = await reviews(desk)
    await decide(desk, review, first)
    before = await desk.rows()
    refused = await desk.client.post(f"/api/match-reviews/{review['id']}/{second}")
    problem = expected.refusal_of(refused, 409, "review_decided")
    assert (problem["current"], problem["allowed"]) == ({"accept": "accepted", "refuse": "refused"}[first], ["undo"])
    assert await desk.rows() == before
    await decide(desk, review, "undo")
    await decide(desk, review, second)


async def test_what_was_never_decided_cannot_be_undone(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await asked(desk)
    (review,) = await reviews(desk)
    refused = await desk.client.post(f"/api/match-reviews/{review['id']}/undo")
    expected.refusal_of(refused, 409, "review_not_decided")


async def test_two_who_decide_at_once_decide_once(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await asked(desk)
    (review,) = await reviews(desk)
    async with desk.core.as_("ada") as again:
        path = f"/api/match-reviews/{review['id']}"
        both = await asyncio.gather(desk.client.post(f"{path}/accept"), again.post(f"{path}/refuse"))
    assert sorted(response.status_code for response in both) == [200, 409]


async def test_refused_they_stay_two_whatever_is_sent_again(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    shifted = ("A. Weber", "Chief Information Officer", "Siemens AG", "", "$450 per hour")
    again = await desk.report(desks.sheet(shifted), vendor="AlphaSights")
    if counted(again) == {"merged": 1}:
        shifted = ("Anna Weber", "", "", "", "$450 per hour")
        await desk.undo(again)
        await desk.report(desks.sheet(shifted), vendor="AlphaSights")
    (review,) = await reviews(desk)
    await decide(desk, review, "refuse")
    await desk.report(desks.sheet((*shifted[:4], "$460 per hour")), vendor="AlphaSights")
    assert len(await people(desk)) == 2
    for offer in (await desk.get("/api/experts", campaign_id=desk.campaign_id))["items"]:
        assert (await desk.client.delete(f"/api/experts/{offer['id']}")).status_code == 204
    assert (await desk.get("/api/people"))["items"] == await reviews(desk) == []
    other = await Desk.open(desk.core, desk.client)
    await other.report(desks.sheet(ANNA))
    report = await other.report(desks.sheet(shifted), vendor="AlphaSights")
    assert counted(report) == {"added": 1}
    assert len(await people(other)) == 2
    assert await reviews(desk) == []


async def test_a_refusal_of_one_workspace_binds_no_other(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await asked(desk)
    await decide(desk, (await reviews(desk))[0], "refuse")
    async with desk.core.as_("bob") as client:
        bob = await Desk.open(desk.core, client)
        await bob.report(desks.sheet(ANNA))
        assert counted(await asked(bob)) == {"needs_review": 1}


async def three(desk: Desk) -> list[str]:
    """Three people of one name, each of whom may be each other: their ids, earliest first."""
    reports = [await desk.report(desks.sheet(ANNA)), await asked(desk), await asked(desk, "Guidepoint")]
    assert len(await reviews(desk)) == 3
    return [report["items"][0]["person_id"] for report in reports]


async def between(desk: Desk, one: str, other: str) -> Json:
    """The review of two people."""
    pair = {one, other}
    return next(r for r in await reviews(desk) if {r["person"]["id"], r["other_person"]["id"]} == pair)


@pytest.mark.parametrize(
    "chain", [((0, 1), (0, 2)), ((0, 1), (1, 2)), ((0, 2), (1, 2)), ((1, 2), (0, 1)), ((1, 2), (0, 2))]
)
async def test_a_chain_of_merges_ends_at_the_earliest_and_is_undone_backwards(
    desk: Desk, chain: tuple[tuple[int, int], ...]
) -> None:
    ids = await three(desk)
    states, done = [], []
    for one, other in chain:
        states.append(await desk.rows())
        done.append(await decide(desk, await between(desk, ids[one], ids[other]), "accept"))
    assert await people(desk) == {ids[0]: {"GLG", "AlphaSights", "Guidepoint"}}
    assert [person["id"] for person in (await desk.get("/api/people"))["items"]] == [ids[0]]
    assert len((await entries(desk))[0]) == 3
    first = await desk.client.post(f"/api/match-reviews/{done[0]['id']}/undo")
    expected.refusal_of(first, 409, "later_merge_depends")
    for review, before in zip(reversed(done), reversed(states), strict=True):
        await decide(desk, review, "undo")
        assert await desk.rows() == before


async def test_the_third_review_of_three_merged_can_be_accepted_but_not_refused(desk: Desk) -> None:
    ids = await three(desk)
    for pair in ((0, 1), (0, 2)):
        await decide(desk, await between(desk, ids[pair[0]], ids[pair[1]]), "accept")
    last = await between(desk, ids[1], ids[2])
    before = await desk.rows()
    refused = await desk.client.post(f"/api/match-reviews/{last['id']}/refuse")
    expected.refusal_of(refused, 409, "already_one_person")
    assert await desk.rows() == before
    await decide(desk, last, "accept")
    assert await people(desk) == {ids[0]: {"GLG", "AlphaSights", "Guidepoint"}}
    await decide(desk, last, "undo")
    assert await desk.rows() == before


async def test_refused_against_somebody_merged_it_is_remembered_of_who_they_are_now(desk: Desk) -> None:
    ids = await three(desk)
    await decide(desk, await between(desk, ids[0], ids[1]), "accept")
    await decide(desk, await between(desk, ids[1], ids[2]), "refuse")
    remembered = await desk.core.owner_sql(
        "SELECT fingerprint FROM expert_network.not_the_same WHERE workspace_id = $1", desk.core.workspace()
    )
    assert len(remembered) == 1


async def test_after_a_side_was_deleted_there_is_nothing_to_take_back(desk: Desk) -> None:
    for vendor, kept in (("GLG", "AlphaSights"), ("AlphaSights", "GLG")):
        own = await Desk.open(desk.core, desk.client)
        name = f"Anna {vendor} Weber"
        await own.report(desks.sheet((name, *ANNA[1:])))
        await asked(own, name=name)
        review = next(review for review in await reviews(own, status="open") if review["person"]["name"] == name)
        await decide(own, review, "accept")
        gone = (await own.offers())[f"{vendor} {name}"]
        assert (await own.client.delete(f"/api/experts/{gone['id']}")).status_code == 204
        before = await own.rows()
        refused = await own.client.post(f"/api/match-reviews/{review['id']}/undo")
        expected.refusal_of(refused, 409, "review_side_gone")
        assert await own.rows() == before
        assert list((await people(own)).values()) == [{kept}]


async def test_with_the_last_offer_everybody_merged_is_forgotten(desk: Desk) -> None:
    before = [row for row in await desk.known() if "vendor" not in row.partition(" ")[0]]
    await desk.report(desks.sheet(ANNA))
    await asked(desk)
    await decide(desk, (await reviews(desk))[0], "accept")
    for offer in (await desk.offers()).values():
        assert (await desk.client.delete(f"/api/experts/{offer['id']}")).status_code == 204
    assert (await desk.get("/api/people"))["items"] == []
    assert [row for row in await desk.known() if "vendor" not in row.partition(" ")[0]] == before


async def test_a_review_of_another_workspace_is_missing(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await asked(desk)
    (review,) = await reviews(desk)
    async with desk.core.as_("bob") as bob:
        for decision in ("accept", "refuse", "undo"):
            await expected.is_missing_as_if_absent(bob, "POST", f"/api/match-reviews/{{}}/{decision}", review["id"])
    assert (await reviews(desk)) == [review]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
async def test_who_is_who_does_not_depend_on_the_order_of_arrival(desk: Desk, order: tuple[int, ...]) -> None:
    files = [
        (desks.sheet(ANNA, BERT), "GLG"),
        (desks.sheet(("Dr. Anna Weber", *ANNA[1:]), ("John Smith", "Geologist", "Shell", "London", "")), "AlphaSights"),
        (
            desks.sheet(("Weber, Anna", *ANNA[1:]), ("John Smith", "Chemist", "Pfizer", "Boston", ""), BERT),
            "Guidepoint",
        ),
    ]
    for index in order:
        await desk.report(files[index][0], vendor=files[index][1])
    groups = sorted(sorted(vendors) for vendors in (await people(desk)).values())
    assert groups == [["AlphaSights"], ["AlphaSights", "GLG", "Guidepoint"], ["GLG", "Guidepoint"], ["Guidepoint"]]
    assert await reviews(desk) == []
