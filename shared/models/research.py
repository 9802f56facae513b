"""Research: projects, campaigns, the team, screening questions and what a person set on the screen."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from shared.models.base import NOW, SCHEMA, Created, Timed, WorkspaceRow, default, no_items, no_members, within, words

QUESTION_TYPE = words("question_type", "text", "multiple_choice", "rating")
THEME = words("theme", "light", "dark")
ZONE_IS_KNOWN = "timezone(timezone, '2000-01-01 00:00+00'::timestamptz) IS NOT NULL"
COLOURS = "('blue', 'green', 'purple', 'orange', 'red', 'pink', 'cyan', 'yellow', 'indigo', 'gray')"
WORKING_HOURS = '{"days": [1, 2, 3, 4, 5], "start": "09:00", "end": "18:00"}'
COLUMN_WIDTHS = '{"dragHandle": 16, "campaignName": 400, "industry": 180}'
PANEL_SIZING = '{"chatWidth": 400, "answerWidth": 600}'


class Project(WorkspaceRow, Timed, table=True):
    """A client engagement or deal; holds campaigns."""

    __tablename__ = "projects"
    __table_args__ = (
        CheckConstraint("end_date >= start_date", name="projects_dates_check"),
        Index(
            "idx_projects_user_code_unique",
            "workspace_id",
            "project_code",
            unique=True,
            postgresql_where=text("project_code IS NOT NULL"),
        ),
        Index("idx_projects_order", "workspace_id", "display_order", "id"),
        Index("idx_projects_created", "workspace_id", "created_at", "id"),
        {"schema": SCHEMA},
    )

    user_id: str = Field(sa_type=Text)
    project_code: str | None = Field(default=None, sa_type=Text)
    project_name: str = Field(sa_type=Text)
    description: str | None = Field(default=None, sa_type=Text)
    display_order: int = Field(default=0, sa_column_kwargs=default("0"))
    client_name: str | None = Field(default=None, sa_type=Text)
    start_date: dt.date | None = Field(default=None, sa_type=Date)
    end_date: dt.date | None = Field(default=None, sa_type=Date)


class Campaign(WorkspaceRow, Timed, table=True):
    """One research question: brief, regions, dates, how many calls, team and vendors; may stand alone."""

    __tablename__ = "campaigns"
    __table_args__ = (
        within("project_id", "projects", name="fk_campaigns_project", ondelete="SET NULL (project_id)"),
        CheckConstraint("target_completion_date >= start_date", name="campaigns_dates_check"),
        CheckConstraint(ZONE_IS_KNOWN, name="campaigns_timezone_check"),
        CheckConstraint("currency ~ '^[A-Z]{3}$'", name="campaigns_currency_check"),
        CheckConstraint("min_calls >= 0 AND max_calls >= 0 AND min_calls <= max_calls", name="campaigns_calls_check"),
        CheckConstraint(f"color_tag IN {COLOURS}", name="campaigns_color_check"),
        Index("idx_campaigns_order", "workspace_id", "display_order", "id"),
        Index("idx_campaigns_created", "workspace_id", "created_at", "id"),
        Index("idx_campaigns_project", "workspace_id", "project_id", "display_order", "id"),
        Index("idx_campaigns_dates", "workspace_id", "start_date", "target_completion_date"),
        {"schema": SCHEMA},
    )

    user_id: str = Field(sa_type=Text)
    project_id: UUID | None = None
    campaign_name: str = Field(sa_type=Text)
    industry_vertical: str = Field(sa_type=Text)
    custom_industry: str | None = Field(default=None, sa_type=Text)
    brief_description: str | None = Field(default=None, sa_type=Text)
    expanded_description: str | None = Field(default=None, sa_type=Text)
    start_date: dt.date = Field(sa_type=Date)
    target_completion_date: dt.date = Field(sa_type=Date)
    target_regions: list[str] = Field(
        default_factory=no_items, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}")
    )
    custom_regions: str | None = Field(default=None, sa_type=Text)
    min_calls: int | None = None
    max_calls: int | None = None
    timezone: str = Field(default="UTC", sa_type=Text, sa_column_kwargs=default("'UTC'"))
    currency: str = Field(default="USD", sa_type=Text, sa_column_kwargs=default("'USD'"))
    color_tag: str | None = Field(default=None, sa_type=Text)
    display_order: int = Field(default=0, sa_column_kwargs=default("0"))


class TeamMember(WorkspaceRow, Created, table=True):
    """Somebody of the research team; need not be able to sign in. Days of `working_hours` count from Monday, 1."""

    __tablename__ = "team_members"
    __table_args__ = (
        CheckConstraint(ZONE_IS_KNOWN, name="team_members_timezone_check"),
        Index("idx_team_members_name", "workspace_id", "name", "id"),
        {"schema": SCHEMA},
    )

    user_id: str = Field(sa_type=Text)
    name: str = Field(sa_type=Text)
    email: str | None = Field(default=None, sa_type=Text)
    designation: str = Field(sa_type=Text)
    avatar_url: str | None = Field(default=None, sa_type=Text)
    timezone: str = Field(default="UTC", sa_type=Text, sa_column_kwargs=default("'UTC'"))
    working_hours: dict[str, Any] | None = Field(
        default=None, nullable=False, sa_type=JSONB, sa_column_kwargs=default(f"'{WORKING_HOURS}'::jsonb")
    )


class CampaignTeamAssignment(SQLModel, table=True):
    """A member works on a campaign; one who is required attends every call of it."""

    __tablename__ = "campaign_team_assignments"
    __table_args__ = (
        within("campaign_id", "campaigns", name="fk_campaign_team_campaign", ondelete="CASCADE"),
        within("team_member_id", "team_members", name="fk_campaign_team_member", ondelete="CASCADE"),
        Index("idx_campaign_team_member", "workspace_id", "team_member_id"),
        {"schema": SCHEMA},
    )

    workspace_id: UUID = Field(primary_key=True)
    campaign_id: UUID = Field(primary_key=True)
    team_member_id: UUID = Field(primary_key=True)
    assigned_at: dt.datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )
    is_required: bool = Field(default=False, sa_column_kwargs=default("false"))


class ScreeningQuestion(WorkspaceRow, Timed, table=True):
    """A question put to every expert of a campaign; may have sub-questions. `weight` counts among its siblings and
    `rules` say what makes an answer good.
    """

    __tablename__ = "screening_questions"
    __table_args__ = (
        UniqueConstraint("workspace_id", "campaign_id", "id", name="screening_questions_campaign_unique"),
        within("campaign_id", "campaigns", name="fk_screening_campaign", ondelete="CASCADE"),
        within(
            "campaign_id, parent_question_id", "screening_questions", name="fk_screening_parent", ondelete="CASCADE"
        ),
        CheckConstraint("parent_question_id <> id", name="screening_questions_parent_check"),
        CheckConstraint("weight BETWEEN 0 AND 10", name="screening_questions_weight_check"),
        Index("idx_screening_order", "workspace_id", "campaign_id", "display_order", "id"),
        Index("idx_screening_parent", "workspace_id", "parent_question_id"),
        {"schema": SCHEMA},
    )

    campaign_id: UUID
    parent_question_id: UUID | None = None
    question_text: str = Field(sa_type=Text)
    question_type: str = Field(default="text", sa_type=QUESTION_TYPE, sa_column_kwargs=default("'text'"))
    options: list[str] | None = Field(default=None, sa_type=JSONB)
    display_order: int = Field(default=0, sa_column_kwargs=default("0"))
    weight: int = Field(default=1, sa_column_kwargs=default("1"))
    rules: dict[str, Any] = Field(default_factory=no_members, sa_type=JSONB, sa_column_kwargs=default("'{}'::jsonb"))


class UserUiPreferences(SQLModel, table=True):
    """What one person set on their screens, per workspace."""

    __tablename__ = "user_ui_preferences"
    __table_args__ = ({"schema": SCHEMA},)

    workspace_id: UUID = Field(primary_key=True)
    user_id: str = Field(sa_type=Text, primary_key=True)
    column_widths: dict[str, Any] = Field(sa_type=JSONB, sa_column_kwargs=default(f"'{COLUMN_WIDTHS}'::jsonb"))
    panel_sizing: dict[str, Any] = Field(sa_type=JSONB, sa_column_kwargs=default(f"'{PANEL_SIZING}'::jsonb"))
    theme: str = Field(default="light", sa_type=THEME, sa_column_kwargs=default("'light'"))
    expanded_projects: list[str] = Field(
        default_factory=no_items, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}")
    )
    updated_at: dt.datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )
