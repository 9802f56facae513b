"""Shapes of invoices and their lines, in and out."""

import datetime as dt
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.contracts.filters import OfVendor, SortBy
from shared.contracts.input import Input
from shared.contracts.page import PageQuery
from shared.types import NO_NUL, Currency, Day, ShortText

Outcome = Literal[
    "matched",
    "amount_differs",
    "duration_differs",
    "wrong_currency",
    "billed_twice",
    "not_done",
    "not_ours",
    "credit",
    "rejected",
]
Decision = Literal["open", "accepted", "disputed"]
Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=NO_NUL)]


class ImportQuery(BaseModel):
    """Whose invoice, for which days; `currency` is that of amounts that name none."""

    model_config = ConfigDict(extra="forbid")

    vendor_id: UUID = Field(description="Whose invoice it is")
    period_from: Day = Field(description="The first day it bills")
    period_to: Day = Field(description="The last day it bills, included")
    number: ShortText | None = Field(default=None, description="The vendor's number of it")
    currency: Currency | None = Field(default=None, description="ISO 4217: that of amounts which name none")
    dry_run: bool = Field(default=False, description="Tell what would become of each line and change nothing")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.period_to < self.period_from:
            raise ValueError("period_to is before period_from")
        return self


class InvoiceQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Literal["period_from", "-period_from", "created_at", "-created_at"]] = "-created_at"
    vendor_id: OfVendor = None
    status: Literal["placed", "undone"] | None = Field(
        default=None, description="placed: it stands; undone: it was taken back"
    )


class LineQuery(PageQuery):
    """Filters and order of an invoice's lines."""

    sort: SortBy[Literal["position", "-position"]] = "position"
    outcome: Outcome | None = Field(default=None, description="Only lines that came out this way")
    decision: Decision | None = Field(default=None, description="Only lines about which this was decided")


class MissingQuery(PageQuery):
    """A page of the calls an invoice leaves out."""

    sort: SortBy[Literal["occurred_at", "-occurred_at"]] = "occurred_at"


class AcceptIn(Input):
    """A line is paid as billed: what the ledger says of its call becomes what it bills."""

    note: Note | None = None


class DisputeIn(Input):
    """Why a line is not paid as billed."""

    note: Note


class BilledOut(BaseModel):
    """The sum of the lines in one currency, less what is credited."""

    currency: str
    amount_minor: int = Field(description="In minor units of `currency`")


class InvoiceOut(BaseModel):
    """An invoice and what came of it. `difference_minor` sums what is billed above what is due, where that is known,
    less what is credited; `missing_calls` counts the vendor's calls of the period that no invoice bills. `duplicate_of`
    is said when the same file had been imported before, which changes nothing.
    """

    id: UUID
    vendor_platform_id: UUID
    vendor: str
    number: str | None
    period_from: dt.date
    period_to: dt.date = Field(description="The last day it bills, included")
    status: Literal["placed", "undone"]
    file_id: UUID = Field(description="The file as handed in, at /api/source-files/{id}")
    file_name: str
    user_id: str
    notes: list[str] = Field(description="What could not be made out in the file, in words")
    counts: dict[Outcome, int] = Field(description="Lines by outcome")
    decisions: dict[Decision, int] = Field(description="Lines by decision")
    billed: list[BilledOut]
    difference_minor: int = Field(
        description="Billed above what is due, less credits, over the lines where that is known"
    )
    missing_calls: int = Field(description="The vendor's calls of the period that no invoice bills")
    duplicate_of: UUID | None = Field(
        default=None, description="The invoice of the same file that was imported before; then nothing has changed"
    )
    created_at: dt.datetime
    undone_at: dt.datetime | None


class LineOut(BaseModel):
    """A row of an invoice: where it stands and what it says, the charge it is of, and each difference by its `kind`.

    A negative amount is a credit: `matched` where it is of a call and no more than that has cost, `credit` where it
    names none.
    """

    id: UUID
    invoice_id: UUID
    position: int = Field(description="Counts the lines from 1")
    place: str = Field(description="Where the line stands in the file, such as sheet and row")
    outcome: Outcome
    charge_id: UUID | None = Field(description="The charge of the call it is of; null where it is of none")
    call_date: dt.date | None
    expert_name: str | None
    client_contact: str | None = Field(description="Who of the client is named")
    reference: str | None = Field(description="The vendor's own reference of the call")
    minutes: int | None = Field(description="Length that is billed; null where the line does not say")
    units: float | None = Field(description="What is billed in the vendor's own unit, such as hours or credits")
    rate_minor: int | None = Field(description="Price of a unit, in minor units of `currency`")
    amount_minor: int | None = Field(description="In minor units of `currency`; negative for a credit")
    currency: str | None
    difference_minor: int | None = Field(description="Billed above what is due; null where that cannot be told")
    differences: list[dict[str, Any]] = Field(description="Each by its `kind`, with what is billed and what is due")
    cells: dict[str, str] = Field(description="The line as it stands in the file, by heading")
    decision: Decision
    decision_note: str | None
    decided_by: str | None = Field(description="Id of who decided; null while open")
    decided_at: dt.datetime | None


class ImportedOut(InvoiceOut):
    """An invoice just handed in; of a dry run, which leaves nothing behind, with all its lines."""

    dry_run: bool
    lines: list[LineOut] | None


class MissingOut(BaseModel):
    """A call that was held and that no invoice bills."""

    charge_id: UUID = Field(description="What the ledger says it cost")
    interview_id: UUID
    campaign_id: UUID
    expert: str | None = Field(description="Name of who was called")
    call_date: dt.date = Field(description="The day of the call in its campaign's time zone")
    occurred_at: dt.datetime
    amount_minor: int | None = Field(description="What the ledger says it costs, in minor units of `currency`")
    currency: str | None = Field(description="Null with the amount where no price is known")
