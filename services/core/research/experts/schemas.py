"""Shapes of experts (offers), their answers and the suggestions that wait, in and out."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)

from services.core.research.companies.classification import ExpertType
from services.core.research.experts import states
from services.core.research.experts.fields import LONGEST_QUESTION
from services.core.research.experts.states import Status
from services.core.research.screening.case import Band
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.errors import Problem
from shared.types import NO_NUL, Currency, Email, Link, LongText, MinorUnits, Name, Reason, ShortText, TimeZone

Conflict = Literal["not_checked", "pending", "cleared", "flagged"]
Region = Literal["North America", "Europe", "Asia Pacific", "Latin America", "Middle East & Africa", "Other"]
Minutes = Annotated[int, Field(ge=0, le=1440)]


def _understood(value: object) -> object:
    return states.MACHINE.understand(value) if isinstance(value, str) else value


StatusIn = Annotated[Status, BeforeValidator(_understood)]


NESTED = {"price", "availability", "past_employers"}
Skills = Annotated[list[Name], Field(max_length=100)]


class PriceBody(Input):
    """A quote: integer minor units of an ISO 4217 currency per unit; minutes of minimum, step and free period."""

    amount_minor: MinorUnits
    unit: Literal["hour", "call", "minute", "credit"]
    currency: Currency | None = None
    minimum_minutes: Minutes | None = None
    increment_minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    free_minutes: Minutes | None = None
    credit_value_minor: MinorUnits | None = None

    @model_validator(mode="after")
    def has_currency(self) -> Self:
        """All but credits are money, and so is what a credit is worth."""
        if self.unit != "credit" and self.currency is None:
            raise ValueError("a price per hour, call or minute needs its currency")
        if self.credit_value_minor is not None and self.currency is None:
            raise ValueError("the value of a credit needs its currency")
        return self


class PastEmployerBody(Input):
    """A former employer; years as 2019 or 2019-03."""

    name: Name
    title: ShortText | None = None
    start: ShortText | None = None
    end: ShortText | None = None


class SlotBody(Input):
    """An offered time, as written and, where certain, as instants."""

    text: ShortText
    start: AwareDatetime | None = None
    end: AwareDatetime | None = None
    timezone: TimeZone | None = None


class ExpertIn(Input):
    """A person offered by a vendor, entered by hand."""

    campaign_id: UUID
    vendor_platform_id: UUID
    name: Name
    title: ShortText | None = None
    company: ShortText | None = None
    past_employers: Annotated[list[PastEmployerBody], Field(max_length=100)] = Field(default_factory=list)
    location: ShortText | None = None
    region: Region | None = None
    skills: Skills = Field(default_factory=list)
    description: LongText | None = None
    work_history: LongText | None = None
    years_experience: Annotated[int, Field(ge=0, le=80)] | None = None
    linkedin_url: Link | None = None
    email: Email | None = None
    phone: ShortText | None = None
    avatar_url: Link | None = None
    rating: Annotated[Decimal, Field(ge=0, le=5, max_digits=2, decimal_places=1)] | None = None
    ai_fit_score: Annotated[int, Field(ge=0, le=10)] | None = None
    price: PriceBody | None = None
    availability: Annotated[list[SlotBody], Field(max_length=200)] = Field(default_factory=list)
    conflict_status: Conflict = "not_checked"
    expert_type: ExpertType | None = Field(default=None, description="Follows from the campaign's companies if absent")
    vendor_ref: ShortText | None = None
    proposed_at: AwareDatetime | None = Field(default=None, description="When, if not now; never in the future")

    def fields(self) -> dict[str, Any]:
        """What was stated, nested parts as JSON has them."""
        return _with_json_parts(self, self.model_dump(exclude_none=True, exclude={"proposed_at"}))


class ExpertPatch(Patch):
    """What changes; null clears, and lets `expert_type` follow from the campaign's companies again. A field set here is
    never overwritten by an intake.
    """

    name: Name = unset()
    title: ShortText | None = None
    company: ShortText | None = None
    past_employers: Annotated[list[PastEmployerBody], Field(max_length=100)] = unset()
    location: ShortText | None = None
    region: Region | None = None
    skills: Skills = unset()
    description: LongText | None = None
    work_history: LongText | None = None
    years_experience: Annotated[int, Field(ge=0, le=80)] | None = None
    linkedin_url: Link | None = None
    email: Email | None = None
    phone: ShortText | None = None
    avatar_url: Link | None = None
    rating: Annotated[Decimal, Field(ge=0, le=5, max_digits=2, decimal_places=1)] | None = None
    ai_fit_score: Annotated[int, Field(ge=0, le=10)] | None = None
    price: PriceBody | None = None
    availability: Annotated[list[SlotBody], Field(max_length=200)] = unset()
    conflict_status: Conflict = unset()
    expert_type: ExpertType | None = None
    vendor_ref: ShortText | None = None
    status: StatusIn = unset()
    is_new: bool = unset()
    reason: Reason | None = Field(default=None, description="Why it is moved; needed for rejected")
    occurred_at: AwareDatetime | None = Field(default=None, description="When it moved, if not now")

    def fields(self) -> dict[str, Any]:
        """What was sent, nested parts as JSON has them."""
        return _with_json_parts(self, self.model_dump(exclude_unset=True, exclude={"occurred_at"}))


def _with_json_parts(body: BaseModel, values: dict[str, Any]) -> dict[str, Any]:
    parts = body.model_dump(mode="json", include=NESTED & values.keys(), exclude_none=True)
    return values | parts


class MovesIn(Input):
    """One move for many offers; old words for the states are understood."""

    expert_ids: Annotated[list[UUID], Field(min_length=1, max_length=200)]
    status: StatusIn
    reason: Reason | None = Field(default=None, description="Why; needed for rejected")
    occurred_at: AwareDatetime | None = Field(default=None, description="When, if not now; never in the future")


class MoveOut(BaseModel):
    """What became of one offer: it is in the state asked for, or why it is not."""

    expert_id: UUID
    moved: bool = Field(description="Whether it is in the state now")
    code: str | None = Field(description="What forbids it, for machines")
    detail: str | None = Field(description="What forbids it, for people")
    current: Status
    allowed: list[Status] = Field(description="Where a person may move it instead")


class MovesOut(BaseModel):
    """What became of each, in the order asked."""

    moved: int
    items: list[MoveOut]

    @classmethod
    def of(cls, found: Mapping[UUID, Problem | None], status: Status) -> Self:
        """The answer of what forbade each, None for those in the state."""
        items = [_told(id_, problem, status) for id_, problem in found.items()]
        return cls(moved=sum(item.moved for item in items), items=items)


def _told(expert_id: UUID, problem: Problem | None, status: Status) -> MoveOut:
    if problem is None:
        return MoveOut(expert_id=expert_id, moved=True, code=None, detail=None, current=status, allowed=[])
    return MoveOut(expert_id=expert_id, moved=False, code=problem.code, detail=problem.message, **problem.details)


class ExpertQuery(PageQuery):
    """Filters and order of the list."""

    sort: Literal[
        "created_at", "-created_at", "name", "-name", "updated_at", "-updated_at", "score", "-score"
    ] = "created_at"  # fmt: skip
    campaign_id: UUID | None = None
    vendor_id: UUID | None = None
    person_id: UUID | None = None
    status: StatusIn | None = None
    conflict_status: Conflict | None = None
    expert_type: ExpertType | None = None
    region: Region | None = Field(default=None, description="The offer's, else its person's: as the coverage counts")
    band: Band | None = None
    q: Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=NO_NUL)] | None = None


class PriceOut(BaseModel):
    """A vendor's quote."""

    amount_minor: int
    currency: str | None
    unit: str
    minimum_minutes: int | None
    increment_minutes: int | None
    free_minutes: int | None
    credit_value_minor: int | None


