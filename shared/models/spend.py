"""Spend: what vendors agreed to charge, what calls committed and cost, what a campaign may cost, what was invoiced."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    Index,
    Numeric,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, ExcludeConstraint
from sqlmodel import Field

from shared.models.base import SCHEMA, Created, Timed, WorkspaceRow, default, no_items, no_members, within, words
from shared.models.sourcing import PRICE_UNIT

SUBSCRIPTION_PERIOD = words("subscription_period", "month", "quarter", "year")
FEE_TYPE = words("fee_type", "per_call", "cancellation", "no_show", "recruiting", "subscription")
CHARGE_STAGE = words("charge_stage", "committed", "actual", "released")
THRESHOLD_KIND = words("threshold_kind", "absolute", "percent")
INVOICE_STATUS = words("invoice_status", "placed", "undone")
INVOICE_OUTCOME = words(
    "invoice_outcome",
    "matched",
    "amount_differs",
    "duration_differs",
    "wrong_currency",
    "billed_twice",
    "not_done",
    "not_ours",
    "credit",
    "rejected",
)
INVOICE_DECISION = words("invoice_decision", "open", "accepted", "disputed")
CURRENCY_CHECK = "currency ~ '^[A-Z]{3}$'"


class RateCard(WorkspaceRow, Timed, table=True):
    """What a vendor charges this workspace between two days, both included; amounts in minor units of `currency`.

    Of credits, `amount_minor` is hundredths of a credit per hour. `cancellation` lists `{notice_hours, percent}`.
    """

    __tablename__ = "rate_cards"
    __table_args__ = (
        within("vendor_platform_id", "vendor_platforms", name="fk_rate_cards_vendor", ondelete="CASCADE"),
        UniqueConstraint("workspace_id", "vendor_platform_id", "version", name="rate_cards_version_unique"),
        ExcludeConstraint(
            (text("expert_network.uuid_range(workspace_id, workspace_id, '[]')"), "&&"),
            (text("expert_network.uuid_range(vendor_platform_id, vendor_platform_id, '[]')"), "&&"),
            (text("daterange(valid_from, valid_to, '[]')"), "&&"),
            name="rate_cards_do_not_overlap",
            using="gist",
        ),
        CheckConstraint("valid_to >= valid_from", name="rate_cards_dates_check"),
        CheckConstraint(CURRENCY_CHECK, name="rate_cards_currency_check"),
        CheckConstraint(
            "amount_minor >= 0 AND minimum_minutes >= 0 AND increment_minutes > 0 AND free_minutes >= 0"
            " AND credit_value_minor >= 0 AND recruiting_fee_minor >= 0 AND subscription_minor >= 0",
            name="rate_cards_amounts_check",
        ),
        CheckConstraint("(unit = 'credit') = (credit_value_minor IS NOT NULL)", name="rate_cards_credit_check"),
        CheckConstraint(
            "(subscription_minor IS NULL) = (subscription_period IS NULL)", name="rate_cards_subscription_check"
        ),
        CheckConstraint(
            "no_show_expert_percent BETWEEN 0 AND 100 AND no_show_client_percent BETWEEN 0 AND 100",
            name="rate_cards_percents_check",
        ),
        {"schema": SCHEMA},
    )

    vendor_platform_id: UUID
    version: int
    valid_from: dt.date = Field(sa_type=Date)
    valid_to: dt.date | None = Field(default=None, sa_type=Date)
    currency: str = Field(sa_type=Text)
    unit: str = Field(sa_type=PRICE_UNIT)
    amount_minor: int
    minimum_minutes: int | None = None
    increment_minutes: int | None = None
    free_minutes: int | None = None
    credit_value_minor: int | None = None
    cancellation: list[dict[str, int]] = Field(
        default_factory=no_items, sa_type=JSONB, sa_column_kwargs=default("'[]'::jsonb")
    )
    no_show_expert_percent: int = Field(default=0, sa_column_kwargs=default("0"))
    no_show_client_percent: int = Field(default=100, sa_column_kwargs=default("100"))
    recruiting_fee_minor: int | None = None
    subscription_minor: int | None = None
    subscription_period: str | None = Field(default=None, sa_type=SUBSCRIPTION_PERIOD)
    notes: str | None = Field(default=None, sa_type=Text)


class Charge(WorkspaceRow, Created, table=True):
    """An entry of a campaign's ledger: never edited, only released, with the reason; a change is another entry.

    `amount_minor` is empty where no price is known, `campaign_amount_minor` also where a rate is missing.
    `rate_card_id` says by which card it was reckoned, even after the campaign has moved away from that card.
    """

    __tablename__ = "charges"
    __table_args__ = (
        within("campaign_id", "campaigns", name="fk_charges_campaign", ondelete="CASCADE"),
        within("vendor_platform_id", "vendor_platforms", name="fk_charges_vendor"),
        within("interview_id", "interviews", name="fk_charges_interview"),
        within("expert_id", "experts", name="fk_charges_expert"),
        CheckConstraint(CURRENCY_CHECK, name="charges_currency_check"),
        CheckConstraint("amount_minor >= 0 AND campaign_amount_minor >= 0", name="charges_amounts_check"),
        CheckConstraint("amount_minor IS NULL OR currency IS NOT NULL", name="charges_whole_check"),
        CheckConstraint("(stage = 'released') = (released_at IS NOT NULL)", name="charges_released_check"),
        Index(
            "charges_one_price_of_a_call",
            "workspace_id",
            "interview_id",
            unique=True,
            postgresql_where=text("fee_type = 'per_call' AND stage <> 'released'"),
        ),
        Index("idx_charges_campaign", "workspace_id", "campaign_id", "stage"),
        Index("idx_charges_occurred", "workspace_id", "occurred_at", "id"),
        Index("idx_charges_created", "workspace_id", "created_at", "id"),
        Index("idx_charges_vendor", "workspace_id", "vendor_platform_id", "occurred_at"),
        Index("idx_charges_interview", "workspace_id", "interview_id"),
        Index("idx_charges_expert", "workspace_id", "expert_id"),
        Index("idx_charges_card", "workspace_id", "rate_card_id"),
        {"schema": SCHEMA},
    )

    campaign_id: UUID
    vendor_platform_id: UUID
    interview_id: UUID | None = None
    expert_id: UUID | None = None
    rate_card_id: UUID | None = None
    fee_type: str = Field(sa_type=FEE_TYPE)
    stage: str = Field(sa_type=CHARGE_STAGE)
    amount_minor: int | None = None
    currency: str | None = Field(default=None, sa_type=Text)
    campaign_amount_minor: int | None = None
    rate_date: dt.date = Field(sa_type=Date)
    basis: dict[str, Any] = Field(default_factory=no_members, sa_type=JSONB, sa_column_kwargs=default("'{}'::jsonb"))
    reason: str | None = Field(default=None, sa_type=Text)
    occurred_at: dt.datetime = Field(sa_type=DateTime(timezone=True))
    released_at: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    release_reason: str | None = Field(default=None, sa_type=Text)


class Budget(WorkspaceRow, Timed, table=True):
    """What a campaign may cost, in minor units of the campaign's currency."""

    __tablename__ = "budgets"
    __table_args__ = (
        within("campaign_id", "campaigns", name="fk_budgets_campaign", ondelete="CASCADE"),
        UniqueConstraint("workspace_id", "campaign_id", name="budgets_campaign_unique"),
        CheckConstraint("amount_minor >= 0", name="budgets_amount_check"),
        {"schema": SCHEMA},
    )

    campaign_id: UUID
    amount_minor: int


