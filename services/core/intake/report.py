"""The lines of an intake's report, and the words for what became of a proposal."""

from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from services.core.research.duplicates import service as duplicates
from services.core.research.duplicates.service import Identity
from services.core.research.enrollments import service as enrollments
from shared.models.sourcing import CampaignVendorEnrollment

VENDOR_UNKNOWN = "vendor_unknown"
NOT_TAKEN = enrollments.NOT_TAKEN


@dataclass(slots=True)
class Line:
    """One line of the report, until it is stored as an `IntakeItem`."""

    position: int
    vendor: str | None
    source: dict[str, Any]
    outcome: str = "rejected"
    name: str | None = None
    expert_id: UUID | None = None
    person_id: UUID | None = None
    code: str | None = None
    reason: str | None = None
    changes: list[dict[str, Any]] = field(default_factory=list)

    def columns(self) -> dict[str, Any]:
        """What is stored of it; not copied, as `asdict` would, for there may be thousands."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def arrival(identity: Identity) -> tuple[str, str, list[dict[str, Any]]]:
    """Outcome, reason and evidence for an offer that was not there before."""
    if identity.known is not None:
        sure = f"Another offer of a person already known ({identity.known.score.value:.0%} sure)."
        return "merged", sure, duplicates.reasons_of(identity.known)
    if identity.unsure:
        likest = identity.unsure[0]
        unsure = f"New, but may be a person already known ({likest.score.value:.0%}): see the match reviews."
        return "needs_review", unsure, duplicates.reasons_of(likest)
    return "added", "A new person.", []


def unknown_vendor(name: str | None) -> str:
    """Why nobody is placed whose vendor is not known, and what helps."""
    if name is None:
        return "Nothing in the file says which vendor sent it; hand it in again with ?vendor=."
    return f"No vendor called '{name}' is known; add it under /api/vendors or hand the file in with ?vendor=."


def not_taken(name: str, enrollment: CampaignVendorEnrollment) -> str:
    """Why a closed enrolment's new proposal is not placed, and what helps; the file is kept, and placed again later."""
    since = f"{name} is {enrollment.status} in this campaign since {enrollment.status_at:%Y-%m-%d}"
    return f"{since}: no new proposals are taken. {enrollments.reopening(enrollment)} Then retry this intake."
