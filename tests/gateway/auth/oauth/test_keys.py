"""A provider's keys: asked for once an hour, and for an unknown one at most once a minute."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from joserfc.jwk import OctKey
from starlette.responses import JSONResponse

from services.gateway.auth.providers.keys import Keys
from services.gateway.outside import Outside, Unanswered
from tests.gateway.auth.oauth.browser import Browser, failed, failure
from tests.gateway.auth.oauth.provider import Realm


class Clock:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def outside(realm: Realm) -> AsyncIterator[Outside]:
    """The way to the realm."""
    async with Outside([realm.issuer]) as opened:
        yield opened


@pytest.fixture
def clock() -> Clock:
    """A clock at zero."""
    return Clock()


@pytest.fixture
def keys(outside: Outside, realm: Realm, clock: Clock) -> Keys:
    """The realm's keys."""
    return Keys(outside, f"{realm.issuer}/jwks", clock=clock)


async def test_keys_are_asked_for_once_an_hour(keys: Keys, realm: Realm, clock: Clock) -> None:
    for at in (0.0, 1.0, 3600.0):
        clock.now = at
        assert [key.kid for key in await keys.find(realm.key.kid)] == [realm.key.kid]
    assert len(realm.asked) == 1
    clock.now = 3601.0
    await keys.find(realm.key.kid)
    assert len(realm.asked) == 2


async def test_an_unknown_key_is_asked_for_at_most_once_a_minute(keys: Keys, realm: Realm, clock: Clock) -> None:
    old = realm.key.kid
    await keys.find(old)
    realm.rotate()
    for at, found in ((30.0, 0), (60.0, 0), (61.0, 1), (62.0, 1)):
        clock.now = at
        assert len(await keys.find(realm.key.kid)) == found
    assert await keys.find(old) == []
    assert len(realm.asked) == 2


async def test_a_provider_that_does_not_answer_is_asked_no_more_often(keys: Keys, realm: Realm, clock: Clock) -> None:
    await keys.find(None)
    realm.responses["/jwks"] = JSONResponse({}, status_code=503)
    clock.now = 61.0
    with pytest.raises(Unanswered):
        await keys.find("unknown")
    assert await keys.find("unknown") == []
    assert [key.kid for key in await keys.find(realm.key.kid)] == [realm.key.kid]
    assert len(realm.asked) == 2


async def test_many_at_once_ask_once(keys: Keys, realm: Realm) -> None:
    await asyncio.gather(*(keys.find(realm.key.kid) for _ in range(20)))
    assert len(realm.asked) == 1


async def test_a_set_without_an_id_offers_every_key_that_can_verify(keys: Keys, realm: Realm) -> None:
    odd = [
        OctKey.import_key("a shared secret").as_dict(private=True),
        realm.key.as_dict(private=False) | {"use": "enc"},
        {"kty": "EC", "crv": "unknown", "x": "x", "y": "y"},
        {"kty": "new"},
        "nonsense",
        realm.key.as_dict(private=False),
    ]
    realm.responses["/jwks"] = JSONResponse({"keys": odd})
    assert [key.kid for key in await keys.find(None)] == [realm.key.kid]


async def test_a_set_that_is_none_is_unanswered(keys: Keys, realm: Realm) -> None:
    documents: tuple[object, ...] = ([], {}, {"keys": {}})
    for document in documents:
        realm.responses["/jwks"] = JSONResponse(document)
        with pytest.raises(Unanswered):
            await keys.find(None)


async def test_a_rotated_key_is_believed_a_minute_later(
    browser: Browser, realm: Realm, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await browser.journey()).headers["location"] == "/done"
    realm.rotate()
    assert failure(await browser.journey()) == failed("unable_to_get_user_info")
    monkeypatch.setattr("services.gateway.auth.providers.keys.PAUSE", 0.0)
    assert (await browser.journey()).headers["location"] == "/done"
