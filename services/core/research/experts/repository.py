"""All SQL of experts (offers) and their answers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, Uuid, bindparam, case, exists, func, null
from sqlalchemy import select as plain_select
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.campaigns import repository as campaigns
from services.core.research.experts import states
from services.core.research.experts.fields import PRICE
from shared.db.keyset import Listing, Scan
from shared.db.read import Statement, json_of
from shared.errors import Problem, missing
from shared.models.intake import Suggestion
from shared.models.interviews import Interview
from shared.models.screening import SCORE_BAND, ScreeningScore
from shared.models.sourcing import (
    CONFLICT_STATUS,
    EXPERT_STATUS,
    EXPERT_TYPE,
    Expert,
    ExpertScreeningResponse,
    ExpertText,
    Person,
    VendorPlatform,
)
from shared.models.spend import Charge

MISSING = missing("expert")
ID = Uuid()
TYPED = func.nullif(func.expert_network.folded(bindparam("q", type_=Text)), "")
"""What is typed, as texts are kept; null where nothing is left of it, which is found in none."""
STANDING = and_(*(col(Expert.status) != status for status in states.OUT), col(Expert.superseded_by_id).is_(None))
"""Whether an offer is neither out nor replaced by another."""
UNSCORED = -1
"""Where an offer without a score is sorted."""

VENDOR = and_(
    col(VendorPlatform.workspace_id) == col(Expert.workspace_id),
    col(VendorPlatform.id) == col(Expert.vendor_platform_id),
)
SUGGESTIONS = (
    select(func.count())
    .where(
        Suggestion.workspace_id == Expert.workspace_id,
        Suggestion.expert_id == Expert.id,
        Suggestion.status == "open",
    )
    .correlate(Expert)
    .scalar_subquery()
)
PRICE_DOCUMENT = case(
    (col(Expert.price_unit).is_(None), null()),
    else_=json_of({name: getattr(Expert, f"price_{name}") for name in PRICE}, as_text=False),
)


def _score_of(workspace_id: Any, expert_id: Any) -> ColumnElement[bool]:
    return and_(
        col(ScreeningScore.workspace_id) == workspace_id,
        col(ScreeningScore.expert_id) == expert_id,
        col(ScreeningScore.judge) == "rules",
    )


SCORE = _score_of(Expert.workspace_id, Expert.id)
"""Which score is an offer's: the one by the rules."""
SCORE_KEY = func.coalesce(col(ScreeningScore.score), UNSCORED)
"""What offers are sorted by score by."""
FOUND = func.strpos(col(ExpertText.text), plain_select(TYPED).scalar_subquery()) > 0
"""Whether a text holds what is typed."""
SCORED = ("score", "band", "answered", "asked", "knocked_out", "stale")
SCREENING = case(
    (col(ScreeningScore.id).is_(None), null()),
    else_=json_of({name: getattr(ScreeningScore, name) for name in SCORED}, as_text=False),
)


def _scored(chosen: Select[Any]) -> Select[Any]:
    """Offers with what the rules score them."""
    return chosen.select_from(Expert).outerjoin(ScreeningScore, SCORE)


def _texts_scored(chosen: Select[Any]) -> Select[Any]:
    """The texts of offers, with the same."""
    scored = _score_of(ExpertText.workspace_id, ExpertText.expert_id)
    return chosen.select_from(ExpertText).outerjoin(ScreeningScore, scored)


def _offers(chosen: Select[Any]) -> Select[Any]:
    """The same with their vendor."""
    return _scored(chosen).outerjoin(VendorPlatform, VENDOR)


