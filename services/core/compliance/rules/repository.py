"""All SQL of rules: those in force on a day, the shipped ones included, and every version made."""

from collections.abc import Sequence

from sqlalchemy import Date, Text, Uuid, bindparam, func, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.compliance import RULE, ComplianceRule

MISSING = missing("compliance_rule")

IN_FORCE = """
    SELECT json_build_object('rule', r.rule, 'version', r.version, 'outcome', r.outcome,
        'parameters', r.parameters)::text
    FROM expert_network.rules_in_force(
        nullif(current_setting('app.workspace_id', true), '')::uuid, coalesce(:day, (now() AT TIME ZONE 'UTC')::date)) r
"""
ALL = Statement(text(f"{IN_FORCE} ORDER BY r.rule").bindparams(bindparam("day", type_=Date)))
ONE = Statement(
    text(f"{IN_FORCE} WHERE r.rule = :rule").bindparams(bindparam("day", type_=Date), bindparam("rule", type_=Text))
)
DOCUMENT = json_of(
    {
        "id": col(ComplianceRule.id),
        "rule": col(ComplianceRule.rule),
        "version": col(ComplianceRule.version),
        "outcome": col(ComplianceRule.outcome),
        "parameters": col(ComplianceRule.parameters),
        "valid_from": col(ComplianceRule.valid_from),
        "valid_to": col(ComplianceRule.valid_to),
        "reason": col(ComplianceRule.reason),
        "created_by": col(ComplianceRule.created_by),
        "created_at": col(ComplianceRule.created_at),
    }
)
VERSION = Statement(select(DOCUMENT).where(col(ComplianceRule.id) == bindparam("id", type_=Uuid())))
VERSIONS = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(ComplianceRule),
    identity=col(ComplianceRule.id),
    sorts={"created_at": col(ComplianceRule.created_at)},
    filters={"rule": col(ComplianceRule.rule) == bindparam("rule", type_=RULE)},
)


UNKNOWN_COUNTRIES = text(
    """
    SELECT c.place - 1 FROM unnest(CAST(:said AS text[])) WITH ORDINALITY c (said, place)
    WHERE expert_network.country_code(c.said) IS NULL ORDER BY c.place
    """
)


async def unknown_countries(session: AsyncSession, countries: Sequence[str]) -> list[int]:
    """The places of those that are neither the English name of a country nor its ISO 3166-1 alpha-2 code."""
    return list((await (await session.connection()).execute(UNKNOWN_COUNTRIES, {"said": list(countries)})).scalars())


async def next_version(session: AsyncSession, rule: str) -> int:
    """The number of the version to be made."""
    newest = select(func.coalesce(func.max(col(ComplianceRule.version)), 0)).where(col(ComplianceRule.rule) == rule)
    return (await session.exec(newest)).one() + 1
