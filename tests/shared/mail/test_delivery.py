"""Mails arrive as they were meant, once, however the server behaves; what cannot arrive is given up and says why."""

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any, get_args

import asyncpg
import pytest
import structlog

from shared.db.engine import engine
from shared.db.session import Transactions
from shared.jobs import runner
from shared.mail import delivery, kinds, outbox
from shared.types import now
from tests.support import settings
from tests.support.databases import Database
from tests.support.smtp import MailServer

FROM = "Canvass <no-reply@canvass.example>"
URL = "https://canvass.example/api/auth/verify?token=eyJ.abc-_.def&callbackURL=%2Fnext"
SECRET = "eyJ.abc-_.def"
LINK = {"url": URL, "expires_at": datetime.fromisoformat("2999-11-21T14:05:00Z")}
CHANGED = {"changed_at": datetime.fromisoformat("2026-11-21T14:05:00Z")}
TO = "ada@example.com"
REACHED: dict[str, Any] = {
    "to": TO,
    "name": "Ada",
    "campaign_name": "EHR replacement",
    "limit_minor": 240_000,
    "spent_minor": 250_010,
    "budget_minor": 480_000,
    "currency": "USD",
    "reached_at": CHANGED["changed_at"],
    "url": URL,
}
MAILS: list[tuple[kinds.Mail, str, list[str]]] = [
    (kinds.VerifyEmail(to=TO, name="Ada", **LINK), "Confirm your e-mail address", [TO, "Hello Ada,"]),
    (
        kinds.ConfirmEmailChange(to=TO, name="Ada", new_email="ada@new.example", **LINK),
        "Agree to the new e-mail address of your account",
        [TO, "ada@new.example"],
    ),
    (kinds.VerifyNewEmail(to=TO, name="Ada", **LINK), "Confirm your new e-mail address", [TO]),
    (kinds.ResetPassword(to=TO, name="Ada", **LINK), "Choose a new password", ["Hello Ada,"]),
    (kinds.DeleteAccount(to=TO, name="Ada", **LINK), "Confirm that your account is to be deleted", ["cannot be"]),
    (
        kinds.Invitation(
            to=TO, inviter_name="Bob", inviter_email="bob@x.example", organization_name="Acme", role="viewer", **LINK
        ),
        "Bob invites you to Acme",
        ["Bob (bob@x.example)", "Acme", "“viewer”"],
    ),
    (
        kinds.PasswordChanged(to=TO, name="Ada", **CHANGED),
        "Your password was changed",
        ["21 November 2026 at 14:05 UTC"],
    ),
    (
        kinds.EmailChanged(to=TO, name="Ada", new_email="ada@new.example", **CHANGED),
        "Your e-mail address was changed",
        [TO, "ada@new.example", "21 November 2026 at 14:05 UTC"],
    ),
    (
        kinds.ThresholdReached(**REACHED | {"percent": 50}),
        "EHR replacement has reached 50 % of its budget",
        [
            "50 % of its budget, USD 2,400.00",
            "by then: USD 2,500.10",
            "Its budget: USD 4,800.00",
            "on 21 November 2026",
        ],
    ),
    (
        kinds.ThresholdReached(**REACHED | {"percent": None, "currency": "JPY"}),
        "EHR replacement has reached JPY 240,000",
        ["reached JPY 240,000, on", "by then: JPY 250,010", "Its budget: JPY 480,000"],
    ),
]


class Page(HTMLParser):
    """The words of an HTML part and where it links to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self._words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        self._words += data.split()

    @property
    def words(self) -> str:
        return " ".join(self._words)


def parts(message: EmailMessage) -> tuple[str, Page]:
    """The text part's words and the HTML part."""
    assert message.get_content_type() == "multipart/alternative"
    text, html = list(message.iter_parts())
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert isinstance(text, EmailMessage) and isinstance(html, EmailMessage)
    return " ".join(text.get_content().split()), Page(html.get_content())


