"""Members listed, and looked up one by one."""

import pytest

from tests.gateway.workspaces.team import Team, no_session

MEMBERSHIP = ["organizationId", "userId", "role", "createdAt", "id", "user"]
STRANGER = (403, "YOU_ARE_NOT_A_MEMBER_OF_THIS_ORGANIZATION")
NOWHERE = (400, "NO_ACTIVE_ORGANIZATION")
LONG_AGO, INVALID = "2020-01-01T00:00:00.000Z", (400, "VALIDATION_ERROR")


@pytest.fixture
async def staffed(team: Team) -> Team:
    """The team with a member and a viewer."""
    await team.joined("bob")
    await team.joined("vic", "viewer")
    return team


async def roles(team: Team, query: str) -> tuple[list[str], int]:
    """The roles on a page, and the total."""
    reply = await team.ada.get(f"list-members?{query}")
    assert reply.status == 200, reply
    return [member["role"] for member in reply.json["members"]], reply.json["total"]


async def test_list_members_shows_who_they_are(staffed: Team) -> None:
    reply = await staffed.ada.get("list-members")
    assert (list(reply.json), reply.json["total"]) == (["members", "total"], 3)
    assert [list(member) for member in reply.json["members"]] == [MEMBERSHIP] * 3
    assert [list(member["user"]) for member in reply.json["members"]] == [["id", "name", "email", "image"]] * 3


@pytest.mark.parametrize(
    ("query", "expected", "total"),
    [
        ("limit=1&offset=1", ["member"], 3),
        ("limit=2&sortBy=role&sortDirection=desc", ["viewer", "owner"], 3),
        ("sortBy=createdAt&sortDirection=asc", ["owner", "member", "viewer"], 3),
        ("limit=x&offset=0", ["owner", "member", "viewer"], 3),
        ("limit=0&offset=1e0", ["member", "viewer"], 3),
        ("limit=1000&offset=%202%20", ["viewer"], 3),
        ("offset=1000", [], 3),
        ("filterField=role&filterValue=owner", ["owner"], 1),
        ("filterField=role&filterValue=owner&filterOperator=ne", ["member", "viewer"], 2),
        ("filterField=role&filterValue=owner&filterOperator=lt", ["member"], 1),
        ("filterField=role&filterValue=owner&filterOperator=lte", ["owner", "member"], 2),
        ("filterField=role&filterValue=owner&filterOperator=gt", ["viewer"], 1),
        ("filterField=role&filterValue=owner&filterOperator=gte", ["owner", "viewer"], 2),
        ("filterField=role&filterValue=owner&filterOperator=in", ["owner"], 1),
        ("filterField=role&filterValue=owner&filterValue=viewer&filterOperator=in", ["owner", "viewer"], 2),
        ("filterField=role&filterValue=owner&filterOperator=not_in", ["member", "viewer"], 2),
        ("filterField=role&filterValue=mem&filterOperator=starts_with", ["member"], 1),
        ("filterField=role&filterValue=er&filterOperator=ends_with", ["owner", "member", "viewer"], 3),
        ("filterField=role&filterValue=wn&filterOperator=contains", ["owner"], 1),
        ("filterField=role&filterValue=o_ner&filterOperator=contains", [], 0),
        ("filterField=role", [], 0),
        ("filterField=organizationId&filterValue=another", [], 0),
        (f"filterField=createdAt&filterValue={LONG_AGO}&filterOperator=lt", [], 0),
        ("filterField=createdAt&filterValue=2020-01-01&filterOperator=gt&limit=1", ["owner"], 3),
        ("filterField=&filterValue=x&sortBy=", ["owner", "member", "viewer"], 3),
    ],
)
async def test_list_members_pages_sorts_and_filters(staffed: Team, query: str, expected: list[str], total: int) -> None:
    assert await roles(staffed, query) == (expected, total)


@pytest.mark.parametrize(
    "query",
    [
        "limit=-1",
        "limit=1.5",
        "offset=inf",
        "limit=1&limit=2",
        "sortBy=password",
        "sortDirection=up",
        "filterField=password&filterValue=x",
        "filterField=role&filterValue=x&filterOperator=like",
        "filterField=role&filterValue=x&filterValue=y",
        "filterField=createdAt&filterValue=yesterday",
        "filterField=createdAt&filterValue=2020&filterOperator=contains",
        "filterField=role&filterValue=%00",
    ],
)
async def test_list_members_refuses(team: Team, query: str) -> None:
    assert (await team.ada.get(f"list-members?{query}")).refusal == INVALID


async def test_list_members_is_for_members(team: Team) -> None:
    eve, vic = await team.person("eve"), await team.joined("vic", "viewer")
    assert (await vic.get(f"list-members?organizationSlug={team.slug}")).json["total"] == 2
    assert (await eve.get("list-members")).refusal == NOWHERE
    assert (await eve.get(f"list-members?organizationId={team.id}")).refusal == STRANGER
    assert (await eve.get(f"list-members?organizationSlug={team.slug}")).refusal == STRANGER
    assert (await eve.get("list-members?organizationSlug=unknown")).refusal == (400, "ORGANIZATION_NOT_FOUND")
    assert (await no_session(team.server, "list-members")).refusal == (401, "UNAUTHORIZED")


async def test_get_active_member_tells_what_one_is(team: Team) -> None:
    eve, vic = await team.person("eve"), await team.joined("vic", "viewer")
    told = (await vic.get("get-active-member")).json
    assert (list(told), told["role"], told["user"]["email"]) == (MEMBERSHIP, "viewer", vic.email)
    assert (await eve.get("get-active-member")).refusal == NOWHERE
    assert (await no_session(team.server, "get-active-member")).refusal == (401, "UNAUTHORIZED")
    await team.server.rows('DELETE FROM member WHERE "userId" = $1', vic.id)
    assert (await vic.get("get-active-member")).refusal == (400, "MEMBER_NOT_FOUND")


async def test_get_active_member_role_tells_ones_own_or_another_member_s(team: Team) -> None:
    eve, vic = await team.person("eve"), await team.joined("vic", "viewer")
    assert (await vic.get("get-active-member-role")).json == {"role": "viewer"}
    assert (await vic.get(f"get-active-member-role?userId={team.ada.id}")).json == {"role": "owner"}
    assert (await vic.get(f"get-active-member-role?organizationSlug={team.slug}")).json == {"role": "viewer"}
    assert (await vic.get(f"get-active-member-role?userId={eve.id}")).refusal == STRANGER
    assert (await eve.get(f"get-active-member-role?organizationId={team.id}")).refusal == STRANGER
    assert (await eve.get("get-active-member-role")).refusal == NOWHERE
    unknown = await eve.get("get-active-member-role?organizationSlug=unknown")
    assert unknown.refusal == (400, "ORGANIZATION_NOT_FOUND")
    assert (await no_session(team.server, "get-active-member-role")).refusal == (401, "UNAUTHORIZED")
