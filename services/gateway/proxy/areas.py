"""The areas of the API that an API key's scopes speak of."""

SEGMENTS = {
    "approvals": "compliance",
    "attestations": "compliance",
    "audit-entries": "audit",
    "blackouts": "interviews",
    "calendar": "interviews",
    "calendar-feeds": "interviews",
    "campaigns": "campaigns",
    "charges": "spend",
    "company-facts": "compliance",
    "compliance-rules": "compliance",
    "exchange-rates": "settings",
    "experts": "experts",
    "intakes": "intake",
    "interviews": "interviews",
    "invoices": "spend",
    "match-reviews": "experts",
    "people": "experts",
    "projects": "projects",
    "reports": "reports",
    "restricted-entries": "compliance",
    "source-files": "intake",
    "suggestions": "experts",
    "team-members": "team",
    "tracker-reads": "tracker",
    "ui-preferences": "settings",
    "user-trainings": "compliance",
    "users": "profile",
    "vendor-choice": "vendors",
    "vendors": "vendors",
}
"""By the first segment below `/api`."""
WITHIN_CAMPAIGNS = {
    "events": "events",
    "budget": "spend",
    "forecast": "spend",
    "intake": "intake",
    "intakes": "intake",
    "shortlist": "shortlist",
    "shortlist.csv": "shortlist",
    "shortlist.xlsx": "shortlist",
    "coverage": "reports",
    "funnel": "reports",
    "spend": "reports",
    "scorecards": "reports",
    "report.html": "reports",
    "tracker": "tracker",
    "tracker-reads": "tracker",
    "tracker.xlsx": "tracker",
}
AREAS = frozenset({*SEGMENTS.values(), *WITHIN_CAMPAIGNS.values()})


def area_of(path: str) -> str | None:
    """The area of a route's path, or None: no API key reaches it."""
    first, *others = path.removeprefix("/api/").split("/")
    if first == "campaigns" and len(others) > 1 and others[1] in WITHIN_CAMPAIGNS:
        return WITHIN_CAMPAIGNS[others[1]]
    return SEGMENTS.get(first)
