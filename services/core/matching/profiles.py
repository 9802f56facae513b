"""What matching compares and what it answers; pure values, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

Verdict = Literal["match", "review", "different"]


@dataclass(frozen=True, slots=True)
class Profile:
    """One person as a vendor describes them. `id` is the person already known, None for a newcomer."""

    name: str
    employer: str | None = None
    title: str | None = None
    location: str | None = None
    past_employers: tuple[str, ...] = ()
    linkedin_url: str | None = None
    email: str | None = None
    phone: str | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: which field, how it weighs (log-odds-like, negative speaks against), in words."""

    field: str
    weight: float
    detail: str


@dataclass(frozen=True, slots=True)
class Score:
    """How likely two profiles are one person: `value` 0..1, the verdict by the published thresholds, the reasons."""

    value: float
    verdict: Verdict
    reasons: tuple[Reason, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class NameFrequency:
    """How often a surname or full name occurs; a common name proves little. Keys are normalised names."""

    surnames: Mapping[str, int] = field(default_factory=dict)
    total: int = 0
