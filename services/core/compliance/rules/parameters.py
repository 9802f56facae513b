"""What each rule can be told: its parameters, by the rule's word. What is not given keeps the shipped value."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, GetJsonSchemaHandler, StringConstraints, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from services.core.compliance.words import RuleWord
from shared.contracts.input import Input
from shared.errors import Problem
from shared.types import NO_NUL

Months = Annotated[int, Field(ge=0, le=120)]
Calls = Annotated[int, Field(ge=1, le=1000)]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=NO_NUL)]
Words = Annotated[list[Word], Field(max_length=300)]
MaxAge = Annotated[int, Field(ge=1, le=120)]
Days = Annotated[int, Field(ge=1, le=3650)]
WhenUnknown = Annotated[
    Literal["pass", "needs_approval"],
    Field(description="What it says where the facts are not on file; pass leaves a note"),
]


class Plain(Input):
    """A rule that takes nothing."""


class OnFile(Input):
    """A rule about facts: what it says where they are not on file."""

    when_unknown: WhenUnknown = "pass"


class Employer(OnFile):
    """A rule about employers."""

    former_months: Months = Field(default=0, description="Months for which it also concerns those who left; 0: not")


class Target(Employer):
    """A rule about employers, with half a year as shipped."""

    former_months: Months = Field(default=6, description="Months for which it also concerns those who left; 0: not")


class CoolingOff(OnFile):
    """Months to wait after leaving, by the kind of company."""

    public_months: Months = Field(default=6, description="Months after leaving a public company")
    sensitive_months: Months = Field(default=12, description="Months after leaving a company on file as sensitive")
    private_months: Months = Field(default=3, description="Months after leaving a private company")
    review_months: Months = Field(default=24, description="Jobs that ended more months ago are left aside")


class Official(OnFile):
    """A rule about who holds a public office."""

    titles: Words = Field(default_factory=list, description="Words of a title that make an official")


class Countries(OnFile):
    """A rule about places. One that may lie in a country of the list, and may not, is not known to.

    A version made before countries were checked may list what is none that is known: that is met where it is named.
    """

    countries: Words = Field(
        default_factory=list, description="Countries by English name or ISO 3166-1 alpha-2 code, whatever the case"
    )


class Age(Input):
    """A rule about what is to be done again and again."""

    max_age_months: MaxAge = Field(default=12, description="Months after which it is to be done again")


class Training(Age, OnFile):
    """A rule about the training of who books; who that is may not be known."""

    when_unknown: WhenUnknown = "needs_approval"


class CallLimit(Input):
    """How many calls there may be in the days that end with a call."""

    per_offer: Calls = Field(default=3, description="Calls by one offer, this one included")
    per_person: Calls = Field(default=5, description="Calls of one person over all vendors, this one included")
    period_days: Days = Field(default=365, description="Days before the call that are looked at")


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


class ByRule:
    """Marks a field of parameters: the document names, for each rule, those that it takes."""

    @classmethod
    def __get_pydantic_json_schema__(cls, _: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """A choice of what the rules take, each titled with the rule's word."""
        return {"anyOf": [handler(model.__pydantic_core_schema__) | {"title": rule} for rule, model in BY_RULE.items()]}


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
