"""A firing asks, in its own transaction, for people to be told; the worker brings that to the gateway until it is."""

from uuid import UUID, uuid4

import httpx2
import pytest
import structlog

from services.core.spend.budgets import notices, service
from shared.contracts.notices import ThresholdNotice
from shared.contracts.principal import Principal
from shared.db.session import Transactions
from shared.errors import Problem
from shared.jobs.queue import Job
from shared.mail import delivery
from shared.security import internal_token
from shared.types import now
from tests.core.interviews.office import noon
from tests.core.spend.till import Till
from tests.support import settings
from tests.support.mailbox import Mailbox

CALL = 120_000
CALLER = Principal("ada", uuid4())


async def asked(till: Till, mailbox: Mailbox) -> list[ThresholdNotice]:
    """What waits to be told of the campaign."""
    jobs = await mailbox.jobs(notices.TELL_THRESHOLD)
    told = [ThresholdNotice.model_validate_json(job.subject["notice"]) for job in jobs]
    return [notice for notice in told if str(notice.campaign_id) == till.campaign_id]


async def test_each_firing_asks_once_and_says_what_the_log_says(till: Till, mailbox: Mailbox) -> None:
    await till.card()
    await till.budget(4 * CALL, ("percent", 50), ("absolute", 3 * CALL))
    for number in (1, 2, 3, 4):
        await till.booked(noon(number))
    half, absolute = await asked(till, mailbox)
    fired = await till.fired()
    for notice, entry in zip((half, absolute), fired, strict=True):
        details = notice.model_dump(include=set(entry["details"]))
        assert details == entry["details"]
    campaign = (await till.client.get(f"/api/campaigns/{till.campaign_id}")).json()
    assert (half.campaign_name, half.currency) == (campaign["campaign_name"], "USD")
    assert half.campaign_owner_id == till.core.user_id("ada")
    assert half.id != absolute.id


async def test_a_threshold_armed_again_asks_again(till: Till, mailbox: Mailbox) -> None:
    await till.card()
    await till.budget(CALL, ("percent", 100))
    await till.booked(noon(1))
    await till.budget(2 * CALL, ("percent", 100))
    await till.booked(noon(2))
    assert [notice.budget_minor for notice in await asked(till, mailbox)] == [CALL, 2 * CALL]


async def test_a_firing_that_is_rolled_back_asks_nothing(till: Till, mailbox: Mailbox) -> None:
    await till.card()
    await till.booked(noon(1))
    caller, campaign_id = till.core.principal("ada"), UUID(till.campaign_id)
    thresholds = [{"kind": "percent", "value": 50}]
    transactions: Transactions = till.core.app.state.resources.transactions
    with pytest.raises(LookupError):
        async with transactions.begin(caller) as session:
            await service.put(session, caller=caller, campaign_id=campaign_id, amount_minor=CALL, thresholds=thresholds)
            raise LookupError
    assert await asked(till, mailbox) == []


def telling(answer: httpx2.Response | Exception, heard: list[httpx2.Request]) -> notices.Telling:
    """A worker's part, with a gateway that hears and answers so."""

    def handle(request: httpx2.Request) -> httpx2.Response:
        heard.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    transport = httpx2.MockTransport(handle)
    return notices.Telling(transport, gateway_url=settings.GATEWAY, secret=settings.INTERNAL_SECRET)


async def test_the_worker_brings_the_notice_with_cores_own_word(notice: ThresholdNotice) -> None:
    heard: list[httpx2.Request] = []
    await telling(httpx2.Response(204), heard).tell(Job(CALLER, {"notice": notice.model_dump_json()}))
    (request,) = heard
    assert ThresholdNotice.model_validate_json(request.content) == notice
    token = request.headers[internal_token.HEADER]
    verifier = internal_token.Verifier(settings.INTERNAL_SECRET, audience=internal_token.NOTICES)
    assert verifier.verify(token) == CALLER
    for audience in (internal_token.AUDIENCE, internal_token.OPERATORS):
        with pytest.raises(Problem):
            internal_token.Verifier(settings.INTERNAL_SECRET, audience=audience).verify(token)


@pytest.mark.parametrize(
    "answer", [httpx2.Response(503), httpx2.Response(404), httpx2.Response(200), httpx2.ConnectError("away")], ids=str
)
async def test_whatever_is_not_done_is_to_be_tried_again(
    notice: ThresholdNotice, answer: httpx2.Response | Exception
) -> None:
    with pytest.raises(notices.NotTold):
        await telling(answer, []).tell(Job(CALLER, {"notice": notice.model_dump_json()}))


def test_a_gateway_that_is_away_is_asked_for_a_day() -> None:
    kind = notices.kind(telling(httpx2.Response(204), []))
    assert (kind.attempts, kind.pause) == (delivery.ATTEMPTS, delivery.pause)


async def test_what_is_given_up_is_named_in_the_log_and_nobody_in_it(notice: ThresholdNotice) -> None:
    with structlog.testing.capture_logs() as logs:
        job = Job(CALLER, {"notice": notice.model_dump_json()})
        await telling(httpx2.Response(503), []).give_up(job, "503")
    (told,) = logs
    assert (told["event"], told["campaign_id"]) == ("spend.threshold.not_told", str(notice.campaign_id))
    assert notice.campaign_name not in str(told)


@pytest.fixture
def notice() -> ThresholdNotice:
    """Half of a budget is spent."""
    return ThresholdNotice(
        campaign_id=uuid4(),
        campaign_name="EHR replacement",
        campaign_owner_id="ada",
        kind="percent",
        value=50,
        limit_minor=2 * CALL,
        spent_minor=2 * CALL,
        budget_minor=4 * CALL,
        currency="USD",
        reached_at=now(),
    )
