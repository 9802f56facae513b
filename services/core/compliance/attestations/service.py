"""What happens to attestations: they are recorded, with the time of the signature and the version of the text."""

import datetime as dt
import hashlib
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.compliance.attestations import repository
from services.core.research.people import repository as people
from shared.contracts import moments
from shared.contracts.principal import Principal
from shared.errors import invalid
from shared.models.compliance import Attestation
from shared.types import new_id


async def record(
    session: AsyncSession,
    *,
    caller: Principal,
    kind: str,
    person_id: UUID | None,
    interview_id: UUID | None,
    text_version: str,
    text: str,
    signed_at: dt.datetime | None,
    evidence: str | None,
) -> Attestation:
    """Record what was signed.

    Raises Problem (missing) for an unknown person or interview, (invalid) for an attestation of a call without the
    interview or by somebody else than who is called, terms without a person, or a signature still to come.
    """
    if (kind == "call") != (interview_id is not None):
        raise invalid("signed_what", "Of a call, and of a call alone, give the interview.", pointer="#/interview_id")
    if interview_id is not None:
        called = await repository.called(session, interview_id)
        if person_id not in (None, called):
            raise invalid("signed_by_another", "This person is not who is called.", pointer="#/person_id")
        person_id = called
    if person_id is None:
        raise invalid("signed_by_whom", "Say who signed.", pointer="#/person_id")
    attestation = Attestation(
        workspace_id=caller.workspace_id,
        id=new_id(),
        person_id=person_id,
        person_name=(await people.get(session, person_id)).name,
        kind=kind,
        interview_id=interview_id,
        text_version=text_version,
        text=text,
        text_hash=hashlib.sha256(text.encode()).hexdigest(),
        signed_at=moments.happened(signed_at, field="signed_at"),
        evidence=evidence,
    )
    session.add(attestation)
    await session.flush()
    return attestation