DOCUMENT = json_of(
    {
        "id": col(Expert.id),
        "campaign_id": col(Expert.campaign_id),
        "person_id": col(Expert.person_id),
        "vendor_platform_id": col(Expert.vendor_platform_id),
        "vendor": col(VendorPlatform.name),
        "vendor_ref": col(Expert.vendor_ref),
        "name": col(Expert.name),
        "title": col(Expert.title),
        "company": col(Expert.company),
        "past_employers": col(Expert.past_employers),
        "location": col(Expert.location),
        "region": col(Expert.region),
        "skills": col(Expert.skills),
        "description": col(Expert.description),
        "work_history": col(Expert.work_history),
        "years_experience": col(Expert.years_experience),
        "linkedin_url": col(Expert.linkedin_url),
        "email": col(Expert.email),
        "phone": col(Expert.phone),
        "avatar_url": col(Expert.avatar_url),
        "rating": col(Expert.rating),
        "ai_fit_score": col(Expert.ai_fit_score),
        "price": PRICE_DOCUMENT,
        "availability": col(Expert.availability),
        "conflict_status": col(Expert.conflict_status),
        "expert_type": col(Expert.expert_type),
        "expert_type_reason": col(Expert.expert_type_reason),
        "over_quota": col(Expert.over_quota),
        "screening": SCREENING,
        "status": col(Expert.status),
        "status_reason": col(Expert.status_reason),
        "status_at": col(Expert.status_at),
        "proposed_at": col(Expert.proposed_at),
        "is_new": col(Expert.is_new),
        "reviewed_at": col(Expert.reviewed_at),
        "superseded_by_id": col(Expert.superseded_by_id),
        "edited_fields": col(Expert.edited_fields),
        "sources": col(Expert.sources),
        "open_suggestions": SUGGESTIONS,
        "created_at": col(Expert.created_at),
        "updated_at": col(Expert.updated_at),
    }
)
ONE = Statement(_offers(plain_select(DOCUMENT)).where(col(Expert.id) == bindparam("id", type_=ID)))
LISTING = Listing(
    document=DOCUMENT,
    source=_offers,
    within=_scored,
    identity=col(Expert.id),
    sorts={
        "created_at": col(Expert.created_at),
        "name": col(Expert.name),
        "updated_at": col(Expert.updated_at),
        "score": SCORE_KEY,
    },
    unindexed={"score", "q", "conflict_status"},
    scans=[Scan(_texts_scored, col(ExpertText.expert_id), sorts={"score": SCORE_KEY}, filters={"q": FOUND})],
    filters={
        "campaign_id": col(Expert.campaign_id) == bindparam("campaign_id", type_=ID),
        "vendor_id": col(Expert.vendor_platform_id) == bindparam("vendor_id", type_=ID),
        "person_id": col(Expert.person_id) == bindparam("person_id", type_=ID),
        "status": col(Expert.status) == bindparam("status", type_=EXPERT_STATUS),
        "conflict_status": col(Expert.conflict_status) == bindparam("conflict_status", type_=CONFLICT_STATUS),
        "expert_type": col(Expert.expert_type) == bindparam("expert_type", type_=EXPERT_TYPE),
        "region": or_(
            col(Expert.region) == bindparam("region", type_=Text),
            and_(
                col(Expert.region).is_(None),
                exists()
                .where(
                    col(Person.workspace_id) == col(Expert.workspace_id),
                    col(Person.id) == col(Expert.person_id),
                    col(Person.region) == bindparam("region", type_=Text),
                )
                .correlate(Expert),
            ),
        ),
        "band": col(ScreeningScore.band) == bindparam("band", type_=SCORE_BAND),
        "q": select(ExpertText.expert_id)
        .where(
            ExpertText.workspace_id == Expert.workspace_id,
            ExpertText.expert_id == Expert.id,
            FOUND,
        )
        .correlate(Expert)
        .exists(),
    },
)
ANSWER = json_of(
    {
        "id": col(ExpertScreeningResponse.id),
        "expert_id": col(ExpertScreeningResponse.expert_id),
        "screening_question_id": col(ExpertScreeningResponse.screening_question_id),
        "question_text": col(ExpertScreeningResponse.question_text),
        "response_text": col(ExpertScreeningResponse.response_text),
        "source": col(ExpertScreeningResponse.source),
        "created_at": col(ExpertScreeningResponse.created_at),
    }
)
ONE_ANSWER = Statement(select(ANSWER).where(col(ExpertScreeningResponse.id) == bindparam("id", type_=ID)))
ANSWERS = Listing(
    document=ANSWER,
    source=lambda chosen: chosen.select_from(ExpertScreeningResponse),
    identity=col(ExpertScreeningResponse.id),
    sorts={"created_at": col(ExpertScreeningResponse.created_at)},
    filters={"expert_id": col(ExpertScreeningResponse.expert_id) == bindparam("expert_id", type_=ID)},
)
EXISTS = Statement(select(col(Expert.id)).where(col(Expert.id) == bindparam("id", type_=ID)))


