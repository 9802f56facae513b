"""What other campaigns use too is copied; what the new workspace has already is used and not made twice."""

from typing import Any

from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, Desk
from tests.core.moves.van import Van
from tests.core.research import expected

Json = dict[str, Any]
UNSURE = (ANNA[0], "", "", "", "$450 per hour")
"""Somebody who may be Anna."""


async def two(van: Van) -> tuple[Desk, Desk]:
    """Two campaigns of Ada's in which Anna is offered; the second names her mail address."""
    one, other = await van.open(), await van.open()
    await one.report(desks.sheet(ANNA, BERT))
    await other.report(desks.sheet(ANNA, name="other.csv"))
    await other.edit(await other.offer(), email="anna@other.example")
    return one, other


async def person(desk: Desk, name: str = "GLG Anna Weber") -> Json:
    """The person an offer is of."""
    return await desk.get(f"/api/people/{(await desk.offer(name))['person_id']}")


async def test_a_shared_person_is_copied_and_another_moves(van: Van) -> None:
    one, other = await two(van)
    anna, bert = await person(one), await person(one, "GLG Bert Okafor")
    await van.move(one.campaign_id)
    there = van.desk(one.campaign_id, at_acme=True)
    assert (await person(there))["id"] == (await person(other))["id"] == anna["id"]
    assert (await person(there, "GLG Bert Okafor")) == bert
    assert (await van.ada.get(f"/api/people/{bert['id']}")).status_code == 404
    assert [offer["campaign_id"] for offer in (await person(there))["offers"]] == [one.campaign_id]
    assert [offer["campaign_id"] for offer in (await person(other))["offers"]] == [other.campaign_id]


async def test_the_copy_of_a_person_tells_nothing_of_what_stayed(van: Van) -> None:
    one, other = await two(van)
    assert (await person(one))["email"] == "anna@other.example"
    await van.move(one.campaign_id)
    assert (await person(van.desk(one.campaign_id, at_acme=True)))["email"] is None
    assert (await person(other))["email"] == "anna@other.example"
    assert not any("anna@other.example" in row for rows in (await van.rows("acme")).values() for row in rows)


async def test_a_person_whose_other_campaign_follows_is_one_person_again(van: Van) -> None:
    one, other = await two(van)
    await van.move(one.campaign_id)
    await van.move(other.campaign_id)
    anna = await person(van.desk(other.campaign_id, at_acme=True))
    assert {offer["campaign_id"] for offer in anna["offers"]} == {one.campaign_id, other.campaign_id}
    assert anna["email"] == "anna@other.example"
    assert (await van.ada.get("/api/people")).json()["items"] == []


async def test_both_sides_still_recognise_a_shared_person(van: Van) -> None:
    one, other = await two(van)
    await van.move(one.campaign_id)
    for desk in (van.desk(one.campaign_id, at_acme=True), other):
        report = await desk.report(desks.sheet(ANNA, name="again.csv"), vendor="AlphaSights")
        assert desks.outcomes(report) == {"Anna Weber": "merged"}
        assert len({offer["person_id"] for offer in (await desk.offers()).values() if "Anna" in offer["name"]}) == 1


async def test_a_person_merged_there_meanwhile_stays_merged(van: Van) -> None:
    one, other = await two(van)
    await van.move(one.campaign_id)
    there = van.desk(one.campaign_id, at_acme=True)
    await there.report(desks.sheet(UNSURE, name="a.csv"), vendor="AlphaSights")
    review = (await there.get("/api/match-reviews"))["items"][0]
    await there.post(f"/api/match-reviews/{review['id']}/accept")
    await van.move(other.campaign_id)
    moved = await person(van.desk(other.campaign_id, at_acme=True))
    assert moved["merged_into_id"] is None
    assert {offer["campaign_id"] for offer in moved["offers"]} == {one.campaign_id, other.campaign_id}


