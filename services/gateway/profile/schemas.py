"""What a person says of themselves: in and out."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from shared.contracts.input import Input, Patch, unset
from shared.types import NO_NUL, Currency, Name, TimeZone

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255, pattern=NO_NUL)]


class Notifications(BaseModel):
    """What a person wants to be told of by mail."""

    intake_finished: bool = True
    reviews_waiting: bool = True
    interviews: bool = True
    compliance: bool = True
    budget_thresholds: bool = True
    weekly_summary: bool = False


class NotificationChoices(Patch):
    """The choices that change; the others stay."""

    intake_finished: bool = unset()
    reviews_waiting: bool = unset()
    interviews: bool = unset()
    compliance: bool = unset()
    budget_thresholds: bool = unset()
    weekly_summary: bool = unset()


class ProfileIn(Input):
    """A whole profile; what is left out takes its default, but the name, which stays."""

    name: Name = unset()
    title: Line | None = None
    company: Line | None = None
    time_zone: TimeZone = "UTC"
    currency: Currency = "USD"
    notifications: NotificationChoices = Field(default_factory=NotificationChoices)


class ProfilePatch(Patch):
    """The fields that change; null clears title and company."""

    name: Name = unset()
    title: Line | None = None
    company: Line | None = None
    time_zone: TimeZone = unset()
    currency: Currency = unset()
    notifications: NotificationChoices = unset()


class ProfileOut(BaseModel):
    """A person with what they say of themselves; times are None until they have said anything."""

    user_id: str
    name: str
    email: str
    image: str | None
    title: str | None
    company: str | None
    time_zone: str
    currency: str
    notifications: Notifications
    created_at: datetime | None
    updated_at: datetime | None
