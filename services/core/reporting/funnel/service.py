"""Puts a campaign's funnel together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson

from services.core.reporting import figures
from services.core.reporting.figures import EstimateOut, ShareOut
from services.core.reporting.funnel import repository
from services.core.reporting.funnel.schemas import STAGES, DroppedOut, FunnelOut, Stage, StageOut, VendorFunnelOut
from services.core.reporting.schemas import CampaignBrief
from services.core.research.campaigns import repository as campaigns
from services.core.research.experts import states
from shared import statistics
from shared.contracts.principal import Principal
from shared.db.read import Reader
from shared.statistics import Waiting
from shared.types import now

LAST = STAGES.index("completed")

Row = Mapping[str, Any]


async def of_campaign(reader: Reader, caller: Principal, *, campaign_id: UUID) -> FunnelOut:
    """The funnel as it stands. Raises Problem (missing)."""
    within = {"id": campaign_id, "campaign_id": campaign_id}
    found, (row,) = await reader.rows_of(caller, (campaigns.ONE, repository.FUNNEL), **within, as_of=now())
    if not found:
        raise campaigns.MISSING
    counted, stays = orjson.loads(row["counts"]), orjson.loads(row["times"])
    times = {STAGES[stay["place"]]: _median(stay["days"], stay["over"]) for stay in stays}
    return FunnelOut(
        campaign=CampaignBrief.model_validate(orjson.loads(found[0][0])),
        stages=stages_of(counted, times),
        vendors=vendors_of(counted),
    )


def stages_of(counted: Sequence[Row], times: Mapping[str, EstimateOut]) -> list[StageOut]:
    """The stages in order, each with what reached it, stands in it and ended in it."""
    reached = _reached(counted)
    return [
        StageOut(
            stage=stage,
            reached=reached[place],
            here=sum(row["proposals"] for row in counted if row["status"] == stage),
            dropped=_dropped(row for row in counted if row["place"] == place),
            conversion=_share(reached[place], reached[place - 1]) if place else None,
            median_days=times.get(stage) or _median([], []),
        )
        for place, stage in enumerate(STAGES)
    ]


def vendors_of(counted: Sequence[Row]) -> list[VendorFunnelOut]:
    """Each vendor's part, who proposed most first."""
    by_vendor: dict[str, list[Row]] = {}
    for row in counted:
        by_vendor.setdefault(row["vendor_platform_id"], []).append(row)
    parts = [_vendor(rows) for rows in by_vendor.values()]
    return sorted(parts, key=lambda part: (-part.reached["proposed"], part.vendor.casefold()))


def _vendor(rows: Sequence[Row]) -> VendorFunnelOut:
    reached = _reached(rows)
    by_stage: dict[Stage, int] = {stage: reached[place] for place, stage in enumerate(STAGES)}
    return VendorFunnelOut(
        vendor_platform_id=rows[0]["vendor_platform_id"],
        vendor=rows[0]["name"],
        reached=by_stage,
        dropped=_dropped(rows),
        completion=_share(reached[LAST], reached[0]),
    )


def _reached(rows: Iterable[Row]) -> list[int]:
    furthest: Counter[int] = Counter()
    for row in rows:
        furthest[row["place"]] += row["proposals"]
    return [sum(count for place, count in furthest.items() if place >= stage) for stage in range(len(STAGES))]


def _dropped(rows: Iterable[Row]) -> DroppedOut:
    out: Counter[str] = Counter()
    for row in rows:
        out[row["status"]] += row["proposals"]
    return DroppedOut(**{why: out[why] for why in states.OUT})


def _share(hits: int, n: int) -> ShareOut:
    return figures.share_of(hits, statistics.proportion(hits, n))


def _median(days: Iterable[float], over: Iterable[bool]) -> EstimateOut:
    waited = map(Waiting._make, zip(days, over, strict=True))
    return figures.estimate_of(statistics.waiting(waited, 0.5))
