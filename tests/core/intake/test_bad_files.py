"""Files that cannot be used: each a clear refusal by code and reason, and not a row of them is stored."""

import random
import string

import pytest

from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, HEAD, Desk, File, counted
from tests.core.research import expected
from tests.unit.intake.readers import files

MIB = 1024 * 1024
NOISE = "".join(random.Random(7).choices(string.ascii_letters, k=9_000))


def docx() -> bytes:
    """The outline of a Word document."""
    return files.repacked(
        files.workbook(("Experts", [["Name"]])), lambda name, content: None if name.startswith("xl/") else content
    )


def bomb() -> bytes:
    """A small workbook that unpacks to 120 MiB."""
    return files.with_member(files.workbook(("Experts", [["Name"]])), "xl/bomb.xml", b"A" * (120 * MIB))


REFUSED: list[tuple[File, int, str]] = [
    (
        ("offer.docx", files.with_member(docx(), "word/document.xml", b"<w/>"), "application/msword"),
        415,
        "unsupported_type",
    ),
    (("scan.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "image/png"), 415, "unsupported_type"),
    (("setup.exe", b"MZ\x90\x00" + b"\0" * 64, "application/octet-stream"), 415, "unsupported_type"),
    (("old.xls", files.compound("Workbook"), "application/vnd.ms-excel"), 415, "unsupported_type"),
    (("image named.csv", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "text/csv"), 415, "unsupported_type"),
    (("empty.csv", b"", "text/csv"), 422, "empty_file"),
    (("blank.txt", b" \r\n\t ", "text/plain"), 422, "no_text"),
    (("bomb.xlsx", bomb(), "application/zip"), 422, "archive_bomb"),
    (("torn.xlsx", files.workbook(("Experts", [["Name"]]))[:-200], "application/zip"), 422, "corrupt_file"),
    (("scan.pdf", files.pdf(None, None), "application/pdf"), 422, "scanned_pdf"),
    (("locked.xlsx", files.compound("EncryptionInfo", "EncryptedPackage"), "application/zip"), 422, "encrypted_file"),
    (("budget.csv", b"Month,Cost\nMay,400\nJune,500\n", "text/csv"), 422, "no_people"),
    (("chat.txt", b"Thanks, talk soon. Have a nice weekend!\n", "text/plain"), 422, "no_people"),
]


@pytest.mark.parametrize(("file", "status", "code"), REFUSED, ids=[case[0][0] for case in REFUSED])
async def test_an_unusable_file_is_refused_and_nothing_is_stored(
    desk: Desk, file: File, status: int, code: str
) -> None:
    before = await desk.rows()
    for dry_run in ("false", "true"):
        refused = expected.refusal_of(await desk.send(file, dry_run=dry_run), status, code, "#/files/0")
        assert refused["detail"] == refused["errors"][0]["reason"]
        assert refused["detail"].startswith(f"{file[0]}: ")
    assert await desk.rows() == before


async def test_each_of_several_unusable_files_is_named(desk: Desk) -> None:
    before = await desk.rows()
    refused = expected.refusal_of(await desk.send(REFUSED[5][0], REFUSED[1][0]), 422, "empty_file")
    assert [error["pointer"] for error in refused["errors"]] == ["#/files/0", "#/files/1"]
    assert "scan.png" in refused["errors"][1]["reason"]
    assert await desk.rows() == before


async def test_a_good_file_beside_bad_ones_is_placed_and_the_bad_are_reported(desk: Desk) -> None:
    report = await desk.report(REFUSED[1][0], desks.sheet(ANNA), REFUSED[5][0])
    assert counted(report) == {"added": 1, "rejected": 2}
    assert report["total"] == report["processed"] == 1
    anna, *bad = report["items"]
    assert anna["outcome"] == "added"
    assert [(item["code"], item["source"]["file"], item["source"]["locator"]) for item in bad] == [
        ("unsupported_type", "scan.png", "whole file"),
        ("empty_file", "empty.csv", "whole file"),
    ]
    assert [item["source"]["file_id"] for item in bad] == [report["files"][0]["id"], report["files"][2]["id"]]
    again = await desk.report(REFUSED[1][0], desks.sheet(ANNA), REFUSED[5][0], status=200)
    assert counted(again) == {"unchanged": 1, "rejected": 2}


async def test_a_mail_in_windows_1252_gives_the_names_right(desk: Desk) -> None:
    words = (
        "From: Zo\u00eb <zoe@guidepoint.com>\r\nSubject: Experten\r\n"
        "Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        "1. J\u00fcrgen Gro\u00dfmann\r\nTitle: Gesch\u00e4ftsf\u00fchrer, Stra\u00dfenbau \u2013 S\u00fcd\r\n"
        "Location: K\u00f6ln, Germany\r\nRate: \u20ac400 per hour\r\n\r\n"
        "2. Fran\u00e7oise L\u0153b\r\nTitle: Directrice, Soci\u00e9t\u00e9 G\u00e9n\u00e9rale\r\n"
        "Location: Paris, France\r\nRate: \u20ac500 per hour\r\n"
    )
    report = await desk.report(("mail.eml", words.encode("cp1252"), "message/rfc822"), vendor=None)
    assert [item["name"] for item in report["items"]] == ["J\u00fcrgen Gro\u00dfmann", "Fran\u00e7oise L\u0153b"]
    offers = await desk.offers()
    assert offers["Guidepoint J\u00fcrgen Gro\u00dfmann"]["price"]["currency"] == "EUR"


async def test_a_list_nobody_signed_is_refused_row_by_row(desk: Desk) -> None:
    report = await desk.report(desks.sheet(ANNA, BERT), vendor=None)
    assert counted(report) == {"rejected": 2}
    assert {item["code"] for item in report["items"]} == {"vendor_unknown"}
    assert all("?vendor=" in item["reason"] for item in report["items"])
    assert await desk.offers() == {}
    assert (await desk.get("/api/people"))["items"] == []


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("Rate", "$99,999,999 per hour"),
        ("Rate", "USD 99999999999999999999 per hour"),
        ("Rate", "$500/h, minimum 99999999999 minutes"),
        ("Rate", "$500/h, 0 minute increments"),
        ("Rate", "-500 USD/h"),
        ("Years of experience", "9999 years"),
        ("Email", "a" * 3000 + "@example.com"),
        ("LinkedIn", "https://linkedin.com/in/" + "b" * 3000),
        ("ID", "R" * 5000),
        ("Title", "Head of " + "C" * 30_000),
        ("Company", NOISE),
        (
            "Availability",
            "\n".join(
                f"Mon {day} Nov 2026 {hour}:00-{hour + 1}:00 CET" for day in range(1, 28) for hour in range(10, 19)
            ),
        ),
        (f"Why {NOISE[:6000]}?", "Yes, for nine years."),
    ],
    ids=lambda value: value[:24],
)
async def test_a_value_beyond_all_measure_costs_nobody_the_file(desk: Desk, heading: str, cell: str) -> None:
    head = ("Name", "Title", "Company", "Location", "Rate")
    row = {**dict(zip(head, ANNA, strict=True)), heading: cell}
    other = {**dict(zip(head, BERT, strict=True)), heading: ""}
    report = await desk.report(desks.csv_of(list(row), list(row.values()), list(other.values())))
    assert counted(report) == {"added": 2}
    offers = await desk.offers()
    assert set(offers) == {"GLG Anna Weber", "GLG Bert Okafor"}
    edited = await desk.edit(
        offers["GLG Anna Weber"], **{f: offers["GLG Anna Weber"][f] for f in ("title", "company", "vendor_ref")}
    )
    assert edited["edited_fields"] == []


