"""What is known against offers today, before anybody asks the gate: a cheap view of the rules that need no call.

Pure. Three facts are looked at: the person is on a list that blocks people (another of their offers in the campaign is
blocked), and the employer the offer names, or else the person's card, is restricted or a target of the campaign.
Everything else the gate weighs (what an offer said before it was edited, a company's arms in other countries, former
employers, kinds of company, countries, attestations, limits, training, what compliance decided) it weighs when a call
is booked: "clear" promises nothing about that. Coverage and its quotas count by the same in SQL (`BARRED` of the
campaign's companies): no page may call somebody barred and approved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from services.core.matching import employment

Outcome = Literal["clear", "needs_approval", "refused"]
Row = Mapping[str, Any]
OUTCOMES: Mapping[str, Outcome] = {"refuse": "refused", "needs_approval": "needs_approval"}
GRAVITY: Mapping[Outcome, int] = {"clear": 0, "needs_approval": 1, "refused": 2}
REFUSED = GRAVITY["refused"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an offer stands with compliance today; rule, version and fact where something is known against it."""

    outcome: Outcome = "clear"
    rule: str | None = None
    version: int | None = None
    fact: str | None = None


CLEAR = Standing()


@dataclass(frozen=True, slots=True)
class Known:
    """What stands against employers, by the key names are compared by, and against people, by id."""

    employers: Mapping[str, Standing] = field(default_factory=dict)
    people: Mapping[str, Standing] = field(default_factory=dict)
    names: dict[str, Standing] = field(default_factory=dict)
    """What was found of names so far."""

    def of(self, row: Row) -> Standing:
        """How this offer stands: the gravest of what is known against its person and its employer."""
        listed = self.people.get(row["person_id"], CLEAR)
        name = row["employer"]
        if not self.employers or not name:
            return listed
        found = self.names.get(name) or self._of_employer(name)
        if found is CLEAR or employment.is_past(row["employer_title"], name):
            return listed
        return max(listed, found, key=gravity)

    def _of_employer(self, name: str) -> Standing:
        known = employment.employer(name)
        worst = CLEAR
        if known is not None:
            for key in (known.name, known.owner):
                if key is not None and key in self.employers:
                    worst = max(worst, self.employers[key], key=gravity)
        if worst is not CLEAR:
            worst = replace(worst, fact=f"{name}, where the expert works, is {worst.fact}")
        self.names[name] = worst
        return worst


def known_of(listed: list[Row], blocked: Mapping[str, str | None]) -> Known:
    """What the rows say: companies that a rule in force is about, and why people are blocked."""
    employers: dict[str, Standing] = {}
    for row in listed:
        found = Standing(OUTCOMES[row["outcome"]], row["rule"], row["version"], row["fact"])
        worst = employers.get(row["key"], CLEAR)
        employers[row["key"]] = max(worst, found, key=gravity)
    people = {person_id: Standing("refused", fact=reason) for person_id, reason in blocked.items()}
    return Known(employers, people)


def gravity(standing: Standing) -> int:
    """0 where nothing is known against an offer, more where more is."""
    return GRAVITY[standing.outcome]
