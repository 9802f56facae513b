"""An API key's row as plain values, its members in the order the wire shows them."""

from datetime import datetime
from typing import NamedTuple


class KeyRecord(NamedTuple):
    """A program's key; `hashed` is never shown, `organization_id` is Canvass's own."""

    config_id: str
    name: str | None
    start: str | None
    reference_id: str
    prefix: str | None
    refill_interval: int | None
    refill_amount: int | None
    last_refill_at: datetime | None
    enabled: bool | None
    rate_limit_enabled: bool | None
    rate_limit_time_window: int | None
    rate_limit_max: int | None
    request_count: int | None
    remaining: int | None
    last_request: datetime | None
    expires_at: datetime | None
    created_at: datetime
    updated_at: datetime
    permissions: str | None
    metadata_: str | None
    id: str
    hashed: str
    organization_id: str | None
