"""What core consists of, in one place: its rooms over HTTP and its jobs."""

from services.core.audit import router as audit
from services.core.compliance.approvals import router as approvals
from services.core.compliance.attestations import router as attestations
from services.core.compliance.blocks import jobs as blocks_jobs
from services.core.compliance.blocks import worker as blocks_worker
from services.core.compliance.company_facts import router as company_facts
from services.core.compliance.gate import router as gate
from services.core.compliance.lists import router as restricted
from services.core.compliance.rechecks import jobs as rechecks_jobs
from services.core.compliance.rechecks import worker as rechecks_worker
from services.core.compliance.rules import router as rules
from services.core.compliance.trainings import router as trainings
from services.core.events import router as events
from services.core.intake import jobs as intake_jobs
from services.core.intake import router as intake
from services.core.intake import worker as intake_worker
from services.core.intake.suggestions import router as suggestions
from services.core.interviews.agenda import router as agenda
from services.core.interviews.blackouts import repository as blackouts_repository
from services.core.interviews.blackouts import router as blackouts
from services.core.interviews.blackouts.schemas import BlackoutQuery
from services.core.interviews.booking import jobs as booking_jobs
from services.core.interviews.booking import repository as interviews_repository
from services.core.interviews.booking import router as interviews
from services.core.interviews.booking import worker as booking_worker
from services.core.interviews.booking.schemas import InterviewQuery
from services.core.interviews.calendar import router as calendar
from services.core.interviews.slots import router as slots
from services.core.moves import router as moves
from services.core.operations import router as operations
from services.core.platform.fast_reads import One, Pages
from services.core.reporting import router as reporting
from services.core.reporting.coverage import router as coverage_report
from services.core.reporting.funnel import router as funnel_report
from services.core.reporting.page import router as report_page
from services.core.reporting.scorecards import router as scorecards
from services.core.reporting.spend import router as spend_report
from services.core.reporting.tracker import router as tracker
from services.core.research.campaigns import repository as campaigns_repository
from services.core.research.campaigns import rescoring
from services.core.research.campaigns import router as campaigns
from services.core.research.campaigns.schemas import CampaignQuery
from services.core.research.companies import router as companies
from services.core.research.coverage import router as coverage
from services.core.research.duplicates import router as duplicates
from services.core.research.enrollments import router as enrollments
from services.core.research.experts import repository as experts_repository
from services.core.research.experts import router as experts
from services.core.research.experts.schemas import ExpertQuery
from services.core.research.people import repository as people_repository
from services.core.research.people import router as people
from services.core.research.people.schemas import PersonQuery
from services.core.research.preferences import router as preferences
from services.core.research.projects import repository as projects_repository
from services.core.research.projects import router as projects
from services.core.research.projects.schemas import ProjectQuery
from services.core.research.rates import router as rates
from services.core.research.screening import router as screening
from services.core.research.screening import worker as screening_worker
from services.core.research.team import router as team
from services.core.research.vendor_choice import router as vendor_choice
from services.core.research.vendors import router as vendors
from services.core.spend.budgets import notices
from services.core.spend.budgets import router as budgets
from services.core.spend.charges import router as charges
from services.core.spend.invoices import router as invoices
from services.core.spend.rate_cards import router as rate_cards
from shared.db.session import Transactions
from shared.jobs import runner
from shared.jobs.queue import Job
from shared.mail import outbox

ROUTERS = (
    audit.queries,
    projects.queries,
    projects.commands,
    scorecards.queries,
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
    screening.scored,
    companies.queries,
    companies.commands,
    coverage.queries,
    coverage.commands,
    vendor_choice.queries,
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
    intake.retries,
    suggestions.queries,
    suggestions.commands,
    interviews.queries,
    interviews.commands,
    slots.queries,
    agenda.queries,
    blackouts.queries,
    blackouts.commands,
    calendar.queries,
    calendar.commands,
    rate_cards.queries,
    rate_cards.commands,
    charges.queries,
    charges.commands,
    budgets.queries,
    budgets.commands,
    invoices.queries,
    invoices.commands,
    invoices.imports,
    events.queries,
    tracker.queries,
    tracker.commands,
    gate.queries,
    approvals.queries,
    approvals.commands,
    rules.queries,
    rules.commands,
    restricted.queries,
    restricted.commands,
    company_facts.queries,
    company_facts.commands,
    attestations.queries,
    attestations.commands,
    trainings.queries,
    trainings.commands,
    reporting.queries,
    coverage_report.queries,
    funnel_report.queries,
    report_page.queries,
    spend_report.queries,
    moves.commands,
    operations.jobs,
)


ONES = {
    "/api/campaigns": One(campaigns_repository.ONE, campaigns_repository.MISSING),
    "/api/projects": One(projects_repository.ONE, projects_repository.MISSING),
    "/api/experts": One(experts_repository.ONE, experts_repository.MISSING),
    "/api/interviews": One(interviews_repository.ONE, interviews_repository.MISSING),
    "/api/blackouts": One(blackouts_repository.ONE, blackouts_repository.MISSING),
    "/api/people": One(people_repository.ONE, people_repository.MISSING),
}
PAGES = {
    "/api/campaigns": Pages(campaigns_repository.LISTING, CampaignQuery),
    "/api/projects": Pages(projects_repository.LISTING, ProjectQuery),
    "/api/experts": Pages(experts_repository.LISTING, ExpertQuery),
    "/api/interviews": Pages(interviews_repository.LISTING, InterviewQuery),
    "/api/blackouts": Pages(blackouts_repository.LISTING, BlackoutQuery),
    "/api/people": Pages(people_repository.LISTING, PersonQuery),
}
"""The plainest reads, answered ahead of the framework: by id, and a page of a list."""


def jobs(transactions: Transactions, *, mail: runner.Kind, telling: runner.Kind) -> dict[str, runner.Kind]:
    """What the worker does for each kind of job, and what is told where when one has failed for the last time."""

    async def place_intake(job: Job) -> None:
        await intake_worker.place_intake(transactions, job)

    async def give_up_intake(job: Job, reason: str) -> None:
        await intake_worker.give_up(transactions, job, reason)

    async def rescore_campaign(job: Job) -> None:
        await screening_worker.rescore_campaign(transactions, job)

    async def lapse_request(job: Job) -> None:
        await booking_worker.lapse_request(transactions, job)

    async def settle_blocks(job: Job) -> None:
        await blocks_worker.settle_blocks(transactions, job)

    async def recheck_calls(job: Job) -> None:
        await rechecks_worker.recheck_calls(transactions, job)

    return {
        rechecks_jobs.RECHECK_CALLS: runner.Kind(recheck_calls, give_up=rechecks_worker.give_up, at_once=1),
        blocks_jobs.SETTLE_BLOCKS: runner.Kind(settle_blocks, give_up=blocks_worker.give_up, at_once=1),
        booking_jobs.LAPSE_REQUEST: runner.Kind(lapse_request, give_up=booking_worker.give_up, at_once=1),
        rescoring.RESCORE: runner.Kind(rescore_campaign, give_up=screening_worker.give_up, at_once=1),
        intake_jobs.PLACE_INTAKE: runner.Kind(place_intake, give_up=give_up_intake),
        notices.TELL_THRESHOLD: telling,
        outbox.SEND_MAIL: mail,
    }
