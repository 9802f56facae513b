"""Signing in and linking through providers: the way there, the way back, and the short way with an ID token."""

from services.gateway.auth import wire
from services.gateway.auth.cookies import Lines
from services.gateway.auth.deps import Auth
from services.gateway.auth.detours import detour, error_page
from services.gateway.auth.errors import Refusal, refusal
from services.gateway.auth.exchange import Answer, Incoming, answer, redirect
from services.gateway.auth.flows import link_social as linking
from services.gateway.auth.flows import oauth_state, social_sign_in
from services.gateway.auth.flows.oauth_state import Link, State
from services.gateway.auth.flows.social_sign_in import Rejected
from services.gateway.auth.grants import granted
from services.gateway.auth.providers.provider import Asked, Provider, Tokens
from services.gateway.auth.records import Identity
from services.gateway.auth.routing import Values
from services.gateway.auth.social_schemas import CALLBACK
from services.gateway.auth.strategies import oauth
from services.gateway.auth.strategies.oauth import Failed, Proof


async def sign_in_social(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Where to go for signing in at a provider; with an ID token of it, a session at once."""
    provider = await _provider(auth, values)
    if "idToken" not in values:
        return await _way_there(auth, provider, values, link=None)
    proof = await _vouched(provider, values, kept=("accessToken",))
    try:
        welcomed = await social_sign_in.sign_in(
            auth,
            provider,
            proof,
            email=proof.profile.email or "",
            requests_sign_up=bool(values.get("requestSignUp")),
            target=values.get("callbackURL"),
            visitor=request.visitor,
        )
    except Rejected as fault:
        if fault.reason == "email_not_verified":
            raise refusal(403, "EMAIL_NOT_VERIFIED") from fault
        raise Refusal(401, "OAUTH_LINK_ERROR", fault.reason) from fault
    identity = welcomed.identity
    document = {"redirect": False, "token": identity.session.token, "user": wire.user(identity.user)}
    return answer(document, _admitted(auth, request, identity))


async def link_social(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Where to go for linking a provider's account; with an ID token of it, linked at once."""
    provider = await _provider(auth, values)
    if "idToken" not in values:
        return await _way_there(auth, provider, values, link=linking.remembered(auth, request.identity))
    proof = await _vouched(provider, values, kept=("accessToken", "refreshToken"))
    await linking.link_vouched(auth, provider, proof, identity=request.identity)
    return answer({"url": "", "status": True, "redirect": False})


async def post_callback(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A provider's form, sent on as a GET: only that brings the browser's cookies along."""
    known = {**values, **CALLBACK.read(dict(request.query))}
    query = wire.form((name, known[name]) for name in CALLBACK.optional if name in known)
    return redirect(f"{auth.settings.origin}/api/auth/callback/{request.params['id']}?{query}")


async def callback(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Back from a provider: a session, or an account linked, and on to where the client wanted to be."""
    if not values.get("state"):
        raise detour(error_page(auth.settings), "state_not_found")
    state = await oauth_state.redeem(auth, request, values["state"])
    cleared = auth.cookies.without_state()
    failure_target = state.error_target or error_page(auth.settings)
    if values.get("error"):
        raise detour(failure_target, values["error"], values.get("error_description"), headers=cleared)
    try:
        target, headers = await _returned(auth, request, values, state)
    except (Failed, Rejected) as fault:
        code = fault.code if isinstance(fault, Failed) else fault.reason.replace(" ", "_")
        raise detour(failure_target, code, headers=cleared) from fault
    except Refusal as fault:
        if fault.code is None:
            raise
        raise detour(failure_target, fault.code, fault.message, headers=cleared) from fault
    return redirect(target, [*cleared, *headers])


async def _returned(auth: Auth, request: Incoming, values: Values, state: State) -> tuple[str, Lines]:
    """Where to go, and the headers that go along. Raises Failed, Rejected or Refusal."""
    if not values.get("code"):
        raise Failed("no_code")
    provider = await auth.providers.find(request.params["id"])
    if provider is None:
        raise Failed("oauth_provider_not_found")
    proof = await oauth.prove_by_code(
        auth,
        provider,
        code=values["code"],
        verifier=state.verifier,
        nonce=state.nonce,
        issuer=values.get("iss"),
    )
    if not state.target:
        raise Failed("no_callback_url")
    if state.link:
        await linking.link_returned(auth, provider, proof, link=state.link)
        return state.target, []
    return await _welcomed(auth, request, provider, proof, state)


async def _welcomed(auth: Auth, request: Incoming, provider: Provider, proof: Proof, state: State) -> tuple[str, Lines]:
    if not proof.profile.email:
        raise Failed("email_not_found")
    welcomed = await social_sign_in.sign_in(
        auth,
        provider,
        proof,
        email=proof.profile.email,
        requests_sign_up=bool(state.requests_sign_up),
        target=state.target,
        visitor=request.visitor,
    )
    target = (welcomed.is_new and state.new_user_target) or state.target
    return target, _admitted(auth, request, welcomed.identity)


async def _provider(auth: Auth, values: Values) -> Provider:
    provider = await auth.providers.find(values["provider"])
    if provider is None:
        raise refusal(404, "PROVIDER_NOT_FOUND")
    return provider


async def _way_there(auth: Auth, provider: Provider, values: Values, *, link: Link | None) -> Answer:
    state = await oauth_state.begin(auth, values, link=link, binds_nonce=provider.binds_nonce)
    asked = Asked(
        state=state.state or "",
        verifier=state.verifier,
        redirect_uri=oauth.redirect_uri(auth, provider),
        nonce=state.nonce,
        scopes=tuple(values.get("scopes", ())),
        login_hint=values.get("loginHint"),
        extra=values.get("additionalParams", {}),
    )
    url, goes_there = provider.authorization_url(asked), not values.get("disableRedirect")
    location = [(b"location", wire.location(url))] if goes_there else []
    return answer({"url": url, "redirect": goes_there}, [*location, *auth.cookies.with_state(asked.state)])


async def _vouched(provider: Provider, values: Values, *, kept: tuple[str, ...]) -> Proof:
    """What a client's ID token proves, with those of its tokens that are kept. Raises Refusal."""
    given = values["idToken"]
    profile = await oauth.prove_by_id_token(provider, token=given["token"], nonce=given.get("nonce"))
    return Proof(
        profile,
        Tokens(
            id_token=given["token"],
            access_token=given.get("accessToken"),
            refresh_token=given.get("refreshToken") if "refreshToken" in kept else None,
        ),
    )


def _admitted(auth: Auth, request: Incoming, identity: Identity) -> Lines:
    """The session's headers; a browser that asked not to be remembered before still is not."""
    request.actor = identity.user
    return granted(auth, request, identity, remembered=not auth.cookies.forgets(request.cookie))
