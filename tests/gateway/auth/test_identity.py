"""Who sent a proxied request: a second's memory, never longer, and no other site's page."""

import time
from datetime import timedelta
from typing import Any

import pytest

from services.gateway.api_keys.tellings import Tellings
from services.gateway.api_keys.usage import ApiKeys
from services.gateway.auth import identity, repository
from services.gateway.auth.identity import Identifier
from services.gateway.auth.trail import Trail
from services.gateway.resources import Resources
from services.gateway.trusted_proxies import Proxies
from shared.contracts.principal import Principal, workspace_of
from shared.errors import Problem
from tests.gateway.auth.server import ORIGIN, SIGNER, Server, bearer, cookie


class Watch:
    """A monotonic clock that stands still until told."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def watch() -> Watch:
    """The clock of the identifier's memory."""
    return Watch()


def keys_of(resources: Resources) -> ApiKeys:
    """API keys, as the gateway knows them."""
    return ApiKeys(resources, tellings=Tellings(Trail(resources), Proxies("")))


@pytest.fixture
def identifier(server: Server, resources: Resources, watch: Watch) -> Identifier:
    """The proxy's own way of asking who it is."""
    return Identifier(server.settings, resources, keys=keys_of(resources), clock=watch, now=server.clock)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tokens looked up in the database."""
    looked_up: list[str] = []
    find = repository.find_identity

    async def counted(pool: Any, token: str) -> Any:
        looked_up.append(token)
        return await find(pool, token)

    monkeypatch.setattr(repository, "find_identity", counted)
    return looked_up


def scope(headers: dict[str, str], method: str = "GET") -> dict[str, Any]:
    """A request's scope."""
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": method, "scheme": "http", "headers": pairs}


async def test_cookie_and_bearer_name_the_same_caller(server: Server, identifier: Identifier) -> None:
    made = await server.sign_up()
    token, user_id = made.json["token"], made.json["user"]["id"]
    expected = Principal(user_id, workspace_of(user_id=user_id), "owner", "free")
    for headers in (cookie(token), bearer(token), bearer(SIGNER.sign(token)), cookie("q" * 32) | bearer(token)):
        found = await identifier.identified(scope(headers))
        assert found and found.principal == expected
    identified = await identifier.identified(scope(cookie(token)))
    assert identified is not None
    assert identified.token == token


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cookie": "a=b"},
        bearer(""),
        bearer("unknown"),
        bearer("a.b"),
        cookie("q" * 32),
        {"authorization": "Basic x"},
    ],
)
async def test_anything_else_is_nobody(identifier: Identifier, headers: dict[str, str]) -> None:
    assert await identifier.identified(scope(headers)) is None


async def test_a_session_is_looked_up_once_a_second(
    server: Server, identifier: Identifier, watch: Watch, reads: list[str]
) -> None:
    token = await server.token()
    for _ in range(3):
        assert await identifier.identified(scope(cookie(token)))
    assert reads == [token]
    watch.seconds += 1.0
    assert await identifier.identified(scope(cookie(token)))
    assert reads == [token, token]


async def test_signing_out_is_felt_within_a_second_and_nobody_is_never_remembered(
    server: Server, identifier: Identifier, watch: Watch, reads: list[str]
) -> None:
    token = await server.token()
    assert await identifier.identified(scope(bearer(token)))
    await server.post("/sign-out", {}, bearer(token))
    watch.seconds += 1.0
    reads.clear()
    assert await identifier.identified(scope(bearer(token))) is None
    assert await identifier.identified(scope(bearer(token))) is None
    assert reads == [token, token]


async def test_a_session_is_not_remembered_beyond_its_end(server: Server, resources: Resources, watch: Watch) -> None:
    token = await server.token()
    (session,) = await server.sessions(token)
    moments = iter([session["expiresAt"] - timedelta(seconds=0.5)] * 2 + [session["expiresAt"] + timedelta(seconds=1)])
    identifier = Identifier(server.settings, resources, keys=keys_of(resources), clock=watch, now=lambda: next(moments))
    assert await identifier.identified(scope(cookie(token)))
    watch.seconds += 0.6
    assert await identifier.identified(scope(cookie(token))) is None
    assert len(await server.sessions(token)) == 1, "the proxy only reads"


