"""The audit trail as it is read."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from shared.contracts.filters import SortBy
from shared.contracts.page import PageQuery
from shared.types import NO_NUL, Instant

Word = Annotated[str, StringConstraints(min_length=1, max_length=320, pattern=NO_NUL)]


class AuditQuery(PageQuery):
    """Filters and order of the trail; the newest first unless told otherwise."""

    sort: SortBy[Literal["occurred_at", "-occurred_at"]] = "-occurred_at"
    action: Word | None = Field(default=None, description="Such as sign_in or ban_user")
    actor_id: Word | None = Field(default=None, description="Who did it")
    actor_email: Word | None = Field(default=None, description="Who did it, or was typed where nobody is known")
    succeeded: bool | None = Field(default=None, description="Whether it was done, or refused")
    since: Instant | None = Field(default=None, description="No earlier than this")
    until: Instant | None = Field(default=None, description="Earlier than this")


class AuditEventOut(BaseModel):
    """Something that was done, or refused for a reason."""

    id: UUID
    workspace_id: UUID
    occurred_at: datetime
    action: str
    succeeded: bool
    reason: str | None = Field(description="Why it was refused: the code the caller was told")
    actor_id: str | None = Field(description="Who did it; null where they had not proved who they are")
    actor_email: str | None = Field(description="Their address, or the one that was typed")
    impersonated_by: str | None = Field(description="The operator who acted in their name")
    api_key_id: str | None
    subject_id: str | None = Field(description="The id of what it was done to")
    ip_address: str | None
    user_agent: str | None
    request_id: str | None
