"""A campaign's companies, and what they make of the experts offered for it."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from services.core.research.companies.schemas import CompanyOut
from services.core.research.experts.schemas import ExpertOut
from shared.contracts.page import Page
from tests.core.research import expected
from tests.support.core import Core

GLG = "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
Json = dict[str, Any]


async def listed(client: httpx2.AsyncClient, campaign_id: str, name: str, role: str, **fields: Any) -> Json:
    made = await client.post(f"/api/campaigns/{campaign_id}/companies", json={"name": name, "role": role} | fields)
    body: Json = expected.body_of(made, CompanyOut, 201)
    return body


async def offered(client: httpx2.AsyncClient, campaign_id: str, name: str = "Anna Weber", **fields: Any) -> Json:
    body = {"campaign_id": campaign_id, "vendor_platform_id": GLG, "name": name} | fields
    made: Json = expected.body_of(await client.post("/api/experts", json=body), ExpertOut, 201)
    return made


async def expert_type(client: httpx2.AsyncClient, offer: Json) -> tuple[str | None, str | None]:
    body = expected.body_of(await client.get(f"/api/experts/{offer['id']}"), ExpertOut)
    return body["expert_type"], body["expert_type_reason"]


async def test_every_field_comes_back_and_changes(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        made = await listed(ada, campaign_id, "Epic Systems", "target", is_public=True)
        path = f"/api/campaigns/{campaign_id}/companies"
        address = f"{path}/{made['id']}"
        assert expected.body_of(await ada.get(address), CompanyOut) == made
        changed = {"name": "Epic", "role": "customer", "is_public": False}
        patched = expected.body_of(await ada.patch(address, json=changed), CompanyOut)
        assert patched == made | changed | {"updated_at": patched["updated_at"]}
        assert expected.body_of(await ada.get(path), Page[CompanyOut])["items"] == [patched]
        assert (await ada.delete(address)).status_code == 204
        expected.refusal_of(await ada.get(address), 404, "campaign_company_missing")


async def test_the_list_filters_by_role_and_sorts_by_name(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        for name, role in (("Cerner", "competitor"), ("Allscripts", "competitor"), ("Epic", "target")):
            await listed(ada, campaign_id, name, role)
        query = {"role": "competitor", "sort": "name"}
        page = expected.body_of(
            await ada.get(f"/api/campaigns/{campaign_id}/companies", params=query), Page[CompanyOut]
        )
        assert [company["name"] for company in page["items"]] == ["Allscripts", "Cerner"]


async def test_a_company_is_listed_once(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        await listed(ada, campaign_id, "Epic", "target")
        cerner = await listed(ada, campaign_id, "Cerner", "customer")
        path = f"/api/campaigns/{campaign_id}/companies"
        again = await ada.post(path, json={"name": "Epic", "role": "customer"})
        expected.refusal_of(again, 409, "company_listed", "#/name")
        renamed = await ada.patch(f"{path}/{cerner['id']}", json={"name": "Epic"})
        expected.refusal_of(renamed, 409, "company_listed", "#/name")


async def test_strangers_find_no_company(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob:
        campaign_id = await expected.campaign(ada)
        made = await listed(ada, campaign_id, "Epic", "target")
        await expected.is_missing_as_if_absent(bob, "GET", "/api/campaigns/{}/companies", campaign_id)
        own = f"/api/campaigns/{await expected.campaign(bob)}/companies"
        for method in ("GET", "DELETE"):
            await expected.is_missing_as_if_absent(bob, method, own + "/{}", made["id"])
        sent = {"json": {"name": "X"}}
        await expected.is_missing_as_if_absent(bob, "PATCH", own + "/{}", made["id"], **sent)


async def test_an_offer_is_told_by_its_employers_as_matching_reads_them(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        await listed(ada, campaign_id, "Epic Systems", "target")
        await listed(ada, campaign_id, "International Business Machines", "supplier")
        current = await offered(ada, campaign_id, "Anna Weber", company="Epic Systems Corp.")
        former = await offered(
            ada, campaign_id, "Bert Okafor", company="Acme", past_employers=[{"name": "Epic Systems"}]
        )
        supplier = await offered(ada, campaign_id, "Carla Diaz", company="IBM")
        neither = await offered(ada, campaign_id, "Dora Novak", company="Siemens")
        unknown = await offered(ada, campaign_id, "Emil Rossi")
        left = await offered(ada, campaign_id, "Fay Ito", company="Epic Systems", title="Former Director of Sales")
        told = [await expert_type(ada, offer) for offer in (current, former, supplier, neither, unknown, left)]
    assert told == [
        ("other", "Works at the campaign's target Epic Systems ('Epic Systems Corp.')."),
        ("former_employee", "Was at the campaign's target Epic Systems."),
        ("supplier", "Works at the campaign's supplier International Business Machines ('IBM')."),
        ("domain_expert", "None of the listed companies among Siemens."),
        (None, None),
        ("former_employee", "Was at the campaign's target Epic Systems."),
    ]


@pytest.mark.parametrize(
    ("company", "title", "past", "told"),
    [
        ("Ex Libris", "CIO", [], "other"),
        ("Ex Libris Ltd", "Ex Libris product manager", [], "other"),
        ("Ex Libris former", "CIO", [], "former_employee"),
        ("Ex Libris, past", "CIO", [], "former_employee"),
        ("ex-Ex Libris", None, [], "former_employee"),
        ("Acme", "CIO", [{"name": "Ex Libris", "end": "ongoing"}], "other"),
    ],
)
async def test_whoever_works_for_the_target_as_the_gate_sees_it_is_no_former_employee(
    core: Core, company: str, title: str | None, past: list[Json], told: str
) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        await listed(ada, campaign_id, "Ex Libris", "target")
        offer = await offered(ada, campaign_id, company=company, title=title, past_employers=past)
        assert (await expert_type(ada, offer))[0] == told
        gate = (await ada.get(f"/api/experts/{offer['id']}/gate")).json()
        works = [each for each in gate["findings"] if "where the expert works, is a target" in each["fact"]]
        assert bool(works) == (told == "other"), gate


async def test_a_changed_list_tells_every_offer_anew_but_those_set_by_hand(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        offer = await offered(ada, campaign_id, "Anna Weber", company="Cerner")
        by_hand = await offered(ada, campaign_id, "Bert Okafor", company="Cerner", expert_type="other")
        assert await expert_type(ada, offer) == (None, None)
        company = await listed(ada, campaign_id, "Oracle Health", "competitor")
        assert (await expert_type(ada, offer))[0] == "competitor"
        assert await expert_type(ada, by_hand) == ("other", None)
        address = f"/api/campaigns/{campaign_id}/companies/{company['id']}"
        await ada.patch(address, json={"role": "target"})
        assert (await expert_type(ada, offer))[0] == "other"
        await ada.delete(address)
        assert await expert_type(ada, offer) == (None, None)
        assert await expert_type(ada, by_hand) == ("other", None)


async def test_a_type_set_by_hand_stays_until_it_is_let_go(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        await listed(ada, campaign_id, "Epic", "target")
        offer = await offered(ada, campaign_id, company="Epic")
        address = f"/api/experts/{offer['id']}"
        set_ = expected.body_of(await ada.patch(address, json={"expert_type": "customer"}), ExpertOut)
        assert (set_["expert_type"], set_["expert_type_reason"]) == ("customer", None)
        assert "expert_type" in set_["edited_fields"]
        moved = expected.body_of(await ada.patch(address, json={"company": "Cerner"}), ExpertOut)
        assert moved["expert_type"] == "customer"
        let_go = expected.body_of(await ada.patch(address, json={"expert_type": None}), ExpertOut)
        assert let_go["expert_type"] == "domain_expert"
        assert "expert_type" not in let_go["edited_fields"]


async def test_a_type_confirmed_by_hand_is_kept_too(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        company = await listed(ada, campaign_id, "Epic", "target")
        offer = await offered(ada, campaign_id, company="Epic")
        await ada.patch(f"/api/experts/{offer['id']}", json={"expert_type": "former_employee"})
        await ada.delete(f"/api/campaigns/{campaign_id}/companies/{company['id']}")
        assert await expert_type(ada, offer) == ("former_employee", None)


async def test_an_intake_tells_its_offers_and_can_be_undone_after_the_list_has_changed(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign_id = await expected.campaign(ada)
        await listed(ada, campaign_id, "Siemens", "customer")
        sheet = b"Name,Title,Company\nSarah Chen,Chief of Staff,Epic Systems\nLena Vogt,Plant Manager,Siemens AG\n"
        files = {"files": ("offers.csv", sheet, "text/csv")}
        path = f"/api/campaigns/{campaign_id}/intake"
        intake = (await ada.post(path, params={"vendor": "GLG"}, files=files)).json()
        query = {"campaign_id": campaign_id, "sort": "name"}
        offers = (await ada.get("/api/experts", params=query)).json()["items"]
        assert [offer["expert_type"] for offer in offers] == ["customer", "domain_expert"]
        await listed(ada, campaign_id, "Epic", "target")
        filtered = await ada.get("/api/experts", params=query | {"expert_type": "other"})
        assert [offer["name"] for offer in filtered.json()["items"]] == ["Sarah Chen"]
        undone = await ada.post(f"/api/intakes/{intake['id']}/undo")
        assert undone.status_code == 200, undone.text
        assert (await ada.get("/api/experts", params=query)).json()["items"] == []


@pytest.mark.parametrize("body", [{"name": "Epic"}, {"name": "", "role": "target"}, {"name": "Epic", "role": "friend"}])
async def test_what_is_no_company_is_refused(core: Core, body: Json) -> None:
    async with core.as_("ada") as ada:
        path = f"/api/campaigns/{await expected.campaign(ada)}/companies"
        assert (await ada.post(path, json=body)).status_code == 422
        missing = await ada.post(f"/api/campaigns/{uuid4()}/companies", json={"name": "Epic", "role": "target"})
        expected.refusal_of(missing, 404, "campaign_missing")


async def test_the_log_tells_what_became_of_the_list_the_gate_goes_by(core: Core) -> None:
    async with core.as_("ada") as client:
        campaign_id = await expected.campaign(client)
        company = await listed(client, campaign_id, "Epic Systems", "target")
        address = f"/api/campaigns/{campaign_id}/companies/{company['id']}"
        assert (await client.patch(address, json={"role": "customer"})).status_code == 200
        assert (await client.delete(address)).status_code == 204
        entries = (await client.get("/api/audit-entries", params={"subject_id": company["id"]})).json()["items"]
    told = sorted((entry["action"], entry["details"]["role"]) for entry in entries)
    assert told == [("company.changed", "customer"), ("company.listed", "target"), ("company.taken_off", "customer")]
