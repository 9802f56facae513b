"""Every fact truth.json claims stands in its sample file, inside the block or row of the person it is claimed for.

Reads the files with the standard library and calamine alone: it must never lean on the intake it serves to judge.
"""

import email
import html
import io
import json
import pathlib
import re
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
import python_calamine

DEMO = pathlib.Path(__file__).parents[3] / "infra" / "demo"
TRUTH: dict[str, Any] = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))
FOLLOW_UP: dict[str, Any] = next(sample for sample in TRUTH["files"] if "follows" in sample)
OFFERS = [
    pytest.param(sample, offer, id=f"{sample['file']}:{offer['name']}")
    for sample in TRUTH["files"]
    for offer in sample["offers"]
]
SAMPLES = [pytest.param(sample, id=sample["file"]) for sample in TRUTH["files"]]
CHECKED_AS_WRITTEN = ("name", "title", "employer", "location", "price_written", "conflict_written", "vendor_ref")


@pytest.mark.parametrize(("sample", "offer"), OFFERS)
def test_each_stated_fact_stands_in_the_persons_own_block(sample: dict[str, Any], offer: dict[str, Any]) -> None:
    block = _block(sample, offer)
    missing = [fact for fact in _facts_as_written(offer) if fact.casefold() not in block.casefold()]
    assert missing == []


@pytest.mark.parametrize(("sample", "offer"), OFFERS)
def test_contact_details_stand_in_the_persons_own_block(sample: dict[str, Any], offer: dict[str, Any]) -> None:
    block = _block(sample, offer)
    if "phone" in offer:
        assert offer["phone"][-8:] in re.sub(r"\D", "", block)
    if "linkedin_url" in offer:
        assert "linkedin.com/in/" + offer["linkedin_url"].rsplit("/", 1)[1] in block
    if "email" in offer:
        assert offer["email"] in block


@pytest.mark.parametrize("sample", SAMPLES)
def test_terms_and_senders_stand_in_the_file(sample: dict[str, Any]) -> None:
    text = _whole_text(sample)
    assert sample.get("terms_written", "") in text
    assert sample.get("account_manager", {}).get("email", "") in text


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_line_or_row_to_be_rejected_is_where_truth_says(sample: dict[str, Any]) -> None:
    for rejected in sample["rejected"]:
        assert rejected["excerpt"] in _row(sample, rejected["at"])


def test_the_follow_up_says_every_change_above_the_quoted_mail() -> None:
    new, quoted = _whole_text(FOLLOW_UP).split("\n> ", 1)
    for change in FOLLOW_UP["changes"]:
        mentioned = change["outcome"] != "unchanged" or change["said"] is not None
        assert (change["name"] in new) == mentioned, change["name"]
        assert (change["name"] in quoted) == (change["outcome"] != "added"), change["name"]


def test_the_follow_up_starts_from_what_the_first_mail_said() -> None:
    first = next(sample for sample in TRUTH["files"] if sample["file"] == FOLLOW_UP["follows"])
    before = {offer["person"]: offer for offer in first["offers"]}
    assert {change["person"] for change in FOLLOW_UP["changes"] if change["outcome"] != "added"} == set(before)
    for change in FOLLOW_UP["changes"]:
        for field, value in change.get("fields", {}).items():
            known = before[change["person"]][field]
            assert value["from"] == (known["amount_minor"] if field == "price" else known)


def test_the_follow_up_writes_each_new_value() -> None:
    new = _whole_text(FOLLOW_UP).split("\n> ", 1)[0]
    fields = {change["person"]: change["fields"] for change in FOLLOW_UP["changes"] if "fields" in change}
    assert "Conflict check: cleared (was pending)" in _between(new, "JOSE NUNEZ", "MAGGIE")
    price = fields["femi-okonjo"]["price"]
    assert f"£{price['to'] // 100} per hour (was £{price['from'] // 100})" in _between(new, "FEMI", "INGRID")
    for slot in fields["margaret-odonnell"]["availability"]["added"]:
        assert slot["text"] in _between(new, "MAGGIE", "FEMI")
    for slot in fields["ingrid-solheim-dahl"]["availability"]["withdrawn"]:
        assert f"Withdrawn: {slot['text']}" in _between(new, "INGRID", "ALASDAIR")


def _facts_as_written(offer: dict[str, Any]) -> list[str]:
    facts = [offer[key] for key in CHECKED_AS_WRITTEN if key in offer]
    facts += offer.get("employer_also", []) + offer.get("past_employers", []) + offer.get("expertise", [])
    facts += [answer["answer"] for answer in offer.get("answers", [])]
    return facts + [slot["text"] for slot in offer["availability"]] + (["Former "] if offer["former"] else [])


def _block(sample: dict[str, Any], offer: dict[str, Any]) -> str:
    if "at" in offer:
        return _row(sample, offer["at"])
    text = _whole_text(sample).split("\nOn Wed, 18 Nov", 1)[0]
    names = [other["name"] for other in sample["offers"]]
    following = names[names.index(offer["name"]) + 1 :]
    return _between(text, offer["name"], following[0] if following else None)


def _between(text: str, start: str, end: str | None) -> str:
    begin = text.index(start)
    return text[begin : text.index(end, begin + 1)] if end else text[begin:]


def _row(sample: dict[str, Any], locator: str) -> str:
    if locator.startswith("line "):
        return _whole_text(sample).splitlines()[int(locator.removeprefix("line ")) - 1]
    sheet_name, cells = locator.split("!")
    match = re.match(r"[A-Z]+(\d+)", cells)
    assert match is not None
    return "\n".join(_filled_rows(sample, sheet_name)[int(match[1]) - 1])


def _filled_rows(sample: dict[str, Any], sheet_name: str) -> list[list[str]]:
    data: bytes = (DEMO / sample["file"]).read_bytes()
    if sample["format"] == "eml":
        data = next(part.get_content() for part in _mail(data).iter_attachments())
    sheet = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_name(sheet_name)
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, _right) in sheet.merged_cell_ranges or []:
        for row in range(top, bottom + 1):
            rows[row][left] = rows[top][left]
    return rows


def _cell(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _whole_text(sample: dict[str, Any]) -> str:
    data: bytes = (DEMO / sample["file"]).read_bytes()
    if sample["format"] == "xlsx":
        sheets = python_calamine.load_workbook(io.BytesIO(data)).sheet_names
        return "\n".join("\n".join(row) for name in sheets for row in _filled_rows(sample, name))
    if sample["format"] != "eml":
        return data.decode("utf-8-sig")
    mail = _mail(data)
    body = mail.get_body(("plain", "html"))
    assert body is not None
    content: str = body.get_content()
    if body.get_content_subtype() == "html":
        content = html.unescape(re.sub(r"<(?!a )[^>]+>", "\n", content))
    return "\n".join([str(mail["From"]), *content.splitlines()])


def _mail(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    return message
