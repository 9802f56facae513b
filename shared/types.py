"""Bounded types for input, and the two sources of novelty (time and ids) that tests may want to hold."""

from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

import uuid_utils.compat
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from shared import money

NO_NUL = r"^[^\x00]*$"
SMALLINT_MAX = 32_767
INT_MAX = 2_147_483_647

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255, pattern=NO_NUL)]
ShortText = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255, pattern=NO_NUL)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=NO_NUL)]
LongText = Annotated[str, StringConstraints(max_length=50_000, pattern=NO_NUL)]
Count = Annotated[int, Field(ge=0, le=100_000)]
Position = Annotated[int, Field(ge=0, le=INT_MAX)]
CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""A code that may be on file, whether there is such a currency or not."""
MinorUnits = Annotated[int, Field(ge=0, le=INT_MAX)]


@cache
def time_zones() -> frozenset[str]:
    """The IANA zones; neither a machine's own nor that of one that was not set up, which no database need know."""
    return frozenset(available_timezones() - {"localtime", "Factory"})


def _known_zone(name: str) -> str:
    if name not in time_zones():
        raise ValueError(f"'{name}' is not an IANA time zone, such as Europe/Paris")
    return name


def _known_currency(code: str) -> str:
    if code not in money.CURRENCIES:
        raise ValueError(f"'{code}' is not the ISO 4217 code of a currency, such as EUR")
    return code


Currency = Annotated[CurrencyCode, AfterValidator(_known_currency)]
Link = Annotated[str, StringConstraints(max_length=2000, pattern=r"^https?://[^\s\x00]+$")]
Email = Annotated[str, StringConstraints(max_length=320, pattern=r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$")]
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(3000, 1, 1, tzinfo=UTC)


FAR = "lies outside the years 1900 to 2999"


def instant_within_reach(at: datetime) -> datetime:
    """The moment itself, one without an offset taken as of UTC. Raises ValueError for one too far to reckon with."""
    if not EARLIEST <= at.replace(tzinfo=at.tzinfo or UTC) < LATEST:
        raise ValueError(FAR)
    return at


def _is_far(day: date) -> bool:
    return not EARLIEST.year <= day.year < LATEST.year


def _day_within_reach(day: date) -> date:
    if _is_far(day):
        raise ValueError(FAR)
    return day


def _last_day_within_reach(day: date) -> date:
    if _is_far(day):
        raise ValueError(f"{FAR}; leave it out where there is no end")
    return day


Instant = Annotated[AwareDatetime, AfterValidator(instant_within_reach)]
"""A moment with its offset, far enough from the ends of the calendar to reckon with."""
WallTime = Annotated[datetime, AfterValidator(instant_within_reach)]
"""A moment as far from them, or with no offset a time of the clocks where it is meant."""
Day = Annotated[date, AfterValidator(_day_within_reach)]
"""A day, as far from them: Postgres would be told the first and the last there are as `-infinity` and `infinity`."""
LastDay = Annotated[date, AfterValidator(_last_day_within_reach)]
"""A day, as far from them, of what without one has no end."""
TimeZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known_zone)]


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): unique, and sorting by the time it was made."""
    return uuid_utils.compat.uuid7()


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)
