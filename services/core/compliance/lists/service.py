"""What happens to the lists: entries come, one by one or by file, change and end. Whom they block follows at once,
and on the days on which they begin and end.

Everybody who changes them holds the lock on people: an intake places all of its rows before or after.
"""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.compliance.blocks import jobs
from services.core.compliance.lists import files, repository
from services.core.compliance.lists.schemas import BadRow, EntryIn, ImportOut
from services.core.compliance.words import require_order
from services.core.research.people import repository as people
from shared.contracts.principal import Principal
from shared.errors import invalid
from shared.models.compliance import RestrictedEntry
from shared.types import new_id, now

NAMELESS = "this names nobody, or is no address that could be compared"
REVERSED = "the last day is before the first"


async def hold(session: AsyncSession, *, caller: Principal, entry_id: UUID) -> RestrictedEntry:
    """The entry, locked after people are. Raises Problem (missing)."""
    await people.lock(session, caller.workspace_id)
    return await repository.get(session, entry_id)


async def add(session: AsyncSession, *, caller: Principal, given: EntryIn) -> RestrictedEntry:
    """Put somebody or something on a list.

    Raises Problem (missing) for an unknown person, (invalid) for a name that names nobody or days in disorder.
    """
    await people.lock(session, caller.workspace_id)
    if given.person_id is not None:
        if given.kind != "person":
            raise invalid("kind_not_person", "Only an entry of kind person has a person_id.", pointer="#/person_id")
        await people.get(session, given.person_id)
    entry = _entry(caller, given)
    await _check(session, entry, is_new=True)
    await _store(session, caller, [entry])
    return entry


async def update(session: AsyncSession, *, caller: Principal, entry_id: UUID, **fields: Any) -> None:
    """Change the given fields; None takes the last day away. Raises Problem (missing), (invalid) as `add`."""
    entry = await hold(session, caller=caller, entry_id=entry_id)
    entry.sqlmodel_update(fields)
    with session.no_autoflush:
        await _check(session, entry, is_new=False)
    await _store(session, caller, [entry])


async def bring_in(
    session: AsyncSession, *, caller: Principal, data: bytes, into: Literal["restricted", "do_not_contact"]
) -> ImportOut:
    """Put a file's rows on the lists; those that are there with the same days stay as they are, bad ones are named.

    Raises Problem for a file that cannot be read.
    """
    await people.lock(session, caller.workspace_id)
    rows, bad = files.read(data, into=into)
    keys = await repository.keys_of(session, [row.entry for row in rows])
    known = await repository.known(session)
    new: list[RestrictedEntry] = []
    present = 0
    for row, key in zip(rows, keys, strict=True):
        entry = _entry(caller, row.entry)
        mark = (entry.list, entry.kind, key, entry.valid_from, entry.valid_to)
        if key is None:
            bad.append(BadRow(line=row.line, name=entry.name, reason=NAMELESS))
        elif entry.valid_to is not None and entry.valid_to < entry.valid_from:
            bad.append(BadRow(line=row.line, name=entry.name, reason=REVERSED))
        elif mark in known:
            present += 1
        else:
            known.add(mark)
            new.append(entry)
    await _store(session, caller, new)
    return ImportOut(added=len(new), present=present, bad=sorted(bad, key=lambda row: row.line))


async def _store(session: AsyncSession, caller: Principal, entries: Sequence[RestrictedEntry]) -> None:
    session.add_all(entries)
    await session.flush()
    await jobs.settle_in_time(session, caller=caller, spans=entries)


def _entry(caller: Principal, given: EntryIn) -> RestrictedEntry:
    fields = given.model_dump(exclude={"valid_from"})
    return RestrictedEntry(
        workspace_id=caller.workspace_id, id=new_id(), valid_from=given.valid_from or now().date(), **fields
    )


async def _check(session: AsyncSession, entry: RestrictedEntry, *, is_new: bool) -> None:
    require_order(entry.valid_from if is_new else entry.valid_from - jobs.DAY, entry.valid_to)
    asked = EntryIn.model_validate({"list": entry.list, "kind": entry.kind, "name": entry.name, "reason": "-"})
    if (await repository.keys_of(session, [asked]))[0] is None:
        raise invalid("name_names_nobody", f"'{entry.name}': {NAMELESS}.", pointer="#/name")
