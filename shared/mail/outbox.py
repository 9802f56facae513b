"""Mail goes out with the fact it tells of: queued in its transaction, sent by the worker once that is committed."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import ANONYMOUS, Principal
from shared.jobs import queue
from shared.mail.kinds import Mail
from shared.types import new_id, now

SEND_MAIL = "send_mail"


class Letter(BaseModel):
    """A mail in the queue, with what stays the same however often it is tried."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    id: UUID = Field(default_factory=new_id)
    written_at: datetime = Field(default_factory=now)
    mail: Mail


async def send(session: AsyncSession, mail: Mail, *, caller: Principal = ANONYMOUS) -> None:
    """Add the mail to the transaction: it is sent if that is committed, and does not exist if it is not."""
    letter = Letter(mail=mail).model_dump_json()
    await queue.enqueue(session, SEND_MAIL, caller=caller, subject={"letter": letter})


def letter_of(job: queue.Job) -> Letter:
    """The letter that a job of the queue is about."""
    return Letter.model_validate_json(job.subject["letter"])
