"""What the workspace's own calls and invitations say of a vendor, no further than their number allows.

Every figure is moved from what would be taken for granted only as far as its 95 % interval requires: by a few calls
nowhere, by many almost to the share itself. The EN score (calls done ÷ calls asked) starts from a good one, the hours
to a first proposal from those that the vendor's tag promises; an invitation that nothing came of by then counts
against the promise.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from services.core.research.vendors.deliveries import GOOD, GREAT
from shared import statistics
from shared.statistics import Estimate, Waiting

UNTRIED = GOOD / GREAT
"""What a vendor counts whose calls are none or too few to tell."""
HALF = 0.5


@dataclass(frozen=True, slots=True)
class Experience:
    """A vendor's EN score, and the median of hours from an invitation to its first proposal."""

    calls: Estimate
    first_proposal: Estimate
    waited: tuple[Waiting, ...] = ()

    def within(self, hours: float) -> Estimate:
        """The share of invitations answered with a proposal within these hours, of those of which that is known."""
        known = [each for each in self.waited if each.over or each.length >= hours]
        return statistics.proportion(sum(each.over and each.length <= hours for each in known), len(known))

    @property
    def value(self) -> float:
        """From 0 to 1, by the EN score that the interval allows and that is nearest to a good one; 1 is a great one."""
        return min(1.0, _nearest(GOOD, self.calls) / GREAT)


def of(*, done: int, asked: int, hours: Sequence[float], over: Sequence[bool]) -> Experience:
    """That of calls done of those asked, and of invitations: the hours each took, or where not `over` has waited."""
    waited = tuple(map(Waiting._make, zip(hours, over, strict=True)))
    return Experience(statistics.proportion(done, asked), statistics.waiting(waited, HALF), waited)


def hours_to_expect(promised: int | None, own: Experience, *, wanted: int) -> float | None:
    """Hours to a first proposal: those promised, as far as experience allows; without a promise at most those told.

    Where the median has no lower bound but surely fewer than half came within what was promised, else wanted, it is
    the median itself, and never where that is not reached.
    """
    told, share = own.first_proposal, own.within(wanted if promised is None else promised)
    if told.low is None and share.high is not None and share.high < HALF:
        return math.inf if told.value is None else told.value
    return told.high if promised is None else _nearest(promised, told)


def _nearest(granted: float, told: Estimate) -> float:
    low = granted if told.low is None else told.low
    high = granted if told.high is None else told.high
    return max(low, min(granted, high))
