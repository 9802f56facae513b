"""BetterAuth's four tables in `public`, column for column, with those of its admin and organization plugins."""

from datetime import datetime

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Text, false, text
from sqlmodel import Field, SQLModel

NOW = text("CURRENT_TIMESTAMP")


def time_column(name: str, *, default: bool = False, nullable: bool = False) -> Column[datetime]:
    return Column(name, DateTime(timezone=True), nullable=nullable, server_default=NOW if default else None)


class User(SQLModel, table=True):
    """A person who can sign in."""

    __tablename__ = "user"

    id: str = Field(sa_column=Column("id", Text, primary_key=True))
    name: str = Field(sa_column=Column("name", Text, nullable=False))
    email: str = Field(sa_column=Column("email", Text, nullable=False, unique=True))
    email_verified: bool = Field(sa_column=Column("emailVerified", Boolean, nullable=False))
    image: str | None = Field(default=None, sa_column=Column("image", Text))
    created_at: datetime = Field(sa_column=time_column("createdAt", default=True))
    updated_at: datetime = Field(sa_column=time_column("updatedAt", default=True))
    role: str | None = Field(default=None, sa_column=Column("role", Text))
    banned: bool | None = Field(default=None, sa_column=Column("banned", Boolean, server_default=false()))
    ban_reason: str | None = Field(default=None, sa_column=Column("banReason", Text))
    ban_expires: datetime | None = Field(default=None, sa_column=time_column("banExpires", nullable=True))


class Session(SQLModel, table=True):
    """A signed-in browser or client."""

    __tablename__ = "session"
    __table_args__ = (Index("session_userId_idx", "userId"),)

    id: str = Field(sa_column=Column("id", Text, primary_key=True))
    expires_at: datetime = Field(sa_column=time_column("expiresAt"))
    token: str = Field(sa_column=Column("token", Text, nullable=False, unique=True))
    created_at: datetime = Field(sa_column=time_column("createdAt", default=True))
    updated_at: datetime = Field(sa_column=time_column("updatedAt"))
    ip_address: str | None = Field(default=None, sa_column=Column("ipAddress", Text))
    user_agent: str | None = Field(default=None, sa_column=Column("userAgent", Text))
    user_id: str = Field(sa_column=Column("userId", ForeignKey("user.id", ondelete="CASCADE"), nullable=False))
    active_organization_id: str | None = Field(default=None, sa_column=Column("activeOrganizationId", Text))
    impersonated_by: str | None = Field(default=None, sa_column=Column("impersonatedBy", Text))


class Account(SQLModel, table=True):
    """A way to sign in: a password or a provider's account."""

    __tablename__ = "account"
    __table_args__ = (Index("account_userId_idx", "userId"),)

    id: str = Field(sa_column=Column("id", Text, primary_key=True))
    account_id: str = Field(sa_column=Column("accountId", Text, nullable=False))
    provider_id: str = Field(sa_column=Column("providerId", Text, nullable=False))
    user_id: str = Field(sa_column=Column("userId", ForeignKey("user.id", ondelete="CASCADE"), nullable=False))
    access_token: str | None = Field(default=None, sa_column=Column("accessToken", Text))
    refresh_token: str | None = Field(default=None, sa_column=Column("refreshToken", Text))
    id_token: str | None = Field(default=None, sa_column=Column("idToken", Text))
    access_token_expires_at: datetime | None = Field(
        default=None, sa_column=time_column("accessTokenExpiresAt", nullable=True)
    )
    refresh_token_expires_at: datetime | None = Field(
        default=None, sa_column=time_column("refreshTokenExpiresAt", nullable=True)
    )
    scope: str | None = Field(default=None, sa_column=Column("scope", Text))
    password: str | None = Field(default=None, sa_column=Column("password", Text))
    created_at: datetime = Field(sa_column=time_column("createdAt", default=True))
    updated_at: datetime = Field(sa_column=time_column("updatedAt"))


class Verification(SQLModel, table=True):
    """A single-use proof that is waited for."""

    __tablename__ = "verification"
    __table_args__ = (Index("verification_identifier_idx", "identifier"),)

    id: str = Field(sa_column=Column("id", Text, primary_key=True))
    identifier: str = Field(sa_column=Column("identifier", Text, nullable=False))
    value: str = Field(sa_column=Column("value", Text, nullable=False))
    expires_at: datetime = Field(sa_column=time_column("expiresAt"))
    created_at: datetime = Field(sa_column=time_column("createdAt", default=True))
    updated_at: datetime = Field(sa_column=time_column("updatedAt", default=True))
