"""The list of people."""

from services.gateway.admin import listing, permissions
from services.gateway.auth import wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.routing import Values


async def list_users(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The people who match, a page of them, and how many there are."""
    await permissions.require(auth, request, "user", "list")
    found = await listing.find(auth, values)
    asked = {"limit": found.limit, "offset": found.offset}
    counts = {name: count for name, count in asked.items() if count is not None}
    return answer({"users": [wire.user(user) for user in found.users], "total": found.total, **counts})
