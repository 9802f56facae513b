"""BetterAuth's organizations in `public`: each is a workspace that several people share."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from shared.models.identity import time_column


def _owned(name: str, table: str) -> Column[str]:
    return Column(name, ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)


class Organization(SQLModel, table=True):
    """A team with its own research."""

    __tablename__ = "organization"

    id: str = Field(sa_column=Column("id", Text, primary_key=True))
    name: str = Field(sa_column=Column("name", Text, nullable=False))
    slug: str = Field(sa_column=Column("slug", Text, nullable=False, unique=True))
    logo: str | None = Field(default=None, sa_column=Column("logo", Text))
    created_at: datetime = Field(sa_column=time_column("createdAt"))
    metadata_: str | None = Field(default=None, sa_column=Column("metadata", Text))


class Member(SQLModel, table=True):
    """A person's part in an organization; several roles are joined by commas."""

    __tablename__ = "member"
    __table_args__ = (Index("member_organizationId_idx", "organizationId"), Index("member_userId_idx", "userId"))

    id: str = Field(sa_column=Column("id", Text, primary_key=True))
    organization_id: str = Field(sa_column=_owned("organizationId", "organization"))
    user_id: str = Field(sa_column=_owned("userId", "user"))
    role: str = Field(sa_column=Column("role", Text, nullable=False))
    created_at: datetime = Field(sa_column=time_column("createdAt"))


class Invitation(SQLModel, table=True):
    """An e-mail address asked to join; `status` is pending, accepted, rejected or canceled."""

    __tablename__ = "invitation"
    __table_args__ = (
        Index("invitation_organizationId_idx", "organizationId"),
        Index("invitation_email_idx", "email"),
    )

    id: str = Field(sa_column=Column("id", Text, primary_key=True))
    organization_id: str = Field(sa_column=_owned("organizationId", "organization"))
    email: str = Field(sa_column=Column("email", Text, nullable=False))
    role: str | None = Field(default=None, sa_column=Column("role", Text))
    status: str = Field(sa_column=Column("status", Text, nullable=False))
    expires_at: datetime = Field(sa_column=time_column("expiresAt"))
    created_at: datetime = Field(sa_column=time_column("createdAt", default=True))
    inviter_id: str = Field(sa_column=_owned("inviterId", "user"))
