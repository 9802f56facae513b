"""Scores as they lie in the database: scored with the change, stale while a worker is awaited, right again after it."""

from typing import Any
from uuid import UUID

import httpx2
import pytest

from services.core.research.campaigns import rescoring
from services.core.research.companies import service as companies
from services.core.research.experts.schemas import ExpertOut
from services.core.research.screening import scores as kept
from services.core.research.screening.case import Verdict
from services.core.research.screening.schemas import ScoreOut, ScoringOut
from shared.contracts.page import Page
from shared.db.session import Transactions
from tests.core.research import expected
from tests.core.research.screened import EXPECTS, GOOD, answered, asked, scored, work
from tests.core.research.test_companies import offered
from tests.support.core import Core

Json = dict[str, Any]
FIVE = ("Anna Weber", "Carla Diaz", "Dev Rao", "Eva Lindgren", "Finn Berg")


async def progress(client: httpx2.AsyncClient, campaign_id: str) -> Json:
    body: Json = expected.body_of(await client.get(f"/api/campaigns/{campaign_id}/scoring"), ScoringOut)
    return body


async def jobs_of(core: Core, campaign_id: str) -> int:
    query = """
        SELECT count(*) AS jobs FROM expert_network.pgqueuer
        WHERE entrypoint = $1 AND convert_from(payload, 'UTF8')::jsonb #>> '{subject,campaign_id}' = $2
    """
    (row,) = await core.owner_sql(query, rescoring.RESCORE, campaign_id)
    return int(row["jobs"])


