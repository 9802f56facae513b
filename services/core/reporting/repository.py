"""The rows of reports, straight from Postgres."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Text, Uuid, any_, bindparam, case, cast, func, null, text
from sqlalchemy import select as plain_select
from sqlalchemy.dialects.postgresql import UUID as PGUUID
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import and_, col, select

from services.core.research.experts.fields import PRICE
from services.core.research.experts.repository import PRICE_DOCUMENT, SCORE, SCORED, VENDOR
from shared.db.read import Statement, json_of
from shared.models.screening import ScreeningScore
from shared.models.sourcing import Expert, ExpertScreeningResponse, Person, VendorPlatform

PERSON = and_(col(Person.workspace_id) == col(Expert.workspace_id), col(Person.id) == col(Expert.person_id))
STANDING = (
    and_(
        *(col(Expert.status) != status for status in ("rejected", "declined", "lapsed", "blocked")),
        col(Expert.superseded_by_id).is_(None),
    ),
)
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
        .where(*STANDING, col(Expert.campaign_id) == bindparam("campaign_id", type_=Uuid()), *conditions)
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
        WITH today AS (
            SELECT c.workspace_id, c.id, (now() AT TIME ZONE c.timezone)::date AS day
            FROM expert_network.campaigns c WHERE c.id = :campaign_id
        ), rules AS MATERIALIZED (
            SELECT r.rule, r.version, r.outcome
            FROM today t CROSS JOIN LATERAL expert_network.rules_in_force(t.workspace_id, t.day) r
            WHERE r.outcome <> 'off' AND r.rule IN ('restricted_company', 'target_employee')
        ), listed (rule, key, fact) AS (
            SELECT 'restricted_company', l.key, 'restricted '
                || expert_network.said_span(l.valid_from, l.valid_to) || ' (' || l.reason || ')'
            FROM today t JOIN expert_network.restricted_entries l ON l.workspace_id = t.workspace_id
            WHERE l.list = 'restricted' AND l.kind = 'company' AND l.valid_from <= t.day
                AND coalesce(l.valid_to, 'infinity') >= t.day
            UNION ALL
            SELECT 'target_employee', expert_network.company_key(c.name), 'a target of this campaign'
            FROM today t JOIN expert_network.campaign_companies c
                ON c.workspace_id = t.workspace_id AND c.campaign_id = t.id
            WHERE c.role = 'target'
        )
        SELECT json_build_object(
            'listed', (SELECT coalesce(json_agg(json_build_object('rule', r.rule, 'version', r.version,
                    'outcome', r.outcome, 'key', l.key, 'fact', l.fact)), '[]')
                FROM listed l JOIN rules r ON r.rule = l.rule WHERE l.key IS NOT NULL),
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
