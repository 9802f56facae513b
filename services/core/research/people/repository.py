"""All SQL of people: their cards, blocking keys, and the descriptions matching compares."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import ARRAY, Text, Uuid, bindparam, func, text
from sqlalchemy import select as plain_select
from sqlalchemy.dialects.postgresql import UUID as PGUUID
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.matching.profiles import Profile
from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.intake import NotTheSame
from shared.models.sourcing import Expert, Person, VendorPlatform

MISSING = missing("person")
IDS = ARRAY(PGUUID(as_uuid=True))
CARD = ("name", "title", "company", "location", "region", "linkedin_url", "email", "phone", "past_employers")

DESCRIPTION = (
    col(Expert.id),
    col(Expert.campaign_id),
    col(Expert.vendor_platform_id),
    col(Expert.vendor_ref),
    col(Expert.person_id),
    col(Expert.name),
    col(Expert.company),
    col(Expert.title),
    col(Expert.location),
    col(Expert.past_employers),
    col(Expert.linkedin_url),
    col(Expert.email),
    col(Expert.phone),
)


@dataclass(frozen=True, slots=True)
class Described:
    """A person as one offer describes them; `profile.id` is the person."""

    offer_id: UUID
    campaign_id: UUID
    vendor_id: UUID
    vendor_ref: str | None
    profile: Profile


OFFERS = (
    select(
        func.coalesce(
            func.json_agg(
                aggregate_order_by(
                    func.json_build_object(
                        *("expert_id", col(Expert.id), "campaign_id", col(Expert.campaign_id)),
                        *("vendor_platform_id", col(Expert.vendor_platform_id), "vendor", col(VendorPlatform.name)),
                        *("name", col(Expert.name), "title", col(Expert.title), "company", col(Expert.company)),
                        *("status", col(Expert.status), "superseded_by_id", col(Expert.superseded_by_id)),
                    ),
                    col(Expert.created_at),
                    col(Expert.id),
                )
            ),
            text("'[]'::json"),
        )
    )
    .join(
        VendorPlatform,
        (col(VendorPlatform.workspace_id) == col(Expert.workspace_id))
        & (col(VendorPlatform.id) == col(Expert.vendor_platform_id)),
    )
    .where(Expert.workspace_id == Person.workspace_id, Expert.person_id == Person.id)
    .correlate(Person)
    .scalar_subquery()
)
COLUMNS: dict[str, Any] = {
    "id": col(Person.id),
    **{name: getattr(Person, name) for name in CARD},
    "merged_into_id": col(Person.merged_into_id),
    "created_at": col(Person.created_at),
    "updated_at": col(Person.updated_at),
}
ONE = Statement(select(json_of(COLUMNS | {"offers": OFFERS})).where(col(Person.id) == bindparam("id", type_=Uuid())))
LISTING = Listing(
    document=json_of(COLUMNS),
    source=lambda chosen: chosen.select_from(Person).where(col(Person.merged_into_id).is_(None)),
    identity=col(Person.id),
    sorts={"name": col(Person.name), "created_at": col(Person.created_at)},
    filters={
        "q": func.strpos(
            func.lower(func.concat_ws(" ", col(Person.name), col(Person.title), col(Person.company))),
            func.lower(bindparam("q", type_=Text)),
        )
        > 0,
        "company": func.lower(col(Person.company)) == func.lower(bindparam("company", type_=Text)),
    },
)

SHARING = text(
    "SELECT DISTINCT person_id FROM expert_network.person_keys WHERE key = ANY(CAST(:keys AS text[]))"
).bindparams(bindparam("keys", type_=ARRAY(Text)))
WRITE_CARDS = text(
    """
    UPDATE expert_network.people p
    SET name = c.name, title = c.title, company = c.company, location = c.location, region = c.region,
        linkedin_url = c.linkedin_url, email = c.email, phone = c.phone, past_employers = c.past_employers
    FROM jsonb_to_recordset(CAST(:cards AS jsonb)) AS c (id uuid, name text, title text, company text, location text,
        region text, linkedin_url text, email text, phone text, past_employers jsonb)
    WHERE p.id = c.id
      AND (p.name, p.title, p.company, p.location, p.region, p.linkedin_url, p.email, p.phone, p.past_employers)
        IS DISTINCT FROM
          (c.name, c.title, c.company, c.location, c.region, c.linkedin_url, c.email, c.phone, c.past_employers)
    """
)
DROP_KEYS = text("DELETE FROM expert_network.person_keys WHERE person_id = ANY(CAST(:ids AS uuid[]))").bindparams(
    bindparam("ids", type_=IDS)
)
WRITE_KEYS = text(
    """
    INSERT INTO expert_network.person_keys (workspace_id, key, person_id)
    SELECT CAST(:workspace_id AS uuid), k.key, k.person_id
    FROM jsonb_to_recordset(CAST(:keys AS jsonb)) AS k (key text, person_id uuid)
    """
)
DROP_UNOFFERED = text(
    """
    WITH RECURSIVE gone AS (
        SELECT p.id FROM expert_network.people p
        WHERE p.id = ANY(CAST(:ids AS uuid[])) AND p.merged_into_id IS NULL
          AND NOT EXISTS (SELECT FROM expert_network.experts e
                          WHERE e.workspace_id = p.workspace_id AND e.person_id = p.id)
        UNION SELECT merged.id FROM expert_network.people merged JOIN gone ON merged.merged_into_id = gone.id
    )
    DELETE FROM expert_network.people p USING gone WHERE p.id = gone.id
    """
).bindparams(bindparam("ids", type_=IDS))
LOCK = text("SELECT set_config('lock_timeout', '9s', true), pg_advisory_xact_lock(hashtextextended(:workspace, 0))")
"""Waits long, as others place whole files, but gives up before the statement itself is stopped."""


async def lock(session: AsyncSession, workspace_id: UUID) -> None:
    """Let one transaction at a time decide who is who in a workspace."""
    await (await session.connection()).execute(LOCK, {"workspace": f"people {workspace_id}"})


async def sharing_keys(session: AsyncSession, keys: Collection[str]) -> list[UUID]:
    """The people who have any of these blocking keys."""
    found = await (await session.connection()).execute(SHARING, {"keys": sorted(keys)})
    return list(found.scalars())


async def offers_of(session: AsyncSession, person_ids: Sequence[UUID]) -> list[Expert]:
    """All offers of some people, oldest first."""
    chosen = (
        select(Expert).where(col(Expert.person_id).in_(person_ids)).order_by(col(Expert.created_at), col(Expert.id))
    )
    return list((await session.exec(chosen)).all())


async def lock_offers(session: AsyncSession, person_ids: Sequence[UUID]) -> None:
    """Let nobody book a call of these people until this transaction ends."""
    chosen = select(Expert.id).where(col(Expert.person_id).in_(person_ids)).order_by(col(Expert.id))
    await session.exec(chosen.with_for_update(key_share=True))


async def described(session: AsyncSession, person_ids: Sequence[UUID]) -> list[Described]:
    """Every description of some people, those of offers set aside first: light, for there may be thousands."""
    chosen = (
        plain_select(*DESCRIPTION)
        .where(col(Expert.person_id).in_(person_ids))
        .order_by(col(Expert.superseded_by_id).is_(None), col(Expert.created_at), col(Expert.id))
    )
    found = await (await session.connection()).execute(chosen)
    return [
        Described(
            offer_id=row.id,
            campaign_id=row.campaign_id,
            vendor_id=row.vendor_platform_id,
            vendor_ref=row.vendor_ref,
            profile=profile_of(row),
        )
        for row in found
    ]


async def refusals(session: AsyncSession) -> frozenset[tuple[str, str]]:
    """All pairs of fingerprints a person has called "not the same"."""
    chosen = select(NotTheSame.fingerprint, NotTheSame.other_fingerprint)
    return frozenset((one, other) for one, other in (await session.exec(chosen)).all())


async def write_cards(session: AsyncSession, cards: Iterable[Mapping[str, object]]) -> None:
    """Set the cards of some people, touching only those that differ."""
    await (await session.connection()).execute(WRITE_CARDS, {"cards": _json(cards)})


async def write_keys(session: AsyncSession, *, workspace_id: UUID, keys: Mapping[UUID, Collection[str]]) -> None:
    """Replace the blocking keys of some people."""
    rows = [{"key": key, "person_id": person_id} for person_id, own in keys.items() for key in sorted(own)]
    connection = await session.connection()
    await connection.execute(DROP_KEYS, {"ids": list(keys)})
    await connection.execute(WRITE_KEYS, {"workspace_id": workspace_id, "keys": _json(rows)})


async def drop_unoffered(session: AsyncSession, person_ids: Sequence[UUID]) -> None:
    """Forget those of these people whom nobody offers any more, with those merged into them."""
    await (await session.connection()).execute(DROP_UNOFFERED, {"ids": list(person_ids)})


async def get(session: AsyncSession, person_id: UUID) -> Person:
    """The person. Raises Problem (missing)."""
    found = (await session.exec(select(Person).where(Person.id == person_id))).first()
    if found is None:
        raise MISSING
    return found


def profile_of(offer: Any) -> Profile:
    """An offer (or a row with its describing columns) as matching sees it."""
    return Profile(
        id=offer.person_id,
        name=offer.name,
        employer=offer.company,
        title=offer.title,
        location=offer.location,
        past_employers=tuple(former["name"] for former in offer.past_employers if former.get("name")),
        linkedin_url=offer.linkedin_url,
        email=offer.email,
        phone=offer.phone,
    )


def _json(rows: Iterable[Mapping[str, object]]) -> str:
    return orjson.dumps(list(rows), default=str).decode()
