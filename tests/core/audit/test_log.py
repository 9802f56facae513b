"""The log: what is done is in it, once, in order, and nobody who works with it can write in it otherwise."""

import asyncio

import asyncpg
import pytest

from services.core.audit import lines, repository
from services.core.audit.lines import GENESIS
from services.core.audit.schemas import AuditEntryOut
from services.core.resources import Resources
from shared.contracts.page import Page
from shared.contracts.principal import Role
from tests.core.audit import ledger
from tests.core.research import expected
from tests.support.core import Core


async def test_every_move_is_an_entry_with_who_what_and_when(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign = await expected.campaign(ada)
        address = await ledger.offer(ada, campaign, "Sarah Chen")
        await ledger.moved(ada, address, "reviewed", "shortlisted")
        found = await ledger.entries(ada, subject_kind="expert")
    assert [entry["action"] for entry in found] == ["expert.proposed", "expert.reviewed", "expert.shortlisted"]
    for entry in found:
        assert entry["actor"] == core.user_id("ada")
        assert (entry["subject_id"], entry["campaign_id"]) == (address.rpartition("/")[2], campaign)
    last = found[-1]["details"]
    assert (last["from"], last["to"]) == ("reviewed", "shortlisted")
    assert found[-1]["before_hash"] != found[-1]["after_hash"]


async def test_entries_are_numbered_without_gaps_and_each_bears_the_hash_of_the_one_before(core: Core) -> None:
    async with core.as_("ada") as ada:
        await ledger.busy(ada, people=2, rounds=1)
        found = await ledger.entries(ada)
        head = (await ada.get("/api/audit-entries/head")).json()
    assert [entry["number"] for entry in found] == list(range(1, len(found) + 1))
    assert [entry["previous_hash"] for entry in found] == [GENESIS, *(entry["hash"] for entry in found[:-1])]
    assert (head["count"], head["head"]) == (len(found), found[-1]["hash"])
    assert lines.is_signed(head, head["public_key"])


async def test_nothing_done_leaves_an_empty_log_under_a_seal(core: Core) -> None:
    async with core.as_("ada") as ada:
        head = (await ada.get("/api/audit-entries/head")).json()
        assert (head["count"], head["head"]) == (0, "")
        assert len(ledger.lines(await ledger.exported(ada))) == 2


async def test_a_move_that_is_refused_or_undone_by_a_fault_leaves_no_entry(core: Core) -> None:
    async with core.as_("ada") as ada:
        address = await ledger.offer(ada, await expected.campaign(ada), "Sarah Chen")
        before = await ledger.entries(ada)
        assert (await ada.patch(address, json={"status": "completed"})).status_code == 409
        refused = await ada.patch(address, json={"status": "reviewed", "name": None})
        assert refused.status_code == 422
        assert await ledger.entries(ada) == before


async def test_the_log_filters_sorts_and_pages(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign = await ledger.busy(ada, people=2, rounds=1)
        found = await ledger.entries(ada)
        page = await ada.get("/api/audit-entries", params={"limit": 3, "count": True})
        newest = expected.body_of(page, Page[AuditEntryOut])
        assert [entry["number"] for entry in newest["items"]] == [len(found), len(found) - 1, len(found) - 2]
        assert newest["total"] == len(found)
        reviewed = await ledger.entries(ada, action="expert.reviewed", limit=1)
        assert [entry["action"] for entry in reviewed] == ["expert.reviewed"] * 2
        subject = reviewed[0]["subject_id"]
        assert {entry["subject_id"] for entry in await ledger.entries(ada, subject_id=subject)} == {subject}
        assert len(await ledger.entries(ada, campaign_id=campaign)) == len(found)
        middle = found[4]["occurred_at"]
        since, until = await ledger.entries(ada, since=middle), await ledger.entries(ada, until=middle)
        assert len(since) + len(until) == len(found)
        assert await ledger.entries(ada, actor="somebody") == []
        assert (await ada.get("/api/audit-entries", params={"sort": "hash"})).status_code == 422


async def test_only_who_answers_for_the_workspace_takes_its_log_away(core: Core) -> None:
    async with core.as_("ada") as ada:
        await ledger.busy(ada, people=1, rounds=1)
        whole = await ledger.exported(ada)
    answering: tuple[Role, ...] = ("admin", "compliance")
    for role in answering:
        async with core.as_("eve", role, within="ada") as eve:
            assert ledger.lines(await ledger.exported(eve))[:-1] == ledger.lines(whole)[:-1]
    others: tuple[Role, ...] = ("member", "viewer")
    for role in others:
        async with core.as_("eve", role, within="ada") as eve:
            expected.refusal_of(await eve.get("/api/audit-entries/export"), 403, "role_forbids")
            assert len(await ledger.entries(eve)) == len(ledger.lines(whole)) - 2


async def test_another_workspace_sees_nothing_of_it(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob:
        await ledger.busy(ada, people=1, rounds=1)
        assert await ledger.entries(bob) == []
        assert (await bob.get("/api/audit-entries/head")).json()["count"] == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE expert_network.audit_entries SET reason = 'Never happened.'",
        "UPDATE expert_network.audit_entries SET number = number + 1",
        "DELETE FROM expert_network.audit_entries",
        "TRUNCATE expert_network.audit_entries",
        "UPDATE expert_network.audit_heads SET count = 0",
        "DELETE FROM expert_network.audit_heads",
        "INSERT INTO expert_network.audit_heads (workspace_id) VALUES (gen_random_uuid())",
        "ALTER TABLE expert_network.audit_entries DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
    ],
)
async def test_the_services_own_role_changes_nothing_in_it(core: Core, statement: str) -> None:
    async with core.as_("ada") as ada:
        await ledger.busy(ada, people=1, rounds=1)
        before = await ledger.entries(ada)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await ledger.as_core(core, [statement])
        assert await ledger.entries(ada) == before


async def test_an_entry_gets_its_number_hash_actor_and_time_from_the_database_whatever_is_said(core: Core) -> None:
    said = f"""
        INSERT INTO expert_network.audit_entries
            (workspace_id, action, subject_kind, number, hash, previous_hash, recorded_at, actor)
        VALUES ('{core.workspace()}', 'gate.cleared', 'expert', 77, 'a', 'b', '2001-01-01', 'somebody else')
    """
    await ledger.as_core(core, [said])
    async with core.as_("ada") as ada:
        (entry,) = await ledger.entries(ada)
    assert (entry["number"], entry["previous_hash"], entry["actor"]) == (1, GENESIS, core.user_id("ada"))
    assert entry["recorded_at"] > "2026"
    assert len(entry["hash"]) == 64


async def test_a_fact_is_noted_in_the_transaction_that_makes_it(core: Core) -> None:
    resources: Resources = core.app.state.resources
    caller = core.principal("ada")
    async with resources.transactions.begin(caller) as session:
        await repository.note(
            session, caller=caller, action="gate.refused", subject_kind="expert", reason="On the list.",
            details={"findings": [{"rule": "restricted", "version": 3}]},
        )  # fmt: skip
        with pytest.raises(ValueError, match=r"1\.5"):
            await repository.note(session, caller=caller, action="x", subject_kind="y", details={"a": [1.5]})
    async with core.as_("ada") as ada:
        (entry,) = await ledger.entries(ada)
    assert (entry["action"], entry["reason"]) == ("gate.refused", "On the list.")
    assert entry["details"] == {"findings": [{"rule": "restricted", "version": 3}]}


async def test_many_who_write_at_once_make_one_chain(core: Core) -> None:
    async with core.as_("ada") as ada:
        campaign = await expected.campaign(ada)
        offers = [await ledger.offer(ada, campaign, f"Åsa {number} Björk") for number in range(4)]
        rounds = ("reviewed", "shortlisted", "declined", "proposed") * 5
        await asyncio.gather(*(ledger.moved(ada, address, *rounds) for address in offers))
        found = await ledger.entries(ada)
    assert [entry["number"] for entry in found] == list(range(1, len(found) + 1))
    assert len(found) == 4 + 4 * len(rounds)
    assert [entry["previous_hash"] for entry in found] == [GENESIS, *(entry["hash"] for entry in found[:-1])]


async def test_two_transactions_that_add_in_opposite_order_wait_for_no_one_but_at_their_end(core: Core) -> None:
    """Both add to the same log many times before either commits: neither waits, both are linked, in commit order."""
    one, other = [await asyncpg.connect(core.database.core_url) for _ in range(2)]
    said = "INSERT INTO expert_network.audit_entries (workspace_id, action, subject_kind) VALUES ($1, $2, 'test')"
    try:
        begun = [connection.transaction() for connection in (one, other)]
        for connection, transaction in zip((one, other), begun, strict=True):
            await transaction.start()
            await ledger.introduce(connection, core.workspace(), "ada")
        for _ in range(50):
            await one.execute(said, core.workspace(), "one")
            await other.execute(said, core.workspace(), "other")
        await asyncio.wait_for(begun[1].commit(), 5)
        await asyncio.wait_for(begun[0].commit(), 5)
    finally:
        await one.close()
        await other.close()
    async with core.as_("ada") as ada:
        assert [entry["action"] for entry in await ledger.entries(ada)] == ["other"] * 50 + ["one"] * 50


@pytest.mark.parametrize(
    "details", ["[1]", '{"a": 1.5}', '{"a": [{"b": 1.0}]}', '{"a": 1e30}', '{"a": ' + "[" * 40 + "]" * 40 + "}"]
)
async def test_nothing_is_entered_that_could_not_be_verified(core: Core, details: str) -> None:
    statement = (
        "INSERT INTO expert_network.audit_entries (workspace_id, action, subject_kind, details)"
        f" VALUES ('{core.workspace()}', 'a.b', 'c', '{details}')"
    )
    with pytest.raises(asyncpg.CheckViolationError, match="text and integers"):
        await ledger.as_core(core, [statement])


async def test_no_type_of_the_services_role_is_used_while_the_owner_links_its_entries(core: Core) -> None:
    await ledger.as_core(
        core,
        [
            "CREATE FUNCTION pg_temp.lent(v pg_catalog.text) RETURNS boolean LANGUAGE plpgsql AS"
            " $$ BEGIN RETURN current_user = 'core_rw'; END $$",
            "CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (pg_temp.lent(VALUE))",
            "INSERT INTO expert_network.audit_entries (workspace_id, action, subject_kind)"
            f" VALUES ('{core.workspace()}', 'a.b', 'c')",
        ],
    )
    async with core.as_("ada") as ada:
        assert [entry["action"] for entry in await ledger.entries(ada)] == ["a.b"]
