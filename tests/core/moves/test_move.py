"""A campaign moves whole or not at all: what was there before is there afterwards, elsewhere, and nothing else is."""

from uuid import uuid4

import pytest

from services.core.moves.tables import MOVED
from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT
from tests.core.moves.van import Van, world
from tests.core.research import expected
from tests.support.core import Core

LEFT = {"vendor_platforms", "team_members"}
"""What a workspace keeps for its other campaigns."""
ON_RECORD = {"attestations"}
"""What it keeps though the person has gone, who is named in it."""


async def test_everything_is_there_that_was_there(van: Van) -> None:
    made = await world(van.core)
    campaign_id, project_id = made.ids["campaign_id"], made.ids["project_id"]
    await van.ada.patch(f"/api/campaigns/{campaign_id}", json={"project_id": project_id})
    before = await van.rows("ada")
    assert [table for table, rows in before.items() if not rows] == [], "a table without a row proves nothing"
    await van.move(campaign_id)
    after = await van.rows("acme")
    before["campaigns"] = [row.replace(f'"{project_id}"', "null") for row in before["campaigns"]]
    assert after == before


async def test_nothing_is_left_behind(van: Van) -> None:
    made = await world(van.core)
    before = await van.rows("ada")
    await van.move(made.ids["campaign_id"])
    left = await van.rows("ada")
    assert {table for table, rows in left.items() if rows} == LEFT | ON_RECORD
    assert {table: left[table] for table in LEFT} == {table: before[table] for table in LEFT}


async def test_the_answer_is_the_campaign_as_it_now_is_with_what_moved(van: Van) -> None:
    made = await world(van.core)
    campaign_id = made.ids["campaign_id"]
    rows = await van.rows("ada", MOVED)
    answer = await van.move(campaign_id)
    assert answer.pop("moved") == {table: len(rows[table]) for table in MOVED}
    seen = await van.acme.get(f"/api/campaigns/{campaign_id}")
    assert answer == seen.json()
    assert (answer["expert_count"], answer["interview_count"]) == (len(rows["experts"]), len(rows["interviews"]))


async def test_it_is_open_to_the_new_workspace_and_closed_to_the_old(van: Van) -> None:
    made = await world(van.core)
    await van.move(made.ids["campaign_id"])
    moved = ("campaign_id", "expert_id", "person_id", "intake_id", "file_id", "question_id", "review_id")
    async with van.core.as_("bob") as bob, van.core.as_("eve", "viewer", within="acme") as eve:
        for operation in made.document.operations:
            if operation.method == "GET" and not operation.streams and set(operation.slots) & set(moved):
                path = operation.path.format(**made.ids)
                for client, status in ((van.ada, 404), (bob, 404), (van.acme, 200), (eve, 200)):
                    answer = await client.get(path)
                    assert answer.status_code == status, f"{operation.name}: {answer.text}"


async def test_a_repeat_answers_the_same_and_changes_nothing(van: Van) -> None:
    made = await world(van.core)
    first = await van.move(made.ids["campaign_id"])
    before = await van.everything()
    assert await van.move(made.ids["campaign_id"]) == first
    assert await van.everything() == before


async def test_a_repeat_under_one_key_is_replayed(van: Van) -> None:
    desk = await van.open()
    answers = [await van.ask(desk.campaign_id, headers={"idempotency-key": "once"}) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert ["idempotency-replayed" in answer.headers for answer in answers] == [False, True]
    assert (await van.rows("acme", ["idempotency_keys"]))["idempotency_keys"] == []


async def test_other_campaigns_stay_as_they_are(van: Van) -> None:
    other = await van.open()
    await other.report(desks.sheet(BERT, name="other.csv"))
    before = await van.rows("ada")
    desk = await van.open()
    await desk.report(desks.sheet(ANNA))
    await van.move(desk.campaign_id)
    assert await van.rows("ada") == before
    assert len((await van.rows("acme"))["campaigns"]) == 1


async def test_several_campaigns_move_one_after_another(van: Van) -> None:
    for number in range(3):
        desk = await van.open()
        await desk.report(desks.sheet(ANNA, BERT, name=f"{number}.csv"))
        await van.move(desk.campaign_id)
        assert set(await van.desk(desk.campaign_id, at_acme=True).offers()) == {"GLG Anna Weber", "GLG Bert Okafor"}


@pytest.mark.parametrize("filled", [True, False])
async def test_into_a_project_of_the_new_workspace(van: Van, filled: bool) -> None:
    project = (await van.acme.post("/api/projects", json={"project_name": "Atlas"})).json()
    desk = await van.open()
    answer = await van.move(desk.campaign_id, **({"project_id": project["id"]} if filled else {}))
    assert answer["project_name"] == ("Atlas" if filled else None)


async def test_who_wrote_what_stays_told_when_a_person_and_their_workspace_have_one_id(core: Core) -> None:
    core._run = str(uuid4())
    core.user_id = lambda user: core._run if user == "ada" else f"{user}-{core._run}"  # type: ignore[method-assign]
    async with Van.parked(core) as van:
        assert str(core.workspace("ada")) == core.user_id("ada")
        desk = await van.open()
        report = await desk.report(desks.sheet(ANNA))
        answer = await van.move(desk.campaign_id)
        assert answer["user_id"] == core.user_id("ada")
        assert (await van.acme.get(f"/api/intakes/{report['id']}")).json()["user_id"] == core.user_id("ada")
        assert (await van.desk(desk.campaign_id, at_acme=True).undo(report))["status"] == "undone"


async def test_what_is_unknown_is_missing(van: Van) -> None:
    expected.refusal_of(await van.ask(str(uuid4())), 404, "campaign_missing")
