"""Half of a budget is spent: booked at the gateway, told it by core's worker, and once in the owner's mailbox."""

from contextlib import aclosing

import httpx2

from services.core.spend.budgets import notices
from shared.jobs import queue
from shared.mail import delivery
from tests.core.spend.till import Till, noon
from tests.support import settings
from tests.support.core import Core
from tests.support.mailbox import Mailbox
from tests.support.smtp import MailServer
from tests.support.stack import Stack

CALL = 120_000


async def test_a_threshold_that_fires_is_one_mail_however_often_the_worker_dies(
    stack: Stack, core: Core, mailbox: Mailbox
) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        till = await Till.open(core, ada)
        await till.card()
        await till.budget(2 * CALL, ("percent", 50))
        await till.booked(noon(1))
        (job,) = [
            job for job in await mailbox.jobs(notices.TELL_THRESHOLD) if till.campaign_id in job.subject["notice"]
        ]
        transport = httpx2.ASGITransport(app=stack.app)
        telling = notices.Telling(transport, gateway_url=settings.GATEWAY, secret=settings.INTERNAL_SECRET)
        for _ in range(3):
            await telling.tell(job)
        (letter,) = [letter for letter in await mailbox.letters() if letter.mail.to == stack.email("ada")]
        async with MailServer().open() as server:
            post = delivery.kind(server.url, sender="Canvass <no-reply@canvass.example>")
            await post.work(queue.Job(job.caller, {"letter": letter.model_dump_json()}))
        (arrived,) = server.kept
        assert (arrived["To"], arrived["Subject"]) == (
            stack.email("ada"),
            "Hospital records has reached 50 % of its budget",
        )
        text = arrived.get_body(("plain",))
        assert text is not None
        said = text.get_content()
        for words in ("USD 1,200.00", "Its budget: USD 2,400.00", "Hello Ada,"):
            assert words in said
        page = next(line for line in said.splitlines() if line.startswith(settings.GATEWAY))
        shown = await ada.get(page)
        assert (shown.status_code, "Hospital records" in shown.text) == (200, True)
