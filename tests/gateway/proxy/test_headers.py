"""Identity crosses only as the signed token: whatever else a caller claims never reaches core."""

import asyncio

import httpx2
import pytest

from services.gateway.proxy import headers
from services.gateway.proxy.routes import ROUTES, Table
from shared.contracts.principal import ANONYMOUS, Principal
from shared.security import internal_token
from shared.security.internal_token import Verifier
from tests.gateway.proxy import plane
from tests.gateway.proxy.plane import ADA, Gateway, Recorder
from tests.support import settings
from tests.support.stack import Stack

CLAIMS = (
    "x-user-id", "X-User-Id", "X-USER-ID", "X_User_Id", "x_user_id", "X-User_Id", "x-userid", "x-user",
    "x-canvass-token", "X-Canvass-Token", "X_Canvass_Token", "x-canvass_token",
    "x-workspace-id", "x-role", "x-plan", "x-deadline-ms", "x-internal-token",
    "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-user", "forwarded", "x-real-ip",
    "x-original-url", "x-rewrite-url", "x-http-method-override", "x-request-id-2",
    "cookie", "authorization", "proxy-authorization", "better-auth-cookie",
    "connection", "keep-alive", "te", "trailer", "upgrade", "proxy-connection",
)  # fmt: skip
FORGED = "forged-by-the-caller"
PASSED = {
    "accept": "application/json",
    "accept-language": "de",
    "content-type": "application/json",
    "idempotency-key": "k-1",
    "if-match": '"a"',
    "if-none-match": '"b"',
    "last-event-id": "7",
}
HIDDEN = {
    "set-cookie": "better-auth.session_token=stolen",
    "server": "uvicorn",
    "x-powered-by": "Python",
    "connection": "x-internal",
    "x-internal": "10.0.0.7",
    "keep-alive": "timeout=75",
    "transfer-encoding": "chunked",
    "x-canvass-token": "a.b.c",
    "access-control-allow-origin": "*",
}
SHOWN = {
    "content-type": "application/json",
    "etag": '"a"',
    "cache-control": "no-store",
    "location": "/api/projects/1",
    "retry-after": "3",
    "idempotency-replayed": "true",
    "content-disposition": "attachment",
    "vary": "accept",
}


@pytest.fixture
def core() -> Recorder:
    return Recorder()


@pytest.fixture
def gateway(core: Recorder) -> Gateway:
    return plane.build(core)


def vouched(request: httpx2.Request) -> Principal:
    """Whom the one token in a request speaks of."""
    [token] = request.headers.get_list(internal_token.HEADER)
    return Verifier(settings.INTERNAL_SECRET).verify(token)


@pytest.mark.parametrize(("method", "path"), [("GET", "/api/projects"), ("PATCH", "/api/projects/1")])
@pytest.mark.parametrize("name", CLAIMS)
async def test_a_claim_never_reaches_core(gateway: Gateway, core: Recorder, name: str, method: str, path: str) -> None:
    async with gateway.client() as client:
        assert (await client.request(method, path, headers={name: FORGED})).status_code == 200
    [request] = core.asked
    assert [pair for pair in request.headers.multi_items() if FORGED in pair[1]] == []
    assert vouched(request) == ADA


async def test_a_claim_repeated_in_every_spelling_changes_nothing(gateway: Gateway, core: Recorder) -> None:
    token = internal_token.mint(Principal("eve", ADA.workspace_id), key=internal_token.signing_key("x" * 32))
    spellings = [(name, token) for name in ("x-canvass-token", "X-Canvass-Token", "X_Canvass_Token") * 2]
    async with gateway.client() as client:
        await client.get("/api/projects", headers=spellings)
    assert vouched(core.asked[0]) == ADA


async def test_what_core_needs_reaches_it(gateway: Gateway, core: Recorder) -> None:
    async with gateway.client() as client:
        await client.post("/api/projects", headers=PASSED, content=b"{}")
    [request] = core.asked
    assert {name: request.headers[name] for name in PASSED} == PASSED
    assert request.headers["content-length"] == "2"
    assert int(request.headers["x-deadline-ms"]) > 0


async def test_what_core_says_of_itself_stays_inside() -> None:
    core = Recorder(*HIDDEN.items(), *SHOWN.items())
    async with plane.build(core).client() as client:
        response = await client.get("/api/projects")
    assert sorted(HIDDEN.keys() & response.headers.keys()) == []
    assert {name: response.headers[name] for name in SHOWN} == SHOWN


def test_no_hop_by_hop_header_is_on_a_list() -> None:
    hops = {b"connection", b"keep-alive", b"proxy-authenticate", b"proxy-authorization", b"te", b"trailer"}
    hops |= {b"transfer-encoding", b"upgrade", b"proxy-connection"}
    assert hops & (headers.REQUEST | headers.RESPONSE) == set()
    secret = {b"cookie", b"authorization", b"set-cookie", b"x-canvass-token", b"x-user-id"}
    assert secret & (headers.REQUEST | headers.RESPONSE) == set()


async def test_nobody_reaches_core_but_on_public_routes(gateway: Gateway, core: Recorder) -> None:
    gateway.door.caller = None
    async with gateway.client() as client:
        for path in ("/api/projects", "/api/campaigns/1/shortlist.csv", "/api/vendors/1/"):
            assert (await client.get(path)).status_code in (401, 404)
        assert (await client.post("/api/vendors", json={})).status_code == 401
        assert core.asked == []
        assert (await client.get("/api/vendors")).status_code == 200
    assert vouched(core.asked[0]) == ANONYMOUS


async def test_a_forged_request_of_another_site_is_refused_before_core_hears_of_it(
    gateway: Gateway, core: Recorder
) -> None:
    gateway.door.forged = True
    async with gateway.client() as client:
        assert (await client.post("/api/projects", json={})).status_code == 403
        assert core.asked == []
        assert (await client.get("/api/projects")).status_code == 200


async def test_one_token_serves_a_caller_and_never_another(gateway: Gateway, core: Recorder) -> None:
    bob = Principal("bob", ADA.workspace_id, "viewer")
    async with gateway.client() as client:
        for caller in (ADA, bob, ADA, bob):
            gateway.door.caller = caller
            await client.get("/api/projects")
    assert [vouched(request) for request in core.asked] == [ADA, bob, ADA, bob]
    assert len({request.headers[internal_token.HEADER] for request in core.asked}) == 2


@pytest.mark.parametrize("claim", ["x-user-id", "X_User_Id", "x-canvass-token", "authorization"])
async def test_through_the_whole_stack_a_claim_gives_nobody_anything(stack: Stack, claim: str) -> None:
    ada, eve = await asyncio.gather(stack.sign_up("ada"), stack.sign_up("eve"))
    me = (await ada.get("/api/auth/get-session")).json()["user"]["id"]
    made = await ada.post("/api/projects", json={"project_name": "Atlas"})
    token = internal_token.mint(Principal(me, ADA.workspace_id), key=internal_token.signing_key("x" * 32))
    for value in (me, token, f"Bearer {token}"):
        stranger = await stack.client().get(made.headers["location"], headers={claim: value})
        assert stranger.status_code == 401
        assert (await eve.get(made.headers["location"], headers={claim: value})).status_code in (401, 404)


def test_every_route_is_found_by_its_own_path() -> None:
    table = Table()
    for route in ROUTES:
        assert table.find(route.path.replace("{", "").replace("}", "")) is route
