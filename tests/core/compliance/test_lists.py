"""The restricted and do-not-contact lists: entries come, also by file, and end; whom they block follows at once."""

import datetime as dt
from typing import Any

import pytest

from tests.core.compliance.bureau import Bureau
from tests.core.research import expected

NOW_ON = {"valid_from": "2026-01-01", "valid_to": None}
DNC = {"list": "do_not_contact", **NOW_ON}


async def state(bureau: Bureau, expert: dict[str, Any]) -> str:
    return str((await bureau.bob.get(f"/api/experts/{expert['id']}")).json()["status"])


async def bring_in(bureau: Bureau, text: str | bytes, **query: str) -> Any:
    headers = {"content-type": "text/csv"}
    return await bureau.olga.post("/api/restricted-entries/import", content=text, headers=headers, params=query)


async def test_who_is_not_to_be_contacted_is_blocked_and_free_again_when_that_ends(bureau: Bureau) -> None:
    shortlisted = await bureau.expert(name="Sarah Chen")
    rejected = await bureau.expert(name="Chen, Sarah", company="Initech")
    await bureau.bob.patch(f"/api/experts/{rejected['id']}", json={"status": "rejected", "reason": "no"})
    other = await bureau.expert(name="Otto Other")
    entry = await bureau.entry("Dr. Sarah Chen", kind="person", **DNC)
    assert [await state(bureau, each) for each in (shortlisted, rejected, other)] == [
        "blocked", "rejected", "shortlisted",
    ]  # fmt: skip
    expected.refusal_of(await bureau.book(shortlisted, "2026-03-16"), 409, "expert_not_shortlisted")
    moved = await bureau.bob.patch(f"/api/experts/{shortlisted['id']}", json={"status": "shortlisted"})
    expected.refusal_of(moved, 409, "move_not_allowed")
    await bureau.bob.patch(f"/api/experts/{rejected['id']}", json={"status": "proposed"})
    assert await state(bureau, rejected) == "blocked"
    ended = await bureau.olga.patch(f"/api/restricted-entries/{entry['id']}", json={"valid_to": "2026-01-02"})
    assert ended.status_code == 200, ended.text
    assert [await state(bureau, each) for each in (shortlisted, rejected)] == ["shortlisted", "proposed"]
    [blocked, *_] = await bureau.entries("expert.blocked")
    assert "do_not_contact (version 0): Dr. Sarah Chen is not to be contacted" in blocked["reason"]


async def test_who_comes_while_listed_is_blocked_on_arrival(bureau: Bureau) -> None:
    await bureau.entry("Umbrella", **DNC)
    await bureau.entry("@umbrella.example", kind="address", **DNC)
    await bureau.entry("Restricted Rita", kind="person", **NOW_ON)
    await bureau.entry("Initech", **NOW_ON)
    sheet = (
        b"Name,Company,Email\nAnn One,Umbrella Ltd,\nBen Two,Globex,ben@umbrella.example\n"
        b"Rita Restricted,Globex,\nDan Four,Initech,\nEve Five,Globex,eve@globex.example\n"
    )
    path = f"/api/campaigns/{bureau.campaign_id}/intake"
    files = {"files": ("offers.csv", sheet, "text/csv")}
    placed = await bureau.bob.post(path, params={"vendor": bureau.vendor_id}, files=files)
    assert placed.status_code == 201, placed.text
    experts = (await bureau.bob.get(f"/api/experts?campaign_id={bureau.campaign_id}&sort=name")).json()["items"]
    assert [(each["name"], each["status"]) for each in experts] == [
        ("Ann One", "blocked"),
        ("Ben Two", "blocked"),
        ("Dan Four", "proposed"),
        ("Eve Five", "proposed"),
        ("Rita Restricted", "blocked"),
    ]
    undone = await bureau.bob.post(f"/api/intakes/{placed.json()['id']}/undo")
    assert undone.status_code == 200, undone.text
    assert (await bureau.bob.get(f"/api/experts?campaign_id={bureau.campaign_id}")).json()["items"] == []