async def test_a_merge_that_touched_two_campaigns_is_known_in_both(van: Van) -> None:
    one, other = await van.open(), await van.open()
    for desk, name in ((one, "one.csv"), (other, "other.csv")):
        await desk.report(desks.sheet(ANNA, name=name))
    await one.report(desks.sheet(UNSURE, name="a.csv"), vendor="AlphaSights")
    review = (await one.get("/api/match-reviews"))["items"][0]
    await one.post(f"/api/match-reviews/{review['id']}/accept")
    await van.move(one.campaign_id)
    there = van.desk(one.campaign_id, at_acme=True)
    assert len({offer["person_id"] for offer in (await there.offers()).values()}) == 1
    decided = await there.get("/api/match-reviews", status="accepted")
    assert [each["id"] for each in decided["items"]] == [review["id"]]
    await there.post(f"/api/match-reviews/{review['id']}/undo")
    assert len({offer["person_id"] for offer in (await there.offers()).values()}) == 2


async def test_what_was_told_apart_stays_apart(van: Van) -> None:
    desk = await van.open()
    await desk.report(desks.sheet(ANNA))
    again = desks.sheet(UNSURE, name="a.csv")
    await desk.report(again, vendor="AlphaSights")
    review = (await desk.get("/api/match-reviews"))["items"][0]
    await desk.post(f"/api/match-reviews/{review['id']}/refuse")
    await van.move(desk.campaign_id)
    sides = "SELECT fingerprint, other_fingerprint, user_id FROM expert_network.not_the_same WHERE workspace_id = $1"
    remembered = [await van.core.owner_sql(sides, van.core.workspace(whose)) for whose in ("ada", "acme")]
    assert len(remembered[0]) == 1
    assert remembered[0] == remembered[1]
    there = van.desk(desk.campaign_id, at_acme=True)
    await there.report(desks.sheet(UNSURE, name="b.csv"), vendor="Guidepoint")
    known = (await there.offer())["person_id"]
    assert (await there.get("/api/match-reviews", status="open", person_id=known))["items"] == []
    await there.post(f"/api/match-reviews/{review['id']}/undo")
    assert (await van.rows("acme", ["not_the_same"]))["not_the_same"] == []


async def test_a_report_names_nobody_who_stayed(van: Van) -> None:
    one, other = await two(van)
    report = await one.report(desks.sheet(ANNA, name="twice.csv"))
    await van.ada.delete(f"/api/experts/{(await one.offer())['id']}")
    await van.move(one.campaign_id)
    items = (await van.acme.get(f"/api/intakes/{report['id']}/items")).json()["items"]
    assert [item["person_id"] for item in items] == [None]
    assert (await person(other))["name"] == "Anna Weber"


async def test_somebody_known_there_by_another_id_is_asked_about_and_can_be_made_one(van: Van) -> None:
    there = await Desk.open(van.core, van.acme)
    await there.report(desks.sheet(ANNA))
    anna, desk = await person(there), await van.open()
    await desk.report(desks.sheet(ANNA, BERT))
    newcomer = await person(desk)
    moved = (await van.move(desk.campaign_id))["moved"]
    (review,) = (await there.get("/api/match-reviews"))["items"]
    assert {review["person"]["id"], review["other_person"]["id"]} == {anna["id"], newcomer["id"]}
    assert (review["status"], moved["match_reviews"]) == ("open", 0)
    await there.post(f"/api/match-reviews/{review['id']}/accept")
    assert (await person(there))["id"] == (await person(van.desk(desk.campaign_id, at_acme=True)))["id"]


async def test_those_who_come_together_are_not_asked_about_again(van: Van) -> None:
    one, other = await two(van)
    await other.report(desks.sheet(UNSURE, name="a.csv"), vendor="AlphaSights")
    (review,) = (await other.get("/api/match-reviews"))["items"]
    await van.move(one.campaign_id)
    await van.move(other.campaign_id)
    assert [each["id"] for each in (await van.acme.get("/api/match-reviews")).json()["items"]] == [review["id"]]


