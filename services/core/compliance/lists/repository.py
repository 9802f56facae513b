"""All SQL of the lists: who is restricted or not to be contacted, from when to when."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, text
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.compliance.lists.schemas import EntryIn
from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.db.search import contains_text
from shared.errors import missing
from shared.models.compliance import RESTRICTED_KIND, RESTRICTED_LIST, RestrictedEntry

MISSING = missing("restricted_entry")
Mark = tuple[str, str, str | None, dt.date, dt.date | None]
"""What an entry says, whatever it is called: list, kind, key, first and last day."""

DOCUMENT = json_of(
    {
        "id": col(RestrictedEntry.id),
        "list": col(RestrictedEntry.list),
        "kind": col(RestrictedEntry.kind),
        "name": col(RestrictedEntry.name),
        "key": col(RestrictedEntry.key),
        "person_id": col(RestrictedEntry.person_id),
        "valid_from": col(RestrictedEntry.valid_from),
        "valid_to": col(RestrictedEntry.valid_to),
        "reason": col(RestrictedEntry.reason),
        "created_by": col(RestrictedEntry.created_by),
        "created_at": col(RestrictedEntry.created_at),
        "updated_at": col(RestrictedEntry.updated_at),
    }
)
DAY = bindparam("on", type_=Date)
ONE = Statement(select(DOCUMENT).where(col(RestrictedEntry.id) == bindparam("id", type_=Uuid())))
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(RestrictedEntry),
    identity=col(RestrictedEntry.id),
    sorts={"name": col(RestrictedEntry.name), "created_at": col(RestrictedEntry.created_at)},
    filters={
        "list": col(RestrictedEntry.list) == bindparam("list", type_=RESTRICTED_LIST),
        "kind": col(RestrictedEntry.kind) == bindparam("kind", type_=RESTRICTED_KIND),
        "person_id": col(RestrictedEntry.person_id) == bindparam("person_id", type_=Uuid()),
        "on": and_(
            col(RestrictedEntry.valid_from) <= DAY,
            or_(col(RestrictedEntry.valid_to).is_(None), col(RestrictedEntry.valid_to) >= DAY),
        ),
        "q": contains_text(col(RestrictedEntry.name), col(RestrictedEntry.reason)),
    },
)
KEYS = text(
    """
    SELECT expert_network.listed_key(CAST(e.kind AS expert_network.restricted_kind), e.name)
    FROM unnest(CAST(:kinds AS text[]), CAST(:names AS text[])) WITH ORDINALITY e (kind, name, number) ORDER BY e.number
    """
)


async def get(session: AsyncSession, entry_id: UUID) -> RestrictedEntry:
    """The entry, locked. Raises Problem (missing)."""
    chosen = select(RestrictedEntry).where(col(RestrictedEntry.id) == entry_id).with_for_update()
    found = (await session.exec(chosen)).first()
    if found is None:
        raise MISSING
    return found


async def keys_of(session: AsyncSession, entries: Sequence[EntryIn]) -> list[str | None]:
    """What each would be compared by; None for a name that names nobody ("n/a") or is no address."""
    given = {"kinds": [entry.kind for entry in entries], "names": [entry.name for entry in entries]}
    return list((await (await session.connection()).execute(KEYS, given)).scalars())


async def known(session: AsyncSession) -> set[Mark]:
    """What is on the lists."""
    entries = (await session.exec(select(RestrictedEntry))).all()
    return {(entry.list, entry.kind, entry.key, entry.valid_from, entry.valid_to) for entry in entries}
