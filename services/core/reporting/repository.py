"""The rows of reports, straight from Postgres."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, Uuid, any_, bindparam, case, cast, func, null, text
from sqlalchemy import select as plain_select
from sqlalchemy.dialects.postgresql import UUID as PGUUID
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import and_, col, select

from services.core.research.experts.fields import PRICE
from services.core.research.experts.repository import PRICE_DOCUMENT, SCORE, SCORED, STANDING, VENDOR
from shared.db.read import Statement, json_of
from shared.models.screening import ScreeningScore
from shared.models.sourcing import Expert, ExpertScreeningResponse, Person, VendorPlatform

PERSON = and_(col(Person.workspace_id) == col(Expert.workspace_id), col(Person.id) == col(Expert.person_id))
ANSWERS = (
    select(
        func.coalesce(
            func.json_agg(
                aggregate_order_by(
                    json_of(
                        {
                            "question": col(ExpertScreeningResponse.question_text),
                            "answer": col(ExpertScreeningResponse.response_text),
                            "screening_question_id": col(ExpertScreeningResponse.screening_question_id),
                        },
                        as_text=False,
                    ),
                    col(ExpertScreeningResponse.created_at),
                    col(ExpertScreeningResponse.id),
                )
            ),
            text("'[]'::json"),
        )
    )
    .where(ExpertScreeningResponse.workspace_id == Expert.workspace_id, ExpertScreeningResponse.expert_id == Expert.id)
    .correlate(Expert)
    .scalar_subquery()
)
SCREENING = (
    select(json_of({name: getattr(ScreeningScore, name) for name in SCORED}, as_text=False))
    .where(SCORE)
    .correlate(Expert)
    .scalar_subquery()
)
CARD = ("title", "company", "location", "linkedin_url", "email", "phone", "past_employers")
TOLD_APART = {
    "person_id": cast(col(Person.id), Text),
    "person_name": col(Person.name),
    "region": col(Person.region),
    "expert_id": cast(col(Expert.id), Text),
    "vendor_platform_id": cast(col(Expert.vendor_platform_id), Text),
    "vendor": col(VendorPlatform.name),
    "status": cast(col(Expert.status), Text),
    "conflict_status": cast(col(Expert.conflict_status), Text),
    **{f"price_{name}": getattr(Expert, f"price_{name}") for name in PRICE},
    "reference_low": col(VendorPlatform.avg_cost_per_call_min),
    "reference_high": col(VendorPlatform.avg_cost_per_call_max),
    "employer": func.coalesce(col(Expert.company), col(Person.company)),
    "employer_title": case((col(Expert.company).is_(None), col(Person.title)), else_=col(Expert.title)),
}
"""What the list is ordered and summed by: plain columns, which cost half of what a document does."""
WRITTEN = {
    "vendor_ref": col(Expert.vendor_ref),
    "name": col(Expert.name),
    "price": PRICE_DOCUMENT,
    "availability": col(Expert.availability),
}
SHOWN = {
    "title": col(Expert.title),
    "company": col(Expert.company),
    "skills": col(Expert.skills),
    "expert_type": col(Expert.expert_type),
    "over_quota": col(Expert.over_quota),
    "screening": SCREENING,
    "answers": ANSWERS,
    "sources": col(Expert.sources),
}


def _standing(person: Sequence[str], offer: Mapping[str, Any], *conditions: ColumnElement[bool]) -> Statement:
    """The campaign's offers that stand, oldest first; `card` and `shown` say more of the person and of the offer."""
    more = {
        "card": json_of({name: getattr(Person, name) for name in person}) if person else null(),
        "shown": json_of(offer) if offer else null(),
    }
    return Statement(
        plain_select(*(column.label(name) for name, column in (TOLD_APART | more).items()))
        .select_from(Expert)
        .join(Person, PERSON)
        .join(VendorPlatform, VENDOR)
        .where(STANDING, col(Expert.campaign_id) == bindparam("campaign_id", type_=Uuid()), *conditions)
        .order_by(col(Expert.created_at), col(Expert.id))
    )


OUTLINE = _standing((), {})
"""Every offer, with what the order and the figures of the whole list need."""
SOURCES = json_of({name: col(Expert.sources)[name] for name in ("price", "name")}, as_text=False)
LINES = _standing(CARD[:3], WRITTEN | {"sources": SOURCES})
"""Every offer, with what a sheet says of it."""
OFFERS_OF = _standing(
    CARD, WRITTEN | SHOWN, col(Expert.person_id) == any_(bindparam("people", type_=ARRAY(PGUUID(as_uuid=True))))
)
"""The offers of some people, whole."""
KNOWN = Statement(
    text(
        """
        SELECT json_build_object(
            'listed', (SELECT coalesce(json_agg(a), '[]') FROM expert_network.employers_against(:campaign_id) a),
            'blocked', (SELECT coalesce(json_object_agg(b.person_id, b.reason), '{}') FROM (
                SELECT e.person_id, min(e.status_reason) AS reason FROM expert_network.experts e
                WHERE e.campaign_id = :campaign_id AND e.status = 'blocked' AND e.superseded_by_id IS NULL
                    AND e.person_id IS NOT NULL
                GROUP BY e.person_id) b)
        )::text
        """
    ).bindparams(bindparam("campaign_id", type_=Uuid()))
)
"""What is known against employers and people in the campaign on this day in its time zone."""