class BudgetThreshold(WorkspaceRow, Created, table=True):
    """A sum (`absolute`, minor units) or a share of the budget (`percent`) at which somebody wants to know.

    `fired_at` is set when spend reaches it, and emptied when the budget rises so far that it lies ahead again.
    """

    __tablename__ = "budget_thresholds"
    __table_args__ = (
        within("campaign_id", "campaigns", name="fk_thresholds_campaign", ondelete="CASCADE"),
        UniqueConstraint("workspace_id", "campaign_id", "kind", "value", name="budget_thresholds_unique"),
        CheckConstraint("value > 0", name="budget_thresholds_value_check"),
        {"schema": SCHEMA},
    )

    campaign_id: UUID
    kind: str = Field(sa_type=THRESHOLD_KIND)
    value: int
    set_by: str = Field(sa_type=Text)
    fired_at: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    fired_spend_minor: int | None = Field(default=None, sa_type=BigInteger)


class Invoice(WorkspaceRow, Timed, table=True):
    """A vendor's invoice as imported; what it says of each call stands in its lines."""

    __tablename__ = "invoices"
    __table_args__ = (
        within("vendor_platform_id", "vendor_platforms", name="fk_invoices_vendor"),
        within("file_id", "source_files", name="fk_invoices_file"),
        CheckConstraint("period_to >= period_from", name="invoices_period_check"),
        CheckConstraint("(status = 'undone') = (undone_at IS NOT NULL)", name="invoices_undone_check"),
        Index("idx_invoices_created", "workspace_id", "created_at", "id"),
        Index("idx_invoices_period", "workspace_id", "period_from", "id"),
        Index("idx_invoices_vendor", "workspace_id", "vendor_platform_id", "period_from"),
        Index("idx_invoices_file", "workspace_id", "file_id"),
        Index(
            "invoices_same_content",
            "workspace_id",
            "vendor_platform_id",
            "content_hash",
            unique=True,
            postgresql_where=text("status = 'placed'"),
        ),
        {"schema": SCHEMA},
    )

    vendor_platform_id: UUID
    file_id: UUID
    user_id: str = Field(sa_type=Text)
    number: str | None = Field(default=None, sa_type=Text)
    period_from: dt.date = Field(sa_type=Date)
    period_to: dt.date = Field(sa_type=Date)
    content_hash: str = Field(sa_type=Text)
    status: str = Field(default="placed", sa_type=INVOICE_STATUS, sa_column_kwargs=default("'placed'"))
    notes: list[str] = Field(default_factory=no_items, sa_type=JSONB, sa_column_kwargs=default("'[]'::jsonb"))
    undone_at: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class InvoiceLine(WorkspaceRow, table=True):
    """One row of an invoice: what it says, which charge it is of, and every difference found.

    `outcome` is the gravest of `differences`; `difference_minor` is what was billed above what was due.
    """

    __tablename__ = "invoice_lines"
    __table_args__ = (
        within("invoice_id", "invoices", name="fk_invoice_lines_invoice", ondelete="CASCADE"),
        within("charge_id", "charges", name="fk_invoice_lines_charge", ondelete="SET NULL (charge_id)"),
        UniqueConstraint("workspace_id", "invoice_id", "position", name="invoice_lines_position_unique"),
        Index("idx_invoice_lines_outcome", "workspace_id", "invoice_id", "outcome", "position"),
        Index("idx_invoice_lines_charge", "workspace_id", "charge_id"),
        {"schema": SCHEMA},
    )

    invoice_id: UUID
    position: int
    place: str = Field(sa_type=Text)
    outcome: str = Field(sa_type=INVOICE_OUTCOME)
    charge_id: UUID | None = None
    call_date: dt.date | None = Field(default=None, sa_type=Date)
    expert_name: str | None = Field(default=None, sa_type=Text)
    client_contact: str | None = Field(default=None, sa_type=Text)
    reference: str | None = Field(default=None, sa_type=Text)
    minutes: int | None = None
    units: Decimal | None = Field(default=None, sa_type=Numeric(12, 4))
    rate_minor: int | None = None
    amount_minor: int | None = None
    currency: str | None = Field(default=None, sa_type=Text)
    difference_minor: int | None = None
    differences: list[dict[str, Any]] = Field(
        default_factory=no_items, sa_type=JSONB, sa_column_kwargs=default("'[]'::jsonb")
    )
    cells: dict[str, str] = Field(default_factory=no_members, sa_type=JSONB, sa_column_kwargs=default("'{}'::jsonb"))
    decision: str = Field(default="open", sa_type=INVOICE_DECISION, sa_column_kwargs=default("'open'"))
    decision_note: str | None = Field(default=None, sa_type=Text)
    decided_by: str | None = Field(default=None, sa_type=Text)
    decided_at: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
