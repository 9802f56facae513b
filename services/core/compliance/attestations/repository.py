"""All SQL of attestations; they are only ever added."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.compliance import ATTESTATION_KIND, Attestation
from shared.models.interviews import Interview
from shared.models.sourcing import Expert

MISSING = missing("attestation")
INTERVIEW_MISSING = missing("interview")

FACTS = {
    "id": col(Attestation.id),
    "kind": col(Attestation.kind),
    "person_id": col(Attestation.person_id),
    "person_name": col(Attestation.person_name),
    "interview_id": col(Attestation.interview_id),
    "text_version": col(Attestation.text_version),
    "text_hash": col(Attestation.text_hash),
    "signed_at": col(Attestation.signed_at),
    "evidence": col(Attestation.evidence),
    "created_by": col(Attestation.created_by),
    "created_at": col(Attestation.created_at),
}
DOCUMENT = json_of(FACTS)
SIGNED = json_of(FACTS | {"text": col(Attestation.text)})
ONE = Statement(select(SIGNED).where(col(Attestation.id) == bindparam("id", type_=Uuid())))
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(Attestation),
    identity=col(Attestation.id),
    sorts={"signed_at": col(Attestation.signed_at)},
    filters={
        "kind": col(Attestation.kind) == bindparam("kind", type_=ATTESTATION_KIND),
        "person_id": col(Attestation.person_id) == bindparam("person_id", type_=Uuid()),
        "interview_id": col(Attestation.interview_id) == bindparam("interview_id", type_=Uuid()),
    },
)
CALLED = and_(col(Expert.workspace_id) == col(Interview.workspace_id), col(Expert.id) == col(Interview.expert_id))


async def called(session: AsyncSession, interview_id: UUID) -> UUID:
    """The person who is called. Raises Problem (missing) for an unknown interview."""
    chosen = select(col(Expert.person_id)).select_from(Interview).join(Expert, CALLED)
    found = (await session.exec(chosen.where(col(Interview.id) == interview_id))).first()
    if found is None:
        raise INTERVIEW_MISSING
    return found
