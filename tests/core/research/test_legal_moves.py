"""The database's table of legal moves is the code's, and it lets nobody make another, not even in SQL."""

import itertools
from typing import get_args
from uuid import UUID

import asyncpg
import pytest

from services.core.interviews.booking.states import MACHINE as INTERVIEW
from services.core.research.enrollments.states import MACHINE as ENROLLMENT
from services.core.research.experts import states as experts
from services.core.research.experts.states import MACHINE as EXPERT
from services.core.research.states import Machine
from tests.core.audit import ledger
from tests.core.research import expected
from tests.support.core import Core
from tests.support.databases import Database

MACHINES = {"enrollment": ENROLLMENT, "expert": EXPERT, "interview": INTERVIEW}
MOVE = "UPDATE expert_network.experts SET status = '{}', status_at = now() WHERE id = '{}'"


@pytest.mark.parametrize(("name", "machine"), MACHINES.items())
async def test_the_table_in_the_database_is_the_one_in_the_code(
    database: Database, name: str, machine: Machine
) -> None:
    connection = await asyncpg.connect(database.owner_url)
    try:
        query = "SELECT source, target, mover FROM expert_network.legal_moves() WHERE machine = $1"
        rows = await connection.fetch(query, name)
    finally:
        await connection.close()
    assert {(row["source"], row["target"], row["mover"]) for row in rows} == machine.legal
    assert len(rows) == len(machine.legal)


async def test_raw_sql_as_the_services_role_makes_no_move_that_is_not_a_persons(core: Core) -> None:
    async with core.as_("ada") as ada:
        address = await ledger.offer(ada, await expected.campaign(ada), "Sarah Chen")
    id_ = UUID(address.rpartition("/")[2])
    force = "UPDATE expert_network.experts SET status = $2::text::expert_network.expert_status WHERE id = $1"
    for source, target in itertools.permutations(get_args(experts.Status), 2):
        await core.force(force, id_, source)
        if target in EXPERT.moves[source]:
            await ledger.as_core(core, [MOVE.format(target, id_)])
            continue
        with pytest.raises(asyncpg.CheckViolationError) as refused:
            await ledger.as_core(core, [MOVE.format(target, id_)])
        assert refused.value.constraint_name == "legal_move"


async def test_an_offer_does_not_begin_in_a_state_that_is_computed(core: Core) -> None:
    for status in ("scheduling", "scheduled", "completed", "blocked"):
        insertion = f"""
            INSERT INTO expert_network.experts
                (workspace_id, id, campaign_id, vendor_platform_id, person_id, name, status)
            VALUES ('{core.workspace()}', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
                'Jo', '{status}')
        """
        with pytest.raises(asyncpg.CheckViolationError) as refused:
            await ledger.as_core(core, [insertion])
        assert refused.value.constraint_name == "legal_move"


async def test_no_move_is_in_the_future_not_even_in_sql(core: Core) -> None:
    async with core.as_("ada") as ada:
        address = await ledger.offer(ada, await expected.campaign(ada), "Sarah Chen")
    id_ = address.rpartition("/")[2]
    early = MOVE.format("reviewed", id_).replace("now()", "now() + interval '1 day'")
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await ledger.as_core(core, [early])
    assert refused.value.constraint_name == "move_to_come"
