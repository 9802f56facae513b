"""A calendar program reads a feed through the gateway: it cannot sign in, and need not."""

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
