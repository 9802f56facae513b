"""All SQL of match reviews and of the memory of "not the same"."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, RowMapping, Uuid, bindparam, delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import Principal
from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.intake import REVIEW_STATUS, MatchReview, NotTheSame
from shared.models.sourcing import Person

MISSING = missing("match_review")

CLASHING = text(
    """
    SELECT DISTINCT h.interview_id, e.name, lower(h.period) AS starts_at, upper(h.period) AS ends_at,
        i.status IN ('completed', 'stopped') AS held
    FROM expert_network.calendar_holds h
    JOIN expert_network.calendar_holds o ON o.holder_id IN (:one, :other) AND o.holder_id <> h.holder_id
        AND o.period && h.period
    JOIN expert_network.interviews i ON i.id = h.interview_id
    JOIN expert_network.experts e ON e.id = i.expert_id
    WHERE h.holder_id IN (:one, :other)
    ORDER BY starts_at, h.interview_id
    """
).bindparams(bindparam("one", type_=Uuid()), bindparam("other", type_=Uuid()))

ONE_PERSON, OTHER_PERSON = aliased(Person), aliased(Person)
CARD = ("id", "name", "title", "company", "location", "linkedin_url", "email", "phone", "past_employers")


def _of(person: type[Person], column: str) -> ColumnElement[bool]:
    return and_(person.workspace_id == MatchReview.workspace_id, person.id == getattr(MatchReview, column))


DOCUMENT = json_of(
    {
        "id": col(MatchReview.id),
        "status": col(MatchReview.status),
        "score": col(MatchReview.score),
        "reasons": col(MatchReview.reasons),
        "person": json_of({name: getattr(ONE_PERSON, name) for name in CARD}, as_text=False),
        "other_person": json_of({name: getattr(OTHER_PERSON, name) for name in CARD}, as_text=False),
        "decided_by": col(MatchReview.decided_by),
        "decided_at": col(MatchReview.decided_at),
        "created_at": col(MatchReview.created_at),
        "updated_at": col(MatchReview.updated_at),
    }
)
ONE = Statement(
    select(DOCUMENT)
    .select_from(MatchReview)
    .join(ONE_PERSON, _of(ONE_PERSON, "person_id"))
    .join(OTHER_PERSON, _of(OTHER_PERSON, "other_person_id"))
    .where(col(MatchReview.id) == bindparam("id", type_=Uuid()))
)
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: (
        chosen.select_from(MatchReview)
        .join(ONE_PERSON, _of(ONE_PERSON, "person_id"))
        .join(OTHER_PERSON, _of(OTHER_PERSON, "other_person_id"))
    ),
    identity=col(MatchReview.id),
    sorts={"score": col(MatchReview.score), "created_at": col(MatchReview.created_at)},
    filters={
        "status": col(MatchReview.status) == bindparam("status", type_=REVIEW_STATUS),
        "person_id": or_(
            col(MatchReview.person_id) == bindparam("person_id", type_=Uuid()),
            col(MatchReview.other_person_id) == bindparam("person_id", type_=Uuid()),
        ),
    },
)


async def clashing(session: AsyncSession, one: UUID, other: UUID) -> list[RowMapping]:
    """The calls of two people that lie in each other's time, each once; soonest first."""
    found = await (await session.connection()).execute(CLASHING, {"one": one, "other": other})
    return list(found.mappings())


async def get(session: AsyncSession, review_id: UUID) -> MatchReview:
    """The review, locked. Raises Problem (missing)."""
    found = (await session.exec(select(MatchReview).where(MatchReview.id == review_id).with_for_update())).first()
    if found is None:
        raise MISSING
    return found


async def later_merges(session: AsyncSession, review: MatchReview) -> list[UUID]:
    """Accepted reviews that moved offers from or to the people of this merge after it, latest first."""
    moved = review.moved or {}
    touched = [
        col(MatchReview.moved)[side].astext.in_([moved["winner"], moved["loser"]]) for side in ("winner", "loser")
    ]
    chosen = (
        select(MatchReview.id)
        .where(MatchReview.status == "accepted", col(MatchReview.decided_at) > review.decided_at, or_(*touched))
        .order_by(col(MatchReview.decided_at).desc())
    )
    return list((await session.exec(chosen)).all())


async def remember(session: AsyncSession, *, caller: Principal, pairs: Collection[tuple[str, str]]) -> None:
    """Never offer these pairs of fingerprints again."""
    for one, other in sorted(pairs):
        row = {"workspace_id": caller.workspace_id, "fingerprint": one, "other_fingerprint": other}
        await (await session.connection()).execute(
            insert(NotTheSame).values(**row, user_id=caller.user_id).on_conflict_do_nothing()
        )


async def forget(session: AsyncSession, pairs: Collection[tuple[str, str]]) -> None:
    """Take a "not the same" back."""
    for one, other in pairs:
        await (await session.connection()).execute(
            delete(NotTheSame).where(col(NotTheSame.fingerprint) == one, col(NotTheSame.other_fingerprint) == other)
        )
