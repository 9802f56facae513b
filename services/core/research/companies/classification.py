"""What an expert is to a campaign by whom they work or worked for, as seen from the companies it lists.

Compares employers as matching does, so that "Intl. Business Machines" is IBM here too.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from services.core.matching import employment, job_evidence

Role = Literal["target", "competitor", "customer", "supplier"]
ExpertType = Literal["former_employee", "customer", "competitor", "supplier", "domain_expert", "other"]

TYPE_OF: Mapping[str, ExpertType] = {
    "target": "former_employee",
    "competitor": "competitor",
    "customer": "customer",
    "supplier": "supplier",
}
ORDER = list(TYPE_OF)


@dataclass(frozen=True, slots=True)
class Company:
    """A company the campaign lists."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Job:
    """An employer as the offer names it; `ended` as written (2019 or 2019-03) where it is told."""

    employer: str
    is_current: bool
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The type that follows, the reason in words, the employer it rests on as written, and whether that is the target
    and today's.
    """

    expert_type: ExpertType
    reason: str
    employer: str | None = None
    works_for_target: bool = False


def jobs_of(title: str | None, company: str | None, past_employers: Iterable[Mapping[str, Any]]) -> Iterator[Job]:
    """The jobs of an offer: its company is the present one unless it or the title says "former", a past one without end
    is past.
    """
    if company:
        yield Job(company, not employment.is_past(title, company))
    for past in past_employers:
        ended = past.get("end")
        is_current = employment.is_present(ended)
        if name := past.get("name"):
            yield Job(str(name), is_current, None if is_current or not ended else str(ended))


def standing(jobs: Iterable[Job], companies: Sequence[Company]) -> Standing | None:
    """What the jobs make of the expert: the target first, today's employer before former ones, the latest of these.

    Who works for the target still is no former employee of it, and is never called: other.
    A domain expert when none of the listed companies is among the jobs; None when no company or no job is known.
    """
    known = [job for job in jobs if employment.employer(job.employer) is not None]
    if not companies or not known:
        return None
    met = [(job, company) for job in known for company in companies if _same(job.employer, company.name)]
    if not met:
        return Standing("domain_expert", f"None of the listed companies among {', '.join(_names(known))}.")
    job, company = min(met, key=lambda pair: _order(*pair))
    works_for_target = job.is_current and company.role == "target"
    expert_type: ExpertType = "other" if works_for_target else TYPE_OF[company.role]
    return Standing(expert_type, _reason(job, company), job.employer, works_for_target)


def _same(left: str, right: str) -> bool:
    one, other = employment.employer(left), employment.employer(right)
    return one is not None and other is not None and job_evidence.same_employer(one, other)


def _order(job: Job, company: Company) -> tuple[bool, bool, tuple[int, ...], int, str, str]:
    """Ends are compared by their letters, so that the latest year comes first and an unknown one last."""
    ended = tuple(-ord(letter) for letter in job.ended) if job.ended else (0,)
    return company.role != "target", not job.is_current, ended, ORDER.index(company.role), company.name, job.employer


def _reason(job: Job, company: Company) -> str:
    named = "" if job.employer == company.name else f" ('{job.employer}')"
    until = f" until {job.ended}" if job.ended else ""
    return f"{'Works' if job.is_current else 'Was'} at the campaign's {company.role} {company.name}{named}{until}."


def _names(jobs: Iterable[Job]) -> list[str]:
    return list(dict.fromkeys(job.employer for job in jobs))
