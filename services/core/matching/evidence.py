"""Gathers all that two prepared profiles agree or disagree on, one word per field; weighs nothing."""

from dataclasses import dataclass
from typing import Literal

from services.core.matching import identifiers, job_evidence, name_evidence, normalise

LinkedIn = Literal["same", "different", "missing"]
Email = Literal["same", "other private", "other at one firm", "missing"]
Phone = Literal["same", "missing"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One comparison's findings. `second_employer`: the careers meet once more besides the present employer."""

    name: name_evidence.NameEvidence
    employment: job_evidence.Employment
    second_employer: bool
    title: job_evidence.Title
    place: job_evidence.Place
    linkedin: LinkedIn
    email: Email
    phone: Phone

    @property
    def shares_identifier(self) -> bool:
        """Whether a LinkedIn profile, an e-mail address or a telephone number is the same."""
        return "same" in (self.linkedin, self.email, self.phone)

    @property
    def same_work(self) -> bool:
        """Whether the job title, or a further employer, agrees."""
        return self.title in ("same", "similar") or self.second_employer


def gather(left: normalise.Prepared, right: normalise.Prepared) -> Evidence:
    """The evidence for and against the two being one person."""
    employment = job_evidence.employers_agree(left, right)
    return Evidence(
        name=name_evidence.compare(left.name, right.name),
        employment=employment,
        second_employer=employment in ("same", "former") and job_evidence.shares_second_employer(left, right),
        title=job_evidence.titles_agree(left.title, right.title),
        place=job_evidence.places_agree(left.place, right.place),
        linkedin=_linkedin(left.linkedin, right.linkedin),
        email=_email(left.email, right.email),
        phone="same" if left.phone and right.phone and identifiers.same_phone(left.phone, right.phone) else "missing",
    )


def _linkedin(left: str | None, right: str | None) -> LinkedIn:
    if left is None or right is None:
        return "missing"
    return "same" if left == right else "different"


def _email(left: str | None, right: str | None) -> Email:
    if left is None or right is None:
        return "missing"
    if left == right:
        return "same"
    if identifiers.is_personal(left) and identifiers.is_personal(right):
        return "other private"
    return "other at one firm" if left.rpartition("@")[2] == right.rpartition("@")[2] else "missing"
