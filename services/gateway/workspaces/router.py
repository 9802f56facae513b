"""BetterAuth's organization paths, one entry each."""

from services.gateway.auth.routing import Endpoint, Needs, Routes
from services.gateway.auth.shapes import STATUS, array
from services.gateway.workspaces import schemas, shapes
from services.gateway.workspaces.endpoints import active, invitations, members, organizations

SESSION = Needs.SESSION

ORGANIZATIONS: Routes = {
    ("POST", "/organization/create"): Endpoint(
        organizations.create,
        schemas.CREATE,
        audit="create_organization",
        answers=shapes.CREATED,
        refuses=(401,),
    ),
    ("POST", "/organization/check-slug"): Endpoint(
        organizations.check_slug, schemas.CHECK_SLUG, needs=SESSION, answers=STATUS
    ),
    ("POST", "/organization/update"): Endpoint(
        organizations.update,
        schemas.UPDATE,
        audit="update_organization",
        answers=shapes.CHANGED,
        refuses=(401,),
    ),
    ("POST", "/organization/delete"): Endpoint(
        organizations.delete,
        schemas.ORGANIZATION,
        audit="delete_organization",
        answers=shapes.ORGANIZATION,
        refuses=(401, 409),
    ),
    ("POST", "/organization/set-active"): Endpoint(
        active.set_active,
        schemas.SET_ACTIVE,
        needs=SESSION,
        audit="set_active_organization",
        answers=shapes.ORGANIZATION_OR_NULL,
    ),
    ("GET", "/organization/get-organization"): Endpoint(
        organizations.get, query=schemas.GET, needs=SESSION, answers=shapes.ORGANIZATION_OR_NULL, refuses=(403,)
    ),
    ("GET", "/organization/get-full-organization"): Endpoint(
        organizations.get_full, query=schemas.GET_FULL, needs=SESSION, answers=shapes.FULL_OR_NULL, refuses=(403,)
    ),
    ("GET", "/organization/list"): Endpoint(organizations.list_own, needs=SESSION, answers=array(shapes.ORGANIZATION)),
}
INVITATIONS: Routes = {
    ("POST", "/organization/invite-member"): Endpoint(
        invitations.invite_member,
        schemas.INVITE,
        needs=SESSION,
        audit="invite_member",
        answers=shapes.INVITATION,
    ),
    ("POST", "/organization/cancel-invitation"): Endpoint(
        invitations.cancel,
        schemas.INVITATION,
        needs=SESSION,
        audit="cancel_invitation",
        answers=shapes.INVITATION,
    ),
    ("POST", "/organization/accept-invitation"): Endpoint(
        invitations.accept,
        schemas.INVITATION,
        needs=SESSION,
        audit="accept_invitation",
        answers=shapes.ACCEPTED,
    ),
    ("POST", "/organization/reject-invitation"): Endpoint(
        invitations.reject,
        schemas.INVITATION,
        needs=SESSION,
        audit="reject_invitation",
        answers=shapes.REJECTED,
    ),
    ("GET", "/organization/get-invitation"): Endpoint(
        invitations.get, query=schemas.GET_INVITATION, answers=shapes.RECEIVED, refuses=(401, 403)
    ),
    ("GET", "/organization/list-invitations"): Endpoint(
        invitations.list_all,
        query=schemas.LIST_INVITATIONS,
        needs=SESSION,
        answers=array(shapes.INVITATION),
        refuses=(403,),
    ),
    ("GET", "/organization/list-user-invitations"): Endpoint(
        invitations.list_own, query=schemas.LIST_USER_INVITATIONS, answers=shapes.RECEIVED_ALL, refuses=(403,)
    ),
}
MEMBERS: Routes = {
    ("POST", "/organization/remove-member"): Endpoint(
        members.remove,
        schemas.REMOVE_MEMBER,
        needs=SESSION,
        audit="remove_member",
        answers=shapes.REMOVED,
    ),
    ("POST", "/organization/update-member-role"): Endpoint(
        members.update_role,
        schemas.UPDATE_MEMBER_ROLE,
        needs=SESSION,
        audit="update_member_role",
        answers=shapes.MEMBER,
    ),
    ("POST", "/organization/leave"): Endpoint(
        members.leave,
        schemas.ORGANIZATION,
        needs=SESSION,
        audit="leave_organization",
        answers=shapes.MEMBERSHIP,
    ),
    ("GET", "/organization/list-members"): Endpoint(
        members.list_page, query=schemas.LIST_MEMBERS, needs=SESSION, answers=shapes.PAGE, refuses=(403,)
    ),
    ("GET", "/organization/get-active-member"): Endpoint(
        members.get_active, needs=SESSION, answers=shapes.MEMBERSHIP, refuses=(400,)
    ),
    ("GET", "/organization/get-active-member-role"): Endpoint(
        members.get_role, query=schemas.GET_ACTIVE_MEMBER_ROLE, needs=SESSION, answers=shapes.ROLE, refuses=(403,)
    ),
    ("POST", "/organization/has-permission"): Endpoint(
        members.has_permission, schemas.HAS_PERMISSION, needs=SESSION, answers=shapes.PERMITTED
    ),
}
ROUTES: Routes = {**ORGANIZATIONS, **INVITATIONS, **MEMBERS}
