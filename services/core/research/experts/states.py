"""The states of an offer. Those from scheduling to completed follow its interviews, and only the gate blocks."""

from typing import Literal

from services.core.research.states import Machine

Status = Literal[
    "proposed", "reviewed", "shortlisted", "scheduling", "scheduled", "completed", "rejected", "declined", "lapsed",
    "blocked",
]  # fmt: skip

BOOKED = ("shortlisted", "scheduling", "scheduled", "completed")
"""Each of these may become any other of them as interviews are asked for, booked, held and called off."""
UNBOOKED = ("proposed", "reviewed", "shortlisted")
"""What the gate may block, and lets back into."""

MACHINE = Machine(
    thing="an expert",
    moves={
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
    },
    computed={
        "interviews": {state: tuple(other for other in BOOKED if other != state) for state in BOOKED},
        "gate": dict.fromkeys(UNBOOKED, ("blocked",)) | {"blocked": UNBOOKED},
    },
    old_words={
        "awaitingreview": "proposed",
        "recommended": "proposed",
        "awaitingscreeners": "proposed",
        "approved": "shortlisted",
        "requested": "scheduling",
        "screenedout": "rejected",
        "unresponsive": "lapsed",
        "conflict": "blocked",
    },
    reasoned=frozenset({"rejected"}),
)
CLOSED = ("rejected", "declined", "lapsed")
"""States beside which the vendor may offer the person anew."""
OUT = (*CLOSED, "blocked")
"""States of an offer whose way has ended before a call."""
