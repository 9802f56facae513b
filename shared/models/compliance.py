"""What compliance keeps on record: rules by version, lists, facts about companies, attestations, trainings, decisions.

Who wrote a row (`created_by`, `requested_by`, `decided_by`) and the `key` names are compared by are the database's.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Column, Computed, Date, DateTime, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from shared.models.base import SCHEMA, Created, Timed, default, no_members, within, words

RULES = (
    "restricted_company",
    "restricted_person",
    "do_not_contact",
    "target_employee",
    "public_company_employee",
    "cooling_off",
    "government_official",
    "healthcare",
    "country",
    "attestation_terms",
    "attestation_call",
    "conflict_check",
    "call_limit",
    "user_training",
)
RULE = words("compliance_rule", *RULES)
RULE_OUTCOME = words("rule_outcome", "off", "refuse", "needs_approval")
RESTRICTED_LIST = words("restricted_list", "restricted", "do_not_contact")
RESTRICTED_KIND = words("restricted_kind", "company", "person", "address")
COMPANY_KIND = words("company_kind", "public", "private", "sensitive", "government", "healthcare")
ATTESTATION_KIND = words("attestation_kind", "terms", "call")
APPROVAL_DECISION = words("approval_decision", "approve", "override", "refuse")
Names = list[str]
IN_ORDER = "valid_to >= valid_from"


class Kept(SQLModel):
    """A row of a workspace whose id the database makes unless one is given."""

    workspace_id: UUID = Field(primary_key=True)
    id: UUID | None = Field(default=None, primary_key=True, sa_column_kwargs=default("gen_random_uuid()"))


def key_of(name: str) -> Column[str]:
    """The generated column by which names are compared."""
    return Column("key", Text, Computed(name, persisted=True), nullable=False)


def variants_of(name: str) -> Column[Names]:
    """The generated column of names that may be meant too."""
    return Column("variants", ARRAY(Text), Computed(name, persisted=True), nullable=False)


class ComplianceRule(Kept, Created, table=True):
    """One version of a rule and the days of calls it is in force for; on each the newest version holds. Only added."""

    __tablename__ = "compliance_rules"
    __table_args__ = (
        UniqueConstraint("workspace_id", "rule", "version", name="compliance_rules_version_unique"),
        CheckConstraint("version > 0", name="compliance_rules_version_check"),
        CheckConstraint(IN_ORDER, name="compliance_rules_dates_check"),
        Index("idx_compliance_rules_created", "workspace_id", "created_at", "id"),
        {"schema": SCHEMA},
    )

    rule: str = Field(sa_type=RULE)
    version: int
    outcome: str = Field(sa_type=RULE_OUTCOME)
    parameters: dict[str, Any] = Field(
        default_factory=no_members, sa_type=JSONB, sa_column_kwargs=default("'{}'::jsonb")
    )
    valid_from: dt.date = Field(sa_type=Date)
    valid_to: dt.date | None = Field(default=None, sa_type=Date)
    reason: str = Field(sa_type=Text)
    created_by: str | None = Field(default=None, sa_type=Text)


class RestrictedEntry(Kept, Timed, table=True):
    """A company, person or address on a list from one day to another; ended, never deleted."""

    __tablename__ = "restricted_entries"
    __table_args__ = (
        within("person_id", "people", name="fk_restricted_person", ondelete="SET NULL (person_id)"),
        CheckConstraint("person_id IS NULL OR kind = 'person'", name="restricted_entries_person_check"),
        CheckConstraint("valid_to >= valid_from - 1", name="restricted_entries_dates_check"),
        Index("idx_restricted_created", "workspace_id", "created_at", "id"),
        Index("idx_restricted_name", "workspace_id", "name", "id"),
        Index("idx_restricted_key", "workspace_id", "list", "kind", "key"),
        Index("idx_restricted_person", "workspace_id", "person_id"),
        {"schema": SCHEMA},
    )

    list: str = Field(sa_type=RESTRICTED_LIST)
    kind: str = Field(sa_type=RESTRICTED_KIND)
    name: str = Field(sa_type=Text)
    key: str | None = Field(default=None, sa_column=key_of("expert_network.listed_key(kind, name)"))
    variants: Names | None = Field(default=None, sa_column=variants_of("expert_network.listed_variants(kind, name)"))
    person_id: UUID | None = None
    valid_from: dt.date = Field(sa_type=Date)
    valid_to: dt.date | None = Field(default=None, sa_type=Date)
    reason: str = Field(sa_type=Text)
    created_by: str | None = Field(default=None, sa_type=Text)


class CompanyFact(Kept, Timed, table=True):
    """What kind of company an employer is or was, and where; a company may be of several kinds."""

    __tablename__ = "company_facts"
    __table_args__ = (
        CheckConstraint("country ~ '^[A-Z]{2}$'", name="company_facts_country_check"),
        CheckConstraint(IN_ORDER, name="company_facts_dates_check"),
        Index("idx_company_facts_created", "workspace_id", "created_at", "id"),
        Index("idx_company_facts_name", "workspace_id", "name", "id"),
        Index("idx_company_facts_key", "workspace_id", "key"),
        {"schema": SCHEMA},
    )

    name: str = Field(sa_type=Text)
    key: str | None = Field(default=None, sa_column=key_of("expert_network.company_key(name)"))
    kind: str = Field(sa_type=COMPANY_KIND)
    country: str | None = Field(default=None, sa_type=Text)
    valid_from: dt.date | None = Field(default=None, sa_type=Date)
    valid_to: dt.date | None = Field(default=None, sa_type=Date)
    source: str | None = Field(default=None, sa_type=Text)
    created_by: str | None = Field(default=None, sa_type=Text)


class Attestation(Kept, Created, table=True):
    """What an expert signed and when: the terms, or the attestation of one call. `text_hash` is SHA-256. Only added.

    `text` is not known of what was recorded before texts were kept.
    """

    __tablename__ = "attestations"
    __table_args__ = (
        within("person_id", "people", name="fk_attestations_person", ondelete="SET NULL (person_id)"),
        CheckConstraint("kind = 'call' OR interview_id IS NULL", name="attestations_call_check"),
        CheckConstraint("text_hash ~ '^[0-9a-f]{64}$'", name="attestations_hash_check"),
        Index("idx_attestations_signed", "workspace_id", "signed_at", "id"),
        Index("idx_attestations_person", "workspace_id", "person_id", "kind", "signed_at"),
        Index("idx_attestations_interview", "workspace_id", "interview_id"),
        {"schema": SCHEMA},
    )

    person_id: UUID | None = None
    person_name: str = Field(sa_type=Text)
    kind: str = Field(sa_type=ATTESTATION_KIND)
    interview_id: UUID | None = None
    text_version: str = Field(sa_type=Text)
    text_hash: str = Field(sa_type=Text)
    text: str | None = Field(default=None, sa_type=Text)
    signed_at: dt.datetime = Field(sa_type=DateTime(timezone=True))
    evidence: str | None = Field(default=None, sa_type=Text)
    created_by: str | None = Field(default=None, sa_type=Text)


class UserTraining(Kept, Created, table=True):
    """A compliance course a user of the workspace has done. Only added."""

    __tablename__ = "user_trainings"
    __table_args__ = (
        CheckConstraint("expires_on >= completed_on", name="user_trainings_dates_check"),
        Index("idx_user_trainings_user", "workspace_id", "user_id", "completed_on"),
        Index("idx_user_trainings_completed", "workspace_id", "completed_on", "id"),
        {"schema": SCHEMA},
    )

    user_id: str = Field(sa_type=Text)
    course: str = Field(sa_type=Text)
    completed_on: dt.date = Field(sa_type=Date)
    expires_on: dt.date | None = Field(default=None, sa_type=Date)
    created_by: str | None = Field(default=None, sa_type=Text)


class ApprovalRequest(Kept, Created, table=True):
    """A finding of the gate put before compliance, for one expert and one day of calls. Only added."""

    __tablename__ = "approval_requests"
    __table_args__ = (
        within("campaign_id", "campaigns", name="fk_approvals_campaign", ondelete="CASCADE"),
        within("campaign_id, expert_id", "experts", name="fk_approvals_expert", ondelete="CASCADE"),
        UniqueConstraint(
            *("workspace_id", "expert_id", "interview_id", "call_day", "rule", "version", "fact"),
            name="approval_requests_unique",
            postgresql_nulls_not_distinct=True,
        ),
        Index("idx_approvals_created", "workspace_id", "created_at", "id"),
        Index("idx_approvals_starts", "workspace_id", "starts_at", "id"),
        Index("idx_approvals_campaign", "workspace_id", "campaign_id"),
        {"schema": SCHEMA},
    )

    campaign_id: UUID
    expert_id: UUID
    interview_id: UUID | None = None
    rule: str = Field(sa_type=RULE)
    version: int
    outcome: str = Field(sa_type=RULE_OUTCOME)
    fact: str = Field(sa_type=Text)
    call_day: dt.date = Field(sa_type=Date)
    starts_at: dt.datetime = Field(sa_type=DateTime(timezone=True))
    requested_by: str | None = Field(default=None, sa_type=Text)


class ApprovalDecision(Kept, table=True):
    """What compliance decided about a request, and why; the newest decision holds. Only added."""

    __tablename__ = "approval_decisions"
    __table_args__ = (
        within("request_id", "approval_requests", name="fk_decisions_request", ondelete="CASCADE"),
        CheckConstraint("btrim(reason) <> ''", name="approval_decisions_reason_check"),
        Index("idx_decisions_request", "workspace_id", "request_id", "created_at"),
        {"schema": SCHEMA},
    )

    request_id: UUID
    decision: str = Field(sa_type=APPROVAL_DECISION)
    reason: str = Field(sa_type=Text)
    decided_by: str | None = Field(default=None, sa_type=Text, nullable=False)
    created_at: dt.datetime | None = Field(
        default=None,
        nullable=False,
        sa_type=DateTime(timezone=True),
        sa_column_kwargs={"server_default": text("clock_timestamp()")},
    )
