"""A calendar program reads a feed through the gateway: it cannot sign in, and need not."""

from contextlib import aclosing

import httpx2

from tests.support import calendars, calls
from tests.support.stack import Stack


async def test_a_secret_address_is_read_by_nobody_in_particular_until_it_is_closed(stack: Stack) -> None:
    ada = await stack.sign_up("ada")
    campaign = await calls.campaign(ada)
    feed = (await ada.post("/api/calendar-feeds", json={"campaign_id": campaign})).json()
    async with stack.client() as program:
        answer = await program.get(feed["url"])
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
        assert calendars.events(answer.content) == {}
        known = {"if-none-match": answer.headers["etag"]}
        assert (await program.get(feed["url"], headers=known)).status_code == 304
        assert (await program.head(feed["url"])).status_code == 200
        assert (await program.get("/api/calendar-feeds")).status_code == 401
        assert (await program.post(feed["url"])).status_code == 405
        assert (await ada.delete(f"/api/calendar-feeds/{feed['id']}")).status_code == 204
        assert (await program.get(feed["url"])).status_code == 404


async def test_an_address_opens_nothing_once_who_made_it_has_left_until_they_are_back(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada, aclosing(await stack.sign_up("bob")) as bob:
        slug = stack.email("acme").partition("@")[0]
        acme = (await ada.post("/api/auth/organization/create", json={"name": "Acme", "slug": slug})).json()["id"]
        await join(ada, bob, email=stack.email("bob"), organization_id=acme)
        feed = (await bob.post("/api/calendar-feeds", json={})).json()["url"]
        own = await stack.sign_up("cyd")
        elsewhere = (await own.post("/api/calendar-feeds", json={})).json()["url"]
        async with stack.client() as program:
            unknown = await program.get(elsewhere.replace("/calendar/", "/calendar/A")[:-4] + ".ics")
            assert unknown.status_code == 404
            assert (await program.get(feed)).status_code == 200
            left = {"memberIdOrEmail": stack.email("bob"), "organizationId": acme}
            assert (await ada.post("/api/auth/organization/remove-member", json=left)).status_code == 200
            gone = await program.get(feed)
            assert (gone.status_code, gone.json()["code"]) == (404, unknown.json()["code"])
            known = {"if-none-match": "*"}
            assert (await program.get(feed, headers=known)).status_code == 404
            assert (await program.get(elsewhere)).status_code == 200
            await join(ada, bob, email=stack.email("bob"), organization_id=acme)
            assert (await program.get(feed)).status_code == 200


async def join(owner: httpx2.AsyncClient, person: httpx2.AsyncClient, *, email: str, organization_id: str) -> None:
    """The owner invites them, they accept and work there."""
    invited = {"email": email, "role": "member", "organizationId": organization_id}
    invitation = (await owner.post("/api/auth/organization/invite-member", json=invited)).json()["id"]
    accepted = await person.post("/api/auth/organization/accept-invitation", json={"invitationId": invitation})
    assert accepted.status_code == 200, accepted.text
    body = {"organizationId": organization_id}
    assert (await person.post("/api/auth/organization/set-active", json=body)).status_code == 200
