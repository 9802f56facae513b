"""A notice is mailed once to each who answers for the workspace and wants it, whatever happens half-way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.notices import THRESHOLD_PATH, ThresholdNotice
from shared.contracts.principal import Principal, workspace_of
from shared.mail import outbox
from shared.mail.kinds import Invitation, ThresholdReached
from shared.security import internal_token
from shared.types import now
from tests.support import settings, tokens
from tests.support.core import KEY
from tests.support.databases import Database
from tests.support.mailbox import Mailbox
from tests.support.stack import Stack

PLUGIN = "/api/auth/organization"


@dataclass(slots=True)
class Team:
    """Ada's organization and the people in it, by name."""

    stack: Stack
    mailbox: Mailbox
    organization_id: str
    clients: dict[str, httpx2.AsyncClient]
    ids: dict[str, str]

    @classmethod
    async def founded(cls, stack: Stack, mailbox: Mailbox) -> "Team":
        """Ada alone, who owns it."""
        ada = await stack.sign_up("ada")
        slug = stack.email("acme").partition("@")[0]
        made = await ada.post(f"{PLUGIN}/create", json={"name": "Acme", "slug": slug})
        assert made.status_code == 200, made.text
        return cls(stack, mailbox, made.json()["id"], {"ada": ada}, {"ada": await _id_of(ada)})

    async def joined(self, name: str, role: str) -> None:
        """Somebody new, in that role."""
        person = self.clients[name] = await self.stack.sign_up(name)
        self.ids[name] = await _id_of(person)
        invited = {"email": self.stack.email(name), "role": role}
        assert (await self.clients["ada"].post(f"{PLUGIN}/invite-member", json=invited)).status_code == 200
        invitation = (await self.mailbox.last(self.stack.email(name), Invitation)).url.rpartition("/")[2]
        accepted = await person.post(f"{PLUGIN}/accept-invitation", json={"invitationId": invitation})
        assert accepted.status_code == 200, accepted.text

    @property
    def workspace_id(self) -> UUID:
        """The organization's workspace."""
        return workspace_of(user_id="", active_organization_id=self.organization_id)

    async def tell(self, notice: ThresholdNotice, *, by: str = "ada") -> int:
        """The status of bringing a notice of what that person did."""
        return (await tell(self.stack, notice, Principal(self.ids[by], self.workspace_id))).status_code

    async def told(self) -> dict[str, int]:
        """How many notices each has been mailed."""
        return {name: len(await told(self.mailbox, self.stack.email(name))) for name in self.clients}


@pytest.fixture
async def team(stack: Stack, mailbox: Mailbox) -> AsyncIterator[Team]:
    """Ada owns, Bob is an admin, Max a member, Vic reads."""
    team = await Team.founded(stack, mailbox)
    for name, role in (("bob", "admin"), ("max", "member"), ("vic", "viewer")):
        await team.joined(name, role)
    yield team
    for client in team.clients.values():
        await client.aclose()


def a_notice(owner_id: str, **changed: Any) -> ThresholdNotice:
    """Half of a campaign's budget is spent."""
    given = {
        "campaign_id": uuid4(),
        "campaign_name": "EHR replacement",
        "campaign_owner_id": owner_id,
        "kind": "percent",
        "value": 50,
        "limit_minor": 240_000,
        "spent_minor": 250_000,
        "budget_minor": 480_000,
        "currency": "EUR",
        "reached_at": now(),
    }
    return ThresholdNotice(**given | changed)


async def tell(stack: Stack, notice: ThresholdNotice, caller: Principal) -> httpx2.Response:
    """What the gateway answers to core's word."""
    token = internal_token.mint(caller, key=KEY, audience=internal_token.NOTICES)
    return await bring(stack, notice, token)


async def bring(stack: Stack, notice: ThresholdNotice, token: str | None) -> httpx2.Response:
    """What the gateway answers to a notice that comes with that token."""
    headers = {"content-type": "application/json"} | ({internal_token.HEADER: token} if token is not None else {})
    async with stack.client() as client:
        return await client.post(THRESHOLD_PATH, content=notice.model_dump_json(), headers=headers)


async def told(mailbox: Mailbox, email: str) -> list[ThresholdReached]:
    """The notices mailed to an address."""
    return [mail for mail in await mailbox.mails(email) if isinstance(mail, ThresholdReached)]


async def test_owners_admins_and_who_made_the_campaign_are_told(team: Team) -> None:
    await team.joined("moe", "member")
    notice = a_notice(team.ids["max"])
    assert await team.tell(notice, by="moe") == 204
    assert await team.told() == {"ada": 1, "bob": 1, "max": 1, "vic": 0, "moe": 0}
    (mail,) = await told(team.mailbox, team.stack.email("max"))
    assert mail == ThresholdReached(
        to=team.stack.email("max"),
        name="Max",
        campaign_name="EHR replacement",
        percent=50,
        limit_minor=240_000,
        spent_minor=250_000,
        budget_minor=480_000,
        currency="EUR",
        reached_at=notice.reached_at,
        url=f"{settings.GATEWAY}/api/campaigns/{notice.campaign_id}/report.html",
    )


async def test_who_does_not_want_to_know_is_left_alone(team: Team) -> None:
    profile = await team.clients["bob"].patch(
        "/api/users/profile", json={"notifications": {"budget_thresholds": False}}
    )
    assert profile.status_code == 200, profile.text
    assert await team.tell(a_notice(team.ids["vic"])) == 204
    assert await team.told() == {"ada": 1, "bob": 0, "max": 0, "vic": 1}


