"""Names and places as people write them: nicknames, arms of companies, subdomains, countries by name or code."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import phonenumbers
import pytest

from services.core.matching import nicknames, places
from tests.core.compliance.bureau import Bureau
from tests.core.compliance.cases import FIRST
from tests.core.research import expected
from tests.support.databases import Database

SEED = Path(__file__).parents[3] / "alembic" / "seed"


async def one(database: Database, query: str, *values: Any) -> Any:
    connection = await asyncpg.connect(database.owner_url)
    try:
        return await connection.fetchval(query, *values)
    finally:
        await connection.close()


def test_the_databases_given_names_are_those_of_matching() -> None:
    known = json.loads((SEED / "given_names.json").read_text())
    assert {name: sorted(nicknames.identities(name)) for name in known} == known
    assert all(name in known for name in ("bob", "bill", "jonathon", "peggy"))


def test_the_databases_countries_are_those_of_iso_3166_and_of_matching() -> None:
    known = json.loads((SEED / "countries.json").read_text())
    assert len(known["codes"]) == 249
    assert set(known["names"].values()) == set(known["codes"])
    assert {code for code in known["codes"] if len(code) != 2} == set()
    assert set(known["codes"]) >= set(phonenumbers.SUPPORTED_REGIONS) - {"AC", "TA", "XK"}
    for city, code in known["cities"].items():
        home = places.place(city)
        assert home is not None
        assert known["names"][home.country or ""] == code, city


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("Germany", ["DE"]),
        ("Berlin, Germany", ["DE"]),
        ("Munich", ["DE"]),
        ("Munich, DE", ["DE"]),
        ("Deutschland", ["DE"]),
        ("Heidelberg, DE", ["DE"]),
        ("Cambridge, MA", ["MA", "US"]),
        ("Atlanta, Georgia", ["US"]),
        ("Boston, MA", ["US"]),
        ("Austin, Texas", ["US"]),
        ("Greater London Area, UK", ["GB"]),
        ("Abidjan, Côte d'Ivoire", ["CI"]),
        ("Germany (remote)", ["DE"]),
        ("São Paulo", ["BR"]),
        ("Tbilisi, Georgia", ["GE", "US"]),
        ("Pristina, Kosovo", ["XK"]),
        ("Europe", []),
        ("remote", []),
        ("", []),
    ],
)
async def test_a_place_is_in_the_country_it_names_or_in_those_it_may_mean(
    database: Database, said: str, codes: list[str]
) -> None:
    assert await one(database, "SELECT expert_network.place_countries($1)", said) == codes


@pytest.mark.parametrize("listed", ["DE", "de", "Germany", "deutschland"])
@pytest.mark.parametrize(
    ("where", "outcome"),
    [
        ({"location": "Germany"}, "refused"),
        ({"location": "Berlin, Germany"}, "refused"),
        ({"location": "Munich"}, "refused"),
        ({"company": "Kraftwerk"}, "refused"),
        ({"region": "Europe"}, "needs_approval"),
        ({"location": "Somewhere nice"}, "needs_approval"),
        ({"location": "Heidelberg, DE"}, "refused"),
        ({}, "needs_approval"),
        ({"location": "Paris, France"}, "cleared"),
    ],
)
async def test_the_rule_of_countries_knows_names_codes_and_places(
    bureau: Bureau, listed: str, where: dict[str, Any], outcome: str
) -> None:
    await bureau.fact("Kraftwerk", "private", country="Germany")
    await bureau.rule("country", parameters={"countries": [listed], "when_unknown": "needs_approval"})
    said = await bureau.ask(await bureau.expert(**where), FIRST)
    assert said["outcome"] == outcome, said


async def test_a_place_that_may_be_in_two_countries_is_not_known(bureau: Bureau) -> None:
    await bureau.rule("country", parameters={"countries": ["Georgia"], "when_unknown": "needs_approval"})
    said = await bureau.ask(await bureau.expert(location="Tbilisi, Georgia"), FIRST)
    [fact] = [each["fact"] for each in said["findings"] if each["outcome"] == "needs_approval"]
    assert fact == "Tbilisi, Georgia may be in Georgia, a country of this rule"
    assert (await bureau.ask(await bureau.expert(location="Atlanta, Georgia", name="Al Other"), FIRST))["outcome"] == (
        "cleared"
    )


async def test_a_country_that_there_is_not_is_refused_by_its_name(bureau: Bureau) -> None:
    body = {"outcome": "refuse", "reason": "sanctions", "parameters": {"countries": ["RU", "Rusia", "ZZ"]}}
    refused = await bureau.olga.put("/api/compliance-rules/country", json=body)
    problem = expected.refusal_of(refused, 422, "country_unknown")
    assert [each["pointer"] for each in problem["errors"]] == ["#/parameters/countries/1", "#/parameters/countries/2"]
    assert "'Rusia'" in problem["errors"][0]["reason"]
    fact = {"name": "Acme", "kind": "private", "country": "ZZ"}
    expected.refusal_of(await bureau.olga.post("/api/company-facts", json=fact), 422, "country_unknown", "#/country")
    assert (await bureau.fact("Acme", "private", country="Germany"))["country"] == "DE"


OLD_RULE = """
    INSERT INTO expert_network.compliance_rules (workspace_id, rule, version, outcome, parameters, valid_from, reason)
    VALUES ($1, 'country', 1, 'refuse', $2::text::jsonb, '2026-01-01', 'sanctions')
