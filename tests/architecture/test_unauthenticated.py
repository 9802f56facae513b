"""Every route of core, asked by nobody or with a token not to be believed, answers 401 and says nothing else."""

from shared.contracts.principal import ANONYMOUS
from shared.security import internal_token
from tests.support import contract, tokens
from tests.support.contract import BY_FORMAT, Operation
from tests.support.core import Core

PUBLIC = {"GET /api/vendors", "GET /api/vendors/{vendor_id}", "GET /api/calendar/{token}.ics"}
"""What nobody in particular may read, once the gateway vouches that it is nobody in particular."""


async def test_nobody_gets_an_answer_from_any_route(core: Core) -> None:
    findings = []
    async with core.client() as nobody:
        for operation in contract.of(core.app).operations:
            for wrong, headers in credentials(core):
                response = await nobody.request(operation.method, address(operation), headers=headers)
                if response.status_code != 401 or response.headers["content-type"] != "application/problem+json":
                    findings.append(f"{operation.name}, token {wrong}: {response.status_code} {response.text}")
                assert "www-authenticate" in response.headers
    assert findings == []


async def test_nobody_in_particular_reads_the_public_routes_and_no_other(core: Core) -> None:
    vouched = {internal_token.HEADER: tokens.signed(tokens.claims(ANONYMOUS))}
    opened = set()
    async with core.client(headers=vouched) as anybody:
        for operation in contract.of(core.app).operations:
            response = await anybody.request(operation.method, address(operation))
            if response.status_code != 401:
                opened.add(operation.name)
    assert opened == PUBLIC


def credentials(core: Core) -> list[tuple[str, dict[str, str]]]:
    """Headers by what is wrong with them."""
    principal = core.principal("ada")
    wrong = [(name, {internal_token.HEADER: token}) for name, token in tokens.refused(principal).items()]
    return [("none", {}), ("in the authorization header", {"authorization": f"Bearer {_good(core)}"}), *wrong]


def _good(core: Core) -> str:
    return tokens.signed(tokens.claims(core.principal("ada")))


def address(operation: Operation) -> str:
    """The operation's path with any id in its slots."""
    return operation.path.format(**dict.fromkeys(operation.slots, BY_FORMAT["uuid"]))