class Post:
    """A queue of one's own and a worker for its mails."""

    def __init__(self, database: Database, transactions: Transactions) -> None:
        self._database, self._transactions = database, transactions

    async def send(self, *mails: kinds.Mail) -> None:
        async with self._transactions.begin(None) as session:
            for mail in mails:
                await outbox.send(session, mail)

    async def work(self, url: str, **changed: object) -> None:
        """The worker's real loop with that server, retrying at once, until the queue is empty."""
        stop = asyncio.Event()
        kind = replace(delivery.kind(url, sender=FROM), pause=lambda _: timedelta(0), **changed)  # type: ignore[arg-type]
        connection = await asyncpg.connect(self._database.core_url)
        looking = await asyncpg.connect(self._database.owner_url)
        loop = asyncio.create_task(runner.run(connection, {outbox.SEND_MAIL: kind}, stop=stop))
        changes = asyncio.Event()
        await looking.add_listener("ch_pgqueuer", lambda *_: changes.set())
        try:
            async with asyncio.timeout(30):
                while await looking.fetchval("SELECT count(*) FROM expert_network.pgqueuer"):
                    changes.clear()
                    if await looking.fetchval("SELECT count(*) FROM expert_network.pgqueuer"):
                        await changes.wait()
        finally:
            stop.set()
            await loop
            await connection.close()
            await looking.close()

    async def record(self) -> str:
        """All that the queue's own log says."""
        looking = await asyncpg.connect(self._database.owner_url)
        try:
            rows = await looking.fetch("SELECT status::text, traceback::text FROM expert_network.pgqueuer_log")
            return "\n".join(f"{row['status']} {row['traceback']}" for row in rows)
        finally:
            await looking.close()


@pytest.fixture
async def post(own_database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Post]:
    """With nothing queued yet, queueing as the gateway does; a worker with nothing to do looks again at once."""
    monkeypatch.setattr(runner, "IDLE_POLL", timedelta(milliseconds=50))
    writer = engine(settings.of_gateway(own_database.gateway_url), application="gateway")
    yield Post(own_database, Transactions(writer))
    await writer.dispose()


async def test_every_kind_of_mail_arrives_and_says_the_same_in_text_and_html(post: Post) -> None:
    assert {type(mail) for mail, _, _ in MAILS} == set(get_args(get_args(kinds.Mail)[0]))
    await post.send(*(mail for mail, _, _ in MAILS))
    async with MailServer().open() as server:
        await post.work(server.url)
    arrived = {str(message["Subject"]): message for message in server.kept}
    assert len(server.kept) == len(MAILS)
    for mail, subject, said in MAILS:
        message = arrived[subject]
        text, page = parts(message)
        link = [URL] if isinstance(mail, kinds.WithLink | kinds.ThresholdReached) else []
        ends = ["21 November 2999 at 14:05 UTC"] if isinstance(mail, kinds.WithLink) else []
        assert (message["From"], message["To"], message["Auto-Submitted"]) == (FROM, TO, "auto-generated")
        assert str(message["Message-ID"]).endswith("@canvass.example>")
        assert abs(parsedate_to_datetime(message["Date"]) - now()) < timedelta(minutes=5)
        assert page.links == link
        for words in [*said, *link, *ends]:
            assert words in text and words in page.words, words
        assert set(text.replace("-- ", "").replace(":", " ").split()) <= set(page.words.replace(":", " ").split()), (
            subject
        )


async def test_a_stranger_adds_neither_header_nor_markup_nor_link(post: Post) -> None:
    evil = '<a href="https://evil.example">x</a>\r\nBcc: eve@evil.example\r\n\r\nhttps://evil.example/win {{ 7 * 7 }}'
    await post.send(
        kinds.Invitation(to=TO, inviter_name=evil, inviter_email=TO, organization_name=evil, role=evil, **LINK)
    )
    async with MailServer().open() as server:
        await post.work(server.url)
    (message,) = server.kept
    text, page = parts(message)
    assert set(message.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"
    }  # fmt: skip
    assert page.links == [URL]
    assert page.tags == {"html", "head", "meta", "title", "body", "p", "a", "br", "span", "hr"}
    for said in (text, page.words, str(message["Subject"])):
        assert "evil.example" not in said and "://e" not in said and "49" not in said
    assert len(str(message["Subject"])) < 200


