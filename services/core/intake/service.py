"""What happens to an intake: handed in, placed at once or by a job, told again, undone."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.audit import repository as audit
from services.core.intake import jobs, reading, repository
from services.core.intake.placement import Placer
from services.core.intake.proposals import KnownVendor, Proposal
from services.core.intake.reading import Fault, Item, Reading
from services.core.intake.report import NOT_TAKEN, VENDOR_UNKNOWN
from services.core.intake.uploads import Upload, content_hash
from services.core.research.campaigns import repository as campaigns
from services.core.research.enrollments import service as enrollments
from services.core.research.people import repository as people
from services.core.research.screening import service as screening
from services.core.research.vendors import service as vendors
from shared.contracts.principal import Principal
from shared.errors import Kind, Problem
from shared.models.intake import Intake, IntakeItem, SourceFile
from shared.models.sourcing import VendorPlatform
from shared.types import now

AT_ONCE = 500
"""Rows up to which an intake is placed while the caller waits; more are placed by a job."""
BATCH = 500
"""Rows placed together: large intakes go batch by batch, in a dry run as by the job."""

TOLD = 100
"""New offers the log names of one intake; of more it says how many."""

UNCHANGED = {"outcome": "unchanged", "reason": "The same content was handed in before.", "changes": []}
KINDS: dict[str, Kind] = {"unsupported_type": "unsupported_media", "too_large": "too_large"}


async def read(uploads: Sequence[Upload], *, known: Sequence[KnownVendor], hint: str | None, today: date) -> Reading:
    """Read the files beside the event loop."""
    return await asyncio.to_thread(reading.read, uploads, known=known, hint=hint, today=today)


def known_vendors(platforms: Sequence[VendorPlatform]) -> list[KnownVendor]:
    """The vendors of a workspace as extraction wants them."""
    return [
        KnownVendor(name=vendor.name, aliases=tuple(vendor.aliases), domains=tuple(vendor.mail_domains))
        for vendor in platforms
    ]


def ids_by_name(platforms: Sequence[VendorPlatform]) -> dict[str, UUID]:
    """Vendor ids by every spelling a file or a hint may use."""
    found: dict[str, UUID] = {}
    for vendor in reversed(platforms):
        for name in (vendor.name, *vendor.aliases, str(vendor.id)):
            found[name] = found[name.casefold()] = vendor.id
    return found


def name_of_hint(hint: str | None, platforms: Sequence[VendorPlatform]) -> str | None:
    """The vendor's name for a hint given as name, alias or id. Raises Problem (invalid) for an unknown one."""
    if hint is None:
        return None
    for vendor in platforms:
        if hint.casefold() in {name.casefold() for name in (vendor.name, *vendor.aliases, str(vendor.id))}:
            return vendor.name
    names = ", ".join(sorted(vendor.name for vendor in platforms))
    raise Problem(
        "invalid",
        "vendor_unknown",
        f"No vendor is called '{hint}'.",
        errors=[{"pointer": "#/query/vendor", "reason": f"known are {names}"}],
    )


def refuse_unusable(found: Reading, uploads: Sequence[Upload]) -> None:
    """Raises the Problem of the first fault when not one of the files can be used."""
    if found.items or not found.faults:
        return
    first = found.faults[0]
    errors = [
        {"pointer": f"#/files/{fault.upload}", "reason": f"{uploads[fault.upload].name}: {fault.reason}"}
        for fault in found.faults
    ]
    raise Problem(KINDS.get(first.code, "invalid"), first.code, errors[0]["reason"], errors=errors)


async def hand_in(
    session: AsyncSession,
    *,
    caller: Principal,
    campaign_id: UUID,
    uploads: Sequence[Upload],
    found: Reading,
    hint: str | None,
    received_at: datetime,
    dry_run: bool,
) -> tuple[Intake, Intake | None]:
    """Keep the files and place what they say, at once or by a job; the intake, and the earlier one of equal content.

    Raises Problem (missing) for an unknown campaign, and what `refuse_unusable` raises.
    """
    await campaigns.get(session, campaign_id)
    refuse_unusable(found, uploads)
    await people.lock(session, caller.workspace_id)
    digest = content_hash(uploads, vendor=hint)
    earlier = await repository.same_content(session, campaign_id=campaign_id, content_hash=digest)
    if earlier is not None and not await _says_more(session, earlier, found):
        return earlier, earlier
    kept = [await keep_file(session, caller=caller, upload=upload) for upload in uploads]
    intake = Intake(
        workspace_id=caller.workspace_id,
        campaign_id=campaign_id,
        user_id=caller.user_id,
        content_hash=digest,
        vendor_hint=hint,
        received_at=received_at,
        file_ids=[file.id for file in kept],
        total=len(found.items),
        notes=found.notes,
    )
    session.add(intake)
    await session.flush()
    await _report_faults(session, intake, found.faults, kept)
    if found.people > AT_ONCE and not dry_run:
        await jobs.enqueue(session, jobs.PLACE_INTAKE, caller=caller, intake_id=intake.id)
        return intake, None
    for begin in range(0, len(found.items), BATCH):
        batch = found.items[begin : begin + BATCH]
        await place(session, caller=caller, intake=intake, items=batch, files=kept)
    await finish(session, caller=caller, intake=intake)
    return intake, None


