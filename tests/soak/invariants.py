"""What must hold of a workspace after whatever two people did at once, read from the database as its owner."""

import itertools
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from services.core.audit import lines, repository
from services.core.interviews.booking.states import MACHINE as INTERVIEW
from services.core.research.enrollments.states import MACHINE as ENROLLMENT
from services.core.research.experts import states as experts
from services.core.research.experts.states import MACHINE as EXPERT

MACHINES = {"enrollment": ENROLLMENT, "expert": EXPERT, "interview": INTERVIEW}
HOLDING = ("scheduled", "confirmed", "completed", "stopped")
BESIDE = ("moved", "removed")
"""What the log tells of a thing beside the states it comes into."""
PRESENT = """
    SELECT jsonb_build_object(
        'enrollment', (SELECT coalesce(jsonb_agg(to_jsonb(e)), '[]')
            FROM expert_network.campaign_vendor_enrollments e WHERE e.workspace_id = $1),
        'expert', (SELECT coalesce(jsonb_agg(to_jsonb(e)), '[]')
            FROM expert_network.experts e WHERE e.workspace_id = $1),
        'interview', (SELECT coalesce(jsonb_agg(to_jsonb(i)), '[]')
            FROM expert_network.interviews i WHERE i.workspace_id = $1),
        'holds', (SELECT coalesce(jsonb_agg(to_jsonb(h) || jsonb_build_object(
                'from', lower(h.period), 'to', upper(h.period))), '[]')
            FROM expert_network.calendar_holds h WHERE h.workspace_id = $1),
        'attendees', (SELECT coalesce(jsonb_agg(to_jsonb(a)), '[]')
            FROM expert_network.interview_attendees a WHERE a.workspace_id = $1 AND a.required)
    )
"""

Row = dict[str, Any]


@dataclass(slots=True)
class Record:
    """The log as it was followed so far, and the states that it alone says everything is in."""

    workspace: UUID
    count: int = 0
    head: str = lines.GENESIS
    states: dict[str, dict[str, str]] = field(default_factory=lambda: {name: {} for name in MACHINES})

    async def check(self, connection: asyncpg.Connection) -> Row:
        """Follow the log to its end and hold everything against it; what is there. Raises AssertionError."""
        present: Row = orjson.loads(await connection.fetchval(PRESENT, self.workspace))
        arguments = {"workspace_id": self.workspace, "after": self.count, "until": 10**9}
        for row in await connection.fetch(repository.LINES.sql, *repository.LINES.arguments(arguments)):
            self._follow(orjson.loads(row[0]))
        for name in MACHINES:
            assert self.states[name] == {row["id"]: row["status"] for row in present[name]}, f"{name}: log and rows"
        require_experts_to_follow(present)
        require_no_double_booking(present)
        return present

    def _follow(self, entry: Row) -> None:
        assert entry["number"] == self.count + 1, "the log has a gap"
        assert entry["previous_hash"] == self.head, "the log is not linked"
        assert entry["hash"] == lines.hash_of(entry), "an entry is not what its hash is of"
        self.count, self.head = entry["number"], entry["hash"]
        name, _, done = entry["action"].partition(".")
        if name in MACHINES and done in {*MACHINES[name].moves, *BESIDE}:
            self._move(name, entry["subject_id"], entry["details"])

    def _move(self, name: str, id_: str, told: Row) -> None:
        """One entry a move: from the state that the entry before it left, to one the table allows."""
        states, source, target = self.states[name], told.get("from"), told.get("to")
        assert states.get(id_) == source, f"{name}: an entry from {source} where {states.get(id_)} was"
        if target is None:
            del states[id_]
            return
        if source not in (None, target):
            assert (source, target) in {(one, other) for one, other, _ in MACHINES[name].legal}, (name, source, target)
        states[id_] = target


def require_experts_to_follow(present: Row) -> None:
    """An expert is in the state that follows from its calls. Raises AssertionError."""
    calls: dict[str, set[str]] = {}
    for call in present["interview"]:
        calls.setdefault(call["expert_id"], set()).add(call["status"])
    for offer in present["expert"]:
        own = calls.get(offer["id"], set())
        if own & {"scheduled", "confirmed"}:
            follows = "scheduled"
        elif "requested" in own:
            follows = "scheduling"
        elif own & {"completed", "stopped"}:
            follows = "completed"
        else:
            assert offer["status"] not in ("scheduling", "scheduled", "completed"), "follows no call"
            continue
        assert offer["status"] == follows, f"{offer['status']} with calls {sorted(own)}"
        assert offer["status"] in experts.BOOKED


def require_no_double_booking(present: Row) -> None:
    """Everybody a call needs is held for it, and nobody twice at a time. Raises AssertionError."""
    person = {offer["id"]: offer["person_id"] for offer in present["expert"]}
    wanted = {(call["id"], person[call["expert_id"]]) for call in present["interview"] if call["status"] in HOLDING}
    held = {call["id"] for call in present["interview"] if call["status"] in HOLDING}
    wanted |= {(one["interview_id"], one["team_member_id"]) for one in present["attendees"]} & {
        (call, one["team_member_id"]) for call in held for one in present["attendees"]
    }
    assert {(hold["interview_id"], hold["holder_id"]) for hold in present["holds"]} == wanted, "holds and calls differ"
    lasting = [hold for hold in present["holds"] if hold["from"] is not None]
    ordered = sorted(lasting, key=lambda hold: (hold["holder_id"], hold["from"]))
    for one, other in itertools.pairwise(ordered):
        assert one["holder_id"] != other["holder_id"] or one["to"] <= other["from"], "somebody is booked twice"
