"""Fifty at once, half of them at each of two gateways, with what may be used once, or three times."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable

import httpx2

from shared.mail import kinds
from tests.bench.identity.figures import Figure, exactly
from tests.bench.identity.ground import PROVIDER
from tests.bench.identity.people import PASSWORD, Town

AT_ONCE = 50
LIMIT = 3
"""Sign-ins of one address in ten seconds."""
Ask = Callable[[str], Awaitable[httpx2.Response]]
Wins = Callable[[httpx2.Response], bool]


def _fine(answer: httpx2.Response) -> bool:
    return answer.status_code == httpx2.codes.OK


async def measure(town: Town) -> list[Figure]:
    """How many of the fifty get through, for each kind."""
    return [
        await _reset(town),
        await _deletion(town),
        await _invitation(town),
        await _email_change(town),
        await _oauth_state(town),
        await _limit(town),
    ]


async def _crowd(name: str, town: Town, ask: Ask, *, wanted: int = 1, wins: Wins = _fine) -> Figure:
    gateways = town.ground.gateways
    answers = await asyncio.gather(*(ask(gateways[number % 2]) for number in range(AT_ONCE)))
    won = sum(wins(answer) for answer in answers)
    counts = Counter(answer.status_code for answer in answers)
    said = ", ".join(f"{count} × {status}" for status, count in sorted(counts.items()))
    return exactly(name, won, wanted, remark=said)


async def _reset(town: Town) -> Figure:
    body = {"newPassword": f"{PASSWORD} anew", "token": await town.reset_token(await town.person())}
    return await _crowd("password reset", town, lambda at: town.auth("/reset-password", body, at=at))


async def _deletion(town: Town) -> Figure:
    person = await town.person()
    path = f"/delete-user/callback?token={await town.deletion_token(person)}"
    return await _crowd("account deletion", town, lambda at: town.auth(path, headers=person.headers, at=at))


async def _invitation(town: Town) -> Figure:
    owner, guest = await town.person(), await town.person()
    body = {"invitationId": await town.invited(owner, await town.organization(owner), guest)}
    path = "/organization/accept-invitation"
    return await _crowd("invitation", town, lambda at: town.auth(path, body, guest.headers, at=at))


async def _email_change(town: Town) -> Figure:
    person = await town.person()
    email = f"new-{person.email}"
    await town.done("/change-email", {"newEmail": email}, person.headers)
    path = await town.mailed(email, kinds.VerifyNewEmail)
    return await _crowd("e-mail change", town, lambda at: town.auth(path, at=at))


async def _oauth_state(town: Town) -> Figure:
    started = await town.auth("/sign-in/social", {"provider": PROVIDER, "callbackURL": "/done"})
    cookie = {"cookie": started.headers["set-cookie"].partition(";")[0]}
    back = (await town.http.get(started.json()["url"])).headers["location"]
    path = httpx2.URL(back).raw_path.decode().removeprefix("/api/auth")
    return await _crowd(
        "OAuth state",
        town,
        lambda at: town.auth(path, headers=cookie, at=at),
        wins=lambda answer: "set-auth-token" in answer.headers,
    )


async def _limit(town: Town) -> Figure:
    body = {"email": "nobody@example.com", "password": PASSWORD}
    return await _crowd(
        f"sign-ins let through by a limit of {LIMIT}",
        town,
        lambda at: town.auth("/sign-in/email", body, at=at, address="192.0.2.1"),
        wanted=LIMIT,
        wins=lambda answer: answer.status_code != httpx2.codes.TOO_MANY_REQUESTS,
    )
