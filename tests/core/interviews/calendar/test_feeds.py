"""Calendar feeds: whoever has the address sees the calls, until it is closed; nobody else learns that it exists."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from services.core.interviews.calendar import tokens
from tests.support import calendars, calls
from tests.support.core import Core

FEEDS = "/api/calendar-feeds"


@pytest.fixture
async def ada(core: Core) -> AsyncIterator[httpx2.AsyncClient]:
    async with core.as_("ada") as client:
        yield client


@pytest.fixture
async def nobody(core: Core) -> AsyncIterator[httpx2.AsyncClient]:
    """A calendar program: the gateway vouches only for its being nobody in particular."""
    async with core.as_("nobody") as client:
        yield client


async def opened(client: httpx2.AsyncClient, **body: Any) -> dict[str, Any]:
    made = await client.post(FEEDS, json=body)
    assert made.status_code == 201, made.text
    feed: dict[str, Any] = made.json()
    return feed


async def shown(client: httpx2.AsyncClient, feed: dict[str, Any]) -> dict[str, Any]:
    answer = await client.get(feed["url"])
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return calendars.events(answer.content)


async def test_a_feed_shows_the_calls_of_its_campaign_to_whoever_has_its_address(
    core: Core, ada: httpx2.AsyncClient, nobody: httpx2.AsyncClient
) -> None:
    campaign, other = await calls.campaign(ada), await calls.campaign(ada)
    call = await calls.call(core, campaign, await calls.expert(ada, campaign), place="https://meet.example.com/1")
    await calls.call(core, other, await calls.expert(ada, other, "Lena Vogt"), starts_at=calls.START)
    feed = await opened(ada, campaign_id=campaign)
    read = await shown(nobody, feed)
    assert list(read) == [call]
    event = read[call]
    assert calendars.utc(event, "dtstart") == calls.START
    assert event.summary.value == "Expert call: Sarah Chen, Epic Systems"
    assert event.location.value == "https://meet.example.com/1"


async def test_a_feed_of_a_member_shows_what_they_lead_and_attend(
    core: Core, ada: httpx2.AsyncClient, nobody: httpx2.AsyncClient
) -> None:
    campaign, leader = await calls.campaign(ada), await calls.member(ada, "Ada", "ada@example.com")
    guest = await calls.member(ada, "Bob", "bob@example.com")
    experts = [await calls.expert(ada, campaign, name) for name in ("Sarah Chen", "Lena Vogt", "Jo Doe")]
    at = [calls.START + timedelta(days=number) for number in range(3)]
    led = await calls.call(core, campaign, experts[0], starts_at=at[0], lead_member_id=leader)
    attended = await calls.call(core, campaign, experts[1], starts_at=at[1])
    await calls.attend(core, attended, leader)
    await calls.attend(core, attended, guest, required=False)
    await calls.call(core, campaign, experts[2], starts_at=at[2], lead_member_id=guest)
    read = await shown(nobody, await opened(ada, team_member_id=leader))
    assert set(read) == {led, attended}
    assert read[led].organizer.value == "mailto:ada@example.com"
    roles = {each.value: each.params["ROLE"] for each in read[attended].attendee_list}
    assert roles == {"mailto:ada@example.com": ["REQ-PARTICIPANT"], "mailto:bob@example.com": ["OPT-PARTICIPANT"]}


async def test_a_feed_of_nothing_named_shows_what_its_author_asked_for(
    core: Core, ada: httpx2.AsyncClient, nobody: httpx2.AsyncClient
) -> None:
    campaign = await calls.campaign(ada)
    own = await calls.call(core, campaign, await calls.expert(ada, campaign))
    others = await calls.expert(ada, campaign, "Lena Vogt")
    await calls.call(core, campaign, others, booked_by="somebody else", starts_at=calls.START + timedelta(days=1))
    assert list(await shown(nobody, await opened(ada))) == [own]


async def test_a_feed_tells_no_price_and_no_notes(
    core: Core, ada: httpx2.AsyncClient, nobody: httpx2.AsyncClient
) -> None:
    campaign = await calls.campaign(ada)
    price = {"amount_minor": 123_456, "unit": "hour", "currency": "USD"}
    expert = await calls.expert(ada, campaign, price=price, email="sarah@private.example", phone="+1 555 0100")
    await calls.call(core, campaign, expert, notes="Secret notes", transcript_url="https://files.example.com/t")
    content = (await nobody.get((await opened(ada, campaign_id=campaign))["url"])).text
    for secret in ("1234", "1,234", "Secret", "transcript", "files.example", "private.example", "555"):
        assert secret not in content.replace("\r\n ", "")


async def test_a_cancelled_call_is_shown_as_cancelled_for_a_month(
    core: Core, ada: httpx2.AsyncClient, nobody: httpx2.AsyncClient
) -> None:
    campaign = await calls.campaign(ada)
    call = await calls.call(core, campaign, await calls.expert(ada, campaign))
    feed = await opened(ada, campaign_id=campaign)
    before = (await shown(nobody, feed))[call]
    await calls.change(core, call, status="cancelled", status_at=datetime.now(UTC))
    after = (await shown(nobody, feed))[call]
    assert (after.status.value, int(after.sequence.value)) == ("CANCELLED", int(before.sequence.value) + 1)
    await calls.change(core, call, status_at=datetime.now(UTC) - timedelta(days=31))
    assert await shown(nobody, feed) == {}


async def test_a_call_moved_to_another_hour_and_zone_stays_the_same_event(
    core: Core, ada: httpx2.AsyncClient, nobody: httpx2.AsyncClient
) -> None:
    campaign = await calls.campaign(ada)
    call = await calls.call(core, campaign, await calls.expert(ada, campaign))
    feed, sequences = await opened(ada, campaign_id=campaign), [-1]
    moves = (
        {"starts_at": calls.START + timedelta(days=200)},
        {"timezone": "Australia/Sydney"},
        {"place": "Room 2"},
        {"duration_minutes": 45},
        {"status": "confirmed"},
    )
    for move in moves:
        await calls.change(core, call, **move)
        event = (await shown(nobody, feed))[call]
        sequences.append(int(event.sequence.value))
    assert sequences == sorted(set(sequences))
    assert calendars.utc(event, "dtstart") == calls.START + timedelta(days=200)
    assert calendars.utc(event, "dtend") - calendars.utc(event, "dtstart") == timedelta(minutes=45)
    assert event.status.value == "CONFIRMED"


async def test_a_calendar_that_has_not_changed_is_not_sent_again(
    core: Core, ada: httpx2.AsyncClient, nobody: httpx2.AsyncClient
) -> None:
    campaign = await calls.campaign(ada)
    call = await calls.call(core, campaign, await calls.expert(ada, campaign))
    feed = await opened(ada, campaign_id=campaign)
    first = await nobody.get(feed["url"])
    known = {"if-none-match": first.headers["etag"]}
    again = await nobody.get(feed["url"], headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["last-modified"] == first.headers["last-modified"]
    await calls.change(core, call, place="Elsewhere")
    assert (await nobody.get(feed["url"], headers=known)).status_code == 200


async def test_an_address_that_opens_nothing_is_missing_in_the_same_words_whatever_the_reason(
    ada: httpx2.AsyncClient, nobody: httpx2.AsyncClient, core: Core
) -> None:
    feed = await opened(ada)
    revoked = await opened(ada)
    assert (await ada.delete(f"{FEEDS}/{revoked['id']}")).status_code == 204
    same_place = tokens.make(core.workspace("ada"))
    elsewhere = tokens.make(uuid4())
    wrong = [same_place, elsewhere, "short", feed["url"].split("/")[3].removesuffix(".ics")[:-1] + "_", "é" * 64]
    headers = {"x-request-id": "the-same-for-all"}
    bodies = set()
    for url in [revoked["url"], *(f"/api/calendar/{token}.ics" for token in wrong)]:
        answer = await nobody.get(url, headers=headers)
        bodies.add((answer.status_code, answer.content))
    assert len(bodies) == 1
    assert bodies.pop()[0] == 404


async def test_a_rotated_feed_has_a_new_address_and_the_old_one_opens_nothing(
    ada: httpx2.AsyncClient, nobody: httpx2.AsyncClient
) -> None:
    feed = await opened(ada)
    rotated = (await ada.post(f"{FEEDS}/{feed['id']}/rotate")).json()
    assert rotated["id"] == feed["id"] and rotated["url"] != feed["url"] and rotated["rotated_at"]
    assert (await nobody.get(feed["url"])).status_code == 404
    assert await shown(nobody, rotated) == {}


async def test_the_token_is_kept_as_a_hash_and_told_once(core: Core, ada: httpx2.AsyncClient) -> None:
    feed = await opened(ada)
    token = feed["url"].removeprefix("/api/calendar/").removesuffix(".ics")
    (row,) = await core.owner_sql(
        "SELECT to_jsonb(f)::text AS text, token_hash FROM expert_network.calendar_feeds f WHERE workspace_id = $1",
        core.workspace("ada"),
    )
    assert token not in row["text"] and row["token_hash"] == tokens.hash_of(token)
    (listed,) = (await ada.get(FEEDS)).json()["items"]
    assert listed == {name: value for name, value in feed.items() if name != "url"}


async def test_a_repeat_under_the_same_key_opens_no_second_feed_and_is_not_told_the_address(
    core: Core, ada: httpx2.AsyncClient
) -> None:
    key = {"idempotency-key": "once"}
    first, again = [await ada.post(FEEDS, json={"name": "Mine"}, headers=key) for _ in range(2)]
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == first.json() | {"url": None}
    assert len((await ada.get(FEEDS)).json()["items"]) == 1
    kept = await core.owner_sql(
        "SELECT convert_from(body, 'UTF8') AS body FROM expert_network.idempotency_keys WHERE workspace_id = $1",
        core.workspace("ada"),
    )
    token = first.json()["url"].removeprefix("/api/calendar/").removesuffix(".ics")
    assert kept and not [row for row in kept if token in row["body"]]


async def test_people_see_their_own_feeds_and_owners_all_of_them_and_close_them(core: Core) -> None:
    async with core.as_("ada") as owner, core.as_("bob", "member", within="ada") as member:
        own, theirs = await opened(owner), await opened(member)
        assert [each["id"] for each in (await member.get(FEEDS)).json()["items"]] == [theirs["id"]]
        assert {each["id"] for each in (await owner.get(FEEDS)).json()["items"]} == {own["id"], theirs["id"]}
        assert (await member.delete(f"{FEEDS}/{own['id']}")).status_code == 404
        assert (await owner.post(f"{FEEDS}/{theirs['id']}/rotate")).status_code == 404
        assert (await owner.delete(f"{FEEDS}/{theirs['id']}")).status_code == 204
        assert (await member.get(FEEDS)).json()["items"] == []


async def test_somebody_who_only_reads_may_keep_a_feed(core: Core, ada: httpx2.AsyncClient) -> None:
    async with core.as_("eve", "viewer", within="ada") as viewer:
        assert (await opened(viewer, name="My calls"))["name"] == "My calls"


async def test_a_call_is_downloaded_as_a_message_whose_time_it_has(core: Core, ada: httpx2.AsyncClient) -> None:
    campaign, bob = await calls.campaign(ada), await calls.member(ada, "Bob", "bob@example.com")
    expert = await calls.expert(ada, campaign)
    call = await calls.call(core, campaign, expert)
    await calls.attend(core, call, bob)
    answer = await ada.get(f"/api/interviews/{call}/invite.ics")
    assert answer.headers["content-disposition"] == f'attachment; filename="call-{call}.ics"'
    assert calendars.read(answer.content).method.value == "REQUEST"
    await calls.change(core, call, status="cancelled")
    assert calendars.read((await ada.get(f"/api/interviews/{call}/invite.ics")).content).method.value == "CANCEL"
    other = await calls.expert(ada, campaign, "Lena Vogt")
    untimed = await calls.call(core, campaign, other, status="requested", starts_at=None)
    refused = await ada.get(f"/api/interviews/{untimed}/invite.ics")
    assert (refused.status_code, refused.json()["code"]) == (409, "interview_without_time")


async def test_a_stranger_gets_no_message_of_a_call(core: Core, ada: httpx2.AsyncClient) -> None:
    campaign = await calls.campaign(ada)
    call = await calls.call(core, campaign, await calls.expert(ada, campaign))
    async with core.as_("bob") as bob:
        assert (await bob.get(f"/api/interviews/{call}/invite.ics")).status_code == 404
