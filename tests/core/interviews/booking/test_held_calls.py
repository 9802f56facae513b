"""Calls that were held or charged stay on record: core's own role cannot delete them, nor what they hang on."""

from uuid import UUID

import asyncpg
import pytest

from tests.core.interviews.office import Office, noon

INTRODUCE = "SELECT set_config('app.workspace_id', $1, true), set_config('app.moved_to', $2, true)"


async def delete(office: Office, table: str, id_: str, *, moved_to: str = "") -> str:
    """What the database says to core, which does not go through with it."""
    connection = await asyncpg.connect(office.core.database.core_url)
    transaction = connection.transaction()
    await transaction.start()
    try:
        await connection.execute(INTRODUCE, str(office.core.workspace("ada")), moved_to)
        return str(await connection.execute(f"DELETE FROM expert_network.{table} WHERE id = $1", UUID(id_)))
    finally:
        await transaction.rollback()
        await connection.close()


@pytest.mark.parametrize("how", ["complete", "stop"])
@pytest.mark.parametrize(
    ("table", "rules"),
    [
        ("campaigns", {"calls_held"}),
        ("experts", {"calls_held", "fk_charges_expert", "fk_charges_interview"}),
        ("interviews", {"calls_held"}),
    ],
)
async def test_what_a_held_call_hangs_on_cannot_be_deleted(
    office: Office, table: str, rules: set[str], how: str
) -> None:
    call = await office.booked(noon(-2))
    said = {"rule": "attestation_terms", "reason": "named his employer"} if how == "stop" else {}
    await office.done(call, how, **said)
    ids = {"campaigns": office.campaign_id, "experts": call["expert_id"], "interviews": call["id"]}
    for moved_to in ("", str(office.core.workspace("ada")), str(office.core.workspace("bob"))):
        with pytest.raises(asyncpg.PostgresError) as refused:
            await delete(office, table, ids[table], moved_to=moved_to)
        assert getattr(refused.value, "constraint_name", None) in rules, refused.value


async def test_calls_that_were_only_asked_for_go_with_their_campaign(office: Office) -> None:
    await office.request()
    assert await delete(office, "campaigns", office.campaign_id) == "DELETE 1"