async def test_what_is_left_out_for_its_measure_is_told(desk: Desk) -> None:
    report = await desk.report(desks.sheet((*ANNA[:4], "$99,999,999 per hour"), BERT))
    assert report["notes"] == [
        "experts.csv: line 2: more than can be kept is stated of Anna Weber; shortened or left out: price"
    ]
    assert {name: offer["price"] is None for name, offer in (await desk.offers()).items()} == {
        "GLG Anna Weber": True,
        "GLG Bert Okafor": False,
    }


async def test_every_character_of_unicode_survives_in_a_sheet(desk: Desk) -> None:
    title = "Leiterin \u201eF\u0026E\u201c \u2013 \U0001f52c \u7814\u7a76 \u0639"
    report = await desk.report(desks.csv_of(HEAD, (ANNA[0], title, *ANNA[2:])))
    assert counted(report) == {"added": 1}
    assert (await desk.offer())["title"] == title


@pytest.mark.parametrize(("charset", "half"), [("unicode_escape", "\\ud800"), ("utf-7", "+2AA-")])
async def test_half_a_character_in_a_mail_costs_nobody_the_file(desk: Desk, charset: str, half: str) -> None:
    words = (
        f"From: Jane {half} <jane@thirdbridge.com>\r\nSubject: =?{charset}?q?{half}?=\r\n"
        f"Content-Type: text/plain; charset={charset}\r\n\r\n"
        "1. Anna Weber\r\nTitle: Chief Information Officer, Siemens\r\nLocation: Munich, Germany\r\n"
        f"Bio: Ran {half} well.\r\n"
    )
    report = await desk.report(("mail.eml", words.encode(), "message/rfc822"), vendor=None)
    assert [item["name"] for item in report["items"]] == ["Anna Weber"]
    assert "Ran ? well" in report["items"][0]["source"]["excerpt"]
