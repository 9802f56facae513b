"""Coverage targets: put as a whole, filled by people and not by offers, and told when a cell is beyond its maximum."""

from typing import Any

import httpx2
import pytest

from services.core.research.coverage.schemas import TargetsOut
from services.core.research.experts.schemas import ExpertOut
from tests.core.research import expected
from tests.core.research.test_companies import offered
from tests.support.core import Core

Json = dict[str, Any]
DIALECTICA = "e1f2a3b4-c5d6-4890-e234-567890efabcd"
CELL = {"region": "Europe", "expert_type": "customer"}


async def put(client: httpx2.AsyncClient, campaign_id: str, *items: Json) -> Json:
    made = await client.put(f"/api/campaigns/{campaign_id}/coverage-targets", json={"items": list(items)})
    body: Json = expected.body_of(made, TargetsOut)
    return body


async def moved(client: httpx2.AsyncClient, offer: Json, status: str, **fields: Any) -> Json:
    sent = await client.patch(f"/api/experts/{offer['id']}", json={"status": status} | fields)
    body: Json = expected.body_of(sent, ExpertOut)
    return body


async def test_the_whole_set_is_put_and_read(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        path = f"/api/campaigns/{campaign_id}/coverage-targets"
        assert expected.body_of(await ada.get(path), TargetsOut) == {"campaign_id": campaign_id, "items": []}
        supplier = {"region": "Asia Pacific", "expert_type": "supplier", "min_calls": 2}
        both = await put(ada, campaign_id, CELL | {"max_calls": 3}, supplier)
        free = {"taken": 0, "full": False}
        assert both["items"] == [
            supplier | {"max_calls": None} | free,
            CELL | {"min_calls": 0, "max_calls": 3} | free,
        ]
        assert expected.body_of(await ada.get(path), TargetsOut) == both
        assert (await put(ada, campaign_id, supplier))["items"] == both["items"][:1]
        assert (await put(ada, campaign_id))["items"] == []


@pytest.mark.parametrize(
    "items",
    [
        [CELL | {"min_calls": 4, "max_calls": 3}],
        [CELL, CELL | {"max_calls": 3}],
        [CELL | {"region": "Atlantis"}],
        [CELL | {"expert_type": "friend"}],
    ],
)
async def test_what_is_no_target_is_refused(core: Core, items: list[Json]) -> None:
    async with core.as_("ada") as ada:
        path = f"/api/campaigns/{await expected.campaign(ada)}/coverage-targets"
        assert (await ada.put(path, json={"items": items})).status_code == 422


async def test_an_older_state_is_not_overwritten(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        path = f"/api/campaigns/{campaign_id}/coverage-targets"
        tag = (await ada.get(path)).headers["etag"]
        await put(ada, campaign_id, CELL)
        stale = await ada.put(path, json={"items": []}, headers={"if-match": tag})
        expected.refusal_of(stale, 412, "changed_since_read")


async def test_a_cell_is_filled_by_people_not_by_offers_and_beyond_its_maximum_is_told(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        await put(ada, campaign_id, CELL | {"max_calls": 1})
        one = CELL | {"company": "Siemens", "title": "Head of IT"}
        first = await offered(ada, campaign_id, "Anna Weber", **one)
        same = await offered(ada, campaign_id, "Anna Weber", vendor_platform_id=DIALECTICA, **one)
        other = await offered(ada, campaign_id, "Bert Okafor", **CELL, company="Bosch")
        elsewhere = await offered(ada, campaign_id, "Carla Diaz", region="Asia Pacific", expert_type="customer")
        assert first["person_id"] == same["person_id"]
        assert not (await moved(ada, first, "shortlisted"))["over_quota"]
        assert not (await moved(ada, same, "shortlisted"))["over_quota"]
        path = f"/api/campaigns/{campaign_id}/coverage-targets"
        (cell,) = (await ada.get(path)).json()["items"]
        assert (cell["taken"], cell["full"]) == (1, True)
        assert (await moved(ada, other, "shortlisted"))["over_quota"]
        assert not (await moved(ada, elsewhere, "shortlisted"))["over_quota"]
        assert not (await moved(ada, other, "rejected", reason="enough of them"))["over_quota"]


async def test_of_many_shortlisted_at_once_those_beyond_the_maximum_are_told(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        await put(ada, campaign_id, CELL | {"max_calls": 2})
        offers = [await offered(ada, campaign_id, name, **CELL) for name in ("Anna Weber", "Bert Okafor", "Carla Diaz")]
        body = {"expert_ids": [offer["id"] for offer in offers], "status": "shortlisted"}
        assert (await ada.post("/api/experts/moves", json=body)).json()["moved"] == 3
        told = [(await ada.get(f"/api/experts/{offer['id']}")).json()["over_quota"] for offer in offers]
        assert told == [False, False, True]


async def test_strangers_find_no_targets(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob:
        campaign_id = await expected.campaign(ada)
        path = "/api/campaigns/{}/coverage-targets"
        await expected.is_missing_as_if_absent(bob, "GET", path, campaign_id)
        sent: Json = {"json": {"items": []}}
        await expected.is_missing_as_if_absent(bob, "PUT", path, campaign_id, **sent)


@pytest.mark.parametrize("said", [None, "former_employee"])
async def test_somebody_still_at_the_target_fills_no_cell(core: Core, said: str | None) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        company = {"name": "Epic Systems", "role": "target"}
        assert (await ada.post(f"/api/campaigns/{campaign_id}/companies", json=company)).status_code == 201
        wanted = [{"region": "Europe", "expert_type": each, "min_calls": 1} for each in ("former_employee", "other")]
        await put(ada, campaign_id, *wanted)
        typed = {"expert_type": said} if said else {}
        still = await offered(ada, campaign_id, company="Epic Systems Corp.", region="Europe", **typed)
        await moved(ada, still, "shortlisted")
        cells = (await ada.get(f"/api/campaigns/{campaign_id}/coverage-targets")).json()["items"]
        assert [cell["taken"] for cell in cells] == [0, 0]
        report = (await ada.get(f"/api/campaigns/{campaign_id}/coverage")).json()
        assert [gap["missing"] for gap in report["gaps"]] == [1, 1]
        gone = await offered(
            ada, campaign_id, "Bert Okafor", company="Epic Systems", title="Former CIO", region="Europe"
        )
        await moved(ada, gone, "shortlisted")
        report = (await ada.get(f"/api/campaigns/{campaign_id}/coverage")).json()
        assert [(gap["expert_type"], gap["missing"]) for gap in report["gaps"]] == [("other", 1)]
