"""Holds every test to what the table of auth's cases says it shows."""

from collections.abc import Iterator

import pytest

from services.gateway.auth.asgi import AuthApp
from tests.gateway.auth import cases
from tests.gateway.auth.seen import Seen


@pytest.fixture(scope="session")
def seen() -> Iterator[Seen]:
    """What auth answers in this process."""
    kept = Seen()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AuthApp, "__call__", kept.watching(AuthApp.__call__))
        yield kept


@pytest.fixture(autouse=True)
def held_to_the_table(request: pytest.FixtureRequest, seen: Seen) -> Iterator[None]:
    """A test that auth's CASES.md names for a case must have seen it."""
    seen.cases.clear()
    yield
    node = request.node
    node.user_properties.extend((cases.PROPERTY, tuple(case)) for case in sorted(seen.cases))
    absent = cases.promised(node.nodeid) - seen.cases
    assert not absent, f"CASES.md says that this test shows {sorted(absent)}"
