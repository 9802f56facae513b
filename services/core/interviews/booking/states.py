"""The states of an interview: asked for, booked, held or not."""

from typing import Literal

from services.core.research.states import Machine

Status = Literal["requested", "scheduled", "confirmed", "completed", "stopped", "no_show", "cancelled"]

MACHINE = Machine(
    thing="an interview",
    moves={
        "requested": ("scheduled", "cancelled"),
        "scheduled": ("requested", "confirmed", "completed", "stopped", "no_show", "cancelled"),
        "confirmed": ("requested", "scheduled", "completed", "stopped", "no_show", "cancelled"),
        "completed": (),
        "stopped": (),
        "no_show": ("requested",),
        "cancelled": (),
    },
    computed={},
    old_words={"pending": "requested", "canceled": "cancelled"},
    reasoned=frozenset({"stopped", "cancelled"}),
)
BOOKED = ("scheduled", "confirmed")
HELD = ("completed", "stopped")
"""The call took place and is paid for."""
