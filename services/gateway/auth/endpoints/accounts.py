"""The ways in which a person signs in: seen, and given up."""

from services.gateway.auth import accounts, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.flows import unlink_account as unlinking
from services.gateway.auth.routing import Values


async def list_accounts(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The person's accounts, without their secrets."""
    return answer([wire.account(one) for one in await accounts.of_user(auth.resources.pool, request.identity.user.id)])


async def unlink_account(auth: Auth, request: Incoming, values: Values) -> Answer:
    """One of the person's accounts given up, if it is not the last."""
    request.subject = values["accountId"]
    await unlinking.unlink_account(auth, request.identity.user.id, values["accountId"])
    return answer({"status": True})
