"""One's own profile: defaults, whole and partial writes, and where it is kept."""

from contextlib import aclosing
from typing import Any

import asyncpg
import httpx2
import pytest

from shared.contracts.principal import workspace_of
from tests.support.databases import Database
from tests.support.stack import Stack

PROFILE = "/api/users/profile"
CHOICES = {
    "intake_finished": True,
    "reviews_waiting": True,
    "interviews": True,
    "compliance": True,
    "budget_thresholds": True,
    "weekly_summary": False,
}


async def found(client: httpx2.AsyncClient) -> dict[str, Any]:
    """The profile as it stands."""
    response = await client.get(PROFILE)
    assert response.status_code == 200, response.text
    profile: dict[str, Any] = response.json()
    return profile


async def test_a_new_person_has_a_profile_of_defaults(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        profile = await found(ada)
    assert profile == {
        "user_id": profile["user_id"],
        "name": "Ada",
        "email": stack.email("ada"),
        "image": None,
        "title": None,
        "company": None,
        "time_zone": "UTC",
        "currency": "USD",
        "notifications": CHOICES,
        "created_at": None,
        "updated_at": None,
    }


async def test_a_patch_changes_what_it_names_and_null_clears(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        first = {"title": "Analyst", "company": "Acme", "time_zone": "Europe/Paris", "currency": "EUR"}
        response = await ada.patch(PROFILE, json=first)
        assert response.status_code == 200, response.text
        assert {name: response.json()[name] for name in first} == first
        response = await ada.patch(PROFILE, json={"title": None, "notifications": {"weekly_summary": True}})
        assert response.json()["title"] is None
        assert response.json()["company"] == "Acme"
        assert response.json()["notifications"] == CHOICES | {"weekly_summary": True}
        assert (await found(ada))["time_zone"] == "Europe/Paris"


async def test_a_post_replaces_all_but_the_name(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        await ada.patch(PROFILE, json={"title": "Analyst", "notifications": {"interviews": False}})
        response = await ada.post(PROFILE, json={"company": "Acme", "currency": "GBP"})
        assert response.status_code == 200, response.text
        profile = await found(ada)
    assert (profile["name"], profile["title"], profile["company"]) == ("Ada", None, "Acme")
    assert profile["notifications"] == CHOICES


async def test_the_name_is_the_one_people_sign_in_with(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        assert (await ada.patch(PROFILE, json={"name": "Ada Lovelace"})).status_code == 200
        session = (await ada.get("/api/auth/get-session")).json()
    assert session["user"]["name"] == "Ada Lovelace"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"time_zone": "Europe/Atlantis"}, "time_zone"),
        ({"currency": "euro"}, "currency"),
        ({"name": None}, "name"),
        ({"name": "  "}, "name"),
        ({"email": "x@example.com"}, "email"),
        ({"user_id": "somebody"}, "user_id"),
        ({"notifications": {"smoke_signals": True}}, "smoke_signals"),
        ({"notifications": {"interviews": None}}, "interviews"),
    ],
)
async def test_what_is_not_valid_is_refused_by_name_and_nothing_kept(
    stack: Stack, body: dict[str, Any], pointer: str
) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        before = await found(ada)
        response = await ada.patch(PROFILE, json={"company": "Acme"} | body)
        assert response.status_code == 422, response.text
        assert any(pointer in error["pointer"] for error in response.json()["errors"])
        assert await found(ada) == before


async def test_a_profile_changed_since_it_was_read_is_not_overwritten(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        tag = (await ada.get(PROFILE)).headers["etag"]
        assert (await ada.get(PROFILE, headers={"if-none-match": tag})).status_code == 304
        assert (await ada.patch(PROFILE, json={"title": "A"}, headers={"if-match": tag})).status_code == 200
        assert (await ada.patch(PROFILE, json={"title": "B"}, headers={"if-match": tag})).status_code == 412
        assert (await found(ada))["title"] == "A"


async def test_nobody_and_another_site_are_refused(stack: Stack) -> None:
    async with stack.client() as nobody:
        assert (await nobody.get(PROFILE)).status_code == 401
    async with aclosing(await stack.sign_up("ada")) as ada:
        answer = await ada.patch(PROFILE, json={"title": "A"}, headers={"origin": "https://evil.example"})
        assert answer.status_code == 403
        assert (await found(ada))["title"] is None


async def test_the_row_lies_in_the_personal_workspace_even_while_working_in_an_organization(
    stack: Stack, database: Database
) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        slug = stack.email("ada").partition("@")[0]
        made = await ada.post("/api/auth/organization/create", json={"name": "Acme", "slug": slug})
        assert made.status_code == 200, made.text
        assert (await ada.patch(PROFILE, json={"title": "Partner"})).status_code == 200
        user_id = (await found(ada))["user_id"]
    owner = await asyncpg.connect(database.owner_url)
    rows = await owner.fetch("SELECT workspace_id FROM gateway.profiles WHERE user_id = $1", user_id)
    await owner.close()
    assert [row["workspace_id"] for row in rows] == [workspace_of(user_id=user_id)]
