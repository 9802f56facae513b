"""What BetterAuth keeps about programs' access in `public`: API keys, and the counters of its rate limits."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Text
from sqlmodel import Field, SQLModel

from shared.models.identity import time_column


class ApiKey(SQLModel, table=True):
    """A program's key, kept as the base64url SHA-256 of its text; windows are in milliseconds.

    `organization_id` is Canvass's own: the workspace the key works in, None for its owner's personal one.
    """

    __tablename__ = "apikey"
    __table_args__ = (
        Index("apikey_configId_idx", "configId"),
        Index("apikey_referenceId_idx", "referenceId"),
        Index("apikey_key_idx", "key"),
    )

    id: str = Field(sa_column=Column("id", Text, primary_key=True))
    config_id: str = Field(sa_column=Column("configId", Text, nullable=False))
    name: str | None = Field(default=None, sa_column=Column("name", Text))
    start: str | None = Field(default=None, sa_column=Column("start", Text))
    reference_id: str = Field(sa_column=Column("referenceId", Text, nullable=False))
    prefix: str | None = Field(default=None, sa_column=Column("prefix", Text))
    key: str = Field(sa_column=Column("key", Text, nullable=False))
    refill_interval: int | None = Field(default=None, sa_column=Column("refillInterval", Integer))
    refill_amount: int | None = Field(default=None, sa_column=Column("refillAmount", Integer))
    last_refill_at: datetime | None = Field(default=None, sa_column=time_column("lastRefillAt", nullable=True))
    enabled: bool | None = Field(default=None, sa_column=Column("enabled", Boolean))
    rate_limit_enabled: bool | None = Field(default=None, sa_column=Column("rateLimitEnabled", Boolean))
    rate_limit_time_window: int | None = Field(default=None, sa_column=Column("rateLimitTimeWindow", Integer))
    rate_limit_max: int | None = Field(default=None, sa_column=Column("rateLimitMax", Integer))
    request_count: int | None = Field(default=None, sa_column=Column("requestCount", Integer))
    remaining: int | None = Field(default=None, sa_column=Column("remaining", Integer))
    last_request: datetime | None = Field(default=None, sa_column=time_column("lastRequest", nullable=True))
    expires_at: datetime | None = Field(default=None, sa_column=time_column("expiresAt", nullable=True))
    created_at: datetime = Field(sa_column=time_column("createdAt"))
    updated_at: datetime = Field(sa_column=time_column("updatedAt"))
    permissions: str | None = Field(default=None, sa_column=Column("permissions", Text))
    metadata_: str | None = Field(default=None, sa_column=Column("metadata", Text))
    organization_id: str | None = Field(default=None, sa_column=Column("organizationId", Text))


class RateLimit(SQLModel, table=True):
    """Requests counted under a key; `last_request` is in milliseconds since 1970."""

    __tablename__ = "rateLimit"

    id: str = Field(sa_column=Column("id", Text, primary_key=True))
    key: str = Field(sa_column=Column("key", Text, nullable=False, unique=True))
    count: int = Field(sa_column=Column("count", Integer, nullable=False))
    last_request: int = Field(sa_column=Column("lastRequest", BigInteger, nullable=False))