async def test_a_vendor_of_the_same_name_there_takes_its_place(van: Van) -> None:
    own = (await van.ada.post("/api/vendors", json={"name": "Field Notes"})).json()["id"]
    theirs = (await van.acme.post("/api/vendors", json={"name": "Notes Ltd", "aliases": ["field NOTES"]})).json()["id"]
    desk = await van.open()
    report = await desk.report(desks.sheet(ANNA), vendor="Field Notes")
    await van.move(desk.campaign_id)
    there = van.desk(desk.campaign_id, at_acme=True)
    assert [offer["vendor_platform_id"] for offer in (await there.offers()).values()] == [theirs]
    assert not any(own in row for rows in (await van.rows("acme")).values() for row in rows)
    await there.undo(report)
    assert await there.offers() == {}
    enrolled = await there.get(f"/api/campaigns/{desk.campaign_id}/vendors")
    assert enrolled["items"] == []


async def test_a_vendor_unknown_there_comes_along_and_stays(van: Van) -> None:
    own = (await van.ada.post("/api/vendors", json={"name": "Field Notes", "aliases": ["FN", "Notes"]})).json()
    theirs = (await van.acme.post("/api/vendors", json={"name": "Notes"})).json()
    desk = await van.open()
    await desk.report(desks.sheet(ANNA), vendor="FN")
    await van.move(desk.campaign_id)
    copied = (await van.acme.get(f"/api/vendors/{own['id']}")).json()
    assert (copied["name"], copied["aliases"]) == ("Field Notes", ["FN"])
    assert (await van.ada.get(f"/api/vendors/{own['id']}")).json() == own
    assert (await van.acme.get(f"/api/vendors/{theirs['id']}")).json() == theirs


async def test_two_vendors_that_are_one_there_stop_the_move(van: Van) -> None:
    desk = await van.open()
    for name in ("Field Notes", "Notebook"):
        await van.ada.post("/api/vendors", json={"name": name})
        await desk.report(desks.sheet(ANNA, name=f"{name}.csv"), vendor=name)
    await van.acme.post("/api/vendors", json={"name": "Notebook", "aliases": ["Field Notes"]})
    before = await van.everything()
    expected.refusal_of(await van.ask(desk.campaign_id), 409, "vendors_collide")
    assert await van.everything() == before


async def test_a_file_that_another_campaign_holds_too_is_copied(van: Van) -> None:
    one, other = await van.open(), await van.open()
    file = desks.sheet(ANNA)
    ids = {(await desk.report(file))["files"][0]["id"] for desk in (one, other)}
    (file_id,) = ids
    await van.move(one.campaign_id)
    for client in (van.ada, van.acme):
        assert (await client.get(f"/api/source-files/{file_id}")).content == file[1]
    await van.move(other.campaign_id)
    assert (await van.ada.get(f"/api/source-files/{file_id}")).status_code == 404


async def test_a_file_that_is_there_already_is_used(van: Van) -> None:
    file = desks.sheet(ANNA)
    there = await Desk.open(van.core, van.acme)
    known = (await there.report(file))["files"][0]["id"]
    desk = await van.open()
    report = await desk.report(file)
    own = report["files"][0]["id"]
    await van.move(desk.campaign_id)
    moved = await there.get(f"/api/intakes/{report['id']}")
    assert [kept["id"] for kept in moved["files"]] == [known]
    assert moved["items"][0]["source"]["file_id"] == known
    assert not any(own in row for rows in (await van.rows("acme")).values() for row in rows)


async def test_a_colleague_with_the_same_address_is_one(van: Van) -> None:
    body = {"name": "Mel", "designation": "Analyst", "email": "mel@acme.example"}
    own, lone = [
        (await van.ada.post("/api/team-members", json=each)).json()["id"] for each in (body, body | {"email": None})
    ]
    theirs = (await van.acme.post("/api/team-members", json=body | {"email": "MEL@acme.example"})).json()["id"]
    desk = await van.open()
    for member in (own, lone):
        await desk.post(f"/api/team-members/campaigns/{desk.campaign_id}/assign/{member}", 201)
    await van.move(desk.campaign_id)
    assigned = (await van.acme.get(f"/api/team-members/campaigns/{desk.campaign_id}")).json()["items"]
    assert {each["team_member_id"] for each in assigned} == {theirs, lone}
    assert {each["id"] for each in (await van.ada.get("/api/team-members")).json()["items"]} == {own, lone}
