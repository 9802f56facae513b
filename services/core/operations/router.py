"""The job queue over HTTP, for the gateway alone: it vouches for an admin of the whole installation."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from services.core.deps import OperatorDep, ReaderDep, resources_of
from services.core.operations import repository, service
from shared.contracts.jobs import JobOut, JobQuery, QueueOut
from shared.contracts.page import Page

jobs = APIRouter(prefix="/internal/admin/jobs", tags=["admin"], include_in_schema=False)

JobId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@jobs.get("", response_model=Page[JobOut])
async def list_jobs(query: Annotated[JobQuery, Query()], operator: OperatorDep, reader: ReaderDep) -> Response:
    filters = query.model_dump(include={"state", "entrypoint"})
    page = await repository.LISTING.page(reader, operator, query=query, sort=query.sort, filters=filters)
    return Response(page, media_type="application/json")


@jobs.get("/summary", response_model=QueueOut)
async def summarise_jobs(operator: OperatorDep, reader: ReaderDep) -> Response:
    return Response(await reader.value(operator, repository.SUMMARY), media_type="application/json")


@jobs.post("/{job_id}/retry", status_code=204)
async def retry_job(request: Request, job_id: JobId, operator: OperatorDep) -> None:
    async with resources_of(request).transactions.begin(operator) as session:
        await service.retry(session, job_id)


@jobs.post("/{job_id}/discard", status_code=204)
async def discard_job(request: Request, job_id: JobId, operator: OperatorDep) -> None:
    async with resources_of(request).transactions.begin(operator) as session:
        await service.discard(session, job_id)
