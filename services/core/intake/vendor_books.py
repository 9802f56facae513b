"""Which standing offer of a vendor a proposal is news of. Works on rows in memory."""

from dataclasses import dataclass, field
from uuid import UUID

from services.core.intake.proposals import Proposal
from services.core.matching.profiles import Profile
from services.core.research.people.registry import Registry, could_be


@dataclass(slots=True)
class VendorBook:
    """One vendor's offers in the campaign: the standing one by person, and people by the vendor's number."""

    by_person: dict[UUID, UUID] = field(default_factory=dict)
    by_ref: dict[str, tuple[UUID, Profile]] = field(default_factory=dict)

    def admit(self, profile: Profile, *, offer_id: UUID, person_id: UUID, vendor_ref: str | None) -> None:
        """Know an offer; of several of one person the last admitted stands."""
        self.by_person[person_id] = offer_id
        if vendor_ref:
            self.by_ref[vendor_ref] = person_id, profile

    def find(self, known: Registry, profile: Profile, vendor_ref: str | None) -> UUID | None:
        """The offer a proposal is news of: within one vendor's own list a bare name is enough if it is the only one."""
        if vendor_ref and vendor_ref in self.by_ref:
            person_id, numbered = self.by_ref[vendor_ref]
            if could_be(profile, numbered):
                return self.by_person[person_id]
        resolution = known.resolve(profile, among=self.by_person)
        if resolution.same is not None:
            return self.by_person[resolution.same.person_id]
        bare = profile.employer is None and not profile.past_employers
        if bare and len(resolution.unsure) == 1:
            return self.by_person[resolution.unsure[0].person_id]
        return None


def profile_of(proposal: Proposal) -> Profile:
    """A proposal as matching sees it."""
    value = {name: found.value for name, found in proposal.fields.items()}
    former = value.get("past_employers")
    return Profile(
        name=str(value["name"]),
        employer=_text(value.get("employer")),
        title=_text(value.get("title")),
        location=_text(value.get("location")),
        past_employers=tuple(str(job["name"]) for job in former if job.get("name")) if isinstance(former, list) else (),
        linkedin_url=_text(value.get("linkedin_url")),
        email=_text(value.get("email")),
        phone=_text(value.get("phone")),
    )


def vendor_ref_of(proposal: Proposal) -> str | None:
    """The vendor's own number of the person."""
    found = proposal.fields.get("vendor_ref")
    return str(found.value) if found else None


def _text(value: object) -> str | None:
    return None if value is None else str(value)
