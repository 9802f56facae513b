"""The tables of states: who may move what where, in new words and old."""

import pytest

from services.core.interviews.booking.states import MACHINE as INTERVIEW
from services.core.research.enrollments.states import MACHINE as ENROLLMENT
from services.core.research.experts.states import MACHINE as EXPERT
from services.core.research.states import Machine
from shared.errors import Problem

MACHINES = {"enrollment": ENROLLMENT, "expert": EXPERT, "interview": INTERVIEW}


def refused(machine: Machine, current: str, wanted: str, reason: str | None = None) -> Problem:
    with pytest.raises(Problem) as caught:
        machine.require_move(current, wanted, reason=reason)
    return caught.value


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_every_state_named_anywhere_has_a_line_of_its_own(machine: Machine) -> None:
    named = {state for source, target, _ in machine.legal for state in (source, target)}
    assert named | machine.reasoned | set(machine.old_words.values()) <= set(machine.moves)


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_a_move_is_refused_with_what_is_allowed_unless_it_is_in_the_table(machine: Machine) -> None:
    for current, allowed in machine.moves.items():
        for wanted in machine.moves:
            if wanted == current or wanted in allowed:
                machine.require_move(current, wanted, reason="Because.")
            else:
                problem = refused(machine, current, wanted)
                assert (problem.kind, problem.code) == ("conflict", "move_not_allowed")
                assert problem.details == {"current": current, "allowed": list(allowed)}


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_a_state_that_needs_a_reason_is_not_entered_without_one(machine: Machine) -> None:
    for source, target, mover in machine.legal:
        if mover == "person" and target in machine.reasoned:
            for reason in (None, "", "  "):
                problem = refused(machine, source, target, reason)
                assert (problem.kind, problem.code) == ("invalid", "reason_needed")
                assert problem.errors[0]["pointer"] == "#/reason"


@pytest.mark.parametrize(
    ("machine", "word", "state"),
    [
        (ENROLLMENT, "Enrolled", "active"),
        (ENROLLMENT, "not enrolled", "declined"),
        (EXPERT, "Awaiting Review", "proposed"),
        (EXPERT, "screened_out", "rejected"),
        (EXPERT, "CONFLICT", "blocked"),
        (INTERVIEW, "pending", "requested"),
        (INTERVIEW, "No-Show", "no_show"),
        (INTERVIEW, "noshow", "no_show"),
        (INTERVIEW, "canceled", "cancelled"),
    ],
)
def test_words_are_understood_whatever_their_case_and_hyphens(machine: Machine, word: str, state: str) -> None:
    assert machine.understand(word) == state
    assert machine.read(word) == (state, None)


@pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)
def test_every_state_is_understood_as_itself(machine: Machine) -> None:
    assert {machine.understand(state) for state in machine.moves} == set(machine.moves)


def test_an_unknown_word_of_an_import_is_the_first_state_with_a_finding() -> None:
    state, finding = INTERVIEW.read("postponed")
    assert state == "requested"
    assert finding == "'postponed' is no state of an interview: taken as requested"
