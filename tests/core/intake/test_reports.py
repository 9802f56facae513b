"""The report of an intake: every row's outcome, its place in the source and the reason; figures, files, pages."""

import hashlib

import pytest

from services.core.intake.readers import opening
from services.core.intake.schemas import IntakeBrief, IntakeOut, ItemOut
from services.core.research.experts.schemas import ExpertOut
from shared.contracts.page import Page
from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, CLEO, HEAD, Desk, counted, outcomes
from tests.core.research import expected

MAIL = """From: Jane Doe <jane@thirdbridge.com>
To: Ada <ada@client.com>
Subject: Hospital project
Date: Mon, 2 Nov 2026 09:00:00 +0000

Hi Ada,

Please find two experts below.

1. Anna Weber
Title: Chief Information Officer, Siemens
Location: Munich, Germany
Rate: USD 500 per hour

2. Bert Okafor
Title: Plant Manager, Bosch
Location: Stuttgart, Germany
Rate: USD 600 per hour

Best,
Jane
"""


async def test_new_people_are_added_and_the_answer_is_the_published_shape(desk: Desk) -> None:
    response = await desk.send(desks.sheet(ANNA, BERT))
    report = expected.body_of(response, IntakeOut, 201)
    assert response.headers["location"] == f"/api/intakes/{report['id']}"
    assert (report["status"], report["total"], report["processed"]) == ("done", 2, 2)
    assert outcomes(report) == {"Anna Weber": "added", "Bert Okafor": "added"}
    assert counted(report) == {"added": 2}
    again = expected.body_of(await desk.client.get(response.headers["location"]), IntakeOut | dict)
    assert again == {name: value for name, value in report.items() if name not in ("dry_run", "duplicate_of")}


async def test_one_sheet_can_add_update_leave_alone_and_refuse(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA, BERT))
    dearer = (*ANNA[:4], "$550 per hour")
    nobody = ("", "Head of Sales", "Opel", "Mainz, Germany", "$400 per hour")
    report = await desk.report(desks.sheet(dearer, BERT, CLEO, nobody))
    assert counted(report) == {"updated": 1, "unchanged": 1, "added": 1, "rejected": 1}
    anna, bert, cleo, refused = report["items"]
    assert anna["reason"] == "price: USD 550 per hour (was USD 500 per hour)"
    assert [part["field"] for part in anna["changes"]] == ["price"]
    assert (bert["outcome"], bert["reason"]) == ("unchanged", "Nothing new.")
    assert (cleo["outcome"], cleo["reason"]) == ("added", "A new person.")
    assert refused["code"] == "missing_name"
    assert refused["reason"]
    assert refused["expert_id"] is refused["person_id"] is None


async def test_the_same_person_from_another_vendor_is_merged(desk: Desk) -> None:
    first = await desk.report(desks.sheet(ANNA))
    second = await desk.report(desks.sheet(("Dr. Anna Weber", *ANNA[1:])), vendor="AlphaSights")
    assert counted(second) == {"merged": 1}
    one, other = first["items"][0], second["items"][0]
    assert one["person_id"] == other["person_id"]
    assert one["expert_id"] != other["expert_id"]
    assert "% sure" in other["reason"]
    assert {evidence["field"] for evidence in other["changes"]} >= {"surname", "employer"}
    assert {offer["vendor"] for offer in (await desk.offers()).values()} == {"GLG", "AlphaSights"}