async def test_a_due_session_is_not_prolonged_on_the_way_to_core(server: Server, identifier: Identifier) -> None:
    token = await server.token()
    server.clock.offset = timedelta(days=2)
    before = await server.sessions(token)
    assert await identifier.identified(scope(cookie(token)))
    assert await server.sessions(token) == before


async def test_the_memory_is_bounded(
    server: Server, identifier: Identifier, monkeypatch: pytest.MonkeyPatch, reads: list[str]
) -> None:
    monkeypatch.setattr(identity, "REMEMBERED", 2)
    token = await server.token()
    spellings = [cookie(token, f"n={number}") for number in range(3)]
    for headers in spellings:
        assert await identifier.identified(scope(headers))
    reads.clear()
    assert await identifier.identified(scope(spellings[2]))
    assert reads == []
    assert await identifier.identified(scope(spellings[0]))
    assert reads == [token]
    long = cookie(token, "n=" + "x" * identity.LONGEST_KEY)
    for _ in range(2):
        assert await identifier.identified(scope(long))
    assert reads == [token] * 3


async def test_the_remembered_path_costs_less_than_fifteen_microseconds(server: Server, identifier: Identifier) -> None:
    asked = scope({"host": "gateway.test", "accept": "*/*", "user-agent": "x" * 80} | cookie(await server.token()))
    await identifier.identified(asked)
    best = float("inf")
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(1000):
            await identifier.identified(asked)
        best = min(best, (time.perf_counter() - began) / 1000)
    assert best < 15e-6


async def test_another_sites_page_cannot_use_the_cookie(server: Server, identifier: Identifier) -> None:
    token = await server.token()
    identifier.refuse_forged(scope(cookie(token) | {"origin": ORIGIN}, "POST"))
    identifier.refuse_forged(scope(cookie(token) | {"referer": f"{ORIGIN}/page"}, "POST"))
    for told in ({}, {"origin": "null"}, {"origin": "https://evil.example"}, {"referer": "https://evil.example/"}):
        with pytest.raises(Problem) as refused:
            identifier.refuse_forged(scope(cookie(token) | told, "POST"))
        assert (refused.value.kind, refused.value.code) == ("forbidden", "origin_refused")


async def test_a_bearer_needs_no_origin_unless_the_cookie_is_what_counts(
    server: Server, identifier: Identifier
) -> None:
    token = await server.token()
    identifier.refuse_forged(scope(bearer(token), "POST"))
    identifier.refuse_forged(scope(cookie(token) | bearer(token), "POST"))
    with pytest.raises(Problem):
        identifier.refuse_forged(scope(cookie(token) | bearer("bad.signature"), "POST"))
    with pytest.raises(Problem):
        identifier.refuse_forged(scope(cookie(token) | {"x-api-key": ""}, "POST"))


@pytest.mark.parametrize(
    ("ban", "belongs"),
    [("banned = false", True), ("banned = true", False), ("banned = true, \"banExpires\" = '2000-01-01'", True)],
)
async def test_a_person_belongs_to_their_own_workspace_and_no_other_unless_banned(
    server: Server, identifier: Identifier, ban: str, belongs: bool
) -> None:
    user_id = (await server.sign_up()).json["user"]["id"]
    await server.rows(f'UPDATE public."user" SET {ban} WHERE id = $1', user_id)
    assert await identifier.belongs(user_id, workspace_of(user_id=user_id)) is belongs
    assert not await identifier.belongs(user_id, workspace_of(user_id="somebody-else"))
    assert not await identifier.belongs("nobody", workspace_of(user_id="nobody"))
