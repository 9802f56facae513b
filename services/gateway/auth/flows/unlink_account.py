"""Giving up a way to sign in: never the last one, however many are given up at once."""

from services.gateway.auth import accounts
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal


async def unlink_account(auth: Auth, user_id: str, account_id: str) -> None:
    """Remove an account of a person, named by its row's id. Raises Refusal."""
    async with auth.resources.transactions.begin(None) as transaction:
        own = await accounts.lock_of_user(transaction, user_id)
        if len(own) == 1:
            raise refusal(400, "FAILED_TO_UNLINK_LAST_ACCOUNT")
        if account_id not in own:
            raise refusal(400, "ACCOUNT_NOT_FOUND")
        await accounts.remove(transaction, account_id)
