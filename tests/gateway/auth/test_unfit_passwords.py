"""Which passwords may be set: long enough, not too long, and none that is tried first."""

import pytest

from services.gateway.auth import common_passwords
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.server import Server


@pytest.mark.parametrize("password", ["password123", "PassWord123", "1qaz2wsx", "ｐａｓｓｗｏｒｄ１２３"])
async def test_sign_up_refuses_a_common_password_in_any_case_and_width(server: Server, password: str) -> None:
    body = {"name": "Ada", "email": server.email(), "password": password}
    reply = await server.post("/sign-up/email", body)
    assert reply.status == 400
    assert reply.body == (
        '{"message":"The password you entered has been compromised. Please choose a different password.",'
        '"code":"PASSWORD_COMPROMISED"}'
    )


async def test_sign_up_takes_a_common_password_where_that_is_allowed(serve: Serve) -> None:
    assert (await serve(password_block_common=False).sign_up(password="password123")).status == 200


async def test_sign_up_refuses_what_is_shorter_than_the_setting(serve: Serve) -> None:
    server = serve(password_min_length=15)
    reply = await server.post("/sign-up/email", {"name": "x", "email": server.email(), "password": "fourteen chars"})
    assert reply.refusal == (400, "PASSWORD_TOO_SHORT")
    assert (await server.sign_up(password="fifteen chars !")).status == 200


async def test_sign_in_still_takes_a_common_password_that_was_set_before(serve: Serve) -> None:
    earlier, later = serve(password_block_common=False), serve(password_min_length=15)
    await earlier.sign_up(password="password123")
    reply = await later.post("/sign-in/email", {"email": earlier.email(), "password": "password123"})
    assert reply.status == 200


def test_ten_thousand_passwords_are_common() -> None:
    listed = [line for line in common_passwords.LIST.read_text().splitlines() if not line.startswith("#")]
    assert len(set(listed)) == 10_000
    assert min(map(len, listed)) == 8
    assert all(common_passwords.holds(password) for password in listed)
    assert not common_passwords.holds("correct horse battery")
