"""Shapes of experts (offers), in and out."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, model_validator

from services.core.matching import employment, periods
from services.core.research.companies.classification import ExpertType
from services.core.research.experts import states
from services.core.research.experts.states import Status
from services.core.research.screening.case import Band
from shared.contracts.filters import OfCampaign, Search, SortBy
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import Currency, Email, Instant, Link, LongText, MinorUnits, Name, Reason, ShortText, TimeZone

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

    amount_minor: MinorUnits = Field(
        description="Minor units of `currency` per unit; of credits, hundredths of a credit an hour"
    )
    unit: Literal["hour", "call", "minute", "credit"]
    currency: Currency | None = None
    minimum_minutes: Minutes | None = Field(default=None, description="A shorter call is charged as one of this length")
    increment_minutes: Annotated[int, Field(ge=1, le=1440)] | None = Field(
        default=None, description="Minutes are rounded up to a multiple of this"
    )
    free_minutes: Minutes | None = Field(
        default=None, description="A poor call that ends within these minutes costs nothing"
    )
    credit_value_minor: MinorUnits | None = Field(
        default=None, description="What one credit costs, in minor units of `currency`"
    )

    @model_validator(mode="after")
    def has_currency(self) -> Self:
        """All but credits are money, and so is what a credit is worth."""
        if self.unit != "credit" and self.currency is None:
            raise ValueError("a price per hour, call or minute needs its currency")
        if self.credit_value_minor is not None and self.currency is None:
            raise ValueError("the value of a credit needs its currency")
        return self


def _point(said: str) -> str | None:
    read = periods.point(said)
    if said and read is None:
        raise ValueError("is no year, month or day such as 2019, 2019-03, 03/2019, Mar 2019, 31.03.2019 or 2019-03-31")
    return read


def _end(said: str) -> str | None:
    return said if employment.is_present(said) else _point(said)


class PastEmployerBody(Input):
    """A former employer; since and until when in any form that says one year, month or day; kept as 2019 or 2019-03."""

    name: Name
    title: ShortText | None = None
    start: Annotated[ShortText, AfterValidator(_point)] | None = None
    end: Annotated[ShortText, AfterValidator(_end), Field(description="`present` where it lasts")] | None = None


class AvailabilityBody(Input):
    """An offered time, as written and, where certain, as instants."""

    text: ShortText = Field(description="As the vendor wrote it")
    start: Instant | None = None
    end: Instant | None = None
    timezone: TimeZone | None = Field(default=None, description="IANA zone it was written in")

    @model_validator(mode="after")
    def in_order(self) -> Self:
        """A time ends after it begins."""
        if self.start and self.end and self.end <= self.start:
            raise ValueError("it ends before it begins")
        return self


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
    years_experience: Annotated[int, Field(ge=0, le=80)] | None = Field(
        default=None, description="Years, as the vendor states them"
    )
    linkedin_url: Link | None = None
    email: Email | None = None
    phone: ShortText | None = None
    avatar_url: Link | None = None
    rating: Annotated[Decimal, Field(ge=0, le=5, max_digits=2, decimal_places=1)] | None = Field(
        default=None, description="0 to 5, as entered"
    )
    ai_fit_score: Annotated[int, Field(ge=0, le=10)] | None = Field(
        default=None, description="0 to 10, as entered; what is computed is `screening`"
    )
    price: PriceBody | None = None
    availability: Annotated[list[AvailabilityBody], Field(max_length=200)] = Field(default_factory=list)
    conflict_status: Conflict = Field(default="not_checked", description="What the vendor's own conflict check says")
    expert_type: ExpertType | None = Field(default=None, description="Follows from the campaign's companies if absent")
    vendor_ref: ShortText | None = Field(default=None, description="The vendor's own id of the person")
    proposed_at: Instant | None = Field(default=None, description="When, if not now; never in the future")

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
    availability: Annotated[list[AvailabilityBody], Field(max_length=200)] = unset()
    conflict_status: Conflict = unset()
    expert_type: ExpertType | None = None
    vendor_ref: ShortText | None = None
    status: StatusIn = unset()
    is_new: bool = unset()
    reason: Reason | None = Field(default=None, description="Why it is moved; needed for rejected")
    occurred_at: Instant | None = Field(default=None, description="When it moved, if not now")

    def fields(self) -> dict[str, Any]:
        """What was sent, nested parts as JSON has them."""
        return _with_json_parts(self, self.model_dump(exclude_unset=True, exclude={"occurred_at"}))


def _with_json_parts(body: BaseModel, values: dict[str, Any]) -> dict[str, Any]:
    parts = body.model_dump(mode="json", include=NESTED & values.keys(), exclude_none=True)
    return values | parts


class ExpertQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Literal[
        "created_at", "-created_at", "name", "-name", "updated_at", "-updated_at", "score", "-score"
    ]] = "created_at"  # fmt: skip
    campaign_id: OfCampaign = None
    vendor_id: UUID | None = Field(default=None, description="Only offers by this vendor")
    person_id: UUID | None = Field(default=None, description="Only offers of this person, by any vendor")
    status: StatusIn | None = Field(
        default=None, description="Only offers in this state; old words for the states are understood"
    )
    conflict_status: Conflict | None = Field(default=None, description="What the vendor's own conflict check says")
    expert_type: ExpertType | None = Field(
        default=None, description="What they are to the campaign, by its companies or as set by hand"
    )
    region: Region | None = Field(default=None, description="The offer's, else its person's: as the coverage counts")
    band: Band | None = Field(default=None, description="Only scores of this band")
    q: Search | None = Field(
        default=None,
        description="Text that name, title, employers, place, description or skills hold, whatever case and accents",
    )


class PriceOut(BaseModel):
    """A vendor's quote."""

    amount_minor: int = Field(
        description="Minor units of `currency` per unit; of credits, hundredths of a credit an hour"
    )
    currency: str | None
    unit: str = Field(description="hour, call, minute or credit")
    minimum_minutes: int | None = Field(description="A shorter call is charged as one of this length")
    increment_minutes: int | None = Field(description="Minutes are rounded up to a multiple of this")
    free_minutes: int | None = Field(description="A poor call that ends within these minutes costs nothing")
    credit_value_minor: int | None = Field(
        description="What one credit costs, in minor units of `currency`; null: not said"
    )


