"""Reads offered times. Only a certain date with a certain zone becomes an instant; the rest stays text."""

from datetime import date

from services.core.intake.proposals import Slot


def availability(text: str, *, timezone_hint: str | None = None, today: date) -> list[Slot]:
    """The slots offered, in order. `timezone_hint` (IANA) serves times that name no zone; years follow from `today`."""
    raise NotImplementedError
