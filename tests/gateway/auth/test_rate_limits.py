"""Too many requests: BetterAuth's numbers and words, held by all replicas, and no way round them by spelling."""

import asyncio
from itertools import count

import pytest

from services.gateway.auth import counters, rate_limits
from services.gateway.auth.rate_limits import rule_of
from services.gateway.auth_routes import ROUTES
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.server import Reply, Server, bearer, cookie

SOMEBODY = {"email": "nobody@example.com", "password": "not the password"}
BODY = '{"message":"Too many requests. Please try again later."}'
ADDRESSES = count(1)


@pytest.fixture
def limited(serve: Serve) -> Server:
    """Auth that counts."""
    return serve(rate_limit_enabled=True)


@pytest.fixture
def at() -> dict[str, str]:
    """The header of a visitor whom no other test sends."""
    return {"x-forwarded-for": f"198.18.{next(ADDRESSES)}.1"}


async def tried(server: Server, at: dict[str, str]) -> Reply:
    """A sign-in of nobody, refused before any hashing for its bad address."""
    return await server.post("/sign-in/email", {"email": "x", "password": "y"}, at)


async def age(server: Server, at: dict[str, str], seconds: float) -> None:
    """Let time pass for a visitor's counters."""
    statement = 'UPDATE "rateLimit" SET "lastRequest" = "lastRequest" - $2 WHERE key LIKE $1'
    await server.rows(statement, f"{at['x-forwarded-for']}|%", int(seconds * 1000))


async def keys(server: Server, at: dict[str, str]) -> dict[str, int]:
    """What was counted for a visitor, by path."""
    found = await server.rows('SELECT key, count FROM "rateLimit" WHERE key LIKE $1', f"{at['x-forwarded-for']}|%")
    return {row["key"].partition("|")[2]: row["count"] for row in found}


async def test_sign_in_refuses_the_fourth_attempt_within_ten_seconds(limited: Server, at: dict[str, str]) -> None:
    replies = [await tried(limited, at) for _ in range(4)]
    assert [reply.status for reply in replies] == [400, 400, 400, 429]
    assert replies[3].body == BODY
    assert replies[3].headers == {"content-type": "application/json", "x-retry-after": "10"}
    assert replies[3].cookies == []


async def test_a_limit_is_felt_by_one_address_on_one_path(limited: Server, at: dict[str, str]) -> None:
    for _ in range(4):
        await tried(limited, at)
    assert (await tried(limited, {"x-forwarded-for": "198.18.200.1"})).status == 400
    assert (await limited.get("/ok", at)).status == 200


async def test_all_of_an_ipv6_network_counts_as_one_address(limited: Server) -> None:
    replies = [await tried(limited, {"x-forwarded-for": f"2001:db8:9::{n}"}) for n in range(4)]
    assert replies[3].status == 429


async def test_an_untrusted_peers_header_gives_it_no_new_budget(serve: Serve) -> None:
    server = serve(rate_limit_enabled=True, trusted_proxies="198.18.0.0/15")
    await server.rows('DELETE FROM "rateLimit" WHERE key = $1', "127.0.0.1|/sign-in/email")
    replies = [await tried(server, {"x-forwarded-for": f"203.0.113.{n}"}) for n in range(4)]
    assert replies[3].status == 429


async def test_the_window_slides_with_each_request_let_through(
    limited: Server, serve: Serve, at: dict[str, str]
) -> None:
    for _ in range(2):
        await tried(limited, at)
        await age(limited, at, 9)
    assert (await tried(limited, at)).status == 400
    await age(limited, at, 9)
    refused = await tried(limited, at)
    assert (refused.status, refused.headers["x-retry-after"]) == (429, "1")
    await age(limited, at, 1)
    assert (await tried(serve(rate_limit_enabled=True), at)).status == 400
    assert (await keys(limited, at)) == {"/sign-in/email": 1}


