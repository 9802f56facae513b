"""Which states an offer may be in and move to by hand; the interviews' and the compliance gate's are not set here."""

import re
from collections.abc import Mapping
from typing import Literal

from shared.errors import Problem

Status = Literal[
    "proposed", "reviewed", "shortlisted", "scheduling", "scheduled", "completed", "rejected", "declined", "lapsed",
    "blocked",
]  # fmt: skip

MOVES: Mapping[str, tuple[str, ...]] = {
    "proposed": ("reviewed", "shortlisted", "rejected", "declined", "lapsed"),
    "reviewed": ("shortlisted", "rejected", "declined", "lapsed"),
    "shortlisted": ("rejected", "declined", "lapsed"),
    "scheduling": (),
    "scheduled": (),
    "completed": (),
    "rejected": ("proposed",),
    "declined": ("proposed",),
    "lapsed": ("proposed",),
    "blocked": (),
}
CLOSED = ("rejected", "declined", "lapsed")
"""States beside which the vendor may offer the person anew."""
OLD_WORDS: Mapping[str, str] = {
    "awaitingreview": "proposed",
    "recommended": "proposed",
    "awaitingscreeners": "proposed",
    "approved": "shortlisted",
    "requested": "scheduling",
    "screenedout": "rejected",
    "unresponsive": "lapsed",
    "conflict": "blocked",
}


def understand(word: str) -> str:
    """The state an old system's word stands for, whatever its case, spaces, hyphens and underscores."""
    plain = re.sub(r"[\s_-]", "", word).lower()
    return OLD_WORDS.get(plain, plain)


def require_move(current: str, wanted: str) -> None:
    """Raises Problem (conflict) with what is allowed unless the move is legal or none at all."""
    allowed = MOVES[current]
    if wanted != current and wanted not in allowed:
        raise Problem(
            "conflict",
            "move_not_allowed",
            f"An expert who is {current} cannot be set to {wanted}.",
            details={"current": current, "allowed": list(allowed)},
        )
