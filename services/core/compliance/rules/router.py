"""Compliance rules over HTTP: those in force on a day, a new version of one, and all versions."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.core.compliance.rules import repository, service
from services.core.compliance.rules.schemas import RuleIn, RuleOut, RulesQuery, VersionOut, VersionQuery
from services.core.compliance.words import RuleWord
from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/compliance-rules", tags=["compliance"])
commands = APIRouter(prefix="/api/compliance-rules", tags=["compliance"], route_class=CommandRoute)


@queries.get("", response_model=Page[RuleOut], operation_id="list_compliance_rules")
async def list_compliance_rules(
    request: Request, query: Annotated[RulesQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """Every rule of the gate as it is in force for calls of a day. The list is never cut."""
    items = ",".join([row[0] for row in await reader.rows(caller, repository.ALL, day=query.on)])
    return answers.page(request, f'{{"items":[{items}],"next":null}}'.encode())


@queries.get("/versions", response_model=Page[VersionOut], operation_id="list_compliance_rule_versions")
async def list_compliance_rule_versions(
    request: Request, query: Annotated[VersionQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """All versions of the rules ever made, the latest first, with who made each and why."""
    page = await repository.VERSIONS.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, page)


@queries.get("/{rule}", response_model=RuleOut, operation_id="get_compliance_rule")
async def get_compliance_rule(
    request: Request, rule: RuleWord, query: Annotated[RulesQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """One rule as it is in force for calls of a day."""
    found = await reader.value(caller, repository.ONE, rule=rule, day=query.on)
    return answers.one(request, found, missing=repository.MISSING)


@commands.put("/{rule}", response_model=VersionOut, operation_id="put_compliance_rule")
@policies.needs(policies.CHANGE_RULES)
async def put_compliance_rule(
    request: Request, rule: RuleWord, body: RuleIn, session: SessionDep, caller: CallerDep
) -> Response:
    """Makes a new version of a rule, for calls on some days; versions before are kept, and calls before that day go by
    them. `parameters_invalid` for parameters the rule does not take, `country_unknown`, `dates_reversed`. To take it
    back, make another version.
    """
    await service.hold(session, caller=caller)
    answers.require_unchanged(request, await text_of(session, repository.ONE, rule=rule, day=None))
    version = await service.put(session, caller=caller, rule=rule, **body.model_dump())
    return answers.written(await text_of(session, repository.VERSION, id=version.id), missing=repository.MISSING)