async def test_a_refusal_is_remembered_until_its_window_ends(
    limited: Server, at: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        await tried(limited, at)
    monkeypatch.delattr(counters, "count")
    assert (await tried(limited, at)).status == 429


async def test_what_is_remembered_is_bounded(
    limited: Server, at: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rate_limits, "REMEMBERED", 1)
    other = {"x-forwarded-for": "198.19.0.1"}
    for visitor in (at, other):
        assert [(await tried(limited, visitor)).status for _ in range(4)][3] == 429
    assert [(await tried(limited, visitor)).status for visitor in (at, other)] == [429, 429]


async def test_exactly_as_many_as_allowed_pass_of_fifty_at_once_on_several_replicas(
    serve: Serve, at: dict[str, str]
) -> None:
    replicas = [serve(rate_limit_enabled=True) for _ in range(5)]
    replies = await asyncio.gather(*(tried(replicas[n % 5], at) for n in range(50)))
    assert sorted(reply.status for reply in replies) == [400] * 3 + [429] * 47
    assert {reply.headers["x-retry-after"] for reply in replies if reply.status == 429} <= {"9", "10"}


@pytest.mark.parametrize(
    "path",
    ["/sign-in/email/", "/sign-in//email", "/sign%2Din/email", "/SIGN-IN/email", "//sign-in/email", "/sign-in/../x"],
)
async def test_no_spelling_of_a_path_has_a_budget_of_its_own(limited: Server, at: dict[str, str], path: str) -> None:
    reply = await limited.post(path, SOMEBODY, at)
    assert (reply.status, reply.body) == (404, "")
    assert await keys(limited, at) == {"*": 1}


async def test_unknown_paths_share_one_bucket(limited: Server, at: dict[str, str]) -> None:
    statuses = [(await limited.get(f"/nothing-{n}", at)).status for n in range(101)]
    assert statuses == [404] * 100 + [429]
    assert await keys(limited, at) == {"*": 101}


async def test_a_query_and_another_method_count_under_the_same_path(limited: Server, at: dict[str, str]) -> None:
    for method in ("POST", "PUT", "DELETE"):
        await limited.send(method, "/sign-in/email?x=1", at, "{}")
    assert (await tried(limited, at)).status == 429


async def test_get_session_is_counted_and_read_in_one_statement(limited: Server, at: dict[str, str]) -> None:
    token = (await limited.sign_up(headers=at)).json["token"]
    for credential in (cookie(token), bearer(token)):
        assert (await limited.get("/get-session", at | credential)).json["session"]["token"] == token
    assert (await limited.get("/get-session", at | bearer("unknown"))).body == "null"
    assert (await limited.get("/get-session", at)).body == "null"
    assert (await keys(limited, at))["/get-session"] == 4


async def test_get_session_refuses_the_hundred_and_first(limited: Server, at: dict[str, str]) -> None:
    token = (await limited.sign_up(headers=at)).json["token"]
    replies = await asyncio.gather(*(limited.get("/get-session", at | cookie(token)) for _ in range(101)))
    assert sorted(reply.status for reply in replies) == [200] * 100 + [429]


async def test_the_limit_comes_before_everything_else(limited: Server, at: dict[str, str]) -> None:
    for _ in range(3):
        await tried(limited, at)
    forged = at | {"cookie": "a=b", "origin": "https://evil.example"}
    assert (await limited.send("POST", "/sign-in/email", forged, "no JSON")).body == BODY


async def test_sign_up_is_not_counted_where_limits_are_switched_off(server: Server, at: dict[str, str]) -> None:
    assert [(await tried(server, at)).status for _ in range(9)] == [400] * 9
    assert await keys(server, at) == {}


async def test_old_counters_are_swept(limited: Server, at: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    later = {"x-forwarded-for": "198.19.0.2"}
    await limited.get("/ok", at)
    await limited.get("/error", at)
    await age(limited, at, 61)
    await limited.get("/error", at)
    monkeypatch.setattr(limited.app._limits, "_swept", float("-inf"))
    await limited.get("/ok", later)
    assert (await keys(limited, at), await keys(limited, later)) == ({"/error": 1}, {"/ok": 1})


def test_each_route_has_the_rule_of_its_path() -> None:
    three_in_ten = {"/sign-in/email", "/sign-up/email", "/change-password", "/change-email"}
    three_in_ten |= {"/verify-password", "/delete-user", "/delete-user/callback"}
    three_a_minute = {"/request-password-reset", "/send-verification-email"}
    for path in {path for _, path in ROUTES} | three_in_ten | three_a_minute:
        expected = (10, 3) if path.startswith(("/sign-in", "/sign-up")) or path in three_in_ten else (10, 100)
        if path == "/organization/invite-member":
            expected = (60, 20)
        assert rule_of(path) == ((60, 3) if path in three_a_minute else expected)
    assert rule_of("/forget-password/email") == (60, 3)
