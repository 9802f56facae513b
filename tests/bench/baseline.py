"""What Canvass is compared with: the same documents made the way a plain FastAPI + SQLModel service makes them.

No gateway, no session: the caller is believed. `python -m tests.bench.baseline` serves it at HOST and PORT.
"""

import datetime as dt
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any
from uuid import UUID

import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Request
from pydantic import BaseModel
from sqlalchemy import Row, text, true
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.campaigns.repository import CALLS, EXPERTS, PROJECT, STATUS
from shared.db.urls import sqlalchemy_url
from shared.models.research import Campaign, Project

POOL = 10
SHOWN: Any = (
    select(Campaign, col(Project.project_name))
    .outerjoin(Project, PROJECT)
    .join(CALLS, true())
    .add_columns(
        STATUS.label("status"),
        EXPERTS.label("expert_count"),
        CALLS.c.booked.label("interview_count"),
        CALLS.c.scheduled.label("scheduled_calls"),
        CALLS.c.completed.label("completed_calls"),
    )
)


class CampaignOut(BaseModel):
    """A campaign as core shows it."""

    id: UUID
    project_id: UUID | None
    project_name: str | None
    campaign_name: str
    status: str
    industry_vertical: str
    custom_industry: str | None
    brief_description: str | None
    expanded_description: str | None
    start_date: dt.date
    target_completion_date: dt.date
    target_regions: list[str]
    custom_regions: str | None
    min_calls: int | None
    max_calls: int | None
    timezone: str
    currency: str
    display_order: int
    expert_count: int
    interview_count: int
    scheduled_calls: int
    completed_calls: int
    user_id: str
    created_at: dt.datetime
    updated_at: dt.datetime


class CampaignsOut(BaseModel):
    """The first campaigns in their order."""

    items: list[CampaignOut]


def shown(row: Row[Any]) -> CampaignOut:
    """The document of a campaign and what was read along with it."""
    members = row._asdict()
    return CampaignOut(**members.pop("Campaign").model_dump(), **members)


async def session(
    request: Request, workspace: Annotated[str, Header(alias="x-workspace-id")]
) -> AsyncIterator[AsyncSession]:
    """A session whose transaction begins by saying for whom."""
    async with AsyncSession(request.app.state.engine) as opened, opened.begin():
        connection = await opened.connection()
        await connection.execute(text("SELECT set_config('app.workspace_id', :id, true)"), {"id": workspace})
        yield opened


SessionDep = Annotated[AsyncSession, Depends(session, scope="function")]


def create_app(database_url: str) -> FastAPI:
    """The service."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.engine = create_async_engine(sqlalchemy_url(database_url), pool_size=POOL, max_overflow=0)
        yield
        await app.state.engine.dispose()

    app = FastAPI(lifespan=lifespan)

    @app.get("/livez")
    async def livez() -> str:
        return "ok"

    @app.get("/campaigns/{campaign_id}")
    async def get_campaign(campaign_id: UUID, session: SessionDep) -> CampaignOut:
        row = (await session.exec(SHOWN.where(Campaign.id == campaign_id))).first()
        if row is None:
            raise HTTPException(404)
        return shown(row)

    @app.get("/campaigns")
    async def list_campaigns(session: SessionDep, limit: int = 50) -> CampaignsOut:
        ordered = SHOWN.order_by(col(Campaign.display_order), col(Campaign.id)).limit(limit)
        return CampaignsOut(items=[shown(row) for row in await session.exec(ordered)])

    return app


if __name__ == "__main__":
    uvicorn.run(
        create_app(os.environ["DATABASE_URL"]),
        host=os.environ["HOST"],
        port=int(os.environ["PORT"]),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
    )