class ScreeningOut(BaseModel):
    """What the offer scores by the campaign's rules, 0 to 100; the reasons are at its `/score`."""

    score: int = Field(description="0 to 100")
    band: Band
    answered: int = Field(description="Questions answered")
    asked: int = Field(description="Questions asked of the campaign's experts")
    knocked_out: bool = Field(description="Whether an answer rules the expert out")
    stale: bool = Field(description="Whether a change since then is not scored yet")


class ExpertOut(BaseModel):
    """An offer as it stands; `sources` names the file, place and confidence each field came from."""

    id: UUID
    campaign_id: UUID
    person_id: UUID
    vendor_platform_id: UUID
    vendor: str
    vendor_ref: str | None = Field(description="The vendor's own id of the person")
    name: str
    title: str | None
    company: str | None
    past_employers: list[dict[str, Any]] = Field(
        description="Former employers: `name`, `title`, `start`, `end` (2019, 2019-03 or 2019-03-31)"
    )
    location: str | None
    region: str | None = Field(
        description="The region of the world that `location` lies in; null where that is not certain"
    )
    skills: list[str]
    description: str | None
    work_history: str | None
    years_experience: int | None = Field(description="Years, as the vendor states them")
    linkedin_url: str | None
    email: str | None
    phone: str | None
    avatar_url: str | None
    rating: float | None = Field(description="0 to 5, as entered")
    ai_fit_score: int | None = Field(description="0 to 10, as entered; what is computed is `screening`")
    price: PriceOut | None
    availability: list[dict[str, Any]] = Field(
        description="Times offered: `text` as written and, where certain, `start`, `end` and `timezone`"
    )
    conflict_status: Conflict = Field(description="What the vendor's own conflict check says")
    expert_type: ExpertType | None = Field(description="What they are to the campaign; null until known")
    expert_type_reason: str | None = Field(
        description="Which job and company that follows from; null where set by hand"
    )
    over_quota: bool = Field(description="Whether its coverage cell was full when it was shortlisted")
    screening: ScreeningOut | None = Field(description="Null until the offer is scored")
    status: Status
    status_reason: str | None = Field(description="Why it was moved there; null where none was said")
    status_at: dt.datetime = Field(description="When it came into this state")
    proposed_at: dt.datetime = Field(description="When the vendor first offered the person")
    is_new: bool = Field(description="Whether nobody has reviewed it yet, unless set by hand")
    reviewed_at: dt.datetime | None = Field(description="When somebody first reviewed it; null while nobody has")
    superseded_by_id: UUID | None = Field(
        description="The vendor's later offer of the same person in the campaign, which stands instead"
    )
    edited_fields: list[str] = Field(description="Fields set by hand, which no intake overwrites")
    sources: dict[str, Any] = Field(
        description="By field: the file, place, excerpt and confidence (0 to 1) it came from"
    )
    open_suggestions: int = Field(description="Values of the vendor's that wait beside edited ones")
    created_at: dt.datetime
    updated_at: dt.datetime