async def test_who_may_be_known_needs_review(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    report = await desk.report(desks.csv_of(("Name", "Rate"), ("Anna Weber", "$450 per hour")), vendor="AlphaSights")
    assert counted(report) == {"needs_review": 1}
    assert "see the match reviews" in report["items"][0]["reason"]
    assert len((await desk.get("/api/match-reviews"))["items"]) == 1


async def test_rows_of_a_sheet_are_placed_by_their_cells(desk: Desk) -> None:
    nobody = ("", "Head of Sales", "Opel", "Mainz", "$4 per hour")
    files = desks.workbook(Experts=[("Our experts",), (), HEAD, ANNA, nobody])
    report = await desk.report(files)
    sources = [item["source"] for item in report["items"]]
    assert [source["locator"] for source in sources] == ["Experts!A4:E4", "Experts!B5:E5"]
    assert all(source["file"] == "experts.xlsx" and source["file_id"] == report["files"][0]["id"] for source in sources)
    assert "Anna Weber" in sources[0]["excerpt"]
    offer = expected.body_of(await desk.client.get(f"/api/experts/{report['items'][0]['expert_id']}"), ExpertOut)
    assert offer["sources"]["price"]["locator"] == "Experts!E4"
    assert offer["sources"]["price"]["excerpt"] == "$500 per hour"
    assert 0 < offer["sources"]["price"]["confidence"] <= 1


async def test_people_of_a_mail_are_placed_by_characters(desk: Desk) -> None:
    file = desks.text(MAIL)
    report = await desk.report(file, vendor=None)
    (document,) = opening.open_documents(file[0], file[1])
    told = document.messages[0].text
    assert outcomes(report) == {"Anna Weber": "added", "Bert Okafor": "added"}
    for item in report["items"]:
        source = item["source"]
        assert source["locator"] == "message 1"
        assert told[source["start"] : source["end"]] == source["excerpt"]
        assert item["name"] in source["excerpt"]
        assert item["vendor"] == "Third Bridge"


async def test_files_are_listed_in_the_order_they_came(desk: Desk) -> None:
    files = [desks.sheet((f"{first} Weber", *ANNA[1:]), name=f"{first}.csv") for first in ("Zoe", "Anna", "Mia", "Bea")]
    await desk.report(files[3])
    report = await desk.report(*files)
    assert [(file["name"], file["sha256"], file["size_bytes"]) for file in report["files"]] == [
        (name, hashlib.sha256(data).hexdigest(), len(data)) for name, data, _ in files
    ]
    assert [item["source"]["file"] for item in report["items"]] == [name for name, _, _ in files]
    assert (await desk.get(f"/api/intakes/{report['id']}"))["files"] == report["files"]


async def test_rows_can_be_paged_and_filtered(desk: Desk) -> None:
    people = [(f"Person{chr(97 + i)} Weber", f"Head of {i}", f"Firm {i}", "Berlin", "$5 per hour") for i in range(7)]
    nobody = [("", f"Head of {i}", "Opel", "Mainz, Germany", "$400 per hour") for i in range(3)]
    report = await desk.report(desks.sheet(*people, *nobody))
    path, after, seen = f"/api/intakes/{report['id']}/items", None, []
    while True:
        query = {"limit": "4"} | ({"after": after} if after else {})
        page = expected.body_of(await desk.client.get(path, params=query), Page[ItemOut])
        seen += page["items"]
        after = page["next"]
        if after is None:
            break
    assert seen == report["items"]
    refused = await desk.get(path, outcome="rejected", count="true")
    assert refused["items"] == [item for item in report["items"] if item["outcome"] == "rejected"]
    assert refused["total"] == 3
    backwards = await desk.get(path, sort="-position")
    assert backwards["items"] == report["items"][::-1]
    expected.refusal_of(await desk.client.get(path, params={"outcome": "eaten"}), 422, "input_invalid")


async def test_intakes_of_a_campaign_are_listed_newest_first(desk: Desk) -> None:
    one, two = await desk.report(desks.sheet(ANNA)), await desk.report(desks.sheet(BERT))
    await desk.undo(one)
    path = f"/api/campaigns/{desk.campaign_id}/intakes"
    listed = expected.body_of(await desk.client.get(path), Page[IntakeBrief])["items"]
    assert [(intake["id"], intake["status"]) for intake in listed] == [(two["id"], "done"), (one["id"], "undone")]
    assert [intake["id"] for intake in (await desk.get(path, status="undone"))["items"]] == [one["id"]]
    assert listed[0]["counts"] == two["counts"]


@pytest.mark.parametrize("name", ["offers.csv", 'a"b; filename=evil.html.csv', "Grüße — 価格.csv"])
async def test_a_file_comes_back_byte_for_byte_and_is_never_shown_in_the_page(desk: Desk, name: str) -> None:
    _, data, _ = desks.sheet(ANNA)
    report = await desk.report((name, data, "text/html"))
    response = await desk.client.get(f"/api/source-files/{report['files'][0]['id']}")
    assert (response.status_code, response.content) == (200, data)
    assert response.headers["content-type"] == "application/octet-stream"
    disposition = response.headers["content-disposition"]
    assert disposition.startswith("attachment; filename*=UTF-8''")
    assert not set(disposition.partition("''")[2]) & set('"; \r\n<>')
    assert "no-store" in response.headers["cache-control"]


async def test_one_vendors_column_names_each_rows_vendor(desk: Desk) -> None:
    head = (*HEAD, "Vendor")
    rows = [(*ANNA, "GLG"), (*BERT, "alphasights"), (*CLEO, "Expert Network Nobody Knows")]
    report = await desk.report(desks.csv_of(head, *rows), vendor=None)
    anna, bert, cleo = report["items"]
    assert (anna["outcome"], bert["outcome"]) == ("added", "added")
    assert (cleo["outcome"], cleo["code"]) == ("rejected", "vendor_unknown")
    assert "Expert Network Nobody Knows" in cleo["reason"]
    assert {"GLG Anna Weber", "AlphaSights Bert Okafor"} == set(await desk.offers())
