"""Signatures and cookie lines, held against the standard library and Node."""

import base64
import hashlib
import hmac

import pytest

from services.gateway.auth.cookies import Cookies, Signer, value_of

KEY = "better-auth-key-of-the-tests-0123456789"
TOKEN = "tokenOfTheTestsTokenOfTheTests01"
NODE_MADE = "awAkdB3L4x7eu1nSE8kLKFtKQzxDToG7aagDR1W8mvs="
"""What Node's crypto.createHmac makes of TOKEN under KEY."""


def test_a_signature_is_padded_standard_base64_of_hmac_sha_256() -> None:
    digest = hmac.new(KEY.encode(), TOKEN.encode(), hashlib.sha256).digest()
    assert Signer(KEY).sign(TOKEN) == f"{TOKEN}.{base64.b64encode(digest).decode()}" == f"{TOKEN}.{NODE_MADE}"
    assert Signer(KEY).verified(f"{TOKEN}.{NODE_MADE}") == TOKEN


@pytest.mark.parametrize(
    "signed", ["", ".", TOKEN, f"{TOKEN}.", f".{NODE_MADE}", f"{TOKEN}x.{NODE_MADE}", f"{TOKEN}.é"]
)
def test_nothing_else_is_a_signature(signed: str) -> None:
    assert Signer(KEY).verified(signed) is None


def test_another_key_signs_nothing_for_us() -> None:
    assert Signer("another key").verified(Signer(KEY).sign(TOKEN)) is None


def test_without_a_secret_there_is_no_signer() -> None:
    with pytest.raises(ValueError, match="BETTER_AUTH_SECRET"):
        Signer("")
    with pytest.raises(ValueError, match="BETTER_AUTH_SECRET"):
        Signer()


def test_any_secret_is_accepted_and_the_first_one_signs() -> None:
    older, rotated = Signer("older"), Signer("newest", "older")
    assert rotated.sign(TOKEN) == Signer("newest").sign(TOKEN)
    assert rotated.verified(older.sign(TOKEN)) == TOKEN
    assert (rotated.is_current(older.sign(TOKEN)), rotated.is_current(rotated.sign(TOKEN))) == (False, True)
    assert Signer("newest").verified(older.sign(TOKEN)) is None


def test_the_lines_are_byte_for_byte_those_of_better_auth() -> None:
    cookies = Cookies(Signer(KEY), secure=False)
    encoded = NODE_MADE.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")
    assert cookies.granted(TOKEN, remembered=True, header="") == [
        (
            b"set-cookie",
            f"better-auth.session_token={TOKEN}.{encoded}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax".encode(),
        ),
        (b"set-auth-token", f"{TOKEN}.{NODE_MADE}".encode()),
        (b"access-control-expose-headers", b"set-auth-token"),
    ]


def test_secure_comes_before_same_site_and_brings_the_prefix() -> None:
    lines = [value for _, value in Cookies(Signer(KEY), secure=True).cleared("")]
    assert lines == [
        b"__Secure-better-auth.session_token=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax",
        b"__Secure-better-auth.session_data=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax",
        b"__Secure-better-auth.dont_remember=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax",
    ]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("a=1; n=2; n=3", "2"),
        ("n", None),
        ("n; n=2", "2"),
        (";;n = 2 ", "2"),
        ('n="2"', "2"),
        ("n=a=b", "a=b"),
        ("n=%41%2b", "A+"),
        ("n=%zz", "%zz"),
        ("n=%ff", "%ff"),
        ("n=", ""),
        ("nn=1", None),
    ],
)
def test_a_cookie_is_read_as_better_call_reads_it(header: str, value: str | None) -> None:
    assert value_of(header, "n") == value
