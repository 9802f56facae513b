"""What vendors bill at the end: a line per call owed for, with errors planted and noted beside."""

import csv
import io
from dataclasses import dataclass
from datetime import timedelta

from services.core.simulator import draws, prices
from services.core.simulator.records import Call
from services.core.simulator.world import World

HEADER = ("Reference", "Call date", "Expert", "Minutes", "Amount", "Currency", "Type")
ERRORS = ("matched", "amount_differs", "duration_differs", "billed_twice", "missing", "not_ours")
_LIKELY = (70, 8, 6, 5, 6, 5)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an invoice with what is wrong with it; `call` is None for one that was never held."""

    reference: str
    date: str
    expert: str
    minutes: int | None
    amount_minor: int
    currency: str
    fee: str
    verdict: str
    call: str | None


@dataclass(frozen=True, slots=True)
class Invoice:
    """A vendor's bill for the whole world; `missing` are calls that were held and are not on it."""

    vendor: str
    name: str
    lines: list[Line]
    missing: list[str]
    content: bytes


def write(world: World) -> list[Invoice]:
    """The invoices of all vendors that are owed something, by vendor."""
    owed: dict[str, list[Call]] = {}
    for call in world.calls:
        if any(charge.stage == "actual" for charge in call.charges):
            owed.setdefault(call.offer.vendor.name, []).append(call)
    return [_invoice(world, vendor, calls) for vendor, calls in sorted(owed.items())]


def _invoice(world: World, vendor: str, calls: list[Call]) -> Invoice:
    chance = draws.stream(world.seed, "invoice", vendor)
    lines: list[Line] = []
    missing: list[str] = []
    for call in calls:
        verdict = draws.weighted(chance, ERRORS, _LIKELY)
        if call.minutes is None and verdict == "duration_differs":
            verdict = "matched"
        if verdict == "missing" and lines:
            missing.append(call.key)
            continue
        line = _line(call, "matched")
        if verdict == "amount_differs":
            line = _line(call, verdict, amount_minor=line.amount_minor + chance.choice((2500, 5000, 10_000)))
        elif verdict == "duration_differs" and call.minutes:
            line = _line(call, verdict, minutes=_other_length(call, call.minutes))
        lines.append(line)
        if verdict == "billed_twice":
            lines.append(_line(call, verdict))
        elif verdict == "not_ours":
            lines.append(_stranger(call))
    stem = vendor.lower().replace(" ", "-")
    return Invoice(vendor, f"invoice-{stem}-{world.ends_at:%Y%m%d}.csv", lines, missing, _csv(lines))


def _line(call: Call, verdict: str, *, amount_minor: int | None = None, minutes: int | None = None) -> Line:
    charge = call.charges[-1]
    return Line(
        reference=call.offer.ref,
        date=f"{call.starts_at:%Y-%m-%d}",
        expert=call.offer.name,
        minutes=minutes or call.minutes,
        amount_minor=charge.amount_minor if amount_minor is None else amount_minor,
        currency=charge.currency,
        fee={"per_call": "Consultation", "no_show": "No-show"}.get(charge.fee_type, "Cancellation"),
        verdict=verdict,
        call=call.key,
    )


def _other_length(call: Call, minutes: int) -> int:
    """Minutes that are neither those of the call nor those it is billed for."""
    billed = prices.billed(call.offer.vendor.terms, minutes)
    return minutes + 15 if minutes + 15 != billed else minutes + 20


def _stranger(call: Call) -> Line:
    """A call with somebody whom nobody here has heard of."""
    terms = call.offer.vendor.terms
    return Line(
        reference="ZZ-00000",
        date=f"{call.starts_at + timedelta(days=3):%Y-%m-%d}",
        expert="Winifred Osgoode",
        minutes=60,
        amount_minor=prices.rounded(prices.price(terms, call.quote_minor, 60)),
        currency=terms.currency,
        fee="Consultation",
        verdict="not_ours",
        call=None,
    )


def _csv(lines: list[Line]) -> bytes:
    page = io.StringIO()
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow(HEADER)
    for line in lines:
        amount = f"{line.amount_minor / 100:.2f}"
        writer.writerow(
            [
                line.reference,
                line.date,
                line.expert,
                "" if line.minutes is None else line.minutes,
                amount,
                line.currency,
                line.fee,
            ]
        )
    return page.getvalue().encode()