class ScreeningOut(BaseModel):
    """What the offer scores by the campaign's rules, 0 to 100; the reasons are at its `/score`."""

    score: int
    band: Band
    answered: int
    asked: int
    knocked_out: bool
    stale: bool


class ExpertOut(BaseModel):
    """An offer as it stands; `sources` names the file, place and confidence each field came from."""

    id: UUID
    campaign_id: UUID
    person_id: UUID
    vendor_platform_id: UUID
    vendor: str
    vendor_ref: str | None
    name: str
    title: str | None
    company: str | None
    past_employers: list[dict[str, Any]]
    location: str | None
    region: str | None
    skills: list[str]
    description: str | None
    work_history: str | None
    years_experience: int | None
    linkedin_url: str | None
    email: str | None
    phone: str | None
    avatar_url: str | None
    rating: float | None
    ai_fit_score: int | None
    price: PriceOut | None
    availability: list[dict[str, Any]]
    conflict_status: Conflict
    expert_type: ExpertType | None
    expert_type_reason: str | None
    over_quota: bool = Field(description="Whether its coverage cell was full when it was shortlisted")
    screening: ScreeningOut | None
    status: Status
    status_reason: str | None
    status_at: dt.datetime = Field(description="When it came into this state")
    proposed_at: dt.datetime = Field(description="When the vendor first offered the person")
    is_new: bool
    reviewed_at: dt.datetime | None
    superseded_by_id: UUID | None
    edited_fields: list[str]
    sources: dict[str, Any]
    open_suggestions: int
    created_at: dt.datetime
    updated_at: dt.datetime


Question = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION, pattern=NO_NUL)
]


class AnswerIn(Input):
    """An answer to one of the campaign's questions, or to a question in the vendor's own words."""

    response_text: Annotated[str, StringConstraints(min_length=1, max_length=50_000, pattern=NO_NUL)]
    screening_question_id: UUID | None = None
    question_text: Question | None = None

    @model_validator(mode="after")
    def names_question(self) -> Self:
        """Exactly one way of naming the question."""
        if (self.screening_question_id is None) == (self.question_text is None):
            raise ValueError("give either screening_question_id or question_text")
        return self


class AnswerQuery(PageQuery):
    """Order of the list."""

    sort: Literal["created_at", "-created_at"] = "created_at"


class AnswerOut(BaseModel):
    """An answer as passed on."""

    id: UUID
    expert_id: UUID
    screening_question_id: UUID | None
    question_text: str
    response_text: str
    source: dict[str, Any] | None
    created_at: dt.datetime
