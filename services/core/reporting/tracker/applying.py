"""Takes a tracker's changed cells over through the services that everybody else goes through.

What belongs together is taken together or not at all: a refusal undoes no more than that, and is told with its reason.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.reporting.tracker import quotes
from services.core.reporting.tracker.columns import BY_KEY, LONGEST, Value
from services.core.reporting.tracker.merge import Change
from services.core.reporting.tracker.rows import Subject
from services.core.research.experts import service as experts
from services.core.research.experts import states
from services.core.research.experts.schemas import ExpertPatch
from shared.contracts.principal import Principal
from shared.db import refusals
from shared.errors import Kept, Problem, invalid

FIELDS = {"name": "name", "employer": "company", "title": "title"}
OF_EXPERT = frozenset({*FIELDS, "price", "per"})

Work = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class Desk:
    """Who hands a tracker in and when, the offers' quotes, and the team by the names it has on the sheet."""

    session: AsyncSession
    caller: Principal
    at: datetime
    quotes: Mapping[UUID, Mapping[str, Any] | None]
    leads: Mapping[str, UUID]
    said: defaultdict[UUID, dict[str, Value]] = field(default_factory=lambda: defaultdict(dict))
    """What rows before have changed of an expert, who has a row for each call."""

    def lead(self, label: Value) -> UUID | None:
        """Whom a cell names. Raises Problem (invalid) for nobody of the team."""
        if label is None:
            return None
        if label.casefold() not in self.leads:
            raise invalid("lead_unknown", f"Nobody of the team is called '{label}'.", pointer="#/lead")
        return self.leads[label.casefold()]


class Taking:
    """One row being taken over: the changes still open, and the row as it would be with all of them."""

    def __init__(self, desk: Desk, subject: Subject, found: Sequence[Change]) -> None:
        self.desk, self.subject = desk, subject
        self.open = {change.column: change for change in found if change.outcome == "taken"}
        typed = {key: change.theirs for key, change in self.open.items()}
        self.theirs = {**subject.row.cells, **typed, **desk.said[subject.expert_id]}
        self.reason = self.theirs["reason"] if "reason" in self.open else None
        self._doubted = {change.column: change.reason for change in found if change.outcome == "refused"}
        self._of_time: str | None = None

    async def take_offer(self) -> None:
        """What the row says of the expert."""
        self._settle_what_was_said()
        self._refuse_overlong()
        for key, name in FIELDS.items():
            await self.together((key,), partial(self.edit, **{name: self.theirs[key]}))
        await self.together(("price", "per"), self._quote)

    async def move_offer(self) -> None:
        """The offer's state."""
        status = states.MACHINE.understand(self.theirs["status"] or "")
        given = {"status": status} | ({"reason": self.reason} if self.reason else {})
        await self.together(("status", "reason") if "status" in self.open else (), lambda: self.edit(**given))

    def starts_at(self) -> datetime:
        """When the row's call begins. Raises Problem (invalid)."""
        zone, known = self.theirs["zone"], self.subject.starts_at
        found, self._of_time = quotes.start(self.theirs["call_date"], zone, known=known)
        return found

    async def edit(self, **given: Any) -> None:
        """Change the offer, as its own route does."""
        body = ExpertPatch.model_validate(given).fields()
        await experts.update(
            self.desk.session,
            caller=self.desk.caller,
            expert_id=self.subject.expert_id,
            at=self.desk.at,
            reason=body.pop("reason", None),
            **body,
        )

    async def together(self, keys: Sequence[str], work: Work) -> None:
        """Do the work that the open ones of these cells ask for, if there are any; refuse them all if it is refused, or
        if one beside them says nothing that could be taken.
        """
        asked = [self.open.pop(key) for key in keys if key in self.open]
        if not asked:
            return
        for key in keys:
            if key in self._doubted:
                reason = f"It goes with {BY_KEY[key].title}, which is not taken: {self._doubted[key]}"
                _refuse(asked, "goes_with_refused", reason)
                return
        try:
            async with self.desk.session.begin_nested():
                await work()
                await self.desk.session.flush()
        except ValidationError as fault:
            _refuse(asked, "value_refused", "; ".join(str(error["msg"]) for error in fault.errors()))
        except IntegrityError as fault:
            problem = refusals.problem_of(fault.orig.__cause__ if fault.orig else None)
            _refuse(asked, problem.code, problem.message)
        except Problem as problem:
            _refuse(asked, problem.code, problem.message)
            if isinstance(problem, Kept):
                await problem.keep(self.desk.session)
        else:
            for change in asked:
                if change.column in ("call_date", "zone"):
                    change.reason = self._of_time
            said = {change.column: change.theirs for change in asked if change.column in OF_EXPERT}
            self.desk.said[self.subject.expert_id] |= said

    def refuse(self, keys: Sequence[str], code: str, reason: str) -> None:
        """Refuse what is still open of these."""
        _refuse([self.open.pop(key) for key in keys if key in self.open], code, reason)

    async def _quote(self) -> None:
        known = self.desk.quotes[self.subject.expert_id]
        await self.edit(price=quotes.price(self.theirs["price"], self.theirs["per"], known=known))

    def _settle_what_was_said(self) -> None:
        said = self.desk.said[self.subject.expert_id]
        for key in said.keys() & self.open.keys():
            change = self.open.pop(key)
            change.ours, change.outcome = said[key], "already_so"
            if change.ours != change.theirs:
                change.outcome, change.code = "conflict", "said_twice"
                change.reason = self._doubted[key] = "Another row of this expert says something else."

    def _refuse_overlong(self) -> None:
        for key, change in list(self.open.items()):
            if change.base is not None and len(change.base) == LONGEST:
                self.refuse((key,), "longer_than_a_cell", "There is more of this than a cell holds: change it here.")


def _refuse(found: Sequence[Change], code: str, reason: str) -> None:
    for change in found:
        change.outcome, change.code, change.reason = "refused", code, reason
