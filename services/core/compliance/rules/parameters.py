"""What each rule can be told: its parameters, by the rule's word. What is not given keeps the shipped value."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError

from services.core.compliance.words import RuleWord
from shared.contracts.input import Input
from shared.errors import Problem
from shared.types import NO_NUL

Months = Annotated[int, Field(ge=0, le=120)]
Calls = Annotated[int, Field(ge=1, le=1000)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NO_NUL)]
Words = Annotated[list[Word], Field(max_length=300)]


class Plain(Input):
    """A rule that takes nothing."""


class OnFile(Input):
    """A rule about facts: what it says where they are not on file (pass leaves a note)."""

    when_unknown: Literal["pass", "needs_approval"] = "pass"


class Employer(OnFile):
    """Also about those who left, for so many months."""

    former_months: Months = 0


class Target(Employer):
    """The same, six months as shipped."""

    former_months: Months = 6


class CoolingOff(OnFile):
    """Months after leaving, by the kind of company; jobs that ended longer ago than reviewed are left aside."""

    public_months: Months = 6
    sensitive_months: Months = 12
    private_months: Months = 3
    review_months: Months = 24


class Official(OnFile):
    """Words of a title that make an official."""

    titles: Words = Field(default_factory=list)


class Countries(OnFile):
    """Countries by English name or ISO 3166-1 alpha-2 code. A place that may lie in one is not known to."""

    countries: Words = Field(default_factory=list)


class Age(Input):
    """Months until it is to be done again."""

    max_age_months: Annotated[int, Field(ge=1, le=120)] = 12


class Training(Age, OnFile):
    """Who books is trained; who that is may not be known."""

    when_unknown: Literal["pass", "needs_approval"] = "needs_approval"


class CallLimit(Input):
    """How many calls there may be in the days that end with a call: by one offer, and of a person over all vendors."""

    per_offer: Calls = 3
    per_person: Calls = 5
    period_days: Annotated[int, Field(ge=1, le=3650)] = 365


BY_RULE: Mapping[RuleWord, type[Input]] = {
    "restricted_company": Employer,
    "restricted_person": Plain,
    "do_not_contact": OnFile,
    "target_employee": Target,
    "public_company_employee": OnFile,
    "cooling_off": CoolingOff,
    "government_official": Official,
    "healthcare": OnFile,
    "country": Countries,
    "attestation_terms": Age,
    "attestation_call": Plain,
    "conflict_check": Plain,
    "call_limit": CallLimit,
    "user_training": Training,
}


def read(rule: RuleWord, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters given, checked. Raises Problem (invalid) with a pointer for each that is wrong."""
    try:
        return BY_RULE[rule].model_validate(given).model_dump(exclude_unset=True)
    except ValidationError as fault:
        errors = [
            {"pointer": "#/parameters/" + "/".join(map(str, error["loc"])), "reason": error["msg"]}
            for error in fault.errors()
        ]
        message = f"The rule {rule} does not take these parameters."
        raise Problem("invalid", "parameters_invalid", message, errors=errors) from fault