def missing_at(places: Sequence[int]) -> Problem:
    """The 404 that says which of the ids asked for is none the caller may see."""
    errors = [{"pointer": f"#/expert_ids/{place}", "reason": MISSING.message} for place in places]
    return Problem(MISSING.kind, MISSING.code, MISSING.message, errors=errors)


async def keep_campaign_still(session: AsyncSession, expert_id: UUID) -> None:
    """Let nobody change what the offer is scored by until this transaction ends; before the offer itself is locked."""
    chosen = select(Expert.campaign_id).where(Expert.id == expert_id)
    if (campaign_id := (await session.exec(chosen)).first()) is not None:
        await campaigns.keep_still(session, campaign_id)


async def get(session: AsyncSession, expert_id: UUID) -> Expert:
    """The offer, locked. Raises Problem (missing)."""
    found = (await session.exec(select(Expert).where(Expert.id == expert_id).with_for_update())).first()
    if found is None:
        raise MISSING
    return found


async def people_with_vendor_refs(session: AsyncSession, *, campaign_id: UUID, refs: Sequence[str]) -> list[UUID]:
    """The people whose offers in a campaign bear one of these vendors' numbers."""
    chosen = select(Expert.person_id).where(Expert.campaign_id == campaign_id, col(Expert.vendor_ref).in_(refs))
    return list((await session.exec(chosen.distinct())).all())


async def by_ids(session: AsyncSession, expert_ids: Sequence[UUID], *, lock: bool = False) -> list[Expert]:
    """Some offers, locked in the order of their ids if asked for."""
    chosen = select(Expert).where(col(Expert.id).in_(expert_ids)).order_by(col(Expert.id))
    return list((await session.exec(chosen.with_for_update() if lock else chosen)).all())


async def on_record(session: AsyncSession, expert_id: UUID) -> tuple[int, int]:
    """How many calls of the offer were held or charged, and how many charges there are, released ones too."""
    calls = select(Interview.id).where(Interview.expert_id == expert_id)
    charged = or_(col(Charge.expert_id) == expert_id, col(Charge.interview_id).in_(calls))
    charges = (await session.exec(select(Charge.interview_id).where(charged))).all()
    held = or_(col(Interview.status).in_(("completed", "stopped")), col(Interview.id).in_(charges))
    return len((await session.exec(calls.where(held))).all()), len(charges)


async def superseded_by(session: AsyncSession, expert_id: UUID) -> list[Expert]:
    """The offers set aside for this one, oldest first."""
    chosen = select(Expert).where(Expert.superseded_by_id == expert_id).order_by(col(Expert.created_at), col(Expert.id))
    return list((await session.exec(chosen)).all())


async def standing_beside(session: AsyncSession, offer: Expert) -> UUID | None:
    """Another open offer of the person by the same vendor in the same campaign."""
    chosen = select(Expert.id).where(
        Expert.campaign_id == offer.campaign_id,
        Expert.vendor_platform_id == offer.vendor_platform_id,
        Expert.person_id == offer.person_id,
        Expert.id != offer.id,
        col(Expert.superseded_by_id).is_(None),
        col(Expert.status).not_in(states.CLOSED),
    )
    return (await session.exec(chosen)).first()


async def answers_of(session: AsyncSession, expert_ids: list[UUID]) -> list[ExpertScreeningResponse]:
    """The answers of some offers."""
    chosen = select(ExpertScreeningResponse).where(col(ExpertScreeningResponse.expert_id).in_(expert_ids))
    return list((await session.exec(chosen)).all())


async def open_suggestions(session: AsyncSession, expert_ids: list[UUID]) -> list[Suggestion]:
    """The suggestions still waiting, or dismissed, for some offers."""
    chosen = select(Suggestion).where(
        col(Suggestion.expert_id).in_(expert_ids),
        or_(Suggestion.status == "open", Suggestion.status == "dismissed"),
    )
    return list((await session.exec(chosen)).all())
