"""Screening: the companies a campaign is about, how many calls of whom it wants, and what each expert scored."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from shared.models.base import NOW, SCHEMA, Created, Timed, WorkspaceRow, default, within, words
from shared.models.sourcing import EXPERT_TYPE

COMPANY_ROLE = words("company_role", "target", "competitor", "customer", "supplier")
SCORE_BAND = words("score_band", "strong", "mixed", "weak")
REGIONS = "('North America', 'Europe', 'Asia Pacific', 'Latin America', 'Middle East & Africa', 'Other')"


class CampaignCompany(WorkspaceRow, Timed, table=True):
    """A company a campaign is about, or that deals with it; who works or worked there is told by matching."""

    __tablename__ = "campaign_companies"
    __table_args__ = (
        within("campaign_id", "campaigns", name="fk_campaign_companies_campaign", ondelete="CASCADE"),
        UniqueConstraint("workspace_id", "campaign_id", "name", name="campaign_companies_name_unique"),
        Index("idx_campaign_companies_created", "workspace_id", "campaign_id", "created_at", "id"),
        {"schema": SCHEMA},
    )

    campaign_id: UUID
    name: str = Field(sa_type=Text)
    role: str = Field(sa_type=COMPANY_ROLE)
    is_public: bool = Field(default=False, sa_column_kwargs=default("false"))


class CoverageTarget(WorkspaceRow, Created, table=True):
    """How many calls a campaign wants with experts of one type in one region."""

    __tablename__ = "coverage_targets"
    __table_args__ = (
        within("campaign_id", "campaigns", name="fk_coverage_targets_campaign", ondelete="CASCADE"),
        UniqueConstraint("workspace_id", "campaign_id", "region", "expert_type", name="coverage_targets_cell_unique"),
        CheckConstraint(f"region IN {REGIONS}", name="coverage_targets_region_check"),
        CheckConstraint("min_calls >= 0 AND min_calls <= max_calls", name="coverage_targets_calls_check"),
        {"schema": SCHEMA},
    )

    campaign_id: UUID
    region: str = Field(sa_type=Text)
    expert_type: str = Field(sa_type=EXPERT_TYPE)
    min_calls: int = Field(default=0, sa_column_kwargs=default("0"))
    max_calls: int | None = None


class ScreeningScore(WorkspaceRow, table=True):
    """What one judge made of one expert: 0 to 100, with its parts, reasons and the rules it went by.

    The database sets `stale` when a question, an answer, the brief or the expert's background has changed since.
    """

    __tablename__ = "screening_scores"
    __table_args__ = (
        within("campaign_id, expert_id", "experts", name="fk_screening_scores_expert", ondelete="CASCADE"),
        UniqueConstraint("workspace_id", "expert_id", "judge", name="screening_scores_judge_unique"),
        CheckConstraint("score BETWEEN 0 AND 100 AND cap BETWEEN 0 AND 100", name="screening_scores_score_check"),
        CheckConstraint("answered BETWEEN 0 AND asked", name="screening_scores_answered_check"),
        Index("idx_screening_scores_score", "workspace_id", "campaign_id", "score", "id"),
        Index(
            "idx_screening_scores_rules",
            "workspace_id",
            "expert_id",
            postgresql_include=["score", "band"],
            postgresql_where=text("judge = 'rules'"),
        ),
        Index("idx_screening_scores_stale", "workspace_id", "campaign_id", postgresql_where=text("stale")),
        {"schema": SCHEMA},
    )

    campaign_id: UUID
    expert_id: UUID
    judge: str = Field(default="rules", sa_type=Text, sa_column_kwargs=default("'rules'"))
    score: int
    band: str = Field(sa_type=SCORE_BAND)
    parts: dict[str, Any] = Field(sa_type=JSONB)
    reasons: list[dict[str, Any]] = Field(sa_type=JSONB)
    answered: int
    asked: int
    knocked_out: bool = Field(default=False, sa_column_kwargs=default("false"))
    cap: int | None = None
    rules_version: str = Field(sa_type=Text)
    stale: bool = Field(default=False, sa_column_kwargs=default("false"))
    scored_at: datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )
