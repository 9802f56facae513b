"""All SQL of moves. Rows are picked up in one workspace and put down in another, in between they lie in `moving`.

No policy is passed by: each statement sees the one workspace its transaction is introduced to.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, Text, bindparam, text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.moves.tables import ADDED_ONLY, CARRIED, HANGING, KEPT, MOVED
from shared.models.base import SCHEMA
from shared.models.intake import SourceFile

MAKE_ROOM = "CREATE TEMP TABLE moving (entity text NOT NULL, row jsonb NOT NULL) ON COMMIT DROP"
PICK_UP = """
    INSERT INTO pg_temp.moving SELECT '{table}', to_jsonb(t) FROM {schema}.{table} t
    WHERE t.workspace_id = :workspace_id AND {condition}
"""
MAKE_ROOM_FOR_FILES = f"""
    CREATE TEMP TABLE moving_files ON COMMIT DROP AS SELECT * FROM {SCHEMA}.source_files WITH NO DATA
"""
PICK_UP_FILES = f"""
    INSERT INTO pg_temp.moving_files SELECT t.* FROM {SCHEMA}.source_files t
    WHERE t.workspace_id = :workspace_id AND {KEPT["source_files"]}
"""
UNFINISHED = f"""
    SELECT id FROM {SCHEMA}.intakes WHERE campaign_id = :campaign_id AND status IN ('queued', 'running') ORDER BY id
"""

FORGET_STRANGERS = """
    UPDATE pg_temp.moving SET row = row || '{"person_id": null}' WHERE entity = 'intake_items'
        AND row ->> 'person_id' NOT IN (SELECT row ->> 'id' FROM pg_temp.moving WHERE entity = 'people')
"""
"""A row of a report may name somebody whom only other campaigns still offer."""
FORGET_OTHER_OFFERS = """
    UPDATE pg_temp.moving m SET row = jsonb_set(m.row, '{moved}', m.row -> 'moved' || jsonb_build_object(
        'experts', (SELECT coalesce(jsonb_agg(e), '[]') FROM jsonb_array_elements_text(m.row -> 'moved' -> 'experts') e
                    WHERE e IN (SELECT o.row ->> 'id' FROM pg_temp.moving o WHERE o.entity = 'experts')),
        'superseded', (SELECT coalesce(jsonb_agg(e), '[]')
                       FROM jsonb_array_elements_text(m.row -> 'moved' -> 'superseded') e
                       WHERE e IN (SELECT o.row ->> 'id' FROM pg_temp.moving o WHERE o.entity = 'experts'))))
    WHERE m.entity = 'match_reviews' AND m.row -> 'moved' ? 'experts'
"""
"""A merge may have moved offers of other campaigns too."""

UNBOOK = """
    UPDATE pg_temp.moving SET row = row || jsonb_build_object(
        'status', coalesce(row ->> 'blocked_from', 'shortlisted'), 'blocked_from', NULL)
    WHERE entity = 'experts' AND row ->> 'status' IN ('scheduling', 'scheduled', 'completed', 'blocked')
"""
"""What follows the calls and the lists follows those of the new workspace."""

KNOWN_PEOPLE = f"""
    WITH RECURSIVE known (id, now_id, merged_into_id) AS (
        SELECT p.id, p.id, p.merged_into_id FROM {SCHEMA}.people p
        WHERE p.id IN (SELECT (row ->> 'id')::uuid FROM pg_temp.moving WHERE entity = 'people')
        UNION ALL
        SELECT k.id, p.id, p.merged_into_id FROM known k JOIN {SCHEMA}.people p ON p.id = k.merged_into_id
    )
    SELECT id, now_id FROM known WHERE merged_into_id IS NULL
"""
LEAVE_REVIEWS = f"""
    DELETE FROM pg_temp.moving m WHERE m.entity = 'match_reviews' AND (
        (m.row ->> 'status' = 'accepted' AND m.row -> 'moved' ->> 'loser' = ANY(:known))
        OR m.row ->> 'person_id' = ANY(:merged) OR m.row ->> 'other_person_id' = ANY(:merged)
        OR EXISTS (SELECT FROM {SCHEMA}.match_reviews r WHERE r.person_id = (m.row ->> 'person_id')::uuid
                   AND r.other_person_id = (m.row ->> 'other_person_id')::uuid))
