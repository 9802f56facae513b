"""How things move from state to state: a table of legal moves each, and what old systems called the states. Pure.

The database holds the same tables (`expert_network.legal_moves()`) and refuses whatever is not in them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.contracts import moments
from shared.errors import Problem, invalid

Mover = Literal["person", "interviews", "gate"]
Moves = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Machine:
    """The states of one kind of thing, the first of them the one in which it begins.

    `moves` are those a person makes; `computed` those that follow from something else, by what makes them. Entering a
    state of `reasoned` needs a reason.
    """

    thing: str
    moves: Moves
    computed: Mapping[Mover, Moves]
    old_words: Mapping[str, str]
    reasoned: frozenset[str] = frozenset()

    @property
    def legal(self) -> set[tuple[str, str, Mover]]:
        """Every legal move as source, target and who makes it."""
        by_mover: dict[Mover, Moves] = {"person": self.moves, **self.computed}
        return {
            (source, target, mover)
            for mover, moves in by_mover.items()
            for source, targets in moves.items()
            for target in targets
        }

    def understand(self, word: str) -> str:
        """The state a word stands for, old or new, whatever its case, spaces, hyphens and underscores.

        A word that stands for none comes back without them.
        """
        plain = re.sub(r"[\s_-]", "", word).casefold()
        known = {state.replace("_", ""): state for state in self.moves} | dict(self.old_words)
        return known.get(plain, plain)

    def read(self, word: str) -> tuple[str, str | None]:
        """The state of an imported word; for one that stands for none the first state, and a finding that says so."""
        state = self.understand(word)
        if state in self.moves:
            return state, None
        first = next(iter(self.moves))
        return first, f"'{word}' is no state of {self.thing}: taken as {first}"

    def require_move(self, current: str, wanted: str, *, reason: str | None = None) -> None:
        """Raises Problem (conflict) with what is allowed unless a person may make this move, or it is none at all.

        Raises Problem (invalid) for a move that needs a reason and has none.
        """
        if wanted == current:
            return
        if wanted not in self.moves[current]:
            raise self.refusal(current, wanted)
        if wanted in self.reasoned and not (reason or "").strip():
            raise invalid("reason_needed", f"Say why {self.thing} is {wanted}.", pointer="#/reason")

    def moment(self, current: str, at: datetime, *, since: datetime | None, field: str = "occurred_at") -> datetime:
        """When a move from the present state, in which the thing is since then, happened.

        Raises Problem (invalid: out_of_order) for a moment before that.
        """
        details = {"current": current, "allowed": list(self.moves[current])}
        return moments.following(at, since, what=f"{self.thing} became {current}", field=field, details=details)

    def refusal(self, current: str, wanted: str) -> Problem:
        """The conflict that names the present state and those a person may set from there."""
        return Problem(
            "conflict",
            "move_not_allowed",
            f"{self.thing[0].upper()}{self.thing[1:]} that is {current} cannot be set to {wanted}.",
            details={"current": current, "allowed": list(self.moves[current])},
        )
