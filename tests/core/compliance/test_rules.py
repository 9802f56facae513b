"""Rules are data by version: a change is a new one, and a call is held to the version of its own day."""

from typing import Any

import asyncpg
import pytest

from services.core.compliance.rules import parameters
from tests.core.compliance.bureau import Bureau, noon
from tests.core.research import expected

SWITCHED_ON = {"restricted_company", "restricted_person", "do_not_contact", "target_employee", "cooling_off"}


async def test_as_shipped_the_rules_that_need_only_facts_are_on(bureau: Bureau) -> None:
    rules = (await bureau.bob.get("/api/compliance-rules")).json()["items"]
    assert {each["rule"] for each in rules} == set(parameters.BY_RULE)
    assert {each["rule"] for each in rules if each["outcome"] != "off"} == SWITCHED_ON
    for each in rules:
        assert each["version"] == 0
        assert each["parameters"] == parameters.BY_RULE[each["rule"]]().model_dump(), each["rule"]


async def test_a_call_is_held_to_the_version_in_force_on_its_day(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Umbrella")
    await bureau.fact("Umbrella", "public")
    await bureau.rule("public_company_employee", "needs_approval", valid_from="2026-03-01")
    await bureau.rule("public_company_employee", "refuse", valid_from="2026-04-01", valid_to="2026-04-30")
    for day, outcome, version in (
        ("2026-02-28", "cleared", None),
        ("2026-03-01", "needs_approval", 1),
        ("2026-03-31", "needs_approval", 1),
        ("2026-04-01", "refused", 2),
        ("2026-04-30", "refused", 2),
        ("2026-05-01", "needs_approval", 1),
    ):
        said = await bureau.ask(expert, day)
        versions = {each["version"] for each in said["findings"] if each["rule"] == "public_company_employee"}
        assert (said["outcome"], versions) == (outcome, {version} - {None}), day


async def test_every_version_stays_with_who_made_it_and_why(bureau: Bureau) -> None:
    first = await bureau.rule("cooling_off", parameters={"public_months": 9})
    await bureau.rule("cooling_off", "off", reason="another client", valid_from="2026-06-01")
    versions = (await bureau.bob.get("/api/compliance-rules/versions?rule=cooling_off&sort=created_at")).json()["items"]
    assert [(each["version"], each["outcome"], each["reason"]) for each in versions] == [
        (1, "refuse", "the client asks"),
        (2, "off", "another client"),
    ]
    assert {each["created_by"] for each in versions} == {bureau.core.user_id("olga")}
    in_may = (await bureau.bob.get("/api/compliance-rules/cooling_off?on=2026-05-31")).json()
    assert in_may["parameters"] == parameters.CoolingOff(public_months=9).model_dump()
    assert (await bureau.bob.get("/api/compliance-rules/cooling_off?on=2026-06-01")).json()["outcome"] == "off"
    [made, _] = await bureau.entries("rule.added")
    assert (str(made["subject_id"]), made["reason"]) == (first["id"], "the client asks")


@pytest.mark.parametrize(
    ("rule", "body", "status", "code"),
    [
        ("cooling_off", {"parameters": {"public_months": -1}}, 422, "parameters_invalid"),
        ("cooling_off", {"parameters": {"months": 3}}, 422, "parameters_invalid"),
        ("restricted_person", {"parameters": {"when_unknown": "pass"}}, 422, "parameters_invalid"),
        ("country", {"parameters": {"countries": "Freedonia"}}, 422, "parameters_invalid"),
        ("country", {"valid_from": "2026-02-02", "valid_to": "2026-02-01"}, 422, "dates_reversed"),
        ("country", {"reason": " "}, 422, "input_invalid"),
        ("gravity", {}, 422, "input_invalid"),
    ],
)
async def test_a_version_that_makes_no_sense_is_refused(
    bureau: Bureau, rule: str, body: dict[str, Any], status: int, code: str
) -> None:
    whole = {"outcome": "refuse", "reason": "why not"} | body
    expected.refusal_of(await bureau.olga.put(f"/api/compliance-rules/{rule}", json=whole), status, code)


async def test_who_saw_an_older_version_is_told(bureau: Bureau) -> None:
    seen = (await bureau.olga.get("/api/compliance-rules/country")).headers["etag"]
    body, headers = {"outcome": "off", "reason": "x"}, {"if-match": seen}
    assert (await bureau.olga.put("/api/compliance-rules/country", json=body, headers=headers)).status_code == 200
    again = await bureau.olga.put("/api/compliance-rules/country", json=body, headers=headers)
    expected.refusal_of(again, 412, "changed_since_read")


async def test_by_sql_no_rule_is_changed_or_taken_away_and_a_new_one_is_in_the_log(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Umbrella")
    await bureau.entry("Umbrella")
    async with bureau.as_core() as core:
        for change in (
            "UPDATE expert_network.compliance_rules SET outcome = 'off'",
            "DELETE FROM expert_network.compliance_rules",
            "DELETE FROM expert_network.restricted_entries",
            "TRUNCATE expert_network.restricted_entries",
            "ALTER TABLE expert_network.interviews DISABLE TRIGGER guard_compliance",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with core.transaction():
                    await core.execute(change)
        await core.execute(
            "INSERT INTO expert_network.compliance_rules (workspace_id, rule, version, outcome, valid_from, reason)"
            " VALUES ($1, 'restricted_company', 1, 'off', '2026-01-01', 'sneaky')",
            bureau.core.workspace("ada"),
        )
        await bureau.insert(core, expert, "scheduled", "2026-03-16")
        logged = await core.fetchrow("SELECT * FROM expert_network.audit_entries WHERE action = 'rule.added'")
        assert (logged["actor"], logged["reason"]) == (bureau.core.user_id("bob"), "sneaky")


async def test_with_temporary_tables_and_functions_the_gate_is_not_fooled(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Umbrella")
    await bureau.entry("Umbrella")
    async with bureau.as_core() as core:
        await core.execute("CREATE TEMP TABLE restricted_entries (LIKE expert_network.restricted_entries)")
        await core.execute("CREATE FUNCTION pg_temp.lower(text) RETURNS text LANGUAGE sql AS $$ SELECT '' $$")
        await core.execute("SET LOCAL search_path = pg_temp, pg_catalog, expert_network")
        with pytest.raises(asyncpg.CheckViolationError, match="restricted_company"):
            await bureau.insert(core, expert, "scheduled", "2026-03-16")


async def test_another_workspace_s_lists_are_not_this_one_s(bureau: Bureau) -> None:
    expert = await bureau.expert(company="Umbrella")
    async with bureau.core.as_("eve") as eve:
        body = {"list": "restricted", "kind": "company", "name": "Umbrella", "reason": "x", "valid_from": "2026-01-01"}
        assert (await eve.post("/api/restricted-entries", json=body)).status_code == 201
        unseen = await eve.get(f"/api/experts/{expert['id']}/gate", params={"starts_at": noon("2026-03-16")})
        expected.refusal_of(unseen, 404, "expert_missing")
    assert (await bureau.book(expert, "2026-03-16")).status_code == 201