"""
SAME_MEMBERS = f"""
    SELECT DISTINCT ON (t.id) m.row ->> 'id', t.id::text FROM {SCHEMA}.team_members t
    JOIN pg_temp.moving m ON m.entity = 'team_members' AND lower(m.row ->> 'email') = lower(t.email)
    WHERE t.id::text NOT IN (SELECT row ->> 'id' FROM pg_temp.moving WHERE entity = 'team_members')
        AND m.row ->> 'id' NOT IN (SELECT id::text FROM {SCHEMA}.team_members)
    ORDER BY t.id, m.row ->> 'id'
"""
PRESENT_MEMBERS = f"""
    SELECT id::text FROM {SCHEMA}.team_members
    WHERE id::text IN (SELECT row ->> 'id' FROM pg_temp.moving WHERE entity = 'team_members')
"""
PRESENT_ATTESTATIONS = f"""
    SELECT id::text FROM {SCHEMA}.attestations
    WHERE id::text IN (SELECT row ->> 'id' FROM pg_temp.moving WHERE entity = 'attestations')
"""
"""Those of a person came with an earlier campaign."""
SAME_FILES = f"""
    SELECT f.id::text, t.id::text FROM pg_temp.moving_files f
    JOIN {SCHEMA}.source_files t ON t.sha256 = f.sha256 AND t.name = f.name WHERE t.id <> f.id
"""
FILE_COLUMNS = ", ".join(name for name in SourceFile.model_fields if name != "workspace_id")
PUT_DOWN_FILES = f"""
    INSERT INTO {SCHEMA}.source_files (workspace_id, {FILE_COLUMNS})
    SELECT CAST(:workspace_id AS uuid), {FILE_COLUMNS} FROM pg_temp.moving_files f WHERE NOT EXISTS (
        SELECT FROM {SCHEMA}.source_files t WHERE t.sha256 = f.sha256 AND t.name = f.name)
"""
DROP_FILES = f"""
    DELETE FROM {SCHEMA}.source_files t WHERE t.id IN (SELECT id FROM pg_temp.moving_files)
        AND NOT EXISTS (SELECT FROM {SCHEMA}.intakes i WHERE t.id = ANY(i.file_ids))
        AND NOT EXISTS (SELECT FROM {SCHEMA}.invoices v WHERE t.id = v.file_id)
"""
LEAVE = "DELETE FROM pg_temp.moving WHERE entity = :entity AND row ->> 'id' = ANY(:ids)"
SET = "UPDATE pg_temp.moving SET row = row || CAST(:members AS jsonb) WHERE entity = :entity AND row ->> 'id' = :id"
PUT_DOWN = """
    INSERT INTO {schema}.{table} SELECT r.* FROM pg_temp.moving m,
        jsonb_populate_record(NULL::{schema}.{table}, CAST({renamed} AS jsonb)) r WHERE m.entity = '{table}'
"""
VENDORS_PICKED_UP = """
    SELECT (row ->> 'id')::uuid, row ->> 'name', row -> 'aliases' FROM pg_temp.moving WHERE entity = 'vendor_platforms'
    ORDER BY 1
"""
PEOPLE_PICKED_UP = "SELECT (row ->> 'id')::uuid FROM pg_temp.moving WHERE entity = 'people'"
REFUSED_PAIRS = """
    SELECT p ->> 0, p ->> 1 FROM pg_temp.moving m, jsonb_array_elements(m.row -> 'moved' -> 'not_the_same') p
    WHERE m.entity = 'match_reviews'
"""
COUNTS = " UNION ALL ".join(
    f"SELECT '{table}' AS entity, count(*) AS number FROM {SCHEMA}.{table} t"
    f" WHERE t.workspace_id = :workspace_id AND {condition}"
    for table, condition in MOVED.items()
)


async def unfinished(session: AsyncSession, campaign_id: UUID) -> list[UUID]:
    """The campaign's intakes that are still being placed."""
    return [id_ for (id_,) in await _rows(session, UNFINISHED, campaign_id=campaign_id)]


async def pick_up(session: AsyncSession, *, workspace_id: UUID, campaign_id: UUID) -> list[UUID]:
    """Lay everything of the campaign into `moving`, locking what will be deleted; the people it brings along."""
    await _run(session, MAKE_ROOM)
    given = {"workspace_id": workspace_id, "campaign_id": campaign_id}
    for table, condition in CARRIED.items():
        lock = " FOR UPDATE OF t" if table in HANGING.keys() - ADDED_ONLY else ""
        await _run(session, PICK_UP.format(table=table, schema=SCHEMA, condition=condition) + lock, **given)
    await _run(session, MAKE_ROOM_FOR_FILES)
    await _run(session, PICK_UP_FILES, **given)
    await _run(session, FORGET_STRANGERS)
    await _run(session, FORGET_OTHER_OFFERS)
    await _run(session, UNBOOK)
    return [id_ for (id_,) in await _rows(session, PEOPLE_PICKED_UP)]


