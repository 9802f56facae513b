"""The team over HTTP, and who of it works on which campaign."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.campaigns import repository as campaigns
from services.core.research.team import repository, service
from services.core.research.team.schemas import (
    AssignmentOut,
    AssignmentPatch,
    AssignmentQuery,
    MemberIn,
    MemberOut,
    MemberPatch,
    MemberQuery,
)
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/team-members", tags=["team"])
commands = APIRouter(prefix="/api/team-members", tags=["team"], route_class=CommandRoute)


@queries.get("", response_model=Page[MemberOut], operation_id="list_team_members")
async def list_team_members(
    request: Request, query: Annotated[MemberQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The people of the research team, who lead and attend calls. They need not be able to sign in."""
    filters = query.model_dump(include={"q"})
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@queries.get("/{member_id}", response_model=MemberOut, operation_id="get_team_member")
async def get_team_member(request: Request, member_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One member of the team, with time zone and working hours."""
    return answers.one(request, await reader.value(caller, repository.ONE, id=member_id), missing=repository.MISSING)


@commands.post("", status_code=201, response_model=MemberOut, operation_id="add_team_member")
@policies.needs(policies.WORK)
async def add_team_member(body: MemberIn, session: SessionDep, caller: CallerDep) -> Response:
    """Takes somebody into the team. Free times for calls are looked for within their working hours."""
    member = await service.add(session, caller=caller, **body.model_dump())
    document = await text_of(session, repository.ONE, id=member.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/team-members/{member.id}")


@commands.patch("/{member_id}", response_model=MemberOut, operation_id="update_team_member")
@policies.needs(policies.WORK)
async def update_team_member(request: Request, member_id: UUID, body: MemberPatch, session: SessionDep) -> Response:
    """Changes the fields that are sent.

    Calls that are booked stay where they are; what new hours make of them is told in the calendar.
    """
    await repository.get(session, member_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=member_id))
    await service.update(session, member_id=member_id, **body.given())
    return answers.written(await text_of(session, repository.ONE, id=member_id), missing=repository.MISSING)


@commands.delete("/{member_id}", status_code=204, operation_id="remove_team_member")
@policies.needs(policies.WORK)
async def remove_team_member(request: Request, member_id: UUID, session: SessionDep) -> None:
    """Deletes a member with their assignments.

    `calls_ahead` lists the calls to come that they lead or must attend: these need somebody else first.
    """
    await repository.get(session, member_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=member_id))
    await service.remove(session, member_id=member_id)


@queries.get("/campaigns/{campaign_id}", response_model=Page[AssignmentOut], operation_id="list_campaign_team_members")
async def list_campaign_team_members(
    request: Request,
    campaign_id: UUID,
    query: Annotated[AssignmentQuery, Query()],
    caller: CallerDep,
    reader: ReaderDep,
) -> Response:
    """Who of the team works on a campaign, and who must attend each of its calls."""
    if await reader.value(caller, campaigns.EXISTS, id=campaign_id) is None:
        raise campaigns.MISSING
    filters = query.model_dump(include={"q"}) | {"campaign_id": campaign_id}
    return answers.page(
        request, await repository.ASSIGNMENTS.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@commands.post(
    "/campaigns/{campaign_id}/assign/{member_id}",
    status_code=201,
    response_model=AssignmentOut,
    responses={200: {"model": AssignmentOut, "description": "Assigned already"}},
    operation_id="assign_team_member",
)
@policies.needs(policies.WORK)
async def assign_team_member(campaign_id: UUID, member_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    """Puts a member to work on a campaign; 200 where they are already, which changes nothing."""
    new = await service.assign(session, caller=caller, campaign_id=campaign_id, member_id=member_id)
    document = await text_of(session, repository.ASSIGNMENT, campaign_id=campaign_id, member_id=member_id)
    address = f"/api/team-members/campaigns/{campaign_id}/assign/{member_id}"
    return answers.written(document, missing=repository.MISSING, created_at=address if new else None)


@commands.patch(
    "/campaigns/{campaign_id}/assign/{member_id}", response_model=AssignmentOut, operation_id="update_assignment"
)
@policies.needs(policies.WORK)
async def update_assignment(
    request: Request, campaign_id: UUID, member_id: UUID, body: AssignmentPatch, session: SessionDep
) -> Response:
    """Says whether a member must attend every call of the campaign that is booked from now on.

    Calls that are booked keep whom they have.
    """
    current = await text_of(session, repository.ASSIGNMENT, campaign_id=campaign_id, member_id=member_id)
    answers.require_unchanged(request, current)
    await service.change_assignment(session, campaign_id=campaign_id, member_id=member_id, **body.given())
    document = await text_of(session, repository.ASSIGNMENT, campaign_id=campaign_id, member_id=member_id)
    return answers.written(document, missing=repository.MISSING)


@commands.delete("/campaigns/{campaign_id}/assign/{member_id}", status_code=204, operation_id="unassign_team_member")
@policies.needs(policies.WORK)
async def unassign_team_member(campaign_id: UUID, member_id: UUID, session: SessionDep) -> None:
    """Takes a member off a campaign; nothing to do where they were not on it. Their calls stay theirs."""
    await service.unassign(session, campaign_id=campaign_id, member_id=member_id)
