"""BetterAuth's four tables in `public`, column for column. A deployment may already have them: never altered."""

from datetime import datetime

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Text, text
from sqlmodel import Field, SQLModel

NOW = text("CURRENT_TIMESTAMP")


def _time(name: str, *, default: bool = False, nullable: bool = False) -> Column[datetime]:
    return Column(name, DateTime(timezone=True), nullable=nullable, server_default=NOW if default else None)


class User(SQLModel, table=True):
    """A person who can sign in."""

    __tablename__ = "user"

    id: str = Field(sa_column=Column("id", Text, primary_key=True))
    name: str = Field(sa_column=Column("name", Text, nullable=False))
    email: str = Field(sa_column=Column("email", Text, nullable=False, unique=True))
    email_verified: bool = Field(sa_column=Column("emailVerified", Boolean, nullable=False))
    image: str | None = Field(default=None, sa_column=Column("image", Text))
    created_at: datetime = Field(sa_column=_time("createdAt", default=True))
    updated_at: datetime = Field(sa_column=_time("updatedAt", default=True))


class Session(SQLModel, table=True):
    """A signed-in browser or client."""

    __tablename__ = "session"
    __table_args__ = (Index("session_userId_idx", "userId"),)

    id: str = Field(sa_column=Column("id", Text, primary_key=True))
    expires_at: datetime = Field(sa_column=_time("expiresAt"))
    token: str = Field(sa_column=Column("token", Text, nullable=False, unique=True))
    created_at: datetime = Field(sa_column=_time("createdAt", default=True))
    updated_at: datetime = Field(sa_column=_time("updatedAt"))
    ip_address: str | None = Field(default=None, sa_column=Column("ipAddress", Text))
    user_agent: str | None = Field(default=None, sa_column=Column("userAgent", Text))
    user_id: str = Field(sa_column=Column("userId", ForeignKey("user.id", ondelete="CASCADE"), nullable=False))


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
        default=None, sa_column=_time("accessTokenExpiresAt", nullable=True)
    )
    refresh_token_expires_at: datetime | None = Field(
        default=None, sa_column=_time("refreshTokenExpiresAt", nullable=True)
    )
    scope: str | None = Field(default=None, sa_column=Column("scope", Text))
    password: str | None = Field(default=None, sa_column=Column("password", Text))
    created_at: datetime = Field(sa_column=_time("createdAt", default=True))
    updated_at: datetime = Field(sa_column=_time("updatedAt"))


class Verification(SQLModel, table=True):
    """A single-use proof that is waited for."""

    __tablename__ = "verification"
    __table_args__ = (Index("verification_identifier_idx", "identifier"),)

    id: str = Field(sa_column=Column("id", Text, primary_key=True))
    identifier: str = Field(sa_column=Column("identifier", Text, nullable=False))
    value: str = Field(sa_column=Column("value", Text, nullable=False))
    expires_at: datetime = Field(sa_column=_time("expiresAt"))
    created_at: datetime = Field(sa_column=_time("createdAt", default=True))
    updated_at: datetime = Field(sa_column=_time("updatedAt", default=True))
