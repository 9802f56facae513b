"""The merge of a tracker: every cell that was typed is taken, already so, or told with what it met; nothing else is."""

from hypothesis import given
from hypothesis import strategies as st

from services.core.reporting.tracker import merge
from services.core.reporting.tracker.columns import BY_KEY, COLUMNS, Value
from services.core.reporting.tracker.merge import TOGETHER, Row, TheirRow

KEYS = [column.key for column in COLUMNS]
VALUES = st.none() | st.sampled_from(["a", "b", "c"])
CELLS = st.fixed_dictionaries(dict.fromkeys(KEYS, VALUES))


@given(base=CELLS, ours=CELLS, theirs=CELLS)
def test_a_cell_is_taken_only_where_they_alone_have_changed_it(
    base: dict[str, Value], ours: dict[str, Value], theirs: dict[str, Value]
) -> None:
    row = TheirRow(2, Row("offer:1", "v", theirs))
    found = {change.column: change for change in merge.changes(row, base=Row("offer:1", "v", base), ours=ours)}
    assert found.keys() == {key for key in KEYS if base[key] != theirs[key]}
    for key, change in found.items():
        assert (change.base, change.ours, change.theirs) == (base[key], ours[key], theirs[key])
        if ours[key] == theirs[key]:
            assert change.outcome == "already_so"
        elif not BY_KEY[key].is_editable:
            assert change.outcome == "refused"
        elif ours[key] != base[key]:
            assert change.outcome == "conflict"
        else:
            beside = [other for pair in TOGETHER if key in pair for other in pair if other != key]
            disputed = any(other in found and ours[other] not in (base[other], theirs[other]) for other in beside)
            assert change.outcome == ("conflict" if disputed else "taken")
        assert change.outcome in ("taken", "already_so") or change.reason


@given(base=CELLS, theirs=CELLS)
def test_rows_that_cannot_be_placed_tell_every_cell_that_was_typed(
    base: dict[str, Value], theirs: dict[str, Value]
) -> None:
    typed = {key: theirs[key] for key in KEYS if theirs[key] != base[key]}
    whole, handed_out = Row("offer:1", "v", theirs), Row("offer:1", "v", base)
    for their, before, ours in (
        (TheirRow(2, Row("offer:1", "w", theirs)), handed_out, base),
        (TheirRow(2, whole), handed_out, None),
    ):
        found = list(merge.changes(their, base=before, ours=ours))
        assert {change.column: change.theirs for change in found} == typed
        assert {change.outcome for change in found} <= {"refused"}
    unknown = list(merge.changes(TheirRow(2, whole), base=None, ours=None))
    assert {change.column for change in unknown} == {key for key in KEYS if theirs[key] is not None}
