"""What a handful of observations can tell: every figure with its 95 % interval and its n.

Pure. A figure of fewer than `FEW` observations is marked, and nothing is ever ranked by a bare ratio: see `rank_key`.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from statistics import NormalDist
from typing import NamedTuple

FEW = 10
"""Below this n a figure is "too few": shown, never praised or blamed."""
LEVEL = 0.95
Z = NormalDist().inv_cdf((1 + LEVEL) / 2)
LENGTH = attrgetter("length")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and the bounds it lies between with 95 % confidence; a bound the data do not reach is None."""

    n: int
    value: float | None
    low: float | None
    high: float | None

    @property
    def too_few(self) -> bool:
        """Whether n is too small to judge anybody by."""
        return self.n < FEW


class Waiting(NamedTuple):
    """How long something took, or has taken so far when it is not `over` yet (right-censored)."""

    length: float
    over: bool


def proportion(hits: int, n: int) -> Estimate:
    """A share with Wilson's score interval (Wilson 1927, without continuity correction): 47 of 70 is 67 % (56 to 77).

    Raises ValueError unless 0 <= hits <= n.
    """
    if not 0 <= hits <= n:
        raise ValueError(f"{hits} of {n} is no share")
    if n == 0:
        return Estimate(0, None, None, None)
    share, widened = hits / n, 1 + Z**2 / n
    middle = (share + Z**2 / (2 * n)) / widened
    half = Z / widened * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    low, high = max(0.0, middle - half), min(1.0, middle + half)
    return Estimate(n, share, 0.0 if hits == 0 else low, 1.0 if hits == n else high)


def mean(n: int, average: float | None, deviation: float | None) -> Estimate:
    """A mean of `n` figures with Student's t interval from their sample standard deviation; one alone has no bounds."""
    if n == 0 or average is None:
        return Estimate(0, None, None, None)
    if n == 1 or deviation is None:
        return Estimate(n, average, None, None)
    half = student(n - 1) * deviation / math.sqrt(n)
    return Estimate(n, average, average - half, average + half)


def student(freedom: int) -> float:
    """Student's t that 2.5 % lie above, by degrees of freedom (Hill 1970, Communications of the ACM, algorithm 396)."""
    tails = 1 - LEVEL
    if freedom == 1:
        return 1 / math.tan(tails * math.pi / 2)
    if freedom == 2:
        return math.sqrt(2 / (tails * (2 - tails)) - 2)
    a = 1 / (freedom - 0.5)
    b = 48 / a**2
    c = ((20700 * a / b - 98) * a - 16) * a + 96.36
    d = ((94.5 / (b + c) - 3) / b + 1) * math.sqrt(a * math.pi / 2) * freedom
    y = (d * tails) ** (2 / freedom)
    if y > 0.05 + a:
        x = -Z
        y = x**2
        if freedom < 5:
            c += 0.3 * (freedom - 4.5) * (x + 0.6)
        c += (((0.05 * d * x - 5) * x - 7) * x - 2) * x + b
        y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x
        y = math.expm1(a * y**2)
    else:
        y = (
            (1 / (((freedom + 6) / (freedom * y) - 0.089 * d - 0.822) * (freedom + 2) * 3) + 0.5 / (freedom + 4)) * y
            - 1
        ) * (freedom + 1) / (freedom + 2) + 1 / y
    return math.sqrt(freedom * y)


def waiting(observed: Iterable[Waiting], quantile: float) -> Estimate:
    """The time by which a share `quantile` is over, open ones counted for as long as they have waited.

    The Kaplan-Meier estimate (1958); bounds by Brookmeyer and Crowley (1982) on the log-log scale with Greenwood's
    variance. None where so few are over that the time is not reached. n counts open ones too.
    """
    curve = list(observed)
    left = 1 - quantile
    value = low = high = None
    for time, survival, lower, upper in _survival(curve):
        value = time if value is None and survival <= left + 1e-12 else value
        low = time if low is None and lower <= left else low
        if upper <= left:
            high = time
            break
    return Estimate(len(curve), value, low if value is not None else None, high)


def _survival(curve: Sequence[Waiting]) -> Iterable[tuple[float, float, float, float]]:
    """At each time at which something was over: the share not over yet, with its bounds."""
    at_risk, survival, greenwood, band = len(curve), 1.0, 0.0, (1.0, 1.0)
    for time, at_once in groupby(sorted(curve, key=LENGTH), key=LENGTH):
        over = [each.over for each in at_once]
        ended = sum(over)
        if ended:
            survival *= 1 - ended / at_risk
            if ended < at_risk:
                greenwood += ended / (at_risk * (at_risk - ended))
                band = _band(survival, greenwood)
            yield time, survival, *band
        at_risk -= len(over)


def _band(survival: float, greenwood: float) -> tuple[float, float]:
    """Bounds of a share between 0 and 1; where nothing is left there are none, and those before stand."""
    spread = math.exp(Z * math.sqrt(greenwood) / -math.log(survival))
    return survival**spread, survival ** (1 / spread)


def rank_key(estimate: Estimate, *, less_is_better: bool = False) -> tuple[bool, bool, float]:
    """Sorts the best first by the bound that is against them; what is too few comes last, then what is unknown."""
    bound = estimate.high if less_is_better else estimate.low
    if bound is None:
        return True, True, 0.0
    return estimate.too_few, False, bound if less_is_better else -bound
