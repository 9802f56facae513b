"""Puts vendors' scorecards together: what was counted, as shares and times with their intervals, best vendor first."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from asyncpg import Record

from services.core.reporting import figures
from services.core.reporting.figures import ShareOut
from services.core.reporting.scorecards import repository
from services.core.reporting.scorecards.repository import Counts
from services.core.reporting.scorecards.schemas import (
    CallsOut,
    FirstProposalOut,
    Grade,
    ScorecardOut,
    ScorecardQuery,
    ScorecardsOut,
    UnreliableOut,
)
from services.core.research.campaigns import repository as campaigns
from services.core.research.rates import service as rates
from services.core.research.vendors import deliveries
from shared import statistics
from shared.contracts.principal import Principal
from shared.db.read import Reader
from shared.errors import invalid
from shared.money import minor_units
from shared.statistics import Waiting
from shared.types import now


async def of_workspace(reader: Reader, caller: Principal, *, query: ScorecardQuery) -> ScorecardsOut:
    """Every vendor's card over all campaigns. Raises Problem (invalid) for a window that ends before it begins."""
    return await _cards(reader, caller, query, repository.OF_WORKSPACE)


async def of_campaign(reader: Reader, caller: Principal, *, campaign_id: UUID, query: ScorecardQuery) -> ScorecardsOut:
    """The cards of one campaign alone. Raises Problem (missing), and as `of_workspace`."""
    if await reader.value(caller, campaigns.EXISTS, id=campaign_id) is None:
        raise campaigns.MISSING
    return await _cards(reader, caller, query, repository.OF_CAMPAIGN, campaign_id=campaign_id)


async def _cards(
    reader: Reader, caller: Principal, query: ScorecardQuery, counts: Counts, **scope: UUID
) -> ScorecardsOut:
    end = query.end or now()
    begin = query.begin or end - deliveries.ROLLING
    if begin > end:
        raise invalid("window_reversed", f"The window ends at {end} before it begins.", pointer="#/query/to")
    worth = {
        name: float(rate.usd_per_unit) / minor_units(name)
        for name, rate in (await rates.effective(reader, caller)).items()
    }
    window = {"begin": begin, "end": end, **scope}
    money = {"currencies": list(worth), "dollars": list(worth.values())}
    (offered, missed), (vendors, known) = await asyncio.gather(
        reader.rows_of(caller, (counts.offers, counts.unreliable), **window, **money),
        reader.rows_of(caller, (counts.vendors, counts.known), **window),
    )
    repeated = {row["id"]: row["known"] for row in known}
    offers = {row["id"]: row["offers"] for row in offered}
    rows = [{**row, "offers": offers.get(row["id"])} for row in vendors]
    heard = [row for row in rows if row["calls"] or row["offers"] or row["invitations"]]
    cards = ranked([card_of(row, known=repeated.get(row["id"], 0)) for row in heard])
    return ScorecardsOut(
        begins_at=query.begin,
        ends_at=query.end,
        vendors=[card for card in cards if query.vendor_id in (None, card.vendor_platform_id)],
        no_shows_by_expert=[_unreliable(row) for row in missed],
    )


def ranked(cards: list[ScorecardOut]) -> list[ScorecardOut]:
    """Best first, by the bound of the EN score that is against each; who is judged by too few calls has no rank."""
    ordered = sorted(cards, key=lambda card: (_rank_key(card.en_score), card.vendor.casefold()))
    for place, card in enumerate(ordered, start=1):
        card.rank = None if card.en_score.too_few else place
    return ordered


def _rank_key(score: ShareOut) -> tuple[bool, bool, float]:
    return statistics.rank_key(statistics.Estimate(score.n, score.value, score.low, score.high))


def card_of(row: Mapping[str, Any], *, known: int) -> ScorecardOut:
    """One vendor's card from what was counted; `known` of its proposals were of people another vendor had offered."""
    calls, offers, invitations = (_counts(row[name]) for name in ("calls", "offers", "invitations"))
    done, no_show, cancelled = (calls.get(name, 0) for name in ("done", "no_show", "cancelled"))
    asked, missed = done + no_show + cancelled, calls.get("missed", 0)
    score = _share(done, asked)
    return ScorecardOut(
        vendor_platform_id=row["id"],
        vendor=row["name"],
        rank=None,
        grade=grade_of(score),
        calls=CallsOut(asked=asked, done=done, no_show=no_show, cancelled=cancelled, open=calls.get("open", 0)),
        proposals=offers.get("proposals", 0),
        en_score=score,
        first_proposal=_first_proposal(row["hours"] or [], row["over"] or [], invitations.get("open", 0)),
        invitations=_share(invitations.get("joined", 0), invitations.get("answered", 0)),
        acceptance=_share(offers.get("accepted", 0), offers.get("decided", 0)),
        duplicates=_share(known, offers.get("proposals", 0)),
        no_shows=_share(missed, missed + done),
        price_to_list=figures.estimate_of(
            statistics.mean(offers.get("priced", 0), offers.get("price_mean"), offers.get("price_deviation"))
        ),
    )


def grade_of(score: ShareOut) -> Grade:
    """The EN score in a word."""
    if score.too_few or score.value is None:
        return "too few"
    return "great" if score.value >= deliveries.GREAT else "good" if score.value >= deliveries.GOOD else "weak"


def _counts(document: str | None) -> dict[str, Any]:
    return orjson.loads(document) if document else {}


def _share(hits: int, n: int) -> ShareOut:
    return figures.share_of(hits, statistics.proportion(hits, n))


def _first_proposal(hours: list[float], over: list[bool], still_open: int) -> FirstProposalOut:
    waited = [*map(Waiting._make, zip(hours, over, strict=True))]
    return FirstProposalOut(
        median_hours=figures.estimate_of(statistics.waiting(waited, 0.5)),
        p90_hours=figures.estimate_of(statistics.waiting(waited, 0.9)),
        open=still_open,
    )


def _unreliable(row: Record) -> UnreliableOut:
    return UnreliableOut(person_id=row["person_id"], name=row["name"], no_shows=_share(row["missed"], row["due"]))
