"""Reads jobs: "VP Operations at Epic Systems (2014–2021)", lists of former employers."""

from dataclasses import dataclass

from services.core.intake.proposals import PastEmployer


@dataclass(frozen=True, slots=True)
class Role:
    """One job as written. `former` is True when the text says it has ended; years as `2019` or `2019-03`."""

    title: str | None = None
    employer: str | None = None
    location: str | None = None
    start: str | None = None
    end: str | None = None
    former: bool = False


def role(text: str) -> Role:
    """The one job a phrase names ("Former VP Operations, Epic Systems (Madison, WI)"); parts not said are None."""
    raise NotImplementedError


def past_employers(text: str) -> list[PastEmployer]:
    """The former employers a list names, in its order; title and years where given."""
    raise NotImplementedError
