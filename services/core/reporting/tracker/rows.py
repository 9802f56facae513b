"""A campaign's offers and calls as the tracker's rows: one a call, and one an offer that stands and has none. Pure."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.core.reporting.tracker import values
from services.core.reporting.tracker.columns import COLUMNS, Value
from services.core.reporting.tracker.merge import Cells, Row
from shared.money import minor_units

CALL, OFFER = "call", "offer"
OF_OFFER = ("name", "employer", "title", "vendor", "compliance")
OF_CALL = ("notes", "zone")
EMPTY: dict[str, Value] = dict.fromkeys(column.key for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row is about: an offer, and a call with its expert if there is one; whether a new sheet shows it, and when
    the call begins.
    """

    expert_id: UUID
    interview_id: UUID | None
    is_shown: bool
    row: Row
    starts_at: datetime | None = None


def subjects(
    offers: Iterable[Mapping[str, Any]], calls: Iterable[Mapping[str, Any]], *, names: Mapping[UUID, str]
) -> dict[str, Subject]:
    """Every row there can be, by its id, in the order of the sheet: calls by time, then offers by name."""
    by_id = {offer["id"]: offer for offer in offers}
    found = [_call(call, by_id[call["expert_id"]], names) for call in calls]
    found += [_offer(offer) for offer in by_id.values()]
    return {subject.row.id: subject for subject in found}


def labels(members: Iterable[tuple[UUID, str, str | None]]) -> dict[UUID, str]:
    """What each of the team is called on the sheet: by name, and by address too where the name is not theirs alone."""
    everybody = list(members)
    names = [name.casefold() for _, name, _ in everybody]
    return {
        id_: name if names.count(name.casefold()) == 1 else f"{name} ({email or str(id_)[-12:]})"
        for id_, name, email in everybody
    }


def major(amount_minor: int, *, currency: str | None, unit: str) -> Decimal:
    """A quote in whole units: hundredths of a credit are credits."""
    return Decimal(amount_minor) / (100 if unit == "credit" else minor_units(currency or ""))


def per(price: Mapping[str, Any]) -> str:
    """What a quote is of: `USD/hour`, or `credits/hour`."""
    return "credits/hour" if price["unit"] == "credit" else f"{price['currency']}/{price['unit']}"


def _call(call: Mapping[str, Any], offer: Mapping[str, Any], names: Mapping[UUID, str]) -> Subject:
    cells = _shared(offer) | {name: values.text(call[name]) for name in OF_CALL} | _states(call)
    starts_at = datetime.fromisoformat(call["starts_at"]) if call["starts_at"] is not None else None
    if starts_at is not None:
        cells["call_date"] = values.wall(starts_at.astimezone(ZoneInfo(call["zone"])))
    cells["length"] = values.number(call["length"])
    cells["lead"] = values.text(names.get(UUID(call["lead_id"]))) if call["lead_id"] else None
    return Subject(UUID(offer["id"]), UUID(call["id"]), True, _row(CALL, call["id"], cells), starts_at)


def _offer(offer: Mapping[str, Any]) -> Subject:
    return Subject(
        UUID(offer["id"]), None, offer["is_standing"], _row(OFFER, offer["id"], _shared(offer) | _states(offer))
    )


def _shared(offer: Mapping[str, Any]) -> dict[str, Value]:
    cells = EMPTY | {name: values.text(offer[name]) for name in OF_OFFER}
    if (price := offer["price"]) is not None:
        cells["price"] = values.number(major(price["amount_minor"], currency=price["currency"], unit=price["unit"]))
        cells["per"] = per(price)
    cells["score"] = None if offer["score"] is None else values.number(offer["score"])
    cells["sources"] = values.number(offer["sources"])
    return cells


def _states(thing: Mapping[str, Any]) -> dict[str, Value]:
    times = {name: values.wall(datetime.fromisoformat(thing[name]).astimezone(UTC)) for name in ("created", "updated")}
    return {
        "status": thing["status"],
        "reason": values.text(thing["reason"]),
        "conflict_id": thing["conflict_id"],
        **times,
    }


def _row(kind: str, id_: str, cells: Cells) -> Row:
    told = "\x1f".join(f"{key}\x1e{value}" for key, value in sorted(cells.items()))
    return Row(f"{kind}:{id_}", hashlib.sha256(told.encode()).hexdigest()[:12], cells)
