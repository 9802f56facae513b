"""The states of an enrolment, the moves between them and what old systems called them. Touches no database."""

import re
from collections.abc import Mapping
from typing import Literal

from shared.errors import Problem

Status = Literal["pending", "active", "paused", "completed", "declined", "failed", "withdrawn"]

MOVES: Mapping[str, tuple[str, ...]] = {
    "pending": ("active", "declined", "failed", "withdrawn"),
    "active": ("paused", "completed", "withdrawn"),
    "paused": ("active", "completed", "withdrawn"),
    "completed": ("active",),
    "declined": ("pending",),
    "failed": ("pending",),
    "withdrawn": ("pending",),
}
OVER: frozenset[str] = frozenset(state for state, moves in MOVES.items() if moves == ("pending",))
"""States in which nothing runs any more: inviting the vendor again begins anew."""
OLD_WORDS: Mapping[str, str] = {"enrolled": "active", "notenrolled": "declined"}


def understand(word: str) -> str:
    """The state an old system's word stands for, whatever its case, spaces, hyphens and underscores."""
    plain = re.sub(r"[\s_-]", "", word).casefold()
    return OLD_WORDS.get(plain, plain)


def require_move(current: str, wanted: str) -> None:
    """Raises Problem (conflict) with what is allowed unless the move is legal or none at all."""
    allowed = MOVES[current]
    if wanted != current and wanted not in allowed:
        raise Problem(
            "conflict",
            "move_not_allowed",
            f"An enrolment that is {current} cannot be set to {wanted}.",
            details={"current": current, "allowed": list(allowed)},
        )
