"""Requests to take files in that make no sense: each a clear refusal, and not a row of them is stored."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx2
import pytest

from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, Desk, counted
from tests.core.research import expected

MIB = 1024 * 1024
FORM = "multipart/form-data; boundary=xyz"
PASTE = "Name,Title,Company,Location,Rate\n" + "\n".join(",".join(f'"{cell}"' for cell in row) for row in (ANNA, BERT))


def part(name: str, content: str, *, filename: str | None = None, media_type: str | None = None) -> bytes:
    """One part of a form as it stands on the wire."""
    named = f'; filename="{filename}"' if filename is not None else ""
    typed = f"Content-Type: {media_type}\r\n" if media_type is not None else ""
    return f'--xyz\r\nContent-Disposition: form-data; name="{name}"{named}\r\n{typed}\r\n{content}\r\n'.encode()


async def sent(desk: Desk, content: bytes, media_type: str | None, **query: str) -> httpx2.Response:
    headers = {"content-type": media_type} if media_type is not None else {}
    return await desk.client.post(desk.path, params={"vendor": "GLG"} | query, content=content, headers=headers)


REFUSED = {
    "nothing": (b"", None, 415, "media_type_unsupported"),
    "xml": (b"<experts/>", "text/xml", 415, "media_type_unsupported"),
    "a form of addresses": (b"text=hello", "application/x-www-form-urlencoded", 415, "media_type_unsupported"),
    "a bare file": (b"Name\nAnna", "text/csv", 415, "media_type_unsupported"),
    "a form without boundary": (b"--xyz--", "multipart/form-data", 400, "form_malformed"),
    "a form that is none": (b"--zzz\r\nfoo", FORM, 400, "form_malformed"),
    "a form without names": (
        b"--xyz\r\nContent-Disposition: form-data\r\n\r\nx\r\n--xyz--",
        FORM,
        400,
        "form_malformed",
    ),
    "an empty form": (b"--xyz--\r\n", FORM, 422, "file_missing"),
    "a form cut short": (part("files", "Name\nAnna", filename="a.csv")[:-6], FORM, 400, "form_malformed"),
    "a form without files": (part("note", "hello") + b"--xyz--", FORM, 422, "file_missing"),
    "too many fields": (b"".join(part(f"f{i}", "x") for i in range(11)) + b"--xyz--", FORM, 400, "form_malformed"),
    "a charset that is none": (part("text", "hi") + b"--xyz--", f"{FORM}; charset=undefined", 400, "form_malformed"),
    "half a character in a form": (
        part("text", "hi \\ud800") + b"--xyz--",
        f"{FORM}; charset=unicode_escape",
        400,
        "text_not_unicode",
    ),
    "half a character as vendor": (
        part("vendor", "\\ud800") + part("text", "hi") + b"--xyz--",
        f"{FORM}; charset=unicode_escape",
        400,
        "text_not_unicode",
    ),
    "broken JSON": (b'{"text": ', "application/json", 400, "json_malformed"),
    "half a character in JSON": (b'{"text": "\\ud800"}', "application/json", 400, "json_malformed"),
    "JSON in Latin-1": ('{"text": "Jos\u00e9"}'.encode("latin-1"), "application/json", 400, "json_malformed"),
    "deep JSON": (b"[" * 100_000, "application/json", 400, "json_malformed"),
    "JSON without text": (b'{"vendor": "GLG"}', "application/json", 422, "text_missing"),
    "JSON with a number": (b'{"text": 5}', "application/json", 422, "text_missing"),
    "a JSON list": (b'["text"]', "application/json", 422, "text_missing"),
    "a vendor in numbers": (b'{"text": "x", "vendor": 7}', "application/json", 422, "vendor_not_text"),
    "empty JSON text": (b'{"text": ""}', "application/json", 422, "empty_file"),
    "empty text": (b"", "text/plain", 422, "empty_file"),
    "text of NULs": (b"\0" * 200, "text/plain", 415, "unsupported_type"),
}


@pytest.mark.parametrize(("content", "media_type", "status", "code"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_makes_no_sense_is_refused_and_nothing_is_stored(
    desk: Desk, content: bytes, media_type: str | None, status: int, code: str
) -> None:
    before = await desk.rows()
    refused = expected.refusal_of(await sent(desk, content, media_type), status, code)
    assert refused["detail"] != "The request could not be read."
    assert await desk.rows() == before


async def test_more_than_twenty_files_are_refused_by_number(desk: Desk) -> None:
    before = await desk.rows()
    files = [desks.sheet(ANNA, name=f"{number}.csv") for number in range(21)]
    refused = expected.refusal_of(await desk.send(*files), 400, "form_malformed")
    assert "20" in refused["detail"]
    assert await desk.rows() == before
    assert counted(await desk.report(*files[:20])) == {"added": 1, "unchanged": 19}


async def test_a_body_declared_too_large_is_refused_before_it_is_sent(desk: Desk) -> None:
    async def never() -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")
        yield b""

    headers = {"content-type": FORM, "content-length": str(200 * MIB)}
    response = await desk.client.post(desk.path, content=never(), headers=headers)
    expected.refusal_of(response, 413, "body_too_large")


async def test_a_body_of_undeclared_size_is_refused_once_it_is_too_large(desk: Desk) -> None:
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        yield b'--xyz\r\nContent-Disposition: form-data; name="files"; filename="a.csv"\r\n\r\n'
        while True:
            read += 1
            yield b"a" * MIB

    response = await desk.client.post(desk.path, content=endless(), headers={"content-type": FORM})
    expected.refusal_of(response, 413, "body_too_large")
    assert read < 60


async def test_a_file_of_more_than_fifty_mebibytes_is_refused_by_its_name(desk: Desk) -> None:
    before = await desk.rows()
    refused = expected.refusal_of(
        await desk.send(("big.csv", b"a" * (50 * MIB + 1), "text/csv")), 413, "file_too_large"
    )
    assert "big.csv" in refused["detail"]
    assert await desk.rows() == before


async def test_an_unknown_vendor_is_refused_with_the_known_ones(desk: Desk) -> None:
    await desk.post("/api/vendors", 201, json={"name": "Corvid Experts"})
    before = await desk.rows()
    response = await desk.send(desks.sheet(ANNA), vendor="Nobody & Sons")
    refused = expected.refusal_of(response, 422, "vendor_unknown", "#/query/vendor")
    assert "Nobody & Sons" in refused["detail"]
    assert all(name in refused["errors"][0]["reason"] for name in ("GLG", "Third Bridge", "Corvid Experts"))
    assert await desk.rows() == before


async def test_a_vendor_of_another_workspace_is_unknown(desk: Desk) -> None:
    async with desk.core.as_("bob") as bob:
        made = (await bob.post("/api/vendors", json={"name": "Bob's own"})).json()
    for hint in ("Bob's own", made["id"]):
        refused = expected.refusal_of(await desk.send(desks.sheet(ANNA), vendor=hint), 422, "vendor_unknown")
        assert "Bob's own" not in refused["errors"][0]["reason"]


async def test_a_vendor_of_three_hundred_letters_is_not_told_back(desk: Desk) -> None:
    refused = await desk.send(desks.sheet(ANNA), vendor="x" * 300)
    assert refused.status_code == 422
    form = await sent(desk, part("vendor", "x" * 900_000) + part("text", PASTE) + b"--xyz--", FORM, vendor="")
    assert form.status_code == 422
    assert len(form.content) < 5_000


async def test_a_campaign_of_another_workspace_is_missing_like_one_that_never_was(desk: Desk) -> None:
    async with desk.core.as_("bob") as bob:
        sent_files = [("files", desks.sheet(ANNA))]
        foreign, absent = [
            await bob.post(f"/api/campaigns/{id_}/intake", files=sent_files, headers=expected.REQUEST_ID)
            for id_ in (desk.campaign_id, uuid4())
        ]
    assert foreign.status_code == 404
    assert foreign.content == absent.content


async def test_a_campaign_id_that_is_none_is_refused_by_its_name(desk: Desk) -> None:
    response = await desk.client.post("/api/campaigns/nope/intake", files=[("files", desks.sheet(ANNA))])
    expected.refusal_of(response, 422, "input_invalid", "#/path/campaign_id")


async def test_a_misspelt_term_is_refused(desk: Desk) -> None:
    before = await desk.rows()
    expected.refusal_of(await desk.send(desks.sheet(ANNA), dryrun="true"), 422, "input_invalid", "#/query/dryrun")
    assert await desk.rows() == before


@pytest.mark.parametrize("media_type", ["text/plain", "application/json"])
async def test_pasted_text_is_taken_like_a_file(desk: Desk, media_type: str) -> None:
    content = (
        PASTE.encode() if media_type == "text/plain" else httpx2.Request("POST", "/", json={"text": PASTE}).content
    )
    response = await sent(desk, content, media_type)
    assert response.status_code == 201, response.text
    assert counted(response.json()) == {"added": 2}
    (file,) = response.json()["files"]
    assert file["name"] == "pasted text"
    kept = await desk.client.get(f"/api/source-files/{file['id']}")
    assert kept.content == PASTE.encode()


async def test_text_pasted_in_a_form_may_name_its_vendor(desk: Desk) -> None:
    response = await sent(desk, part("vendor", "GLG") + part("text", PASTE) + b"--xyz--", FORM, vendor="")
    assert response.status_code == 201, response.text
    assert counted(response.json()) == {"added": 2}


async def test_stray_control_characters_in_pasted_text_are_dropped(desk: Desk) -> None:
    content = httpx2.Request("POST", "/", json={"text": PASTE.replace("Weber", "We\u0000ber")}).content
    response = await sent(desk, content, "application/json")
    assert response.status_code == 201, response.text
    assert [item["name"] for item in response.json()["items"]] == ["Anna Weber", "Bert Okafor"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Jane\\offers.csv", "offers.csv"),
        ("/", "file"),
        ("..", ".."),
        ("a" * 500 + ".csv", "a" * 200),
        ("of\x01fe\x7frs.csv", "offers.csv"),
        ("off\u202eers.csv", "offers.csv"),
    ],
)
async def test_a_file_is_kept_under_a_plain_name(desk: Desk, given: str, kept: str) -> None:
    row = PASTE.partition("\n")[0] + "\n" + PASTE.splitlines()[1]
    response = await sent(desk, part("files", row, filename=given) + b"--xyz--", FORM)
    assert response.status_code == 201, response.text
    assert [file["name"] for file in response.json()["files"]] == [kept]


@pytest.mark.parametrize("media_type", ["text/\x00csv", "x" * 300, "t\u00e9xt/csv"])
async def test_a_media_type_that_is_none_is_not_kept(desk: Desk, media_type: str) -> None:
    response = await sent(desk, part("files", PASTE, filename="a.csv", media_type=media_type) + b"--xyz--", FORM)
    assert response.status_code == 201, response.text
    assert [file["media_type"] for file in response.json()["files"]] == ["application/octet-stream"]
