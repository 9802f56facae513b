"""What names are compared by: the database's own folding, which agrees with the one matching uses."""

import random

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.core.matching import employers, employment
from tests.support.databases import Database

WRITTEN = (
    "Formerly Epic Systems, Inc.", "ex-Siemens AG", "The Walt Disney Company", "I.B.M. Corp", "J. P. Morgan",
    "J.P.Morgan Chase & Co.", "Nestlé S.A.", "Société Générale", "Müller GmbH & Co. KG", "Газпром",
    "トヨタ自動車株式会社", "Acme (Europe) Ltd", "Acme d/b/a Foo", "N/A", "self-employed", "Østfold A/S",
    "GROßE Söhne", "ΑΘΗΝΑ AE", "L’Oréal", "AT&T Inc", "Universitätsklinikum Heidelberg", "(Acme)", "  ", "company",
    "Đà Nẵng Steel", "İstanbul Bankası", "A B C Holdings", "Procter&Gamble Co", "McDonald's Corporation", "Æon plc",
    "naïve—dash – co", "ﬁnance corp", "Ａｃｍｅ Ｃｏｒｐ", "Яндекс", "Epic, former", "St. Jude", "Saint Jude Medical",
)  # fmt: skip
FORMS = ("Inc.", "GmbH", "Holdings", "Co., Ltd.", "S.A.", "group", "plc")
ALPHABET = "abcdeéöß.&,'-() ABMIncLtdGmH0123"


async def keys(database: Database, names: list[str]) -> list[tuple[str | None, list[str]]]:
    """What the database compares these by."""
    connection = await asyncpg.connect(database.owner_url)
    try:
        query = """
            SELECT expert_network.company_key(n) AS key, coalesce(expert_network.company_keys(n), '{}') AS keys
            FROM unnest($1::text[]) WITH ORDINALITY t (n, number) ORDER BY number
        """
        return [(row["key"], row["keys"]) for row in await connection.fetch(query, names)]
    finally:
        await connection.close()


def told(name: str) -> tuple[str | None, list[str]]:
    """What matching makes of a name."""
    known = employment.employer(name)
    return (known.name, [each for each in (known.name, known.owner) if each]) if known else (None, [])


async def test_every_known_employer_however_written_has_the_key_matching_gives_it(database: Database) -> None:
    chosen = random.Random(7)
    known = [name for group in employers.groups() for name in group]
    names = [*known, *WRITTEN, *(f"{name.title()}, {chosen.choice(FORMS)}" for name in known)]
    names += [f"The {name.upper()}" for name in known]
    wrong = [
        (name, key, told(name))
        for name, key in zip(names, await keys(database, names), strict=True)
        if key != told(name)
    ]
    assert wrong == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.text(ALPHABET, max_size=30), min_size=20, max_size=40))
async def test_made_up_names_have_the_key_matching_gives_them(database: Database, names: list[str]) -> None:
    assert await keys(database, names) == [told(name) for name in names]


@pytest.mark.parametrize(
    ("kind", "one", "other", "same"),
    [
        ("person", "Chen, Sarah", "Dr. Sarah Chen, PhD", True),
        ("person", "José Núñez", "Jose  Nunez", True),
        ("person", "James T. Whitman", "James Whitman", True),
        ("person", "Sarah Chen", "Sarah Cheng", False),
        ("address", "S.Chen+x@Acme.example", "s.chen@acme.example", True),
        ("address", "+44 (0)20 7946 0958", "020 7946 0958", True),
        ("address", "+44 20 7946 0958", "+44 20 7946 0959", False),
        ("address", "acme.example", "@ACME.example", True),
        ("address", "acme.example", "s.chen@acme.example", False),
    ],
)
async def test_people_and_addresses_are_compared_as_they_are_meant(
    database: Database, kind: str, one: str, other: str, same: bool
) -> None:
    connection = await asyncpg.connect(database.owner_url)
    try:
        query = "SELECT expert_network.listed_key($1::text::expert_network.restricted_kind, $2)"
        assert (await connection.fetchval(query, kind, one) == await connection.fetchval(query, kind, other)) is same
    finally:
        await connection.close()
