"""Why no time was found: each reason once, whose it is, and what would help."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from services.core.interviews.slots.constraints import Block, Kind
from services.core.interviews.slots.finder import Found

REMEDIES: Mapping[Kind, str] = {
    "availability": "Ask the vendor for times, and enter them as the offer's availability or as slots of the call.",
    "unread": "Enter the instants that are meant, as the offer's availability or as slots of the call.",
    "range": "Search in another range, or ask the vendor for times within this one.",
    "duration": "Search for a shorter call, or ask the vendor for longer times.",
    "lead_time": "Ask the vendor for later times.",
    "working_hours": "Ask the vendor for other times, or have somebody attend for whom it is day.",
    "hold": "Ask the vendor for other times, move the other call, or have somebody else attend.",
    "blackout": "Ask the vendor for other days, or have somebody attend who is there.",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """What kept times from being found, and what would help."""

    block: Block
    remedy: str


def of(found: Found, *, vendor: str, unread: Sequence[str]) -> list[Reason]:
    """The reasons why nothing was found, what rules out most first; none where something was."""
    if found.slots:
        return []
    blocks = list(_of_windows(found)) or ([] if unread else [_none_offered(vendor)])
    blocks += [Block("unread", vendor, f"{vendor}: '{text}' names no certain instant") for text in unread]
    return [Reason(block, REMEDIES[block.kind]) for block in blocks]


def _none_offered(vendor: str) -> Block:
    return Block("availability", vendor, f"{vendor}: has offered no times for this expert")


def _of_windows(found: Found) -> Iterator[Block]:
    """A time that was not tried counts as one that is ruled out."""
    counts: Counter[Block] = Counter()
    for verdict in found.verdicts:
        for block, starts in verdict.blocked:
            counts[block] += max(starts, 1)
    return (block for block, _ in counts.most_common())