async def test_what_is_refused_for_now_is_tried_again_and_arrives_once(post: Post) -> None:
    await post.send(MAILS[0][0])
    async with MailServer("451 4.7.1 greylisted", "421 4.3.2 later").open() as server:
        await post.work(server.url)
    assert (len(server.tried), len(server.kept)) == (3, 1)
    assert len({(str(message["Message-ID"]), str(message["Date"])) for message in server.tried}) == 1
    assert SECRET not in await post.record()


@pytest.mark.parametrize(
    "server",
    [
        MailServer(recipients={TO: f"550 5.1.1 <{TO}> unknown, see {URL}"}),
        MailServer(f"554 5.7.1 no {TO} {URL}"),
    ],
    ids=["recipient", "text"],
)
async def test_what_is_refused_for_good_is_given_up_with_a_reason_that_repeats_nothing(
    post: Post, server: MailServer
) -> None:
    with structlog.testing.capture_logs() as logs:
        await post.send(MAILS[0][0])
        async with server.open():
            await post.work(server.url)
    assert server.kept == []
    (told,) = [entry for entry in logs if entry["event"] == "mail.message.given_up"]
    assert told["reason"].split()[1:] in (["550", "5.1.1"], ["554", "5.7.1"])
    for said in (str(logs), await post.record()):
        assert SECRET not in said and TO not in said
    assert "exception" in await post.record()


async def test_a_server_that_is_away_is_asked_until_the_attempts_are_used_up(post: Post) -> None:
    async with MailServer().open() as server:
        pass
    await post.send(MAILS[0][0])
    with structlog.testing.capture_logs() as logs:
        await post.work(server.url, attempts=3)
    assert [entry["event"] for entry in logs].count("jobs.job.failed") == 3
    assert [entry["event"] for entry in logs].count("mail.message.given_up") == 1


async def test_a_link_that_has_expired_is_not_sent(post: Post) -> None:
    late = kinds.ResetPassword(to=TO, name="Ada", url=URL, expires_at=now() - timedelta(seconds=1))
    await post.send(late, MAILS[0][0])
    async with MailServer().open() as server:
        await post.work(server.url)
    assert [message["Subject"] for message in server.kept] == ["Confirm your e-mail address"]


async def test_without_a_server_the_whole_mail_is_in_the_log(post: Post) -> None:
    await post.send(MAILS[0][0])
    with structlog.testing.capture_logs() as logs:
        await post.work("")
    (told,) = [entry for entry in logs if entry["event"] == "mail.message.logged"]
    assert (told["to"], told["subject"]) == (TO, "Confirm your e-mail address")
    assert URL in told["text"]


async def test_with_a_server_no_log_of_any_level_holds_a_link_or_an_address(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as logs:
        await post.send(*(mail for mail, _, _ in MAILS))
        async with MailServer("451 4.7.1 later", f"554 5.7.1 no {TO} {URL}").open() as server:
            caplog.clear()
            await post.work(server.url)
    events = [entry["event"] for entry in logs]
    assert (events.count("mail.message.sent"), events.count("mail.message.given_up")) == (len(MAILS) - 1, 1)
    ours = [record for record in caplog.records if not record.name.startswith("mail.")]  # the test's mail server
    assert {"pgqueuer"} <= {record.name.split(".")[0] for record in ours}
    said = str(logs) + "\n".join(logging.Formatter().format(record) for record in ours)
    assert SECRET not in said and TO not in said


def test_pauses_grow_to_a_quarter_of_an_hour_and_last_a_day() -> None:
    pauses = [delivery.pause(attempt) for attempt in range(delivery.ATTEMPTS - 1)]
    assert pauses[:3] == [timedelta(seconds=10), timedelta(seconds=20), timedelta(seconds=40)]
    assert pauses == sorted(pauses) and pauses[-1] == timedelta(minutes=15)
    assert timedelta(hours=22) < sum(pauses, timedelta()) < timedelta(hours=26)
