"""What each role may, as has-permission tells it; Canvass's own resources agree with what core allows."""

from uuid import UUID

import pytest

from services.core.platform import policies
from services.core.platform.policies import Policy
from services.gateway.auth.identity import member_in, without_compliance
from services.gateway.workspaces import permissions
from tests.gateway.workspaces.team import Team, no_session

BETTERAUTH = {
    "organization": ["update", "delete"],
    "member": ["create", "update", "delete"],
    "invitation": ["create", "cancel"],
    "team": ["create", "update", "delete"],
    "ac": ["create", "read", "update", "delete"],
}
"""The plugin's resources with all their actions, of which an owner has every one."""
AGREED: list[tuple[Policy, str, str]] = [
    (policies.WORK, "project", "create"),
    (policies.WORK, "project", "update"),
    (policies.REMOVE_PROJECT, "project", "delete"),
    (policies.WORK, "campaign", "create"),
    (policies.WORK, "campaign", "update"),
    (policies.WORK, "campaign", "delete"),
    (policies.MOVE_HERE, "campaign", "move"),
    (policies.WORK, "expert", "create"),
    (policies.WORK, "expert", "update"),
    (policies.WORK, "expert", "delete"),
    (policies.WORK, "intake", "create"),
    (policies.WORK, "intake", "undo"),
    (policies.CHANGE_SETTINGS, "settings", "update"),
    (policies.CHANGE_RULES, "compliance", "update"),
    (policies.COMPLIANCE, "compliance", "approve"),
]
NONE = "[body] Invalid input"
SEVERAL = "[body] Invalid input: more than one option matched"
LISTED = {"member": ["create"]}


@pytest.mark.parametrize("role", ["owner", "admin", "compliance", "member", "viewer"])
def test_has_permission_says_what_core_allows(role: str) -> None:
    for policy, resource, action in AGREED:
        assert permissions.allows(role, {resource: [action]}) is (role in policy.roles), (resource, action)
    for resource in ("project", "campaign", "expert", "intake", "compliance", "settings"):
        assert permissions.allows(role, {resource: ["read"]})


@pytest.mark.parametrize(
    ("held", "role", "also"),
    [
        ("member", "member", False),
        ("viewer, member", "member", False),
        ("member,compliance", "compliance", False),
        ("owner, compliance", "owner", True),
        ("compliance,admin", "admin", True),
        ("compliances", "viewer", False),
    ],
)
def test_of_several_roles_the_strongest_works_and_compliance_is_never_lost(held: str, role: str, also: bool) -> None:
    caller = member_in(UUID(int=1), user_id="ada", roles=held)
    assert (caller.role, caller.also_compliance) == (role, also)


@pytest.mark.parametrize(
    ("held", "role"), [("compliance", "member"), ("owner,compliance", "owner"), ("viewer", "viewer")]
)
def test_who_acts_in_anothers_place_decides_nothing_as_compliance(held: str, role: str) -> None:
    caller = without_compliance(member_in(UUID(int=1), user_id="ada", roles=held))
    assert (caller.role, caller.also_compliance) == (role, False)


def test_has_permission_gives_betterauth_s_roles_what_they_have_there() -> None:
    def granted(role: str) -> dict[str, list[str]]:
        return {
            resource: [action for action in actions if permissions.allows(role, {resource: [action]})]
            for resource, actions in BETTERAUTH.items()
        }

    nothing: dict[str, list[str]] = {**{resource: [] for resource in BETTERAUTH}, "ac": ["read"]}
    assert granted("owner") == BETTERAUTH
    assert granted("admin") == BETTERAUTH | {"organization": ["update"]}
    assert granted("compliance") == granted("member") == granted("viewer") == nothing


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        ({}, False),
        ({"member": []}, False),
        ({"member": ["create", "delete"], "organization": ["delete"]}, True),
        ({"member": ["create", "fly"]}, False),
        ({"unknown": ["create"]}, False),
    ],
)
def test_has_permission_asks_for_all_of_something(asked: dict[str, list[str]], allowed: bool) -> None:
    assert permissions.allows("owner", asked) is allowed


def test_has_permission_of_several_roles_is_that_of_any_one() -> None:
    assert permissions.allows("viewer, admin", {"member": ["delete"], "project": ["read"]})
    assert not permissions.allows("unknown", {"project": ["read"]})


async def test_has_permission_answers_for_the_active_or_the_named_organization(team: Team) -> None:
    vic = await team.joined("vic", "viewer")
    asked = {"permissions": {"campaign": ["update"]}}
    assert (await team.ada.post("has-permission", asked)).json == {"error": None, "success": True}
    assert (await vic.post("has-permission", asked)).json == {"error": None, "success": False}
    await vic.post("set-active", {"organizationId": None})
    assert (await vic.post("has-permission", asked)).refusal == (400, "NO_ACTIVE_ORGANIZATION")
    named = {"permissions": {"campaign": ["read"]}, "organizationId": team.id}
    assert (await vic.post("has-permission", named)).json["success"] is True
    eve = await team.person("eve")
    refused = await eve.post("has-permission", named)
    assert refused.refusal == (401, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
    assert (await no_session(team.server, "has-permission", named)).refusal == (401, "UNAUTHORIZED")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, NONE),
        ({"permissions": None}, NONE),
        ({"permissions": []}, NONE),
        ({"permissions": {"member": "create"}}, NONE),
        ({"permissions": {"member": ["create"], "team": 4}}, NONE),
        ({"permission": 4, "permissions": 4}, NONE),
        ({"permission": LISTED, "permissions": LISTED}, SEVERAL),
        (
            {"permissions": {"member": [4]}, "organizationId": 4},
            f"[body.organizationId] Invalid input: expected string, received number; {NONE}",
        ),
        ([], f"[body] Invalid input: expected object, received array; {NONE}"),
    ],
)
async def test_has_permission_takes_one_list_of_permissions(team: Team, body: object, message: str) -> None:
    reply = await team.ada.post("has-permission", body)
    assert (reply.status, reply.json["message"]) == (400, message)


async def test_has_permission_by_its_old_name_permits_nothing(team: Team) -> None:
    assert (await team.ada.post("has-permission", {"permission": LISTED})).json["success"] is False
    both = {"permission": 5, "permissions": LISTED}
    assert (await team.ada.post("has-permission", both)).json["success"] is True