"""
OLD_FACT = """
    INSERT INTO expert_network.company_facts (workspace_id, id, name, kind, country)
    VALUES ($1, $2, $3, 'private', $4)
"""


@pytest.mark.parametrize(
    ("when_unknown", "where", "outcome"),
    [
        ("pass", {"location": "Sevastopol, Crimea"}, "refused"),
        ("pass", {"location": "crimea"}, "refused"),
        ("needs_approval", {"location": "Crimea", "name": "Al Other"}, "refused"),
        ("needs_approval", {"location": "Paris, France"}, "needs_approval"),
        ("pass", {"location": "Paris, France"}, "cleared"),
        ("pass", {"location": "Pristina, Kosovo"}, "refused"),
        ("pass", {"company": "Elsewhere Ltd", "location": "Bern"}, "refused"),
        ("pass", {"company": "Thames Works", "location": "Bern"}, "refused"),
    ],
)
async def test_a_rule_or_fact_of_before_countries_were_checked_still_counts(
    bureau: Bureau, when_unknown: str, where: dict[str, Any], outcome: str
) -> None:
    workspace = bureau.core.workspace("ada")
    parameters = {"countries": ["Crimea", "Kosovo", "United Kingdom", "qq"], "when_unknown": when_unknown}
    await bureau.core.owner_sql(OLD_RULE, workspace, json.dumps(parameters))
    for name, code in (("Thames Works", "UK"), ("Elsewhere Ltd", "QQ")):
        await bureau.core.owner_sql(OLD_FACT, workspace, uuid4(), name, code)
    said = await bureau.ask(await bureau.expert(**where), FIRST)
    assert said["outcome"] == outcome, said
    assert any("Crimea" in each["fact"] for each in said["findings"] if each["rule"] == "country"), said


async def test_a_fact_with_a_country_of_before_is_changed_without_saying_it_anew(bureau: Bureau) -> None:
    id_ = uuid4()
    await bureau.core.owner_sql(OLD_FACT, bureau.core.workspace("ada"), id_, "Elsewhere Ltd", "QQ")
    ended = await bureau.olga.patch(f"/api/company-facts/{id_}", json={"valid_to": "2026-12-31"})
    assert (ended.status_code, ended.json()["country"], ended.json()["valid_to"]) == (200, "QQ", "2026-12-31")
    refused = await bureau.olga.patch(f"/api/company-facts/{id_}", json={"country": "QQ"})
    expected.refusal_of(refused, 422, "country_unknown", "#/country")
    assert (await bureau.olga.patch(f"/api/company-facts/{id_}", json={"country": "UK"})).json()["country"] == "GB"
    assert (await bureau.fact("Trepça", "private", country="XK"))["country"] == "XK"
    assert (await bureau.rule("country", parameters={"countries": ["Kosovo"]}))["version"] == 1


@pytest.mark.parametrize(
    ("listed", "named", "outcome"),
    [
        ("Robert Miller", "Bob Miller", "needs_approval"),
        ("Bob Miller", "Robert Miller", "needs_approval"),
        ("Miller, Robert", "Dr. Bob Miller", "needs_approval"),
        ("Jonathan Reed", "Jonathon Reed", "needs_approval"),
        ("Robert James Miller", "Robert Miller", "needs_approval"),
        ("Robert Miller", "Miller, Robert", "refused"),
        ("Robert Miller", "Roberta Miller", "cleared"),
        ("Robert Miller", "Bob Milner", "cleared"),
    ],
)
async def test_a_likely_name_needs_approval_and_says_whose_it_may_be(
    bureau: Bureau, listed: str, named: str, outcome: str
) -> None:
    expert = await bureau.expert(name=named)
    await bureau.entry(listed, kind="person")
    said = await bureau.ask(expert, FIRST)
    assert said["outcome"] == outcome, said
    if outcome == "needs_approval":
        facts = [each["fact"] for each in said["findings"] if each["outcome"] == "needs_approval"]
        assert facts == [f"{named} may be {listed}, who is restricted since 2026-03-10 until 2026-03-20 (a deal)"]


@pytest.mark.parametrize(
    ("listed", "employer", "outcome"),
    [
        ("IBM", "IBM Deutschland GmbH", "refused"),
        ("International Business Machines", "IBM Deutschland GmbH", "refused"),
        ("Siemens AG", "Siemens AG Österreich", "refused"),
        ("Acme Inc.", "Acme United Kingdom Ltd", "refused"),
        ("IBM Deutschland GmbH", "IBM", "cleared"),
        ("Air Liquide", "Air France", "cleared"),
    ],
)
async def test_the_arm_of_a_company_in_a_country_is_listed_with_it(
    bureau: Bureau, listed: str, employer: str, outcome: str
) -> None:
    await bureau.entry(listed)
    assert (await bureau.ask(await bureau.expert(company=employer), FIRST))["outcome"] == outcome


@pytest.mark.parametrize(
    ("email", "outcome"),
    [("gil@green.org", "refused"), ("gil@sub.green.org", "refused"), ("gil@evergreen.org", "cleared")],
)
async def test_a_listed_domain_covers_its_subdomains(bureau: Bureau, email: str, outcome: str) -> None:
    expert = await bureau.expert(email=email)
    await bureau.entry("green.org", kind="address", list="do_not_contact")
    assert (await bureau.ask(expert, FIRST))["outcome"] == outcome
