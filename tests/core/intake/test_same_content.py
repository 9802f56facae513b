"""The same content again changes nothing and says so: under another name, at the same moment, or by the same key."""

import asyncio

import pytest

from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, CLEO, HEAD, Desk, counted
from tests.core.research import expected

NOBODY = ("", "Head of Sales", "Opel", "Mainz, Germany", "$400 per hour")


@pytest.mark.parametrize("name", ["experts.csv", "the same under another name.csv"])
async def test_the_same_content_again_changes_no_row(desk: Desk, name: str) -> None:
    first = await desk.report(desks.sheet(ANNA, BERT, NOBODY))
    before = await desk.rows()
    again = await desk.report(desks.sheet(ANNA, BERT, NOBODY, name=name), status=200)
    assert (again["id"], again["duplicate_of"]) == (first["id"], first["id"])
    assert counted(again) == {"unchanged": 2, "rejected": 1}
    assert [item["outcome"] for item in again["items"]] == ["unchanged", "unchanged", "rejected"]
    assert {item["reason"] for item in again["items"][:2]} == {"The same content was handed in before."}
    assert again["items"][2] == first["items"][2]
    assert await desk.rows() == before


async def test_the_same_files_in_another_order_are_the_same_content(desk: Desk) -> None:
    files = [desks.sheet(ANNA, name="a.csv"), desks.sheet(BERT, name="b.csv")]
    first = await desk.report(*files)
    again = await desk.report(*files[::-1], status=200)
    assert again["duplicate_of"] == first["id"]


@pytest.mark.parametrize("hint", ["third bridge", "ThirdBridge", "C3D4E5F6-A7B8-4012-C456-789012CDEFAB"])
async def test_another_word_for_the_same_vendor_is_the_same_content(desk: Desk, hint: str) -> None:
    first = await desk.report(desks.sheet(ANNA), vendor="Third Bridge")
    again = await desk.report(desks.sheet(ANNA), status=200, vendor=hint)
    assert again["duplicate_of"] == first["id"]


async def test_the_same_content_of_another_vendor_is_another_offer(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    other = await desk.report(desks.sheet(ANNA), vendor="AlphaSights")
    assert counted(other) == {"merged": 1}


async def test_the_same_content_in_another_campaign_is_placed_there(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    other = await Desk.open(desk.core, desk.client)
    report = await other.report(desks.sheet(ANNA))
    assert counted(report) == {"merged": 1}
    assert set(await other.offers()) == {"GLG Anna Weber"}


async def test_what_was_changed_since_is_not_changed_back(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await desk.report(desks.sheet((*ANNA[:4], "$650 per hour")))
    again = await desk.report(desks.sheet(ANNA), status=200)
    assert counted(again) == {"unchanged": 1}
    assert (await desk.offer())["price"]["amount_minor"] == 65000


async def test_after_an_undo_the_same_content_is_placed_anew(desk: Desk) -> None:
    first = await desk.report(desks.sheet(ANNA))
    await desk.undo(first)
    again = await desk.report(desks.sheet(ANNA))
    assert again["duplicate_of"] is None
    assert again["id"] != first["id"]
    assert counted(again) == {"added": 1}
    assert again["files"] == first["files"]


async def test_handed_in_twice_at_once_it_is_placed_once(desk: Desk) -> None:
    async with desk.core.as_("ada") as again:
        twice = (desk, Desk(desk.core, again, desk.campaign_id))
        for file in (desks.sheet(ANNA), desks.sheet(BERT)):
            both = await asyncio.gather(*(each.send(file) for each in twice))
            assert sorted(response.status_code for response in both) == [200, 201]
            assert len({response.json()["id"] for response in both}) == 1
    assert len(await desk.offers()) == 2


async def test_different_files_handed_in_at_once_make_one_person(desk: Desk) -> None:
    async with desk.core.as_("ada") as again:
        twice = (desk, Desk(desk.core, again, desk.campaign_id))
        vendors = ("AlphaSights", "Guidepoint")
        for person in (ANNA, BERT):
            file = desks.sheet(person)
            both = await asyncio.gather(
                *(each.send(file, vendor=vendor) for each, vendor in zip(twice, vendors, strict=True))
            )
            counts = sorted(str(counted(response.json())) for response in both)
            assert counts == ["{'added': 1}", "{'merged': 1}"]


async def test_one_person_twice_in_one_list_is_one_offer(desk: Desk) -> None:
    report = await desk.report(desks.sheet(ANNA, BERT, ANNA))
    assert [item["outcome"] for item in report["items"]] == ["added", "added", "unchanged"]
    assert len(await desk.offers()) == 2


async def test_once_its_vendor_is_known_a_refused_list_is_placed(desk: Desk) -> None:
    rows = [(*ANNA, "GLG"), (*BERT, "Corvid Experts")]
    file = desks.csv_of((*HEAD, "Vendor"), *rows)
    first = await desk.report(file, vendor=None)
    assert counted(first) == {"added": 1, "rejected": 1}
    assert (await desk.report(file, vendor=None, status=200))["duplicate_of"] == first["id"]
    await desk.post("/api/vendors", 201, json={"name": "Corvid Experts"})
    again = await desk.report(file, vendor=None)
    assert counted(again) == {"unchanged": 1, "added": 1}
    assert (await desk.report(file, vendor=None, status=200))["duplicate_of"] == again["id"]


async def test_a_key_used_again_is_told_what_happened_the_first_time(desk: Desk) -> None:
    key = {"idempotency-key": "hand-in-1"}
    first = await desk.send(desks.sheet(ANNA), headers=key)
    before = await desk.rows()
    again = await desk.send(desks.sheet(ANNA), headers=key)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["idempotency-replayed"] == "true"
    assert await desk.rows() == before


async def test_a_key_cannot_be_used_for_other_files_or_other_terms(desk: Desk) -> None:
    key = {"idempotency-key": "hand-in-1"}
    await desk.send(desks.sheet(ANNA), headers=key)
    for other in (
        await desk.send(desks.sheet(CLEO), headers=key),
        await desk.send(desks.sheet(ANNA), headers=key, vendor="AlphaSights"),
        await desk.send(desks.sheet(ANNA), headers=key, dry_run="true"),
    ):
        expected.refusal_of(other, 422, "idempotency_key_reused")
    assert set(await desk.offers()) == {"GLG Anna Weber"}


async def test_a_key_given_to_two_at_once_places_once(desk: Desk) -> None:
    key = {"idempotency-key": "hand-in-1"}
    async with desk.core.as_("ada") as again:
        both = await asyncio.gather(
            *(
                Desk(desk.core, client, desk.campaign_id).send(desks.sheet(ANNA), headers=key)
                for client in (desk.client, again)
            )
        )
    assert {response.status_code for response in both} <= {201, 409}
    assert len(await desk.offers()) == 1
