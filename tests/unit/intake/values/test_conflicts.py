"""The state of a conflict check is what the text states now."""

import pytest

from services.core.intake.extraction import values


@pytest.mark.parametrize(
    "text",
    [
        "cleared (was pending)",
        "no conflict",
        "conflict check passed",
        "Conflicts? No",
        "Conflicts: none",
        "was pending, now cleared",
        "No known conflicts",
        "green",
        "freigegeben",
        "Cleared?: Yes",
    ],
)
def test_cleared(text: str) -> None:
    assert values.conflict(text) == "cleared"


@pytest.mark.parametrize(
    "text",
    ["pending", "in review", "awaiting compliance", "not yet cleared", "submitted to compliance", "Cleared?: no"],
)
def test_pending(text: str) -> None:
    assert values.conflict(text) == "pending"


@pytest.mark.parametrize(
    "text",
    [
        "flagged – on the restricted list",
        "Conflict: flagged (previously cleared)",
        "Flagged - current employee, under review",
        "potential conflict (supplier)",
        "conflicted",
        "Conflicts? Yes",
    ],
)
def test_flagged(text: str) -> None:
    assert values.conflict(text) == "flagged"


@pytest.mark.parametrize("text", ["not checked yet", "check not started", "not yet run", "to be checked"])
def test_not_checked(text: str) -> None:
    assert values.conflict(text) == "not_checked"


@pytest.mark.parametrize("text", ["TBD", "", "yes", "no", "VP Operations"])
def test_nothing_said_is_never_cleared(text: str) -> None:
    assert values.conflict(text) is None
