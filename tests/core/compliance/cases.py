"""For every rule that is about the day of a call: what is on file, whom it is about, and the days it stops and passes.

A rule's days begin and cease to hold beside each other, so that each case has its neighbour.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.core.compliance.bureau import Bureau, noon

Expert = dict[str, Any]
Facts = Callable[[Bureau, Expert], Awaitable[object]]
BEFORE, FIRST, LAST, AFTER = "2026-03-09", "2026-03-10", "2026-03-20", "2026-03-21"
"""The day before a span of days, its first and last, and the day after."""


@dataclass(frozen=True, slots=True)
class Case:
    """A rule, what is on file, whom it is about; the days of calls that are stopped, and those that are not."""

    rule: str
    facts: tuple[Facts, ...] = ()
    expert: Expert = field(default_factory=dict)
    stopped: tuple[str, ...] = ()
    passes: tuple[str, ...] = ()
    outcome: str = "refuse"
    says: str = ""
    version: int = 0


def entry(name: str, **more: Any) -> Facts:
    return lambda bureau, _: bureau.entry(name, **more)


def fact(name: str, kind: str, **more: Any) -> Facts:
    return lambda bureau, _: bureau.fact(name, kind, **more)


def rule(name: str, outcome: str = "refuse", **parameters: Any) -> Facts:
    return lambda bureau, _: bureau.rule(name, outcome, parameters=parameters)


def company(name: str, role: str = "target", **more: Any) -> Facts:
    return lambda bureau, _: bureau.company(name, role, **more)


def signed(kind: str, at: str) -> Facts:
    return lambda bureau, expert: bureau.attest(kind, at, person_id=expert["person_id"])


def approved(rule: str, day: str) -> Facts:
    return lambda bureau, expert: bureau.decide(rule, "approve", expert_id=expert["id"], starts_at=noon(day))


def trained(completed_on: str) -> Facts:
    return lambda bureau, _: bureau.train("bob", completed_on)


def left_umbrella(end: str) -> Facts:
    """What was kept before what people write was read, or refused."""
    return lambda bureau, expert: bureau.core.owner_sql(
        "UPDATE expert_network.experts SET past_employers = $2::text::jsonb WHERE id = $1::text::uuid",
        expert["id"],
        json.dumps([{"name": "Umbrella", "end": end}]),
    )


AT_UMBRELLA = {"company": "The Umbrella Corporation"}
LEFT_UMBRELLA = {"company": "Initech", "past_employers": [{"name": "Umbrella", "end": "2025-12"}]}
LEFT_EARLIER = {"company": "Initech", "past_employers": [{"name": "Umbrella", "end": "2025-09"}]}
DNC = {"list": "do_not_contact"}
PUBLIC = rule("public_company_employee")
CASES = {
    "works for a restricted company": Case(
        "restricted_company",
        (entry("Umbrella Inc."),),
        AT_UMBRELLA,
        (FIRST, LAST),
        (BEFORE, AFTER),
        says="The Umbrella Corporation, where the expert works, is restricted since 2026-03-10 until 2026-03-20",
    ),
    "works for a subsidiary of a restricted company": Case(
        "restricted_company", (entry("Amazon"),), {"company": "AWS"}, (FIRST,), (BEFORE,)
    ),
    "works for another company": Case(
        "restricted_company", (entry("Umbrella"),), {"company": "Umbrello"}, (), (FIRST, LAST)
    ),
    "left a restricted company": Case("restricted_company", (entry("Umbrella"),), LEFT_UMBRELLA, (), ("2026-04-01",)),
    "left a restricted company lately, where that counts": Case(
        "restricted_company",
        (rule("restricted_company", former_months=4), entry("Umbrella", valid_to=None)),
        LEFT_UMBRELLA,
        ("2026-04-29",),
        ("2026-04-30",),
        says="which the expert left on 2025-12-31",
        version=1,
    ),
    "is restricted by name": Case(
        "restricted_person", (entry("CHEN, Sarah", kind="person"),), {}, (FIRST, LAST), (BEFORE, AFTER)
    ),
    "has another name": Case("restricted_person", (entry("Sarah Cheng", kind="person"),), {}, (), (FIRST,)),
    "is restricted by address": Case(
        "restricted_person",
        (entry("+44 20 7946 0958", kind="address"),),
        {"phone": "(020) 7946 0958"},
        (FIRST, LAST),
        (BEFORE, AFTER),
    ),
    "is not to be contacted": Case(
        "do_not_contact",
        (entry("Dr. Sarah Chen", kind="person", **DNC),),
        {},
        (FIRST, LAST),
        (BEFORE, AFTER),
        says="is not to be contacted since 2026-03-10 until 2026-03-20 (a deal)",
    ),
    "works where nobody is to be contacted": Case(
        "do_not_contact", (entry("Umbrella", **DNC),), AT_UMBRELLA, (FIRST, LAST), (BEFORE, AFTER)
    ),
    "has an address not to be contacted": Case(
        "do_not_contact",
        (entry("s.chen@umbrella.example", kind="address", **DNC),),
        {"email": "S.Chen+work@umbrella.example"},
        (FIRST,),
        (AFTER,),
    ),
    "has an address in a domain not to be contacted": Case(
        "do_not_contact",
        (entry("@umbrella.example", kind="address", **DNC),),
        {"email": "s.chen@umbrella.example"},
        (LAST,),
        (BEFORE,),
    ),
    "has an address beside the domain": Case(
        "do_not_contact",
        (entry("@umbrella.example", kind="address", **DNC),),
        {"email": "s.chen@notumbrella.example"},
        (),
        (LAST,),
    ),
    "works for the target": Case(
        "target_employee", (company("Umbrella"),), AT_UMBRELLA, (FIRST,), (), says="a target of this campaign"
    ),
    "works for a customer": Case("target_employee", (company("Umbrella", "customer"),), AT_UMBRELLA, (), (FIRST,)),
    "left the target": Case("target_employee", (company("Umbrella"),), LEFT_UMBRELLA, ("2026-06-29",), ("2026-06-30",)),
    "works for a listed company": Case(
        "public_company_employee",
        (PUBLIC, fact("Umbrella", "public", valid_from=FIRST, valid_to=LAST)),
        AT_UMBRELLA,
        (FIRST, LAST),
        (BEFORE, AFTER),
        version=1,
    ),
    "works for a listed company of the campaign": Case(
        "public_company_employee",
        (PUBLIC, company("Umbrella", "customer", is_public=True)),
        AT_UMBRELLA,
        (FIRST,),
        (),
        version=1,
    ),
    "works for a listed company where no client says so": Case(
        "public_company_employee", (fact("Umbrella", "public"),), AT_UMBRELLA, (), (FIRST,)
    ),
    "works for a company that may be listed": Case(
        "public_company_employee",
        (rule("public_company_employee", when_unknown="needs_approval"),),
        AT_UMBRELLA,
        (FIRST,),
        (),
        outcome="needs_approval",
        says="what kind of company The Umbrella Corporation is, is not known",
        version=1,
    ),
    "left a private company": Case("cooling_off", (), LEFT_UMBRELLA, ("2026-03-30",), ("2026-03-31",)),
    "left a public company": Case(
        "cooling_off",
        (fact("Umbrella", "public"),),
        LEFT_UMBRELLA,
        ("2026-06-29",),
        ("2026-06-30",),
        says="the expert left Umbrella on 2025-12-31, less than 6 months before the call",
    ),
    "left a sensitive company": Case(
        "cooling_off", (fact("Umbrella", "sensitive"),), LEFT_EARLIER, ("2026-09-29",), ("2026-09-30",)
    ),
    "left a company that may be public": Case(
        "cooling_off",
        (rule("cooling_off", when_unknown="needs_approval"),),
        LEFT_EARLIER,
        ("2026-09-29",),
        ("2026-09-30",),
        outcome="needs_approval",
        says="what kind of company it is, is not known",
        version=1,
    ),
    "left on a day not known": Case(
        "cooling_off",
        (rule("cooling_off", when_unknown="needs_approval"),),
        {"company": "Initech", "past_employers": [{"name": "Umbrella"}]},
        (FIRST,),
        (),
        outcome="needs_approval",
        says="when the expert left Umbrella is not known",
        version=1,
    ),
    "left at a time that cannot be read": Case(
        "cooling_off",
        (left_umbrella("Jun 2026"),),
        {"company": "Initech"},
        (FIRST,),
        (),
        says="the expert left Umbrella at a time that cannot be read (Jun 2026)",
    ),
    "left the target at a time that cannot be read": Case(
        "target_employee",
        (rule("cooling_off", "off"), company("Umbrella"), left_umbrella("till today")),
        {"company": "Initech"},
        (FIRST,),
        (),
        says="Umbrella, which the expert left at a time that cannot be read (till today), is a target of this campaign",
    ),
    "works for the government": Case(
        "government_official",
        (rule("government_official"), fact("Ministry of Beds", "government", valid_to=LAST)),
        {"company": "Ministry of Beds"},
        (LAST,),
        (AFTER,),
        version=1,
    ),
    "has an official's title": Case(
        "government_official",
        (rule("government_official", titles=["Minister"]),),
        {"company": "n/a", "title": "Deputy Minister of Beds"},
        (FIRST,),
        (),
        version=1,
    ),
    "has a title like an official's": Case(
        "government_official",
        (rule("government_official", titles=["Minister"]),),
        {"title": "Administer of Beds"},
        (),
        (FIRST,),
    ),
    "works in healthcare": Case(
        "healthcare",
        (rule("healthcare", "needs_approval"), fact("Umbrella", "healthcare", valid_from=FIRST)),
        AT_UMBRELLA,
        (FIRST,),
        (BEFORE,),
        outcome="needs_approval",
        version=1,
    ),
    "lives in a country of the rule": Case(
        "country",
        (rule("country", countries=["France"]),),
        {"location": "Glorious City, france"},
        (FIRST,),
        (),
        version=1,
    ),
    "lives elsewhere": Case(
        "country", (rule("country", countries=["France"]),), {"location": "France Road, Bern"}, (), (FIRST,)
    ),
    "works for a company of the country": Case(
        "country",
        (rule("country", countries=["FR"]), fact("Umbrella", "private", country="FR", valid_to=LAST)),
        {**AT_UMBRELLA, "location": "Bern"},
        (LAST,),
        (AFTER,),
        version=1,
    ),
    "signed the terms a year before": Case(
        "attestation_terms",
        (rule("attestation_terms"), signed("terms", "2025-03-10T10:00:00Z")),
        {},
        (FIRST,),
        (BEFORE,),
        says="the expert signed the terms on 2025-03-10, 12 months or more before the call",
        version=1,
    ),
    "is cleared of conflicts for another day": Case(
        "conflict_check",
        (rule("conflict_check", "needs_approval"), approved("conflict_check", FIRST)),
        {},
        (BEFORE, LAST),
        (FIRST,),
        outcome="needs_approval",
        says="nobody but the booker has cleared this call of conflicts",
        version=1,
    ),
    "is called by somebody trained a year before": Case(
        "user_training",
        (rule("user_training"), trained("2025-03-10")),
        {},
        (FIRST,),
        (BEFORE,),
        says="who books was last trained on 2025-03-10",
        version=1,
    ),
}
