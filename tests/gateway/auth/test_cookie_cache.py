"""The cookie cache: Node's texts to the byte, what it may answer, and what it may never decide."""

from datetime import UTC, datetime, timedelta

import pytest

from services.gateway.auth.cache_formats import FORMATS, Unreadable
from services.gateway.auth.email_tokens import EmailToken, EmailTokens
from services.gateway.auth.session_data import SessionData
from shared import types
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.server import CLEARED, ORIGIN, PASSWORD, Reply, Server, bearer, cookie
from tests.support.settings import BETTER_AUTH_SECRET

KINDS = sorted(FORMATS)
DATA = "better-auth.session_data"
GONE = f"{DATA}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"
NODES_SECRET = "reference-secret-reference-secret-1"
NODES_NAME = 'Zoë ☃ \u2028 "q" </x>\x01\n😀'
NODE_MADE = {
    "compact": (
        "eyJzZXNzaW9uIjp7InNlc3Npb24iOnsiZXhwaXJlc0F0IjoiMjAyNi0xMS0yOFQxMzozNzoyOS41NjRaIiwidG9rZW4iOiJaWVFFZ2lR"
        "dEJ1Vm83MkhkN1VQSTNKdEIzSFRpOXpBdSIsImNyZWF0ZWRBdCI6IjIwMjYtMTEtMjFUMTM6Mzc6MjkuNTY0WiIsInVwZGF0ZWRBdCI6"
        "IjIwMjYtMTEtMjFUMTM6Mzc6MjkuNTY0WiIsImlwQWRkcmVzcyI6IiIsInVzZXJBZ2VudCI6IlB5dGhvbi11cmxsaWIvMy4xMSIsInVz"
        "ZXJJZCI6Ilp0YWxYTkJEdXhvY2FCb2xrNUpIN3FGdVg3dTZXZzBxIiwiYWN0aXZlT3JnYW5pemF0aW9uSWQiOm51bGwsImltcGVyc29u"
        "YXRlZEJ5IjpudWxsLCJpZCI6IndyUUhVN0Z0MU9xTVVxZ3RCVUh1Q3ZGUEtRcUJKMHZhIn0sInVzZXIiOnsibmFtZSI6Ilpvw6sg4piD"
        "IOKAqCBcInFcIiA8L3g-XHUwMDAxXG7wn5iAIiwiZW1haWwiOiJ6b2VjNmUxM2FlOUBleGFtcGxlLmNvbSIsImVtYWlsVmVyaWZpZWQi"
        "OmZhbHNlLCJpbWFnZSI6bnVsbCwiY3JlYXRlZEF0IjoiMjAyNi0xMS0yMVQxMzozNzoyOS41NDVaIiwidXBkYXRlZEF0IjoiMjAyNi0x"
        "MS0yMVQxMzozNzoyOS41NDVaIiwicm9sZSI6InVzZXIiLCJiYW5uZWQiOmZhbHNlLCJiYW5SZWFzb24iOm51bGwsImJhbkV4cGlyZXMi"
        "Om51bGwsImlkIjoiWnRhbFhOQkR1eG9jYUJvbGs1Skg3cUZ1WDd1NldnMHEifSwidXBkYXRlZEF0IjoxNzk1MjY4MjQ5NjE2LCJ2ZXJz"
        "aW9uIjoiMSJ9LCJleHBpcmVzQXQiOjE3OTUyNjg1NDk2MTYsInNpZ25hdHVyZSI6IkJxYzROU09kZDFmbjdaZHM3cDVGNGN2UC0zZ0R4"
        "NmlUNDJPOEVfOXBFQm8ifQ"
    ),
    "jwt": (
        "eyJhbGciOiJIUzI1NiJ9.eyJzZXNzaW9uIjp7ImV4cGlyZXNBdCI6IjIwMjYtMTEtMjhUMTM6Mzc6MzAuNzc0WiIsInRva2VuIjoid2N"
        "jYVFZdEtKbFZRaE5XZFpueGtVaGlucDNuZUx6dDUiLCJjcmVhdGVkQXQiOiIyMDI2LTExLTIxVDEzOjM3OjMwLjc3NFoiLCJ1cGRhdGV"
        "kQXQiOiIyMDI2LTExLTIxVDEzOjM3OjMwLjc3NFoiLCJpcEFkZHJlc3MiOiIiLCJ1c2VyQWdlbnQiOiJQeXRob24tdXJsbGliLzMuMTE"
        "iLCJ1c2VySWQiOiJacTVWQWlCbGtpZEpod0NRdXRhSm5nTU40cFhpejF6NyIsImFjdGl2ZU9yZ2FuaXphdGlvbklkIjpudWxsLCJpbXB"
        "lcnNvbmF0ZWRCeSI6bnVsbCwiaWQiOiJ1WXB0Rk5NUUtITHlLTTNRMWViNjF4Z3dmWFRyMkk0biJ9LCJ1c2VyIjp7Im5hbWUiOiJab8O"
        "rIOKYgyDigKggXCJxXCIgPC94Plx1MDAwMVxu8J-YgCIsImVtYWlsIjoiem9lNTc1YWQzNmFAZXhhbXBsZS5jb20iLCJlbWFpbFZlcml"
        "maWVkIjpmYWxzZSwiaW1hZ2UiOm51bGwsImNyZWF0ZWRBdCI6IjIwMjYtMTEtMjFUMTM6Mzc6MzAuNzI2WiIsInVwZGF0ZWRBdCI6IjI"
        "wMjYtMTEtMjFUMTM6Mzc6MzAuNzI2WiIsInJvbGUiOiJ1c2VyIiwiYmFubmVkIjpmYWxzZSwiYmFuUmVhc29uIjpudWxsLCJiYW5FeHB"
        "pcmVzIjpudWxsLCJpZCI6IlpxNVZBaUJsa2lkSmh3Q1F1dGFKbmdNTjRwWGl6MXo3In0sInVwZGF0ZWRBdCI6MTc5NTI2ODI1MDgxNiw"
        "idmVyc2lvbiI6IjEiLCJpYXQiOjE3OTUyNjgyNTAsImV4cCI6MTc5NTI2ODU1MH0.aQB5Erl5xReAukDeillZCAAmQoqCe2EMTW3pix5"
        "WDxc"
    ),
    "jwe": (
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2Q0JDLUhTNTEyIiwia2lkIjoiSjlwWVVxWFJvRzVrSW12SVo5RkNxQTNtb01lZl9CSU00bmVu"
        "aktudFJidyJ9..XjwEs2E9qaCrUo-qqBhHkw.z0DUsGnJmzjbWQo2P7RfVjd8QRRQV0A0bzMwzuIIrLR8tl74AlZaK9aOS1bYKAFTBGY"
        "HzmvD0e1iMIbBirwXbkt3ZXMbYgTB8qqHIVbG48Jd5pMZbMLSnKaIagdRhsr4oaI5rl1LeQXCreCmgR4dTHQeObUru2ptwZKqqHFpz-q"
        "GTXj2VyPglfK4QzYoxztJjC1rmNEHPbo-6kljQgfXAVNOc7b49lCUWUAhniik97rjjpu6Butd72YgfjqDfOpeK3kJgynODcwBLip9R73"
        "Xh1iyxPLoYGu6TrEwymI-iu-ivGUO2jk6ZARA9kJ1gxYRUAZTITMUrRshRCHVlqRCaOH9rppEWlYrWrRgTLf46xFO3pq5TPslkV5_4XC"
        "KM2JmZZpMXXYt2LFzE_a3xf9vDQEgul2TCYprnDOGwl92j_wD1hfSZUiBzttDAZG8bKdLy8TKV2Ov6DlF95h0fq9JOge3CBnk_Ey3ubM"
        "zaqTYfHKkgQBhq_nRF3UrnahBJtSy_iMcbchA2sGDgGnulvWGp16ASSQ4hFgPgR_vV1f1RfMngJN934UObuYf8wqroRXRFHB943Bd0Gy"
        "zgWD5wvZuXMl9qF4rtKBEb5BL5nmSjNqFKLNkhda4KJ3V3Vyd0yiOSsSE_I6AW9bAQz-sA40_8wtkbHHhDxpMGFij0ci1GzXAJvDZ__W"
        "Gqi6Ono2VZO58UN_R7I55-v7AZGAcnyPpqbfHOMrgy_ZJAro-ZXICyzRVo3PBtkSw10Rh6Etj4e-Lbada_qsbU4VmwwsOcY391-Y-FJ2"
        "EASlsLCCm1EE6199oMNh4Mfs5gudD_GvOrvHXB5FmCKu-SHbLfJ3DMVaGHXT0Qg_kawjFS03TwSGgqiRu1yacuP8cA2kSwQfaQEfeitK"
        "gHC4nRlQykL-NQ5KnXFrcEqR_esgAu3vacIqTE8EgpNhgK2WzDt3c_eRsizVcrHbz7O262yeJsjpK0VsZmtezBblpYWLBdkA_zNVZhaX"
        "CBdZ3B2CXLH9hUBjm8eZLsUEtWzE6xG8UxJ4Dgn2NqA.C-O_QfCLQmVP843s5ZXtsjyXunF1xhsyiwKqej6TOnY"
    ),
}
"""What better-auth 1.7.24 gave a browser, by strategy."""


