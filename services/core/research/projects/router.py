"""Projects over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.projects import repository, service
from services.core.research.projects.schemas import ProjectIn, ProjectOut, ProjectPatch, ProjectQuery
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/projects", tags=["projects"])
commands = APIRouter(prefix="/api/projects", tags=["projects"], route_class=CommandRoute)


@queries.get("", response_model=Page[ProjectOut], operation_id="list_projects")
async def list_projects(
    request: Request, query: Annotated[ProjectQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The workspace's projects, each with how many campaigns it holds."""
    filters = query.model_dump(include={"q", "client_name", "project_code"})
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@queries.get("/{project_id}", response_model=ProjectOut, operation_id="get_project")
async def get_project(request: Request, project_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One project, with how many campaigns it holds."""
    return answers.one(request, await reader.value(caller, repository.ONE, id=project_id), missing=repository.MISSING)


@commands.post("", status_code=201, response_model=ProjectOut, operation_id="add_project")
@policies.needs(policies.WORK)
async def add_project(body: ProjectIn, session: SessionDep, caller: CallerDep) -> Response:
    """Opens a project, in which campaigns can be put.

    `project_code_taken` where another project of the workspace has the code, `dates_reversed` where it ends before it
    starts.
    """
    project = await service.add(session, caller=caller, **body.model_dump())
    document = await text_of(session, repository.ONE, id=project.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/projects/{project.id}")


@commands.patch("/{project_id}", response_model=ProjectOut, operation_id="update_project")
@policies.needs(policies.WORK)
async def update_project(request: Request, project_id: UUID, body: ProjectPatch, session: SessionDep) -> Response:
    """Changes the fields that are sent. Refused as when a project is added: `project_code_taken`, `dates_reversed`."""
    await repository.get(session, project_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=project_id))
    await service.update(session, project_id=project_id, **body.given())
    return answers.written(await text_of(session, repository.ONE, id=project_id), missing=repository.MISSING)


@commands.delete("/{project_id}", status_code=204, operation_id="remove_project")
@policies.needs(policies.REMOVE_PROJECT)
async def remove_project(request: Request, project_id: UUID, session: SessionDep) -> None:
    """Deletes a project for good. Its campaigns stay and stand alone."""
    await repository.get(session, project_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=project_id))
    await service.remove(session, project_id=project_id)
