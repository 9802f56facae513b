"""Every route the gateway passes on to core, and nothing else; a test holds this table against core's own routes."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.gateway.proxy.areas import area_of

KIB = 1024
MIB = 1024 * KIB
BODY = 1 * MIB
UPLOAD = 52 * MIB
"""50 MiB of files and what multipart adds around them."""


@dataclass(frozen=True, slots=True)
class Route:
    """One path: the methods core takes there, who may come without a session, and its limits.

    `budget` is how many seconds core has to begin its answer; one that `streams` has no end. `lent` is what is lent to
    strangers there: it is missing to them once who opened it to them does not belong to the workspace any more.
    """

    path: str
    methods: tuple[str, ...]
    public: bool = False
    lent: str | None = None
    body_limit: int = BODY
    budget: float = 15.0
    streams: bool = False

    @property
    def area(self) -> str:
        """What an API key needs a scope for. Raises LookupError for a path of no area."""
        area = area_of(self.path)
        if area is None:
            raise LookupError(f"{self.path} is in no area")
        return area


ROUTES: tuple[Route, ...] = (
    Route("/api/audit-entries", ("GET",)),
    Route("/api/audit-entries/head", ("GET",)),
    Route("/api/audit-entries/export", ("GET",)),
    Route("/api/vendors", ("GET", "POST"), public=True),
    Route("/api/vendors/{vendor_id}", ("GET", "PATCH", "DELETE"), public=True),
    Route("/api/vendors/{vendor_id}/rate-cards", ("GET", "POST")),
    Route("/api/vendors/{vendor_id}/rate-cards/{rate_card_id}", ("GET", "PATCH", "DELETE")),
    Route("/api/vendor-choice", ("GET",)),
    Route("/api/projects", ("GET", "POST")),
    Route("/api/projects/{project_id}", ("GET", "PATCH", "DELETE")),
    Route("/api/campaigns", ("GET", "POST")),
    Route("/api/campaigns/{campaign_id}", ("GET", "PATCH", "DELETE")),
    Route("/api/campaigns/{campaign_id}/vendors", ("GET", "POST")),
    Route("/api/campaigns/{campaign_id}/vendors/{vendor_id}", ("PATCH", "DELETE")),
    Route("/api/campaigns/{campaign_id}/screening-questions", ("GET", "POST")),
    Route("/api/campaigns/{campaign_id}/screening-questions/{question_id}", ("PATCH", "DELETE")),
    Route("/api/campaigns/{campaign_id}/scores", ("GET",)),
    Route("/api/campaigns/{campaign_id}/scoring", ("GET",)),
    Route("/api/campaigns/{campaign_id}/companies", ("GET", "POST")),
    Route("/api/campaigns/{campaign_id}/companies/{company_id}", ("GET", "PATCH", "DELETE")),
    Route("/api/campaigns/{campaign_id}/coverage-targets", ("GET", "PUT")),
    Route("/api/campaigns/{campaign_id}/budget", ("GET", "PUT")),
    Route("/api/campaigns/{campaign_id}/forecast", ("GET",)),
    Route("/api/campaigns/{campaign_id}/intake", ("POST",), body_limit=UPLOAD, budget=60.0),
    Route("/api/campaigns/{campaign_id}/intakes", ("GET",)),
    Route("/api/campaigns/{campaign_id}/events", ("GET",), streams=True),
    Route("/api/campaigns/{campaign_id}/tracker.xlsx", ("GET",)),
    Route("/api/campaigns/{campaign_id}/tracker", ("POST",), body_limit=UPLOAD, budget=60.0),
    Route("/api/campaigns/{campaign_id}/tracker-reads", ("GET",)),
    Route("/api/tracker-reads/{read_id}", ("GET",)),
    Route("/api/tracker-reads/{read_id}/cells", ("GET",)),
    Route("/api/campaigns/{campaign_id}/shortlist", ("GET",)),
    Route("/api/campaigns/{campaign_id}/shortlist.csv", ("GET",)),
    Route("/api/campaigns/{campaign_id}/shortlist.xlsx", ("GET",)),
    Route("/api/campaigns/{campaign_id}/coverage", ("GET",)),
    Route("/api/campaigns/{campaign_id}/funnel", ("GET",)),
    Route("/api/campaigns/{campaign_id}/spend", ("GET",)),
    Route("/api/campaigns/{campaign_id}/scorecards", ("GET",)),
    Route("/api/campaigns/{campaign_id}/report.html", ("GET",)),
    Route("/api/reports/spend", ("GET",)),
    Route("/api/vendors/scorecards", ("GET",)),
    Route("/api/team-members", ("GET", "POST")),
    Route("/api/team-members/{member_id}", ("GET", "PATCH", "DELETE")),
    Route("/api/team-members/campaigns/{campaign_id}", ("GET",)),
    Route("/api/team-members/campaigns/{campaign_id}/assign/{member_id}", ("POST", "PATCH", "DELETE")),
    Route("/api/experts", ("GET", "POST")),
    Route("/api/experts/moves", ("POST",)),
    Route("/api/experts/{expert_id}", ("GET", "PATCH", "DELETE")),
    Route("/api/experts/{expert_id}/screening", ("GET", "POST")),
    Route("/api/experts/{expert_id}/gate", ("GET",)),
    Route("/api/interviews/{interview_id}/gate", ("GET",)),
    Route("/api/approvals", ("GET", "POST")),
    Route("/api/approvals/{approval_id}", ("GET",)),
    Route("/api/approvals/{approval_id}/decision", ("POST",)),
    Route("/api/compliance-rules", ("GET",)),
    Route("/api/compliance-rules/versions", ("GET",)),
    Route("/api/compliance-rules/{rule}", ("GET", "PUT")),
    Route("/api/restricted-entries", ("GET", "POST")),
    Route("/api/restricted-entries/import", ("POST",), budget=60.0),
    Route("/api/restricted-entries/{entry_id}", ("GET", "PATCH")),
    Route("/api/company-facts", ("GET", "POST")),
    Route("/api/company-facts/{fact_id}", ("GET", "PATCH")),
    Route("/api/attestations", ("GET", "POST")),
    Route("/api/attestations/{attestation_id}", ("GET",)),
    Route("/api/user-trainings", ("GET", "POST")),
    Route("/api/user-trainings/{training_id}", ("GET",)),
    Route("/api/experts/{expert_id}/score", ("GET",)),
    Route("/api/interviews", ("GET", "POST")),
    Route("/api/interviews/{interview_id}", ("GET", "PATCH", "DELETE")),
    Route("/api/interviews/{interview_id}/schedule", ("POST",)),
    Route("/api/interviews/{interview_id}/reschedule", ("POST",)),
    Route("/api/interviews/{interview_id}/confirm", ("POST",)),
    Route("/api/interviews/{interview_id}/request-again", ("POST",)),
    Route("/api/interviews/{interview_id}/complete", ("POST",)),
    Route("/api/interviews/{interview_id}/stop", ("POST",)),
    Route("/api/interviews/{interview_id}/no-show", ("POST",)),
    Route("/api/interviews/{interview_id}/cancel", ("POST",)),
    Route("/api/interviews/{interview_id}/rate", ("POST",)),
    Route("/api/interviews/{interview_id}/correct", ("POST",)),
    Route("/api/blackouts", ("GET", "POST")),
    Route("/api/blackouts/{blackout_id}", ("GET", "PATCH", "DELETE")),
    Route("/api/experts/{expert_id}/slots", ("GET",)),
    Route("/api/calendar", ("GET",)),
    Route("/api/people", ("GET",)),
    Route("/api/people/{person_id}", ("GET",)),
    Route("/api/ui-preferences", ("GET", "PATCH")),
    Route("/api/intakes/{intake_id}", ("GET",)),
    Route("/api/intakes/{intake_id}/items", ("GET",)),
    Route("/api/intakes/{intake_id}/undo", ("POST",)),
    Route("/api/intakes/{intake_id}/retry", ("POST",)),
    Route("/api/source-files/{file_id}", ("GET",)),
    Route("/api/suggestions", ("GET",)),
    Route("/api/suggestions/{suggestion_id}/accept", ("POST",)),
    Route("/api/suggestions/{suggestion_id}/dismiss", ("POST",)),
    Route("/api/match-reviews", ("GET",)),
    Route("/api/match-reviews/{review_id}/accept", ("POST",)),
    Route("/api/match-reviews/{review_id}/refuse", ("POST",)),
    Route("/api/match-reviews/{review_id}/undo", ("POST",)),
    Route("/api/interviews/{interview_id}/invite.ics", ("GET",)),
    Route("/api/calendar-feeds", ("GET", "POST")),
    Route("/api/calendar-feeds/{feed_id}", ("DELETE",)),
    Route("/api/calendar-feeds/{feed_id}/rotate", ("POST",)),
    Route("/api/calendar/{token}.ics", ("GET",), public=True, lent="calendar_feed"),
    Route("/api/charges", ("GET", "POST")),
    Route("/api/charges/totals", ("GET",)),
    Route("/api/charges/{charge_id}", ("GET",)),
    Route("/api/charges/{charge_id}/void", ("POST",)),
    Route("/api/invoices", ("GET", "POST"), body_limit=UPLOAD, budget=60.0),
    Route("/api/invoices/{invoice_id}", ("GET",)),
    Route("/api/invoices/{invoice_id}/lines", ("GET",)),
    Route("/api/invoices/{invoice_id}/lines/{line_id}/accept", ("POST",)),
    Route("/api/invoices/{invoice_id}/lines/{line_id}/dispute", ("POST",)),
    Route("/api/invoices/{invoice_id}/missing-calls", ("GET",)),
    Route("/api/invoices/{invoice_id}/undo", ("POST",)),
    Route("/api/exchange-rates", ("GET",)),
    Route("/api/exchange-rates/{currency}", ("GET", "PUT", "DELETE")),
)


class Table:
    """Finds the route of a path; literal segments win over parameters, as in core."""

    def __init__(self, routes: Iterable[Route] = ROUTES) -> None:
        self._by_shape: dict[tuple[int, str], list[tuple[tuple[str, ...], Route]]] = {}
        for route in sorted(routes, key=lambda route: route.path.count("{")):
            parts = tuple(route.path.split("/"))
            self._by_shape.setdefault((len(parts), parts[2]), []).append((parts, route))

    def find(self, path: str) -> Route | None:
        """The route of a path, or None when it is not on the list."""
        parts = path.split("/")
        if len(parts) < 3:
            return None
        for template, route in self._by_shape.get((len(parts), parts[2]), ()):
            if all(own == given or (own[:1] == "{" and given) for own, given in zip(template, parts, strict=True)):
                return route
        return None