@pytest.fixture(params=KINDS)
def caching(request: pytest.FixtureRequest, serve: Serve) -> Server:
    """Auth with a cookie cache of each kind."""
    return serve(session_cookie_cache=request.param)


def data_of(reply: Reply) -> str:
    """The one value of the cached session that an answer hands out."""
    (line,) = [line for line in reply.cookies if line.startswith(f"{DATA}=") and line != GONE]
    return line.partition(";")[0].partition("=")[2]


def sent(token: str, data: str) -> dict[str, str]:
    """The headers of a browser that keeps a cached session."""
    return cookie(token, f"{DATA}={data}") | {"origin": ORIGIN}


@pytest.mark.parametrize("kind", KINDS)
def test_nodes_text_is_understood(kind: str) -> None:
    read = FORMATS[kind]([NODES_SECRET]).read(NODE_MADE[kind])
    assert read.content["user"]["name"] == NODES_NAME
    assert read.content["version"] == "1"
    assert FORMATS[kind](["a newer secret", NODES_SECRET]).read(NODE_MADE[kind]) == read


@pytest.mark.parametrize("kind", ["compact", "jwt"])
def test_ours_is_nodes_to_the_byte(kind: str) -> None:
    made = FORMATS[kind]([NODES_SECRET])
    read = made.read(NODE_MADE[kind])
    content = {name: value for name, value in read.content.items() if name not in ("iat", "exp")}
    then = datetime.fromtimestamp(read.ends / 1000, UTC) - timedelta(seconds=300)
    assert made.made(content, now=then, lifetime=300) == NODE_MADE[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_made_otherwise_is_not_read(kind: str) -> None:
    ours, text = FORMATS[kind]([NODES_SECRET]), NODE_MADE[kind]
    mailed = EmailTokens([NODES_SECRET]).made(EmailToken(email="a@example.com"), now=types.now(), lifetime=60)
    changed = [
        text[:-9] + ("A" if text[-9] != "A" else "B") + text[-8:],
        text[:-1],
        "x" + text,
        "",
        ".",
        "..",
        "é",
        "[]",
    ]
    others = [NODE_MADE[other] for other in KINDS if other != kind]
    for hostile in [*changed, *others, "e30", "A" * 100_000]:
        with pytest.raises(Unreadable):
            ours.read(hostile)
    with pytest.raises(Unreadable):
        FORMATS[kind](["another secret"]).read(text)
    if kind != "jwt":
        with pytest.raises(Unreadable):
            ours.read(mailed)


async def test_get_session_is_answered_from_the_cookie_in_its_own_order(caching: Server) -> None:
    made = await caching.sign_up()
    token, data = made.json["token"], data_of(made)
    assert made.cookies[1] == f"{DATA}={data}; Max-Age=300; Path=/; HttpOnly; SameSite=Lax"
    await caching.rows("UPDATE \"user\" SET name = 'Changed' WHERE email = $1", caching.email())
    reply = await caching.get("/get-session", sent(token, data))
    assert (reply.json["user"]["name"], reply.cookies) == ("Ada", [])
    assert list(reply.json["session"]) == [
        *("id", "createdAt", "updatedAt", "userId", "expiresAt", "token", "ipAddress", "userAgent"),
        *("activeOrganizationId", "impersonatedBy"),
    ]
    assert list(reply.json["user"]) == [
        *("id", "createdAt", "updatedAt", "email", "emailVerified", "name", "image"),
        *("role", "banned", "banReason", "banExpires"),
    ]
    assert reply.json["user"] == made.json["user"]
    read = await caching.get("/get-session?disableCookieCache=true", sent(token, data))
    assert read.json["user"]["name"] == "Changed"
    assert data_of(read) != data


async def test_get_session_hands_out_a_session_for_keeping(caching: Server) -> None:
    token = await caching.token()
    for headers in (cookie(token), bearer(token)):
        assert data_of(await caching.get("/get-session", headers))
    assert (await caching.get("/get-session?disableRefresh=1", cookie(token))).cookies == []
    assert (await caching.get("/get-session", {"cookie": f"{DATA}=x"})).cookies == []


async def test_get_session_reads_again_what_the_cookie_cannot_vouch_for(caching: Server) -> None:
    made, other = await caching.sign_up(), await caching.token("bob")
    token, data = made.json["token"], data_of(made)
    for whose, unfit in ((token, "x" + data), (other, data), (token, f"{data}x")):
        reply = await caching.get("/get-session", sent(whose, unfit))
        assert reply.json["session"]["token"] == whose
        assert reply.cookies[0] == GONE
        assert data_of(reply)
    caching.clock.offset = timedelta(seconds=301)
    assert (await caching.get("/get-session", sent(token, data))).cookies[0] == GONE


async def test_get_session_trusts_no_cookie_beyond_its_sessions_end(caching: Server) -> None:
    made = await caching.sign_up()
    token, data = made.json["token"], data_of(made)
    caching.clock.offset = timedelta(days=7, seconds=1)
    reply = await caching.get("/get-session", sent(token, data))
    assert (reply.body, reply.cookies) == ("null", [CLEARED[0], CLEARED[1], *CLEARED[1:]])


async def test_not_to_be_remembered_is_a_cookie_of_the_browsers_session(serve: Serve) -> None:
    server = serve(session_cookie_cache="compact")
    made = await server.sign_up(rememberMe=False)
    data = data_of(made)
    assert made.cookies[2] == f"{DATA}={data}; Path=/; HttpOnly; SameSite=Lax"
    (whole,) = [FORMATS["compact"]([BETTER_AUTH_SECRET]).read(data)]
    assert whole.ends - whole.content["updatedAt"] == 60_000


async def test_list_accounts_may_be_answered_of_a_session_that_was_revoked(caching: Server) -> None:
    made = await caching.sign_up()
    token, data = made.json["token"], data_of(made)
    await caching.post("/sign-out", {}, cookie(token) | {"origin": ORIGIN})
    assert (await caching.get("/list-accounts", sent(token, data))).status == 200


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", "/verify-password", {"password": PASSWORD}), ("GET", "/list-sessions", None)],
)
async def test_nothing_sensitive_or_fresh_relies_on_the_cookie(
    caching: Server, method: str, path: str, body: object
) -> None:
    made = await caching.sign_up()
    token, data = made.json["token"], data_of(made)
    await caching.post("/sign-out", {}, cookie(token) | {"origin": ORIGIN})
    reply = await (caching.post(path, body, sent(token, data)) if body else caching.get(path, sent(token, data)))
    assert reply.refusal == (401, "UNAUTHORIZED")
    assert reply.cookies[0] == CLEARED[0]


