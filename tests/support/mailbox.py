"""The mails a test has caused, read back from the job queue's own table: what a worker would send, and to whom.

    async def test_a_forgotten_password_gets_a_link(stack: Stack, mailbox: Mailbox) -> None:
        await client.post("/api/auth/request-password-reset", json={"email": stack.email("ada"), ...})
        mail = await mailbox.last(stack.email("ada"), kinds.ResetPassword)
        await client.get(mail.url)

Nothing is stubbed: a mail is seen here only once its transaction is committed. No worker runs in these tests, so mails
stay; tests share the database, so ask for an address of your own test.
"""

from typing import TypeVar

import asyncpg

from shared.jobs import queue
from shared.mail import kinds, outbox
from tests.support.databases import Database

QUEUED = "SELECT payload FROM expert_network.pgqueuer WHERE entrypoint = $1 ORDER BY id"

Kind = TypeVar("Kind", bound=kinds.Base)


class Mailbox:
    """Everybody's mail in one database."""

    def __init__(self, database: Database) -> None:
        self._url = database.owner_url

    async def mails(self, to: str) -> list[kinds.Base]:
        """All mails queued for that address, the oldest first."""
        return [letter.mail for letter in await self.letters() if letter.mail.to == to]

    async def last(self, to: str, kind: type[Kind]) -> Kind:
        """The newest mail for that address, which must be of that kind."""
        found = await self.mails(to)
        assert found, f"no mail for {to}"
        assert isinstance(found[-1], kind), f"the newest mail for {to} is {type(found[-1]).__name__}"
        return found[-1]

    async def letters(self) -> list[outbox.Letter]:
        """All that is queued for anybody, the oldest first."""
        return [outbox.letter_of(job) for job in await self.jobs(outbox.SEND_MAIL)]

    async def jobs(self, entrypoint: str) -> list[queue.Job]:
        """The jobs of that name that wait for a worker, the oldest first."""
        connection = await asyncpg.connect(self._url)
        try:
            rows = await connection.fetch(QUEUED, entrypoint)
        finally:
            await connection.close()
        return [queue.decode(row["payload"]) for row in rows]
