"""The gateway's own requests to core: a core that does not answer holds nobody up."""

import pytest

from services.gateway import resources as room
from services.gateway.resources import Resources
from shared.errors import Problem
from tests.gateway.proxy import upstream
from tests.gateway.proxy.upstream import Peer
from tests.support import settings
from tests.support.databases import Database


async def test_a_core_that_hangs_is_not_ready_and_the_asking_ends(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "READY_WITHIN", 0.1)

    async def listen(peer: Peer) -> None:
        await peer.head()
        await peer.hung_up()

    async with upstream.serving(listen) as core:
        resources = Resources(settings.of_gateway(database.gateway_url, core_url=core.url))
        async with resources.open():
            with pytest.raises(Problem) as told:
                await resources.core_ready()
    assert (told.value.kind, told.value.code) == ("timeout", "core_timeout")


async def test_a_core_that_is_not_there_is_told_as_such(database: Database) -> None:
    resources = Resources(settings.of_gateway(database.gateway_url, core_url="http://127.0.0.1:1"))
    async with resources.open():
        with pytest.raises(Problem) as told:
            await resources.core_document()
    assert (told.value.kind, told.value.code) == ("unavailable", "core_unavailable")
