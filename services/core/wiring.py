"""What core consists of, in one place: its rooms over HTTP and its jobs."""

from collections.abc import Awaitable, Callable

from services.core.intake import jobs as intake_jobs
from services.core.intake import router as intake
from services.core.intake import worker as intake_worker
from services.core.intake.suggestions import router as suggestions
from services.core.reporting import router as reporting
from services.core.research.campaigns import router as campaigns
from services.core.research.duplicates import router as duplicates
from services.core.research.enrollments import router as enrollments
from services.core.research.experts import router as experts
from services.core.research.people import router as people
from services.core.research.preferences import router as preferences
from services.core.research.projects import router as projects
from services.core.research.rates import router as rates
from services.core.research.screening import router as screening
from services.core.research.team import router as team
from services.core.research.vendors import router as vendors
from shared.db.session import Transactions
from shared.jobs.queue import Job

ROUTERS = (
    projects.queries,
    projects.commands,
    vendors.queries,
    vendors.commands,
    campaigns.queries,
    campaigns.commands,
    enrollments.queries,
    enrollments.commands,
    team.queries,
    team.commands,
    screening.queries,
    screening.commands,
    experts.queries,
    experts.commands,
    people.queries,
    preferences.queries,
    preferences.commands,
    rates.queries,
    rates.commands,
    duplicates.queries,
    duplicates.commands,
    intake.queries,
    intake.commands,
    intake.hand_ins,
    suggestions.queries,
    suggestions.commands,
    reporting.queries,
)


def job_handlers(transactions: Transactions) -> dict[str, Callable[[Job], Awaitable[None]]]:
    """What the worker does for each kind of job."""

    async def place_intake(job: Job) -> None:
        await intake_worker.place_intake(transactions, job)

    return {intake_jobs.PLACE_INTAKE: place_intake}


def given_up(transactions: Transactions) -> Callable[[str, Job, str], Awaitable[None]]:
    """What is told where when a job has failed for the last time."""

    async def tell(name: str, job: Job, reason: str) -> None:
        if name == intake_jobs.PLACE_INTAKE:
            await intake_worker.give_up(transactions, job, reason)

    return tell
