"""The states of an enrolment: a vendor invited to a campaign."""

from typing import Literal

from services.core.research.states import Machine

Status = Literal["pending", "active", "paused", "completed", "declined", "failed", "withdrawn"]

MACHINE = Machine(
    thing="an enrolment",
    moves={
        "pending": ("active", "declined", "failed", "withdrawn"),
        "active": ("paused", "completed", "withdrawn"),
        "paused": ("active", "completed", "withdrawn"),
        "completed": ("active",),
        "declined": ("pending",),
        "failed": ("pending",),
        "withdrawn": ("pending",),
    },
    computed={},
    old_words={"enrolled": "active", "notenrolled": "declined"},
    reasoned=frozenset({"declined"}),
)
OVER = frozenset(state for state, moves in MACHINE.moves.items() if moves == ("pending",))
"""States in which nothing runs any more: inviting the vendor again begins anew."""
CLOSED = frozenset({"paused", "withdrawn"})
"""States in which no new proposals of the vendor are taken; news of those that stand are."""
