"""Shapes of the job queue, as operators see it at core and at the gateway: never what a job is about."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, Field

from shared.contracts.filters import SortBy
from shared.contracts.page import PageQuery

State = Literal["queued", "running", "held", "failed"]


class JobQuery(PageQuery):
    """Filters and order of the queue."""

    sort: SortBy[Literal["created_at", "-created_at"]] = "-created_at"
    state: State | None = Field(default=None, description="Only jobs in this state")
    entrypoint: str | None = Field(
        default=None,
        min_length=1,
        max_length=255,
        pattern="^[^\\x00]*$",
        description="Only jobs of this kind, such as place_intake",
    )


class JobOut(BaseModel):
    """A job that is not done: held ones wait for the time of another attempt, failed ones for a decision."""

    id: int
    entrypoint: str = Field(description="What kind of job it is")
    state: State
    attempts: int = Field(description="How often it was begun")
    age_seconds: int = Field(description="Seconds since it was asked for")
    created_at: dt.datetime
    due_at: dt.datetime = Field(description="When it is to be done, at the earliest")
    reason: str | None = Field(description="Why the last attempt failed")


class QueueOut(BaseModel):
    """How many jobs there are in each state, how old the oldest is, and how many mails were given up in a day."""

    queued: int
    running: int
    held: int
    failed: int
    oldest_created_at: dt.datetime | None = Field(
        description="When the oldest job was asked for; null where there is none"
    )
    mails_given_up: int = Field(description="Mails given up within a day")
