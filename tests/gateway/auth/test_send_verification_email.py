"""Asking for a link that proves an e-mail address: by its owner, and by anybody without learning whose it is."""

import re
import time

import pytest

from services.gateway.auth import wire
from shared.mail import kinds
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.mailed import claims_of, parts_of, token_in
from tests.gateway.auth.server import CLEARED, ORIGIN, Server, bearer, cookie
from tests.support.mailbox import Mailbox

PATH = "/send-verification-email"
DONE: tuple[int, str, list[str]] = (200, '{"status":true}', [])


async def test_send_verification_email_mails_the_link_that_betterauth_would(server: Server, mailbox: Mailbox) -> None:
    user = (await server.sign_up()).json["user"]
    asked = {"email": server.email().upper(), "callbackURL": "/x?y=ü&b='1'"}
    reply = await server.post(PATH, asked, {"host": "evil.example", "x-forwarded-host": "evil.example"})
    assert (reply.status, reply.body, reply.cookies) == DONE
    assert reply.headers == {"content-type": "application/json"}
    mail = await mailbox.last(server.email(), kinds.VerifyEmail)
    token = token_in(mail.url)
    assert mail.url == f"{ORIGIN}/api/auth/verify-email?token={token}&callbackURL=%2Fx%3Fy%3D%C3%BC%26b%3D'1'"
    header, claims = parts_of(token)
    assert header == '{"alg":"HS256"}'
    assert re.fullmatch(rf'{{"email":"{server.email()}","userId":"{user["id"]}","iat":\d+,"exp":\d+}}', claims)
    said = claims_of(mail.url)
    assert said["exp"] - said["iat"] == 3600
    assert abs(mail.expires_at.timestamp() - said["exp"]) < 1.5


async def test_send_verification_email_goes_on_to_the_root_unless_told_where(server: Server, mailbox: Mailbox) -> None:
    token = await server.token()
    await server.post(PATH, {"email": server.email()}, bearer(token))
    mail = await mailbox.last(server.email(), kinds.VerifyEmail)
    assert mail.url.endswith("&callbackURL=%2F")


async def test_send_verification_email_tells_nobody_whose_address_is_known(server: Server, mailbox: Mailbox) -> None:
    await server.sign_up("known")
    await server.sign_up("proved")
    await server.rows('UPDATE "user" SET "emailVerified" = true WHERE email = $1', server.email("proved"))
    for name, mails in (("known", 1), ("proved", 0), ("unknown", 0)):
        began = time.perf_counter()
        reply = await server.post(PATH, {"email": server.email(name)})
        assert 0.5 <= time.perf_counter() - began < 0.9, name
        assert (reply.status, reply.body, reply.cookies) == DONE
        assert len(await mailbox.mails(server.email(name))) == mails, name


async def test_send_verification_email_answers_its_owner_at_once(server: Server, mailbox: Mailbox) -> None:
    token = await server.token()
    began = time.perf_counter()
    reply = await server.post(PATH, {"email": server.email().upper()}, cookie(token) | {"origin": ORIGIN})
    assert time.perf_counter() - began < 0.4
    assert (reply.status, reply.body, reply.cookies) == DONE
    await mailbox.last(server.email(), kinds.VerifyEmail)


async def test_send_verification_email_refuses_anothers_address_and_a_proved_one(
    server: Server, mailbox: Mailbox
) -> None:
    token = await server.token()
    await server.sign_up("bob")
    refused = await server.post(PATH, {"email": server.email("bob")}, bearer(token))
    assert refused.body == '{"message":"Email mismatch","code":"EMAIL_MISMATCH"}'
    await server.rows('UPDATE "user" SET "emailVerified" = true WHERE email = $1', server.email())
    refused = await server.post(PATH, {"email": server.email()}, bearer(token))
    assert refused.body == '{"message":"Email is already verified","code":"EMAIL_ALREADY_VERIFIED"}'
    assert refused.status == 400
    assert await mailbox.mails(server.email("bob")) == await mailbox.mails(server.email()) == []


async def test_send_verification_email_clears_the_cookies_of_a_session_that_is_gone(server: Server) -> None:
    reply = await server.post(PATH, {"email": server.email()}, cookie("A" * 32) | {"origin": ORIGIN})
    assert (reply.status, reply.body, reply.cookies) == (200, '{"status":true}', CLEARED)


@pytest.mark.parametrize(
    ("body", "status", "answer"),
    [
        ({"email": "x"}, 400, '{"message":"[body.email] Invalid email address","code":"VALIDATION_ERROR"}'),
        (
            {},
            400,
            '{"message":"[body.email] Invalid input: expected string, received undefined","code":"VALIDATION_ERROR"}',
        ),
        (
            None,
            400,
            '{"message":"[body] Invalid input: expected object, received undefined","code":"VALIDATION_ERROR"}',
        ),
        ({"email": "a@b.co", "callbackURL": 5}, 400, '{"message":"Invalid callbackURL: expected a string"}'),
        (
            {"email": "a@b.co", "callbackURL": "https://evil.example"},
            403,
            '{"message":"Invalid callbackURL","code":"INVALID_CALLBACK_URL"}',
        ),
        (
            {"email": f"a@{'b' * 250}.co"},
            400,
            '{"message":"[body.email] Invalid email address","code":"VALIDATION_ERROR"}',
        ),
    ],
)
async def test_send_verification_email_refuses_what_is_not_as_it_should_be(
    server: Server, body: object, status: int, answer: str
) -> None:
    reply = await server.post(PATH, body)
    assert (reply.status, reply.body) == (status, answer)


async def test_send_verification_email_refuses_a_target_too_long_for_a_link_from_anybody(server: Server) -> None:
    await server.sign_up()
    for length in (4_096, 3_900):
        for email in (server.email(), server.email("another")):
            reply = await server.post(PATH, {"email": email, "callbackURL": f"/{'x' * length}"})
            assert reply.refusal == (403, "INVALID_CALLBACK_URL")


async def test_send_verification_email_is_prolonged_like_any_read_of_the_session(server: Server) -> None:
    token = await server.token()
    await server.rows('UPDATE session SET "expiresAt" = "expiresAt" - interval \'2 days\' WHERE token = $1', token)
    reply = await server.post(PATH, {"email": server.email("bob")}, bearer(token))
    assert reply.refusal == (400, "EMAIL_MISMATCH")
    assert reply.cookies[0].startswith(cookie(token)["cookie"])
    (row,) = await server.sessions(token)
    assert wire.instant(row["expiresAt"]) > wire.instant(row["createdAt"])


async def test_send_verification_email_links_to_the_path_behind_a_secure_address(
    serve: Serve, mailbox: Mailbox
) -> None:
    server = serve(better_auth_url="https://gateway.test")
    await server.sign_up()
    await server.post(PATH, {"email": server.email()})
    mail = await mailbox.last(server.email(), kinds.VerifyEmail)
    assert mail.url.startswith("https://gateway.test/api/auth/verify-email?token=")
