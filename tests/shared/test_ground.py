"""The test ground itself: what a fixture promises to every other test."""

from tests.support.core import Core
from tests.support.stack import Stack


async def test_people_of_one_test_start_with_nothing_and_do_not_see_each_other(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob:
        assert (await ada.get("/api/projects")).json()["items"] == []
        made = await ada.post("/api/projects", json={"project_name": "Atlas"})
        assert made.status_code == 201
        assert (await bob.get(made.headers["location"])).status_code == 404
        assert (await ada.get(made.headers["location"])).json()["project_name"] == "Atlas"


async def test_colleagues_share_a_workspace_and_a_viewer_may_only_read(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("eve", "viewer", within="ada") as eve:
        made = await ada.post("/api/projects", json={"project_name": "Atlas"})
        assert (await eve.get(made.headers["location"])).status_code == 200
        assert (await eve.delete(made.headers["location"])).status_code == 403


async def test_the_owner_sees_every_workspace(core: Core) -> None:
    async with core.as_("ada") as ada:
        await ada.post("/api/projects", json={"project_name": "Atlas"})
    rows = await core.owner_sql(
        "SELECT project_name FROM expert_network.projects WHERE workspace_id = $1", core.workspace("ada")
    )
    assert [row["project_name"] for row in rows] == ["Atlas"]


async def test_somebody_who_signs_up_reaches_core_through_the_gateway(stack: Stack) -> None:
    ada, bob = await stack.sign_up("ada"), await stack.sign_up("bob")
    made = await ada.post("/api/projects", json={"project_name": "Atlas"})
    assert made.status_code == 201
    assert (await ada.get(made.headers["location"])).json()["project_name"] == "Atlas"
    assert (await bob.get(made.headers["location"])).status_code == 404
    assert (await stack.client().get("/api/projects")).status_code == 401
