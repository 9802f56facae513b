"""Shapes of invoices and their lines, in and out."""

import datetime as dt
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shared.contracts.input import Input
from shared.contracts.page import PageQuery
from shared.types import NO_NUL, Currency, ShortText

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

    vendor_id: UUID
    period_from: dt.date
    period_to: dt.date
    number: ShortText | None = None
    currency: Currency | None = None
    dry_run: bool = Field(default=False, description="Tell what would become of each line and change nothing")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.period_to < self.period_from:
            raise ValueError("period_to is before period_from")
        return self


class InvoiceQuery(PageQuery):
    """Filters and order of the list."""

    sort: Literal["period_from", "-period_from", "created_at", "-created_at"] = "-created_at"
    vendor_id: UUID | None = None
    status: Literal["placed", "undone"] | None = None


class LineQuery(PageQuery):
    """Filters and order of an invoice's lines."""

    sort: Literal["position", "-position"] = "position"
    outcome: Outcome | None = None
    decision: Decision | None = None


class MissingQuery(PageQuery):
    """A page of the calls an invoice leaves out."""

    sort: Literal["occurred_at", "-occurred_at"] = "occurred_at"


class AcceptIn(Input):
    """A line is paid as billed: what the ledger says of its call becomes what it bills."""

    note: Note | None = None


class DisputeIn(Input):
    """Why a line is not paid as billed."""

    note: Note


class BilledOut(BaseModel):
    """The sum of the lines in one currency, less what is credited."""

    currency: str
    amount_minor: int


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
    period_to: dt.date
    status: Literal["placed", "undone"]
    file_id: UUID
    file_name: str
    user_id: str
    notes: list[str]
    counts: dict[Outcome, int]
    decisions: dict[Decision, int]
    billed: list[BilledOut]
    difference_minor: int
    missing_calls: int
    duplicate_of: UUID | None = None
    created_at: dt.datetime
    undone_at: dt.datetime | None


class LineOut(BaseModel):
    """A row of an invoice: where it stands and what it says, the charge it is of, and each difference by its `kind`.

    A negative amount is a credit: `matched` where it is of a call and no more than that has cost, `credit` where it
    names none.
    """

    id: UUID
    invoice_id: UUID
    position: int
    place: str
    outcome: Outcome
    charge_id: UUID | None
    call_date: dt.date | None
    expert_name: str | None
    client_contact: str | None
    reference: str | None
    minutes: int | None
    units: float | None
    rate_minor: int | None
    amount_minor: int | None
    currency: str | None
    difference_minor: int | None
    differences: list[dict[str, Any]]
    cells: dict[str, str]
    decision: Decision
    decision_note: str | None
    decided_by: str | None
    decided_at: dt.datetime | None


class ImportedOut(InvoiceOut):
    """An invoice just handed in; of a dry run, which leaves nothing behind, with all its lines."""

    dry_run: bool
    lines: list[LineOut] | None


class MissingOut(BaseModel):
    """A call that was held and that no invoice bills."""

    charge_id: UUID
    interview_id: UUID
    campaign_id: UUID
    expert: str | None
    call_date: dt.date
    occurred_at: dt.datetime
    amount_minor: int | None
    currency: str | None = Field(description="Null with the amount where no price is known")
