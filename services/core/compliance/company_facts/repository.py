"""All SQL of facts about companies."""

from uuid import UUID

from sqlalchemy import Date, Text, Uuid, bindparam, func
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.db.search import contains_text
from shared.errors import missing
from shared.models.compliance import COMPANY_KIND, CompanyFact

MISSING = missing("company_fact")

DOCUMENT = json_of(
    {
        "id": col(CompanyFact.id),
        "name": col(CompanyFact.name),
        "key": col(CompanyFact.key),
        "kind": col(CompanyFact.kind),
        "country": col(CompanyFact.country),
        "valid_from": col(CompanyFact.valid_from),
        "valid_to": col(CompanyFact.valid_to),
        "source": col(CompanyFact.source),
        "created_by": col(CompanyFact.created_by),
        "created_at": col(CompanyFact.created_at),
        "updated_at": col(CompanyFact.updated_at),
    }
)
DAY = bindparam("on", type_=Date)
ONE = Statement(select(DOCUMENT).where(col(CompanyFact.id) == bindparam("id", type_=Uuid())))
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(CompanyFact),
    identity=col(CompanyFact.id),
    sorts={"name": col(CompanyFact.name), "created_at": col(CompanyFact.created_at)},
    filters={
        "kind": col(CompanyFact.kind) == bindparam("kind", type_=COMPANY_KIND),
        "on": and_(
            or_(col(CompanyFact.valid_from).is_(None), col(CompanyFact.valid_from) <= DAY),
            or_(col(CompanyFact.valid_to).is_(None), col(CompanyFact.valid_to) >= DAY),
        ),
        "q": contains_text(col(CompanyFact.name), col(CompanyFact.source)),
    },
)


async def get(session: AsyncSession, fact_id: UUID) -> CompanyFact:
    """The fact, locked. Raises Problem (missing)."""
    found = (await session.exec(select(CompanyFact).where(col(CompanyFact.id) == fact_id).with_for_update())).first()
    if found is None:
        raise MISSING
    return found


async def names_somebody(session: AsyncSession, name: str) -> bool:
    """Whether a name can be compared with employers ("n/a" cannot)."""
    key = select(func.expert_network.company_key(bindparam("name", name, type_=Text)))
    return (await (await session.connection()).execute(key)).scalar_one() is not None


async def country_code(session: AsyncSession, said: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country said by it or by its English name; None for no country."""
    code = select(func.expert_network.country_code(bindparam("said", said, type_=Text), type_=Text))
    found: str | None = (await session.exec(code)).one()
    return found
