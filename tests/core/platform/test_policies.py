"""What each role may do, asked of every command there is: viewers read, members work, owners and admins do all."""

import dataclasses
from dataclasses import dataclass

import httpx2
import pytest
from fastapi import FastAPI

from services.core.platform import policies
from shared.contracts.principal import Role
from shared.errors import Problem
from tests.core.research import expected
from tests.support import contract
from tests.support.contract import Document, Operation
from tests.support.core import Core
from tests.support.databases import Database
from tests.support.world import World

OWN = "PATCH /api/ui-preferences"
"""What a viewer may change: nobody else sees it."""
WRITTEN_OUT = "GET /api/audit-entries/export"
"""Read by those who answer for it."""
FEEDS = {
    "POST /api/calendar-feeds",
    "POST /api/calendar-feeds/{feed_id}/rotate",
    "DELETE /api/calendar-feeds/{feed_id}",
}
"""What whoever reads may keep: calendars of their own."""
FOR_RULES = {
    "PUT /api/compliance-rules/{rule}",
    "POST /api/restricted-entries",
    "POST /api/restricted-entries/import",
    "PATCH /api/restricted-entries/{entry_id}",
    "POST /api/company-facts",
    "PATCH /api/company-facts/{fact_id}",
    "POST /api/user-trainings",
}
"""What managers and compliance may do."""
FOR_COMPLIANCE = {"POST /api/approvals", "POST /api/approvals/{approval_id}/decision"}
"""What nobody else may do, however strong."""
FOR_MANAGERS = {
    "DELETE /api/projects/{project_id}",
    "PUT /api/exchange-rates/{currency}",
    "DELETE /api/exchange-rates/{currency}",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """Ada's workspace, with one of everything in it, and its commands."""

    core: Core
    ada: World
    document: Document

    @property
    def commands(self) -> list[Operation]:
        """Every write, those that take away last and what others hang on last of all."""
        writes = [operation for operation in self.document.operations if operation.method != "GET"]
        return sorted(writes, key=lambda write: (write.method == "DELETE", -len(write.slots)))

    async def ask(self, client: httpx2.AsyncClient, operation: Operation) -> httpx2.Response:
        """The command, with Ada's ids where ids go."""
        path = operation.path.format(**self.ada.ids)
        return await client.request(operation.method, path, **operation.payload(self.ada.ids))


@pytest.fixture(scope="module")
async def stage(core_app: FastAPI, database: Database, anyio_backend: str) -> Stage:
    core, document = Core(core_app, database), contract.of(core_app)
    return Stage(core, await World(core, "ada", document).build(), document)


async def test_a_viewer_changes_nothing_but_their_own_preferences(stage: Stage) -> None:
    before = await stage.ada.rows()
    async with stage.core.as_("eve", "viewer", within="ada") as eve:
        for operation in stage.commands:
            if operation.name != OWN and operation.name not in FEEDS:
                refused = await stage.ask(eve, operation)
                told = expected.refusal_of(refused, 403, "role_forbids")
                assert told["detail"].endswith("Your role in it is viewer."), operation.name
        assert await stage.ada.rows() == before
        assert (await stage.ask(eve, next(each for each in stage.commands if each.name == OWN))).status_code == 200


async def test_what_a_viewer_prefers_is_theirs_alone(stage: Stage) -> None:
    async with stage.core.as_("eve", "viewer", within="ada") as eve:
        chosen = await eve.patch("/api/ui-preferences", json={"theme": "dark", "column_widths": {"cost": 90}})
        assert chosen.status_code == 200, chosen.text
        assert (await eve.get("/api/ui-preferences")).json() == chosen.json()
    async with stage.core.as_("ada") as ada:
        assert (await ada.get("/api/ui-preferences")).json()["column_widths"]["cost"] == 80


async def test_a_viewer_reads_everything_but_the_whole_log_as_a_file(stage: Stage) -> None:
    async with stage.core.as_("eve", "viewer", within="ada") as eve:
        for operation in stage.document.operations:
            if operation.method == "GET" and not operation.streams and operation.name != WRITTEN_OUT:
                needed = {name: stage.ada.ids[name] for name in operation.required_query}
                response = await eve.get(operation.path.format(**stage.ada.ids), params=needed)
                assert response.status_code == 200, f"{operation.name}: {response.text}"


@pytest.mark.parametrize(
    ("role", "expected_refusals"),
    [("member", FOR_MANAGERS | FOR_RULES | FOR_COMPLIANCE), ("compliance", FOR_MANAGERS)],
)
async def test_who_works_is_refused_what_is_for_others_and_nothing_else(
    stage: Stage, role: Role, expected_refusals: set[str]
) -> None:
    refused = set()
    async with stage.core.as_("mel", role, within="ada") as mel:
        for operation in stage.commands:
            response = await stage.ask(mel, operation)
            assert response.status_code < 500, f"{operation.name}: {response.text}"
            if response.status_code == 403 and response.json()["code"] == "role_forbids":
                refused.add(operation.name)
    assert refused == expected_refusals


@pytest.mark.parametrize("role", ["owner", "admin"])
async def test_an_owner_and_an_admin_are_refused_what_is_for_compliance_alone(stage: Stage, role: Role) -> None:
    async with stage.core.as_("max", role, within="ada") as manager:
        for operation in stage.commands:
            response = await stage.ask(manager, operation)
            refused = response.status_code in (401, 403)
            assert refused == (operation.name in FOR_COMPLIANCE), f"{operation.name}: {response.text}"


async def test_a_refusal_says_which_role_is_needed_for_what(stage: Stage) -> None:
    async with stage.core.as_("mel", "member", within="ada") as mel:
        path = "/api/projects/{project_id}".format(**stage.ada.ids)
        told = expected.refusal_of(await mel.delete(path), 403, "role_forbids")
    assert told["detail"] == "Only an owner or admin of this workspace may delete a project. Your role in it is member."
    assert (told["role"], told["needed"]) == ("member", ["owner", "admin"])


async def test_a_refused_key_stays_free(stage: Stage) -> None:
    path, headers = "/api/exchange-rates/EUR", {"idempotency-key": "once"}
    async with stage.core.as_("ada", "member") as member, stage.core.as_("ada", "admin") as admin:
        refused = await member.put(path, json={"usd_per_unit": "1.1"}, headers=headers)
        assert refused.status_code == 403
        done = await admin.put(path, json={"usd_per_unit": "1.1"}, headers=headers)
        assert (done.status_code, "idempotency-replayed" in done.headers) == (200, False)


def test_compliance_is_a_right_no_stronger_role_has_and_none_takes_away(core: Core) -> None:
    owner = core.principal("ada", "owner")
    with pytest.raises(Problem, match="Only a compliance officer of this workspace may"):
        policies.require(policies.COMPLIANCE, owner)
    both = dataclasses.replace(owner, also_compliance=True)
    for policy in (policies.COMPLIANCE, policies.REMOVE_PROJECT):
        policies.require(policy, both)


@pytest.mark.parametrize(
    "policy",
    [policies.WORK, policies.REMOVE_PROJECT, policies.CHANGE_SETTINGS, policies.CHANGE_RULES, policies.COMPLIANCE],
)
def test_whoever_is_not_on_the_list_is_refused(core: Core, policy: policies.Policy) -> None:
    for role in policies.EVERYBODY:
        caller = core.principal("ada", role)
        if role in policy.roles:
            policies.require(policy, caller)
        else:
            with pytest.raises(Problem, match=f"Your role in it is {role}"):
                policies.require(policy, caller)