async def test_an_offer_is_scored_when_it_comes_and_with_every_answer(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        question = await asked(ada, campaign_id, rules=EXPECTS)
        offer = await offered(ada, campaign_id, title="Head of hospital records")
        first = await scored(ada, offer)
        assert (first["answered"], first["asked"], first["parts"]["answers"]) == (0, 1, 50)
        given = await answered(ada, offer, question, GOOD)
        second = await scored(ada, offer)
        assert (second["answered"], second["parts"]["answers"], second["stale"]) == (1, 100, False)
        assert second["score"] > first["score"]
        (reason,) = [reason for reason in second["reasons"] if reason["part"] == "answers"]
        place = reason["quotes"][0]["place"]
        assert place["answer_id"] == given["id"]
        assert GOOD[place["start"] : place["end"]] == reason["quotes"][0]["text"] == "vendor selection"
        body = expected.body_of(await ada.get(f"/api/experts/{offer['id']}"), ExpertOut)
        assert body["screening"] == {name: second[name] for name in body["screening"]}


async def test_an_edited_background_is_scored_with_the_edit(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        offer = await offered(ada, campaign_id)
        before = await scored(ada, offer)
        await ada.patch(f"/api/experts/{offer['id']}", json={"years_experience": 15, "title": "VP Hospital records"})
        after = await scored(ada, offer)
        assert after["parts"]["background"] > before["parts"]["background"]
        assert not after["stale"]


async def test_a_changed_rule_makes_scores_stale_until_a_worker_has_scored_them(
    core: Core, transactions: Transactions
) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        question = await asked(ada, campaign_id, rules=EXPECTS)
        offers = [await offered(ada, campaign_id, name) for name in ("Anna Weber", "Bert Okafor")]
        await answered(ada, offers[0], question, GOOD)
        before = await scored(ada, offers[0])
        assert await progress(ada, campaign_id) == {
            "experts": 2, "scored": 2, "stale": 0, "unscored": 0, "bands": {"strong": 1, "mixed": 1, "weak": 0},
        }  # fmt: skip
        path = f"/api/campaigns/{campaign_id}/screening-questions/{question['id']}"
        changed = await ada.patch(path, json={"rules": {"expects": ["vendor selection", "go-live"]}})
        assert changed.json()["rules"] == {"expects": ["vendor selection", "go-live"]}
        assert (await progress(ada, campaign_id))["stale"] == 2
        assert (await scored(ada, offers[0]))["stale"]
        assert await jobs_of(core, campaign_id) == 1
        await work(core, transactions, campaign_id)
        after = await scored(ada, offers[0])
        assert (after["parts"]["answers"], after["stale"]) == (50, False)
        assert after["rules_version"] != before["rules_version"]
        assert (await progress(ada, campaign_id))["stale"] == 0


@pytest.mark.parametrize("change", ["delete", "brief", "company", "add"])
async def test_whatever_is_scored_by_makes_stale_when_it_changes(
    core: Core, transactions: Transactions, change: str
) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        question = await asked(ada, campaign_id, rules=EXPECTS)
        offer = await offered(ada, campaign_id, company="Epic")
        await answered(ada, offer, question, "nothing of it")
        campaign = f"/api/campaigns/{campaign_id}"
        if change == "delete":
            done = await ada.delete(f"{campaign}/screening-questions/{question['id']}")
        elif change == "brief":
            done = await ada.patch(campaign, json={"brief_description": "Laboratory automation"})
        elif change == "company":
            done = await ada.post(f"{campaign}/companies", json={"name": "Epic Systems", "role": "customer"})
        else:
            done = await ada.post(f"{campaign}/screening-questions", json={"question_text": "When?"})
        assert done.is_success, done.text
        assert (await scored(ada, offer))["stale"]
        assert await jobs_of(core, campaign_id) == 1
        await work(core, transactions, campaign_id)
        after = await scored(ada, offer)
        assert not after["stale"]
        assert after["asked"] == {"delete": 0, "add": 2}.get(change, 1)
        if change == "company":
            assert "customer" in next(r["detail"] for r in after["reasons"] if r["code"] == "relation")


async def test_what_does_not_count_makes_nothing_stale(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        question = await asked(ada, campaign_id)
        offer = await offered(ada, campaign_id)
        path = f"/api/campaigns/{campaign_id}"
        await ada.patch(f"{path}/screening-questions/{question['id']}", json={"display_order": 4})
        await ada.patch(path, json={"display_order": 7})
        await ada.patch(f"/api/experts/{offer['id']}", json={"status": "reviewed"})
        assert not (await scored(ada, offer))["stale"]


async def test_even_raw_sql_cannot_change_an_answer_behind_its_score(core: Core, transactions: Transactions) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        question = await asked(ada, campaign_id, rules=EXPECTS)
        offer = await offered(ada, campaign_id)
        await answered(ada, offer, question, GOOD)
        change = "UPDATE expert_network.expert_screening_responses SET response_text = 'no' WHERE workspace_id = $1"
        await core.owner_sql(change, core.workspace())
        assert (await scored(ada, offer))["stale"]
        await work(core, transactions, campaign_id)
        assert (await scored(ada, offer))["parts"]["answers"] == 0


async def test_the_list_is_filtered_and_sorted_by_score(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        question = await asked(
            ada, campaign_id, question_type="multiple_choice", options=["Daily", "Never"],
            rules={"good": ["Daily"], "knock_out": ["Never"]},
        )  # fmt: skip
        title = {"title": "VP Healthcare hospital records", "years_experience": 20}
        best = await offered(ada, campaign_id, "Anna Weber", **title)
        out = await offered(ada, campaign_id, "Bert Okafor")
        await offered(ada, campaign_id, "Carla Diaz")
        await answered(ada, best, question, "a")
        await answered(ada, out, question, "never")
        path = f"/api/campaigns/{campaign_id}/scores"
        page = expected.body_of(await ada.get(path, params={"count": "true"}), Page[ScoreOut])
        assert [item["name"] for item in page["items"]] == ["Anna Weber", "Carla Diaz", "Bert Okafor"]
        assert page["total"] == 3
        assert page["items"][2]["knocked_out"] and page["items"][2]["score"] == page["items"][2]["cap"] == 20
        wanted: list[tuple[Json, list[str]]] = [
            ({"band": "strong"}, ["Anna Weber"]),
            ({"knocked_out": "true"}, ["Bert Okafor"]),
            ({"min_score": 50, "sort": "score"}, ["Carla Diaz", "Anna Weber"]),
            ({"stale": "true"}, []),
        ]
        for filters, names in wanted:
            found = expected.body_of(await ada.get(path, params=filters), Page[ScoreOut])
            assert [item["name"] for item in found["items"]] == names
        first = (await ada.get(path, params={"limit": 1})).json()
        second = (await ada.get(path, params={"limit": 1, "after": first["next"]})).json()
        assert [page["items"][0]["name"] for page in (first, second)] == ["Anna Weber", "Carla Diaz"]
        query: Json = {"campaign_id": campaign_id, "sort": "-score"}
        experts = expected.body_of(await ada.get("/api/experts", params=query), Page[ExpertOut])
        assert [item["name"] for item in experts["items"]] == ["Anna Weber", "Carla Diaz", "Bert Okafor"]
        strong = (await ada.get("/api/experts", params=query | {"band": "strong"})).json()
        assert [item["name"] for item in strong["items"]] == ["Anna Weber"]


@pytest.mark.parametrize("sort", ["score", "-score"])
async def test_what_is_searched_has_one_order_by_score_wherever_it_is_looked_for(core: Core, sort: str) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        question = await asked(ada, campaign_id, "Who chose the vendor?", rules=EXPECTS)
        offers = [await offered(ada, campaign_id, name, company="Epic") for name in FIVE]
        await offered(ada, campaign_id, "Bert Okafor", company="Cerner")
        for offer in offers[:2]:
            await answered(ada, offer, question, GOOD)
        unscored = "DELETE FROM expert_network.screening_scores WHERE workspace_id = $1 AND expert_id = $2"
        await core.owner_sql(unscored, core.workspace(), UUID(offers[2]["id"]))
        wanted = {"q": "epic", "sort": sort, "count": "true"}
        within = (await ada.get("/api/experts", params=wanted | {"campaign_id": campaign_id})).json()
        assert sorted(item["id"] for item in within["items"]) == sorted(offer["id"] for offer in offers)
        walked, after = [], Json()
        for _ in FIVE:
            page = (await ada.get("/api/experts", params=wanted | after | {"limit": 1})).json()
            walked += page["items"]
            after = {"after": page["next"]}
            assert page["total"] == len(FIVE)
        assert (walked, page["next"]) == (within["items"], None)


async def test_answers_of_an_intake_are_scored_with_it(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        await asked(ada, campaign_id, "Who chose the vendor?", rules=EXPECTS)
        sheet = f'Name,Company,Who chose the vendor?\nSarah Chen,Mayo,"{GOOD}"\nLena Vogt,Siemens,\n'
        files = {"files": ("offers.csv", sheet.encode(), "text/csv")}
        intake = await ada.post(f"/api/campaigns/{campaign_id}/intake", params={"vendor": "GLG"}, files=files)
        assert intake.status_code == 201, intake.text
        page = (await ada.get(f"/api/campaigns/{campaign_id}/scores")).json()["items"]
        assert [(item["name"], item["answered"], item["stale"]) for item in page] == [
            ("Sarah Chen", 1, False),
            ("Lena Vogt", 0, False),
        ]


async def test_two_judges_show_how_far_they_agree(core: Core, transactions: Transactions) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        offer = await offered(ada, campaign_id)
        alone = await scored(ada, offer)
        assert (alone["agreement"], alone["judges"]) == (None, ["rules"])
        other = Verdict(max(0, alone["score"] - 12), {}, (), 0, 0, knocked_out=False, cap=None)
        async with transactions.begin(core.principal()) as session:
            await kept.store(
                session, workspace_id=core.workspace(), judge="model", rules_version="1",
                verdicts=[(UUID(campaign_id), UUID(offer["id"]), other)],
            )  # fmt: skip
        both = await scored(ada, offer)
        assert (both["agreement"], both["judges"], both["score"]) == (88, ["model", "rules"], alone["score"])
        assert len((await ada.get(f"/api/campaigns/{campaign_id}/scores")).json()["items"]) == 1


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"rules": {"good": ["Daily"]}}, "#/rules/good"),
        ({"question_type": "rating", "rules": {"at_least": 6}}, "#/rules/at_least"),
        ({"question_type": "rating", "rules": {"knock_out_below": 1}}, "#/rules/knock_out_below"),
        (
            {"question_type": "multiple_choice", "options": ["A", "B"], "rules": {"good": ["C"]}},
            "#/rules/good",
        ),
        (
            {"question_type": "multiple_choice", "options": ["A", "B"], "rules": {"good": ["A"], "knock_out": ["A"]}},
            "#/rules/knock_out",
        ),
    ],
)
async def test_a_rule_goes_with_its_question(core: Core, fields: Json, pointer: str) -> None:
    async with core.as_("ada") as ada:
        path = f"/api/campaigns/{await expected.campaign(ada)}/screening-questions"
        refused = await ada.post(path, json={"question_text": "Why?"} | fields)
        expected.refusal_of(refused, 422, "rules_unfit", pointer)


async def test_a_rule_that_no_longer_fits_keeps_the_type_from_changing(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        question = await asked(ada, campaign_id, rules=EXPECTS, weight=4)
        assert (question["weight"], question["rules"]) == (4, EXPECTS)
        path = f"/api/campaigns/{campaign_id}/screening-questions/{question['id']}"
        expected.refusal_of(
            await ada.patch(path, json={"question_type": "rating"}), 422, "rules_unfit", "#/rules/expects"
        )
        changed = await ada.patch(path, json={"question_type": "rating", "rules": {"at_least": 4}})
        assert changed.json()["rules"] == {"at_least": 4}


async def test_strangers_see_no_score(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob:
        campaign_id = await expected.campaign(ada)
        offer = await offered(ada, campaign_id)
        await expected.is_missing_as_if_absent(bob, "GET", "/api/experts/{}/score", offer["id"])
        await expected.is_missing_as_if_absent(bob, "GET", "/api/campaigns/{}/scores", campaign_id)
        await expected.is_missing_as_if_absent(bob, "GET", "/api/campaigns/{}/scoring", campaign_id)


async def test_of_many_offers_a_worker_says_what_they_are_to_a_changed_list(
    core: Core, transactions: Transactions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(companies, "AT_ONCE", 1)
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        offers = [await offered(ada, campaign_id, name, company="Epic") for name in ("Anna Weber", "Bert Okafor")]
        await ada.post(f"/api/campaigns/{campaign_id}/companies", json={"name": "Epic", "role": "supplier"})
        path = f"/api/experts/{offers[0]['id']}"
        assert (await ada.get(path)).json()["expert_type"] is None
        await work(core, transactions, campaign_id)
        body = (await ada.get(path)).json()
        assert (body["expert_type"], body["screening"]["stale"]) == ("supplier", False)
