"""What the server signs is good for what it was signed for, and for nothing else; and outlives a change of secrets."""

import base64
from urllib.parse import quote

import pytest

from services.gateway.auth import tokens
from services.gateway.auth.cookies import Cookies, Signer
from services.gateway.auth.email_tokens import CONFIRM_CHANGE, VERIFY_CHANGE, EmailToken, EmailTokens
from services.gateway.auth.errors import Refusal
from shared import types
from shared.contracts.principal import Principal, workspace_of
from shared.errors import Problem
from shared.security.internal_token import Verifier, mint, signing_key
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.server import SESSION, SIGNER, Server, bearer
from tests.support.settings import BETTER_AUTH_SECRET as SECRET

NEWEST = "Kp4vXb9Lw2Rk7Zs5Hd8Jf3Gc6My1PqET"
ADA = "ada@example.com"
MAILED = {
    "address": EmailToken(email=ADA),
    "confirm": EmailToken(email=ADA, update_to="b@example.com", request_type=CONFIRM_CHANGE, user_id="u"),
    "verify": EmailToken(email=ADA, update_to="b@example.com", request_type=VERIFY_CHANGE, user_id="u"),
}


def as_cookie(jwt: str) -> str:
    """A JWT with its signature in a signed cookie's spelling: the same HMAC under the same secret."""
    text, _, signature = jwt.rpartition(".")
    return f"{text}.{base64.b64encode(base64.urlsafe_b64decode(signature + '=')).decode()}"


def mailed(kind: str) -> str:
    """The text of an e-mail token."""
    return EmailTokens([SECRET]).made(MAILED[kind], now=types.now(), lifetime=3600)


def signed_values(token: str) -> dict[str, str]:
    """One of everything that is signed with BETTER_AUTH_SECRET, as a signed cookie would hold it."""
    return {
        "session_token": SIGNER.sign(token),
        "dont_remember": SIGNER.sign("true"),
        "admin_session": SIGNER.sign(f"{token}:"),
        "admin_session_forgotten": SIGNER.sign(f"{token}:true"),
        "state": SIGNER.sign(tokens.random_text()),
    } | {kind: as_cookie(mailed(kind)) for kind in MAILED}


async def test_get_session_takes_nothing_but_a_session_token_for_one(server: Server) -> None:
    token = await server.token()
    for kind, value in signed_values(token).items():
        assert SIGNER.verified(value), "the signature itself is good"
        for headers in ({"cookie": f"{SESSION}={quote(value, safe='')}"}, bearer(value)):
            reply = await server.get("/get-session", headers)
            assert (kind, reply.body != "null") == (kind, kind == "session_token")


async def test_nothing_but_a_dont_remember_cookie_and_an_admins_are_taken_for_them(server: Server) -> None:
    cookies = Cookies(SIGNER, secure=False)
    for kind, value in signed_values(await server.token()).items():
        sent = quote(value, safe="")
        assert cookies.forgets(f"better-auth.dont_remember={sent}") == (kind == "dont_remember")
        admin = cookies.admin_session(f"better-auth.admin_session={sent}")
        assert (admin is not None) == kind.startswith("admin_session")


async def test_verify_email_takes_a_token_of_each_kind_for_what_it_is(server: Server) -> None:
    token = await server.token()
    caller = Principal("u", workspace_of(user_id="u"))
    reader, strangers = EmailTokens([SECRET]), [mint(caller, key=signing_key(SECRET)), *signed_values(token).values()]
    for kind in MAILED:
        assert reader.read(mailed(kind), now=types.now()).token == MAILED[kind]
    for text in strangers:
        with pytest.raises(Refusal) as refused:
            reader.read(text, now=types.now())
        assert refused.value.code == "INVALID_TOKEN"


@pytest.mark.parametrize("kind", MAILED)
def test_core_takes_no_mailed_token_for_the_gateways_word(kind: str) -> None:
    with pytest.raises(Problem) as refused:
        Verifier(SECRET).verify(mailed(kind))
    assert refused.value.kind == "unauthenticated"


@pytest.mark.parametrize("text", ["true", "", "a" * 31, "a" * 33, "-" * 32, "é" * 32, "a" * 32 + "\n", "a.b" * 10])
def test_a_session_token_has_one_form(text: str) -> None:
    assert not tokens.may_be_session(text)


def test_nodes_tokens_have_that_form() -> None:
    assert tokens.may_be_session("mTqySBobetl9t0IEd53XsFcuRY63JrY6")
    assert all(tokens.may_be_session(tokens.random_text()) for _ in range(100))


async def test_get_session_signs_anew_what_an_older_secret_signed(server: Server, serve: Serve) -> None:
    token, rotated = await server.token(), serve(better_auth_secrets=f"2:{NEWEST},1:{SECRET}", better_auth_secret="")
    old, new = SIGNER.sign(token), Signer(NEWEST).sign(token)
    line = f"{SESSION}={quote(new, safe='')}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"
    for headers in ({"cookie": f"{SESSION}={quote(old, safe='')}"}, bearer(old)):
        reply = await rotated.get("/get-session", headers)
        assert reply.json["session"]["token"] == token
        assert (reply.cookies, reply.headers["set-auth-token"]) == ([line], new)
    for headers in ({"cookie": f"{SESSION}={quote(new, safe='')}"}, bearer(new), bearer(token)):
        assert (await rotated.get("/get-session", headers)).cookies == []
    assert (await serve(better_auth_secret=NEWEST).get("/get-session", bearer(old))).body == "null"


async def test_a_browser_that_is_not_remembered_stays_so_when_secrets_change(server: Server, serve: Serve) -> None:
    signed_in = await server.sign_up(rememberMe=False)
    rotated = serve(better_auth_secrets=f"2:{NEWEST}")
    sent = "; ".join(line.partition(";")[0] for line in signed_in.cookies)
    reply = await rotated.get("/get-session", {"cookie": sent})
    token, forgets = (quote(Signer(NEWEST).sign(value), safe="") for value in (signed_in.json["token"], "true"))
    assert reply.cookies == [
        f"{SESSION}={token}; Path=/; HttpOnly; SameSite=Lax",
        f"better-auth.dont_remember={forgets}; Path=/; HttpOnly; SameSite=Lax",
    ]


async def test_a_mailed_link_outlives_a_change_of_secrets() -> None:
    followed = EmailTokens([NEWEST, SECRET]).read(mailed("address"), now=types.now())
    assert followed.token.email == ADA