async def test_an_edit_blocks_and_frees_too_and_so_does_a_rule(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Initech")
    await bureau.entry("Umbrella", **DNC)
    path = f"/api/experts/{expert['id']}"
    await bureau.bob.patch(path, json={"company": "Umbrella"})
    assert await state(bureau, expert) == "blocked"
    await bureau.rule("do_not_contact", "needs_approval")
    assert await state(bureau, expert) == "shortlisted"
    await bureau.rule("do_not_contact", "refuse")
    assert await state(bureau, expert) == "blocked"
    await bureau.bob.patch(path, json={"company": "Initech"})
    assert await state(bureau, expert) == "shortlisted"


async def test_an_entry_about_a_person_means_no_namesake_and_follows_a_merge(bureau: Bureau) -> None:
    one = await bureau.expert(name="Sarah Chen", company="Initech")
    namesake = await bureau.expert(name="Sarah Chen")
    assert one["person_id"] != namesake["person_id"]
    await bureau.entry("Sarah Chen", kind="person", person_id=one["person_id"], **DNC)
    assert [await state(bureau, each) for each in (one, namesake)] == ["blocked", "shortlisted"]
    reviews = (await bureau.bob.get("/api/match-reviews")).json()["items"]
    merged = await bureau.bob.post(f"/api/match-reviews/{reviews[0]['id']}/accept")
    assert merged.status_code == 200, merged.text
    assert [await state(bureau, each) for each in (one, namesake)] == ["blocked", "blocked"]
    assert (await bureau.ask(namesake, "2026-03-16"))["outcome"] == "refused"
    await bureau.bob.post(f"/api/match-reviews/{reviews[0]['id']}/undo")
    assert [await state(bureau, each) for each in (one, namesake)] == ["blocked", "shortlisted"]


async def test_an_entry_outlives_the_person_and_meets_them_again(bureau: Bureau) -> None:
    expert = await bureau.expert(name="Sarah Chen")
    await bureau.entry("Sarah Chen", kind="person", person_id=expert["person_id"], **DNC)
    assert (await bureau.bob.delete(f"/api/experts/{expert['id']}")).status_code == 204
    [entry] = (await bureau.olga.get("/api/restricted-entries")).json()["items"]
    assert (entry["name"], entry["person_id"]) == ("Sarah Chen", None)
    offer = {"campaign_id": bureau.campaign_id, "vendor_platform_id": bureau.vendor_id, "name": "Sarah Chen"}
    assert await state(bureau, (await bureau.bob.post("/api/experts", json=offer)).json()) == "blocked"


async def test_a_file_brings_its_good_rows_and_names_its_bad_ones(bureau: Bureau) -> None:
    text = (
        "Name;Kind;From;To;Reason;List\n"
        "Umbrella;company;2026-01-01;2026-12-31;a deal;\n"
        "Sarah Chen;person;2026-01-01;;asked us;do not contact\n"
        "n/a;company;2026-01-01;;nobody;\n"
        "Initech;firm;2026-01-01;;a typo;\n"
        "Globex;company;01.02.2026;;a date of its own;\n"
        "Hooli;company;2026-02-01;2026-01-01;backwards;\n"
        "Soylent;company;2026-02-01;;;\n"
        "\n"
        "umbrella inc;company;2026-01-01;2026-12-31;once more;\n"
        "tel 12;address;2026-01-01;;too short;\n"
    )
    told = (await bring_in(bureau, text)).json()
    assert (told["added"], told["present"]) == (2, 1)
    assert [(each["line"], each["name"]) for each in told["bad"]] == [
        (4, "n/a"), (5, "Initech"), (6, "Globex"), (7, "Hooli"), (8, "Soylent"), (11, "tel 12"),
    ]  # fmt: skip
    assert (await bring_in(bureau, text)).json() | {"bad": []} == {"added": 0, "present": 3, "bad": []}
    listed = (await bureau.olga.get("/api/restricted-entries?sort=name")).json()["items"]
    assert [(each["name"], each["list"]) for each in listed] == [
        ("Sarah Chen", "do_not_contact"),
        ("Umbrella", "restricted"),
    ]


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        (b"", 422, "columns_missing"),
        (b"Name,Kind\nUmbrella,company\n", 422, "columns_missing"),
        ("Name,Kind,Reason\nUmbrella,company,x\n".encode("utf-16"), 400, "csv_malformed"),
        (b"Name,Kind,Reason\n" + b"x" * 200_000 + b",company,x\n", 400, "csv_malformed"),
        (b"Name,Kind,Reason\n" + b"Umbrella,company,x\n" * 5_001, 413, "list_too_long"),
    ],
)
async def test_a_file_that_is_no_list_is_refused(bureau: Bureau, text: bytes, status: int, code: str) -> None:
    expected.refusal_of(await bring_in(bureau, text), status, code)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": "confidential"}, "name_names_nobody"),
        ({"name": "12-34", "kind": "address"}, "name_names_nobody"),
        ({"name": "Dr.", "kind": "person"}, "name_names_nobody"),
        ({"valid_from": "2026-02-02", "valid_to": "2026-02-01"}, "dates_reversed"),
        ({"person_id": "00000000-0000-4000-8000-000000000000"}, "kind_not_person"),
    ],
)
async def test_an_entry_that_could_never_be_met_is_refused(bureau: Bureau, body: dict[str, Any], code: str) -> None:
    whole = {"list": "restricted", "kind": "company", "name": "Umbrella", "reason": "x"} | body
    expected.refusal_of(await bureau.olga.post("/api/restricted-entries", json=whole), 422, code)


async def test_lists_are_filtered_by_day_kind_list_and_words(bureau: Bureau) -> None:
    await bureau.entry("Umbrella")
    await bureau.entry("Sarah Chen", kind="person", **DNC)
    for query, names in (
        ("on=2026-03-15", {"Umbrella", "Sarah Chen"}),
        ("on=2026-03-21", {"Sarah Chen"}),
        ("kind=company", {"Umbrella"}),
        ("list=do_not_contact", {"Sarah Chen"}),
        ("q=umbr", {"Umbrella"}),
    ):
        found = (await bureau.bob.get(f"/api/restricted-entries?{query}")).json()["items"]
        assert {each["name"] for each in found} == names, query


async def test_an_entry_of_today_is_taken_back_today(bureau: Bureau) -> None:
    expert = await bureau.expert()
    today = dt.datetime.now(dt.UTC).date()
    entry = await bureau.entry(
        "Sarah Chen", kind="person", list="do_not_contact", valid_from=today.isoformat(), valid_to=None
    )
    assert (await bureau.ask(expert, today.isoformat()))["outcome"] == "refused"
    address = f"/api/restricted-entries/{entry['id']}"
    two_days = {"valid_to": (today - dt.timedelta(days=2)).isoformat()}
    expected.refusal_of(await bureau.olga.patch(address, json=two_days), 422, "dates_reversed")
    ended = await bureau.olga.patch(address, json={"valid_to": (today - dt.timedelta(days=1)).isoformat()})
    assert ended.status_code == 200, ended.text
    assert (await bureau.ask(expert, today.isoformat()))["outcome"] == "cleared"
    assert (await bureau.bob.get(f"/api/experts/{expert['id']}")).json()["status"] == "shortlisted"
