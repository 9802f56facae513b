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
NAMED = (
    "Ex Libris", "Formerra", "Acme former", "Acme, past", "Acme - Former", "ex-Siemens", "Ex‑Siemens", "EX- Siemens",
    "former Acme", "formerly: Acme", "Previously at Acme", "previouslyAcme", "Past", "Acme (former)", "Ёx-Acme",
    " former Acme", "Acme,past", "Ex Libris product manager", "Former CIO", "past president", "Acme formerly",
)  # fmt: skip
ENDS = ("present", "Present", " NOW ", "today", "current", "ongoing", "Ongoing", "2019", "presently", "", "to date")
FORMS = ("Inc.", "GmbH", "Holdings", "Co., Ltd.", "S.A.", "group", "plc")
ALPHABET = "abcdeéöß.&,'-() ABMIncLtdGmH0123"
BEGINS, FINISHES = ("former", "Formerly ", "ex-", "ex ", "previously "), (" former", ", past", "former")


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


async def said(database: Database, titles: list[str | None], companies: list[str | None]) -> list[bool]:
    """Which of these jobs the database takes for past."""
    connection = await asyncpg.connect(database.owner_url)
    try:
        query = """
            SELECT expert_network.said_former(t, c) AS is_past
            FROM unnest($1::text[], $2::text[]) WITH ORDINALITY n (t, c, number) ORDER BY number
        """
        return [row["is_past"] for row in await connection.fetch(query, titles, companies)]
    finally:
        await connection.close()


async def test_a_job_is_past_to_the_database_as_it_is_to_matching(database: Database) -> None:
    chosen = random.Random(7)
    known = [name for group in employers.groups() for name in group]
    names: list[str | None] = [None, *known, *WRITTEN, *NAMED]
    names += [f"{chosen.choice(BEGINS)}{name}" for name in known] + [
        f"{name}{chosen.choice(FINISHES)}" for name in known
    ]
    silent: list[str | None] = [None] * len(names)
    for titles, companies in ((names, silent), (silent, names), (names, names[::-1])):
        told = [employment.is_past(*job) for job in zip(titles, companies, strict=True)]
        assert await said(database, titles, companies) == told
        assert any(told) and not all(told)


@pytest.mark.parametrize(
    ("title", "company", "past"),
    [
        (None, "Ex Libris", False),
        ("Ex Libris product manager", "Ex Libris", False),
        (None, "Formerra", False),
        (None, "Acme former", True),
        (None, "Acme, past", True),
        (None, "ex-Siemens", True),
        ("Ex-CIO", "Acme", True),
        ("formerly CIO", None, True),
        ("past president", "Acme", False),
    ],
)
async def test_a_word_that_only_begins_like_former_is_none(
    database: Database, title: str | None, company: str | None, past: bool
) -> None:
    assert (employment.is_past(title, company), await said(database, [title], [company])) == (past, [past])


async def test_a_job_lasts_to_the_database_as_it_does_to_matching(database: Database) -> None:
    connection = await asyncpg.connect(database.owner_url)
    try:
        query = "SELECT expert_network.said_present(n) FROM unnest($1::text[]) WITH ORDINALITY t (n, i) ORDER BY i"
        lasts = [row[0] for row in await connection.fetch(query, ENDS)]
    finally:
        await connection.close()
    assert lasts == [employment.is_present(end) for end in ENDS] == [True] * 7 + [False] * 4


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
