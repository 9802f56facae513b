"""Places large intakes: read again, then batch by batch, each its own transaction, so that a crash loses no more."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.audit import repository as audit
from services.core.intake import repository, service
from services.core.intake.proposals import KnownVendor
from services.core.intake.reading import Reading
from services.core.intake.uploads import Upload
from services.core.research.campaigns import repository as campaigns
from services.core.research.people import repository as people
from services.core.research.vendors import service as vendors
from shared.contracts.principal import Principal
from shared.db.session import Transactions
from shared.jobs.queue import Job
from shared.models.intake import Intake, SourceFile
from shared.types import now

OPEN = ("queued", "running")


async def place_intake(transactions: Transactions, job: Job) -> None:
    """Place an intake from where it stands. One that was taken over, finished, undone or deleted is left alone."""
    intake_id = UUID(job.subject["intake_id"])
    intake, files, known = await _claim(transactions, job.caller, intake_id)
    if intake is None:
        return
    uploads = [Upload(file.name, file.media_type, file.content) for file in files]
    found = await service.read(uploads, known=known, hint=intake.vendor_hint, today=intake.received_at.date())
    while await _place_batch(transactions, job.caller, intake, found=found, files=files):
        pass


async def _claim(
    transactions: Transactions, caller: Principal, intake_id: UUID
) -> tuple[Intake | None, list[SourceFile], list[KnownVendor]]:
    async with transactions.begin(caller) as session:
        intake = await repository.find(session, intake_id)
        if intake is None or intake.status not in OPEN:
            return None, [], []
        intake.claim += 1
        intake.status = "running"
        session.add(intake)
        known = service.known_vendors(await vendors.catalogue(session))
        return intake, await repository.files(session, intake.file_ids), known


async def _place_batch(
    transactions: Transactions, caller: Principal, claimed: Intake, *, found: Reading, files: list[SourceFile]
) -> bool:
    """Place the next batch; whether there may be more. A claim that was taken over ends it.

    Locks people, then the campaign, then the intake: the order of whoever undoes it or deletes the campaign.
    """
    async with transactions.begin(caller) as session:
        await people.lock(session, caller.workspace_id)
        await campaigns.keep_still(session, claimed.campaign_id)
        intake = await repository.find(session, claimed.id)
        if intake is None or intake.claim != claimed.claim or intake.status != "running":
            return False
        batch = found.items[intake.processed : intake.processed + service.BATCH]
        if batch:
            await service.place(session, caller=caller, intake=intake, items=batch, files=files)
        if intake.processed >= len(found.items):
            await service.finish(session, caller=caller, intake=intake)
            return False
        return True


async def give_up(transactions: Transactions, job: Job, reason: str) -> None:
    """Mark the intake failed; what was placed stays, and undo takes it back."""
    async with transactions.begin(job.caller) as session:
        intake = await repository.find(session, UUID(job.subject["intake_id"]))
        if intake is not None and intake.status in OPEN:
            intake.status, intake.failure, intake.finished_at = "failed", reason, now()
            session.add(intake)
            await audit.note(
                session,
                caller=job.caller,
                action="intake.failed",
                subject_kind="intake",
                subject_id=intake.id,
                campaign_id=intake.campaign_id,
                reason=reason,
            )


async def reopen(session: AsyncSession, job: Job) -> None:
    """Let an intake that was given up go on from where it stood; the transaction is introduced as its person."""
    intake = await repository.find(session, UUID(job.subject["intake_id"]))
    if intake is not None and intake.status == "failed":
        intake.status, intake.failure, intake.finished_at = "queued", None, None
        session.add(intake)