async def retry(
    session: AsyncSession, *, caller: Principal, intake_id: UUID, uploads: Sequence[Upload], found: Reading
) -> tuple[Intake, Intake | None]:
    """Place an intake's kept files again, as of when they came; answers as `hand_in`. Raises Problem (missing)."""
    intake = await repository.get(session, intake_id, lock=False)
    return await hand_in(
        session,
        caller=caller,
        campaign_id=intake.campaign_id,
        uploads=uploads,
        found=found,
        hint=intake.vendor_hint,
        received_at=intake.received_at,
        dry_run=False,
    )


async def _says_more(session: AsyncSession, earlier: Intake, found: Reading) -> bool:
    """Whether a vendor that was unknown when the same content came before is known by now, or one whose proposals were
    not taken is open again.
    """
    refused = await repository.count_refused(session, intake_id=earlier.id, code=VENDOR_UNKNOWN)
    known = ids_by_name(await vendors.catalogue(session))
    if refused > sum(item.vendor not in known for item in found.items if isinstance(item.what, Proposal)):
        return True
    names = await repository.refused_vendors(session, intake_id=earlier.id, code=NOT_TAKEN)
    ids = {known[name] for name in names if name in known}
    return not ids <= (await enrollments.closed(session, campaign_id=earlier.campaign_id, vendor_ids=ids)).keys()


async def keep_file(session: AsyncSession, *, caller: Principal, upload: Upload) -> SourceFile:
    """The file as kept, once for the same content under the same name."""
    kept = await repository.file_named(session, sha256=upload.sha256, name=upload.name)
    if kept is None:
        kept = SourceFile(
            workspace_id=caller.workspace_id,
            name=upload.name,
            media_type=upload.media_type,
            sha256=upload.sha256,
            size_bytes=len(upload.data),
            content=upload.data,
        )
        session.add(kept)
        await session.flush()
    return kept


async def _report_faults(
    session: AsyncSession, intake: Intake, faults: Sequence[Fault], kept: Sequence[SourceFile]
) -> None:
    """Files that could not be used stand in the report, after everything that could."""
    for offset, fault in enumerate(faults):
        file = kept[fault.upload]
        session.add(
            IntakeItem(
                workspace_id=intake.workspace_id,
                intake_id=intake.id,
                position=intake.total + offset,
                outcome="rejected",
                code=fault.code,
                reason=fault.reason,
                source={"file_id": str(file.id), "file": file.name, "locator": "whole file", "excerpt": ""},
            )
        )


async def place(
    session: AsyncSession, *, caller: Principal, intake: Intake, items: Sequence[Item], files: Sequence[SourceFile]
) -> None:
    """Place a batch of items, beginning at `intake.processed`; what it changes is noted for undo."""
    await people.lock(session, caller.workspace_id)
    await campaigns.keep_still(session, intake.campaign_id)
    platforms = await vendors.catalogue(session)
    placer = Placer(caller=caller, intake=intake, files=files, vendors=ids_by_name(platforms))
    await repository.begin_noting(session, intake.id)
    await placer.load(session, items)
    for offset, item in enumerate(items):
        placer.place(item, position=intake.processed + offset)
    await placer.store(session)
    await repository.begin_noting(session, None)
    await screening.rescore(session, caller=caller, expert_ids=placer.touched)
    intake.processed += len(items)
    intake.status = "running"
    session.add(intake)
    await session.flush()


async def finish(session: AsyncSession, *, caller: Principal, intake: Intake) -> None:
    """All is placed: say so, with how many rows came to what, and which offers are new."""
    told, beyond = await repository.newcomers(session, intake.id, most=TOLD)
    intake.status, intake.finished_at = "done", now()
    session.add(intake)
    await audit.note(
        session,
        caller=caller,
        action="intake.placed",
        subject_kind="intake",
        subject_id=intake.id,
        campaign_id=intake.campaign_id,
        occurred_at=intake.received_at,
        details={
            **await repository.outcomes(session, intake.id),
            "expert_ids": [str(expert_id) for expert_id in told],
            "more_experts": beyond,
        },
    )


def nothing_new(document: dict[str, Any]) -> dict[str, Any]:
    """The report of the same content again: every person unchanged, every refused row refused as before."""
    rows = document["items"]
    again = [row if row["outcome"] == "rejected" else row | UNCHANGED for row in rows]
    counts = document["counts"]
    placed = sum(number for outcome, number in counts.items() if outcome != "rejected")
    return {"items": again, "counts": dict.fromkeys(counts, 0) | {"unchanged": placed, "rejected": counts["rejected"]}}