async def test_who_has_left_or_is_banned_is_told_nothing(team: Team, database: Database) -> None:
    left = await team.clients["max"].post(f"{PLUGIN}/leave", json={"organizationId": team.organization_id})
    assert left.status_code == 200, left.text
    owner = await asyncpg.connect(database.owner_url)
    await owner.execute('UPDATE public."user" SET banned = true WHERE id = $1', team.ids["bob"])
    await owner.close()
    assert await team.tell(a_notice(team.ids["max"])) == 204
    assert await team.told() == {"ada": 1, "bob": 0, "max": 0, "vic": 0}


@pytest.mark.parametrize("by", ["", "moe"])
async def test_owners_and_admins_are_told_though_who_spent_and_who_made_the_campaign_are_gone(
    team: Team, by: str
) -> None:
    await team.joined("moe", "member")
    for name in ("max", "moe"):
        left = await team.clients[name].post(f"{PLUGIN}/leave", json={"organizationId": team.organization_id})
        assert left.status_code == 200, left.text
    caller = Principal(team.ids.get(by, ""), team.workspace_id)
    assert (await tell(team.stack, a_notice(team.ids["max"]), caller)).status_code == 204
    assert await team.told() == {"ada": 1, "bob": 1, "max": 0, "vic": 0, "moe": 0}


async def test_a_notice_of_a_workspace_nobody_answers_for_is_refused_each_time(team: Team) -> None:
    notice = a_notice(team.ids["ada"])
    for _ in range(2):
        answer = await tell(team.stack, notice, Principal(team.ids["ada"], uuid4()))
        assert (answer.status_code, answer.json()["code"]) == (404, "workspace_missing")
    assert await team.tell(notice) == 204
    assert (await team.told())["ada"] == 1


async def test_in_a_workspace_of_ones_own_one_is_told_oneself(stack: Stack, mailbox: Mailbox) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        user_id = await _id_of(ada)
    own = Principal(user_id, workspace_of(user_id=user_id))
    assert (await tell(stack, a_notice(user_id, kind="absolute", value=240_000), own)).status_code == 204
    (mail,) = await told(mailbox, stack.email("ada"))
    assert mail.percent is None


async def test_a_notice_brought_again_is_mailed_once_as_if_the_answer_had_been_lost(team: Team) -> None:
    notice = a_notice(team.ids["ada"])
    assert [await team.tell(notice) for _ in range(3)] == [204, 204, 204]
    assert await team.told() == {"ada": 1, "bob": 1, "max": 0, "vic": 0}
    assert await team.tell(a_notice(team.ids["ada"])) == 204
    assert (await team.told())["ada"] == 2


async def test_a_notice_brought_ten_times_at_once_is_mailed_once(team: Team) -> None:
    notice = a_notice(team.ids["ada"])
    assert await asyncio.gather(*(team.tell(notice) for _ in range(10))) == [204] * 10
    assert await team.told() == {"ada": 1, "bob": 1, "max": 0, "vic": 0}


async def test_a_crash_before_the_end_leaves_nothing_and_the_next_attempt_mails_all(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = a_notice(team.ids["ada"])
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "send", _failing_after(1))
        assert await team.tell(notice) == 500
    assert await team.told() == {"ada": 0, "bob": 0, "max": 0, "vic": 0}
    assert await team.tell(notice) == 204
    assert await team.told() == {"ada": 1, "bob": 1, "max": 0, "vic": 0}


async def test_the_workspaces_trail_says_how_many_were_mailed(team: Team) -> None:
    notice = a_notice(team.ids["max"])
    assert await team.tell(notice, by="max") == 204
    answer = await team.clients["ada"].get("/api/workspace/audit", params={"action": "tell_threshold"})
    (event,) = answer.json()["items"]
    assert (event["id"], event["workspace_id"]) == (str(notice.id), str(team.workspace_id))
    assert (event["actor_id"], event["subject_id"]) == (team.ids["max"], str(notice.campaign_id))


async def test_nobody_but_core_is_believed(team: Team) -> None:
    caller = Principal(team.ids["ada"], team.workspace_id)
    believed = tokens.claims(caller, iss="core", aud=internal_token.NOTICES)
    refused = {
        None,
        internal_token.mint(caller, key=KEY),
        internal_token.mint(caller, key=KEY, audience=internal_token.OPERATORS),
        tokens.signed(believed | {"iss": "gateway"}),
        tokens.signed(believed, secret=tokens.OTHER_SECRET),
        *tokens.refused(caller).values(),
    }
    for token in refused:
        answer = await bring(team.stack, a_notice(team.ids["ada"]), token)
        assert (answer.status_code, answer.json()["code"]) == (401, "internal_token_refused")
    signed_in = await team.clients["ada"].post(THRESHOLD_PATH, content=a_notice(team.ids["ada"]).model_dump_json())
    assert signed_in.status_code == 401
    assert await team.told() == {"ada": 0, "bob": 0, "max": 0, "vic": 0}


async def _id_of(client: httpx2.AsyncClient) -> str:
    return str((await client.get("/api/auth/get-session")).json()["user"]["id"])


def _failing_after(number: int) -> Any:
    """`outbox.send` that fails when that many have been queued."""
    send, counted = outbox.send, iter(range(number))

    async def sent(session: AsyncSession, mail: Any) -> None:
        if next(counted, None) is None:
            raise RuntimeError("the machine stops here")
        await send(session, mail)

    return sent
