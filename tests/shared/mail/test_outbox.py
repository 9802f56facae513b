"""A mail exists exactly if the fact it tells of does, and the gateway may queue it but read none."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from shared.db.engine import engine
from shared.db.session import Transactions
from shared.mail import kinds, outbox
from shared.types import now
from tests.support import settings
from tests.support.databases import Database
from tests.support.mailbox import Mailbox


@pytest.fixture
async def gateway(database: Database) -> AsyncIterator[Transactions]:
    """Transactions of the gateway's role."""
    writer = engine(settings.of_gateway(database.gateway_url), application="gateway")
    yield Transactions(writer)
    await writer.dispose()


def a_reset() -> kinds.ResetPassword:
    """A mail to somebody nobody has met."""
    return kinds.ResetPassword(
        to=f"ada-{uuid4().hex[:12]}@example.com",
        name="Ada",
        url="http://127.0.0.1:8080/api/auth/reset-password/token?callbackURL=%2F",
        expires_at=now() + timedelta(hours=1),
    )


async def test_a_committed_transaction_leaves_its_mail_in_the_queue(gateway: Transactions, mailbox: Mailbox) -> None:
    mail = a_reset()
    async with gateway.begin(None) as session:
        await outbox.send(session, mail)
        assert await mailbox.mails(mail.to) == []
    assert await mailbox.mails(mail.to) == [mail]
    assert await mailbox.last(mail.to, kinds.ResetPassword) == mail


async def test_a_transaction_rolled_back_leaves_none(gateway: Transactions, mailbox: Mailbox) -> None:
    mail = a_reset()
    with pytest.raises(LookupError):
        async with gateway.begin(None) as session:
            await outbox.send(session, mail)
            raise LookupError
    assert await mailbox.mails(mail.to) == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT payload FROM expert_network.pgqueuer",
        "SELECT * FROM expert_network.pgqueuer_log",
        "UPDATE expert_network.pgqueuer SET payload = NULL",
        "DELETE FROM expert_network.pgqueuer",
        "INSERT INTO expert_network.pgqueuer_schedules (expression, entrypoint) VALUES ('* * * * *', 'send_mail')",
    ],
)
async def test_the_gateway_neither_reads_nor_changes_what_is_queued(database: Database, statement: str) -> None:
    connection = await asyncpg.connect(database.gateway_url)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(statement)
    finally:
        await connection.close()
