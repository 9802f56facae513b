"""What a tracker's cells say of prices and times, in the terms of offers and calls. Pure."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from services.core.reporting.tracker.columns import Value
from shared.errors import invalid
from shared.money import minor_units
from shared.types import instant_within_reach, time_zones

PER = re.compile(r"([A-Z]{3})/(hour|call|minute)", re.IGNORECASE)
CREDITS = "credits/hour"
WORDS = "Per is a currency and a unit, such as USD/hour, USD/call, USD/minute, or credits/hour."


def price(amount: Value, per: Value, *, known: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The quote two cells state, with the terms known of one in the same unit; None when both are empty.

    Raises Problem (invalid) for one without the other, and for what is neither.
    """
    if amount is None and per is None:
        return None
    if amount is None or per is None:
        raise invalid("quote_incomplete", f"A price needs both its amount and Per. {WORDS}", pointer="#/price")
    money = PER.fullmatch(per)
    if money is None and per.casefold() != CREDITS:
        raise invalid("per_unknown", WORDS, pointer="#/per")
    unit = money[2].lower() if money else "credit"
    same = dict(known) if known is not None and known["unit"] == unit else {}
    currency = money[1].upper() if money else same.get("currency")
    scale = minor_units(currency or "") if money else 100
    return same | {"unit": unit, "currency": currency, "amount_minor": _minor(amount, scale)}


def start(wall: Value, zone: Value, *, known: datetime | None) -> tuple[datetime, str | None]:
    """The instant of a wall time in a zone, and what to say of it: one that occurs twice is `known`, else the first.

    Raises Problem (invalid) for what is no time, an unknown zone, and a time the zone's clocks leave out that day.
    """
    if wall is None:
        raise invalid("call_without_time", "A call that is booked has a Call date.", pointer="#/call_date")
    if zone not in time_zones():
        raise invalid("zone_unknown", f"'{zone}' is no IANA time zone, such as Europe/Paris.", pointer="#/zone")
    clock = ZoneInfo(zone)
    try:
        read = datetime.fromisoformat(wall)
        first, second = (read.replace(tzinfo=read.tzinfo or clock, fold=fold).astimezone(UTC) for fold in (0, 1))
        instant_within_reach(first)
    except (ValueError, OverflowError) as fault:
        raise invalid("time_unread", f"'{wall}' is no date and time.", pointer="#/call_date") from fault
    if first > second:
        message = f"There is no {read:%H:%M} in {zone} that day: its clocks go forward."
        raise invalid("time_left_out", message, pointer="#/call_date")
    if first == second or known == first:
        return first, None
    if known == second:
        return second, None
    said = f"The clocks in {zone} show {read:%H:%M} twice that day, and the first is taken. The second is written"
    return first, f"{said} {second.astimezone(clock).isoformat()}."


def _minor(amount: str, scale: int) -> int:
    minor = Decimal(amount) * scale
    if minor != minor.to_integral_value() or minor < 0:
        raise invalid("price_unread", f"{amount} is no amount of this currency.", pointer="#/price")
    return int(minor)
