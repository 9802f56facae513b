"""Linking a provider's account to somebody signed in: at once by an ID token, or after a visit to the provider."""

from collections.abc import Callable

from services.gateway.auth import accounts, repository, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.flows import linked_accounts
from services.gateway.auth.flows.oauth_state import Link
from services.gateway.auth.flows.social_sign_in import Rejected, refused_as
from services.gateway.auth.providers.provider import Provider
from services.gateway.auth.records import AccountRecord, Identity
from services.gateway.auth.sealing import Unreadable
from services.gateway.auth.strategies.oauth import Failed, Proof

PURPOSE = "oauth-link-session-token"


def remembered(auth: Auth, identity: Identity) -> Link:
    """What is remembered of who wants an account linked, while they are away at the provider."""
    sealed = auth.sealer.for_purpose(PURPOSE).seal(identity.session.token)
    return Link(user_id=identity.user.id, email=identity.user.email, session=sealed)


async def link_returned(auth: Auth, provider: Provider, proof: Proof, *, link: Link) -> None:
    """Link the account of somebody who came back from the provider. Raises Failed."""
    if not await _is_still_signed_in(auth, link):
        raise Failed("unable_to_link_account")
    if not _may_link(provider, proof):
        raise Failed("unable_to_link_account")
    if proof.profile.email != link.email.lower():
        raise Failed("email_does_not_match")

    def refuse_others(owner: AccountRecord) -> None:
        if owner.user_id != link.user_id:
            raise Failed("account_already_linked_to_different_user")

    try:
        await _link(auth, provider, proof, user_id=link.user_id, check=refuse_others)
    except Rejected as fault:
        raise Failed("unable_to_link_account") from fault


async def link_vouched(auth: Auth, provider: Provider, proof: Proof, *, identity: Identity) -> None:
    """Link the account that an ID token speaks of. Raises Refusal."""

    def refuse_others(owner: AccountRecord) -> None:
        if owner.user_id != identity.user.id:
            raise refusal(409, "SOCIAL_ACCOUNT_ALREADY_LINKED")

    def refuse_new() -> None:
        if not _may_link(provider, proof):
            raise refusal(401, "LINKING_NOT_ALLOWED")
        if proof.profile.email != identity.user.email.lower():
            raise refusal(401, "LINKING_DIFFERENT_EMAILS_NOT_ALLOWED")

    try:
        await _link(auth, provider, proof, user_id=identity.user.id, check=refuse_others, check_new=refuse_new)
    except Rejected as fault:
        raise refusal(417, "LINKING_FAILED") from fault


def _may_link(provider: Provider, proof: Proof) -> bool:
    return provider.policy.trusted or proof.profile.email_verified


async def _link(
    auth: Auth,
    provider: Provider,
    proof: Proof,
    *,
    user_id: str,
    check: Callable[[AccountRecord], None],
    check_new: Callable[[], None] = lambda: None,
) -> None:
    """Renew the account if it is known and `check` has nothing against its owner, else add it. Raises Rejected."""
    account_id, now = proof.profile.account_id, wire.cut(auth.now())
    async with auth.resources.transactions.begin(None) as transaction:
        await accounts.lock(transaction, provider_id=provider.id, account_id=account_id)
        owned = await accounts.find_owned(transaction, provider_id=provider.id, account_id=account_id)
        if owned is None:
            check_new()
            with refused_as("unable to link account"):
                await linked_accounts.add(transaction, auth, user_id, provider, proof, now=now)
            return
        check(owned.account)
        members = linked_accounts.handed_out(auth, proof.tokens)
        if scope := linked_accounts.merged(owned.account.scope, proof.tokens.scopes or ()):
            members["scope"] = scope
        with refused_as("unable to link account"):
            await accounts.change(transaction, owned.account.id, members, now=now)


async def _is_still_signed_in(auth: Auth, link: Link) -> bool:
    """Whether the session that began it is alive; a server that did not remember it is believed."""
    if link.session is None:
        return True
    try:
        token = auth.sealer.for_purpose(PURPOSE).open(link.session)
    except Unreadable:
        return False
    identity = await repository.find_identity(auth.resources.pool, token)
    return identity is not None and identity.user.id == link.user_id and identity.session.expires_at > auth.now()
