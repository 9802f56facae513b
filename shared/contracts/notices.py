"""What core asks the gateway to tell people of: facts as they were, but nobody's name or address, which core lacks."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.types import CurrencyCode, Instant, new_id

THRESHOLD_PATH = "/internal/notices/threshold"


class ThresholdNotice(BaseModel):
    """Spend has reached a threshold; amounts in minor units of `currency`. `id` is this firing's and nothing else's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: UUID = Field(default_factory=new_id)
    campaign_id: UUID
    campaign_name: str
    campaign_owner_id: str
    kind: Literal["absolute", "percent"]
    value: int
    limit_minor: int
    spent_minor: int
    budget_minor: int
    currency: CurrencyCode
    reached_at: Instant
