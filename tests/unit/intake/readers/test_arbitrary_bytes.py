"""Whatever bytes arrive, the answer is a document or a reasoned refusal, never another error."""

import random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from services.core.intake import readers
from services.core.intake.readers import Unreadable
from tests.unit.intake.readers import files

NAMES = st.sampled_from(["a.eml", "a.txt", "a.csv", "a.tsv", "a.xlsx", "a.pdf", "a", "a.html", "\0/..\\"])
STARTS = st.sampled_from(
    [
        b"",
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<html>",
        b"From: a@b.com\nContent-Type: ",
        b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n",
        b"From: a\nContent-Type: text/plain; charset=",
        b"Subject: =?",
        b"On 3 Nov 2026 at 10:12, x wrote:\n> ",
        b"sep=",
    ]
)


def open_or_refuse(name: str, data: bytes) -> None:
    try:
        documents = readers.open_documents(name, data)
    except Unreadable as error:
        assert error.reason.endswith(".")
    else:
        assert documents


@settings(max_examples=300, deadline=None)
@given(NAMES, STARTS, st.binary(max_size=400))
@example("a.csv", b"sep=", b'"')
@example("a.eml", b"From: a\n", b"Content-Type: text/plain; charset*=x'y'%FF\n\n\xff")
def test_arbitrary_bytes_are_opened_or_refused(name: str, start: bytes, rest: bytes) -> None:
    open_or_refuse(name, start + rest)


@settings(max_examples=200, deadline=None)
@given(NAMES, st.text(max_size=400))
def test_arbitrary_text_is_opened_or_refused(name: str, text: str) -> None:
    open_or_refuse(name, text.encode("utf-8", "surrogatepass"))


def good_files() -> dict[str, bytes]:
    mail = files.mail("Hi,\n\nOn Tue, 3 Nov 2026 at 10:12, Tom <tom@x.com> wrote:\n> Sarah?\n> Tom")
    mail.add_alternative("<p>Hi <a href='https://linkedin.com/in/x'>x</a></p>", subtype="html")
    mail.add_attachment(b"Name;Company\nA;B\n", maintype="text", subtype="csv", filename="m\u00f6re.csv")
    return {
        "a.eml": mail.as_bytes(),
        "a.xlsx": files.workbook(("S", [["Name", "Rate"], ["Sarah Chen", 900], ["Ana Ruiz", 850.5]])),
        "a.pdf": files.pdf("Sarah Chen", None, "Ana Ruiz"),
    }


@pytest.mark.parametrize("name", ["a.eml", "a.xlsx", "a.pdf"])
def test_good_files_with_bytes_changed_dropped_or_doubled_are_opened_or_refused(name: str) -> None:
    data, chance = good_files()[name], random.Random(7)
    for _ in range(150):
        broken = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(broken))
            broken[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        open_or_refuse(name, bytes(broken))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet=st.sampled_from("<>/=\"' rcvstABXFD0123456789\n"), max_size=200))
def test_arbitrary_xml_inside_a_workbook_is_opened_or_refused(xml: str) -> None:
    open_or_refuse("a.xlsx", files.with_sheet_xml(b"</sheetData>", xml.encode() + b"</sheetData>"))