async def test_update_user_hands_out_the_changed_person(caching: Server) -> None:
    made = await caching.sign_up()
    token = made.json["token"]
    reply = await caching.post("/update-user", {"name": "Zoë ☃"}, sent(token, data_of(made)))
    seen = await caching.get("/get-session", sent(token, data_of(reply)))
    assert (seen.json["user"]["name"], seen.cookies) == ("Zoë ☃", [])


async def test_update_user_splits_what_is_too_large_and_puts_it_together_again(caching: Server) -> None:
    made = await caching.sign_up()
    token, image = made.json["token"], "https://example.com/" + "é" * 2500
    reply = await caching.post("/update-user", {"image": image}, sent(token, data_of(made)))
    whole, *parts = reply.cookies[1:]
    assert whole == GONE
    assert [line.partition("=")[0] for line in parts] == [f"{DATA}.{number}" for number in range(len(parts))]
    assert max(len(line) for line in reply.cookies) <= 4050
    kept = cookie(token, *reversed([line.partition(";")[0] for line in parts])) | {"origin": ORIGIN}
    seen = await caching.get("/get-session", kept)
    assert (seen.json["user"]["image"], seen.cookies) == (image, [])
    smaller = await caching.post("/update-user", {"image": None}, kept)
    gone = {f"{DATA}.{number}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax" for number in range(len(parts))}
    assert gone < set(smaller.cookies)
    assert data_of(smaller)


async def test_get_session_signs_a_cached_session_anew_when_secrets_change(serve: Serve) -> None:
    before, newest = serve(session_cookie_cache="compact"), "Kp4vXb9Lw2Rk7Zs5Hd8Jf3Gc6My1PqET"
    made = await before.sign_up()
    token, data = made.json["token"], data_of(made)
    after = serve(session_cookie_cache="compact", better_auth_secrets=f"2:{newest}")
    reply = await after.get("/get-session", sent(token, data))
    assert FORMATS["compact"]([newest]).read(data_of(reply)).content["session"]["token"] == token


def test_more_parts_than_a_browser_takes_are_not_sent() -> None:
    data = SessionData(DATA, lambda name, value, age: (b"set-cookie", f"{name}={value}; {age}".encode()))
    assert data.lines("x" * 410_000, max_age=300, header=f"{DATA}=a; {DATA}.3=b; {DATA}.03=c") == [
        (b"set-cookie", f"{DATA}=; 0".encode()),
        (b"set-cookie", f"{DATA}.3=; 0".encode()),
    ]
