"""Signing out: here at once, and where the person came from if their provider offers it."""

from urllib.parse import urljoin

from services.gateway.auth import accounts, sessions
from services.gateway.auth.deps import Auth
from services.gateway.auth.records import AccountRecord, Identity


async def sign_out(auth: Auth, identity: Identity, *, target: str | None, state: str | None) -> str | None:
    """Close a session; the address at which its person is signed out at a provider too, if there is one."""
    await sessions.close(auth, identity.session.token)
    back = urljoin(f"{auth.settings.origin}/", target) if target else None
    for account in await _newest_of_each(auth, identity.user.id):
        provider = await auth.providers.find(account.provider_id)
        if provider and (url := provider.end_session_url(id_token=account.id_token, back=back, state=state)):
            return url
    return None


async def _newest_of_each(auth: Auth, user_id: str) -> list[AccountRecord]:
    """A person's accounts, the last used first, one of each provider."""
    own = sorted(await accounts.of_user(auth.resources.pool, user_id), key=lambda account: account.updated_at)
    newest = {account.provider_id: account for account in own}
    return sorted(newest.values(), key=lambda account: account.updated_at, reverse=True)
