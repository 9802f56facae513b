"""What operators do with jobs: another attempt, or none."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.intake import jobs as intake_jobs
from services.core.intake import worker as intake_worker
from services.core.operations import repository
from shared.db.session import introduce
from shared.errors import Problem, missing

MISSING = missing("job")
UNFINISHED = ("failed", "held")
REOPEN = {intake_jobs.PLACE_INTAKE: intake_worker.reopen}
"""What has to be taken back before a job that was given up can do anything."""


async def retry(session: AsyncSession, job_id: int) -> None:
    """Have a failed or held job tried now. Raises Problem (missing, conflict)."""
    found = await _found(session, job_id)
    if found.state not in UNFINISHED:
        raise Problem("conflict", "job_in_progress", f"This job is {found.state}: there is nothing to retry.")
    await repository.requeue(session, job_id)
    if reopen := REOPEN.get(found.entrypoint):
        await introduce(session, found.job.caller)
        await reopen(session, found.job)


async def discard(session: AsyncSession, job_id: int) -> None:
    """Give a failed job up. Raises Problem (missing, conflict): what an open job is for would wait forever."""
    found = await _found(session, job_id)
    if found.state != "failed":
        raise Problem("conflict", "job_not_failed", f"This job is {found.state}: only a failed one can be discarded.")
    await repository.discard(session, job_id)


async def _found(session: AsyncSession, job_id: int) -> repository.Locked:
    found = await repository.lock(session, job_id)
    if found is None:
        raise MISSING
    return found
