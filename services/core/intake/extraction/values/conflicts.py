"""Reads what a vendor says about its conflict check. Never turns silence into "cleared"."""

from services.core.intake.proposals import ConflictStatus


def conflict(text: str) -> ConflictStatus | None:
    """The state of the conflict check as the text states it now; "cleared (was pending)" is cleared; None if unsaid.

    Give the label along with a bare yes or no (`conflict("Conflicts? No")`): alone it says nothing.
    """
    raise NotImplementedError
