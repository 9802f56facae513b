"""Work goes on where the campaign is now: intakes are undone, reviews decided, files handed in again."""

from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, CLEO, HEAD
from tests.core.moves.van import Van, world
from tests.core.research import expected

WORK = ("experts", "expert_screening_responses", "suggestions", "match_reviews", "people", "person_keys")
"""Tables an intake writes."""
QUESTION = "How many beds does the hospital have?"


async def test_an_intake_is_undone_exactly(van: Van) -> None:
    desk = await van.open()
    head = (*HEAD, QUESTION)
    await desk.report(desks.csv_of(head, (*ANNA, "900"), (*BERT, "40")))
    await desk.edit(await desk.offer("GLG Bert Okafor"), title="Head of Plants")
    before = await van.rows("ada", WORK)
    dearer = (*ANNA[:4], "$550 per hour", "950")
    report = await desk.report(desks.csv_of(head, dearer, (BERT[0], "Works Director", *BERT[2:], ""), (*CLEO, "")))
    assert await van.rows("ada", WORK) != before
    await van.move(desk.campaign_id)
    there = van.desk(desk.campaign_id, at_acme=True)
    assert (await there.undo(report))["status"] == "undone"
    assert await van.rows("acme", WORK) == before


async def test_all_of_them_are_undone_to_nothing(van: Van) -> None:
    desk = await van.open()
    report = await desk.report(desks.sheet(ANNA, BERT))
    later = await desk.report(desks.sheet(CLEO, name="later.csv"), vendor="AlphaSights")
    await van.move(desk.campaign_id)
    there = van.desk(desk.campaign_id, at_acme=True)
    for each in (report, later):
        await there.undo(each)
    assert all(rows == [] for rows in (await van.rows("acme", (*WORK, "campaign_vendor_enrollments"))).values())


async def test_what_was_built_upon_still_stands_in_the_way(van: Van) -> None:
    desk = await van.open()
    report = await desk.report(desks.sheet(ANNA))
    await desk.edit(await desk.offer(), title="Boss")
    await van.move(desk.campaign_id)
    response = await van.acme.post(f"/api/intakes/{report['id']}/undo")
    names = expected.refusal_of(response, 409, "later_changes_depend")["depends"]
    assert names == ["Anna Weber: experts changed since (edited_fields, title)"]


async def test_the_same_content_again_changes_nothing(van: Van) -> None:
    desk = await van.open()
    report = await desk.report(desks.sheet(ANNA))
    await van.move(desk.campaign_id)
    there = van.desk(desk.campaign_id, at_acme=True)
    before = await van.everything()
    again = await there.report(desks.sheet(ANNA), status=200)
    assert again["duplicate_of"] == report["id"]
    assert await van.everything() == before


async def test_what_waits_for_a_person_is_decided(van: Van) -> None:
    made = await world(van.core)
    await van.move(made.ids["campaign_id"])
    decided = (
        "/api/suggestions/{suggestion_id}/accept",
        "/api/match-reviews/{review_id}/accept",
        "/api/match-reviews/{review_id}/undo",
        "/api/match-reviews/{review_id}/refuse",
        "/api/match-reviews/{review_id}/undo",
    )
    for path in decided:
        response = await van.acme.post(path.format(**made.ids))
        assert response.status_code == 200, f"{path}: {response.text}"
    offer = (await van.acme.get("/api/experts/{expert_id}".format(**made.ids))).json()
    assert offer["title"] == "Chief of Staff"