async def refused_pairs(session: AsyncSession) -> set[tuple[str, str]]:
    """The pairs of fingerprints that reviews in `moving` have told apart."""
    return {(one, other) for one, other in await _rows(session, REFUSED_PAIRS)}


async def vendors(session: AsyncSession) -> list[tuple[UUID, str, list[str]]]:
    """The vendors in `moving`: id, name and aliases."""
    return [(id_, name, aliases) for id_, name, aliases in await _rows(session, VENDORS_PICKED_UP)]


async def known_people(session: AsyncSession) -> dict[str, str]:
    """Who in `moving` this workspace knows already, and who they have become here."""
    return {str(id_): str(now_id) for id_, now_id in await _rows(session, KNOWN_PEOPLE)}


async def leave_reviews(session: AsyncSession, *, known: Collection[str], merged: Collection[str]) -> None:
    """Leave out what was decided here already, and merges of people this workspace `known` or `merged` itself."""
    statement = text(LEAVE_REVIEWS).bindparams(*(bindparam(name, type_=ARRAY(Text)) for name in ("known", "merged")))
    await (await session.connection()).execute(statement, {"known": list(known), "merged": list(merged)})


async def known_members(session: AsyncSession) -> dict[str, str]:
    """Members in `moving` whom this workspace has, by id or by mail address, and their id here."""
    present = {id_: id_ for (id_,) in await _rows(session, PRESENT_MEMBERS)}
    return present | dict(await _rows(session, SAME_MEMBERS))


async def known_attestations(session: AsyncSession) -> list[str]:
    """Attestations in `moving` that this workspace has."""
    return [id_ for (id_,) in await _rows(session, PRESENT_ATTESTATIONS)]


async def known_files(session: AsyncSession) -> dict[str, str]:
    """Files in `moving` of which this workspace has the same content and name under another id."""
    return dict(await _rows(session, SAME_FILES))


async def leave(session: AsyncSession, table: str, ids: Collection[str]) -> None:
    """Take rows out of `moving`."""
    statement = text(LEAVE).bindparams(bindparam("ids", type_=ARRAY(Text)))
    await (await session.connection()).execute(statement, {"entity": table, "ids": list(ids)})


async def set_members(session: AsyncSession, table: str, id_: UUID, **members: Any) -> None:
    """Change a row in `moving`."""
    given = orjson.dumps(members).decode()
    await _run(session, SET, entity=table, id=str(id_), members=given)


async def put_down(session: AsyncSession, *, workspace_id: UUID, was: UUID, names: Mapping[str, str]) -> None:
    """Insert what is in `moving` into this workspace, `names` saying which ids are called otherwise here."""
    await _run(session, PUT_DOWN_FILES, workspace_id=workspace_id)
    words = {f'"workspace_id": "{was}"': f'"workspace_id": "{workspace_id}"'}
    words |= {f'"{own}"': f'"{other}"' for own, other in names.items() if own != other}
    renamed = "m.row::text"
    given: dict[str, str] = {}
    for number, (own, other) in enumerate(words.items()):
        renamed = f"replace({renamed}, :own_{number}, :other_{number})"
        given |= {f"own_{number}": own, f"other_{number}": other}
    for table in CARRIED:
        await _run(session, PUT_DOWN.format(schema=SCHEMA, table=table, renamed=renamed), **given)


async def drop_files(session: AsyncSession) -> None:
    """Delete the files in `moving` that no intake of this workspace names any more."""
    await _run(session, DROP_FILES)


async def name_target(session: AsyncSession, workspace_id: UUID) -> None:
    """Tell the database where the campaign goes: what is put down there keeps the state and days it has here, and held
    calls are let go here. Whoever moves it is down there as the one who booked.
    """
    await _run(session, "SELECT set_config('app.moved_to', :workspace_id, true)", workspace_id=str(workspace_id))


async def counts(session: AsyncSession, *, workspace_id: UUID, campaign_id: UUID) -> dict[str, int]:
    """How many rows of each table belong to the campaign."""
    return dict(await _rows(session, COUNTS, workspace_id=workspace_id, campaign_id=campaign_id))


async def _run(session: AsyncSession, statement: str, **values: object) -> None:
    await (await session.connection()).execute(text(statement), values)


async def _rows(session: AsyncSession, statement: str, **values: object) -> list[Any]:
    return list((await (await session.connection()).execute(text(statement), values)).all())
