"""The admin plugin's paths, one line each."""

from services.gateway.admin import schemas
from services.gateway.admin.endpoints import bans, impersonation, listing, people, permission, user_sessions
from services.gateway.auth import shapes
from services.gateway.auth.routing import Endpoint, Routes
from services.gateway.auth.schemas import NOTHING
from services.gateway.auth.shapes import array, record, ref

USER = record({"user": ref("AuthUser")})
IDENTITY = ref("AuthIdentity")
NUMBER = {"type": "number"}
USERS = record(
    {"users": array(ref("AuthUser")), "total": NUMBER, "limit": NUMBER, "offset": NUMBER},
    optional=frozenset({"limit", "offset"}),
)
SESSIONS = record({"sessions": array(ref("AuthSession"))})
ALLOWED = record({"error": {"type": "null"}, "success": shapes.BOOLEAN})
NO_WAY_BACK = {"500": {"description": "The admin or their own session is gone"}}
ADMINS_ONLY = (401, 403)
ADMINS_OF = (401, 403, 404)

ROUTES: Routes = {
    ("POST", "/admin/set-role"): Endpoint(
        people.set_role, schemas.SET_ROLE, audit="set_role", answers=USER, refuses=ADMINS_OF
    ),
    ("GET", "/admin/get-user"): Endpoint(
        people.get_user, query=schemas.GET_USER, answers=ref("AuthUser"), refuses=ADMINS_OF
    ),
    ("POST", "/admin/create-user"): Endpoint(
        people.create_user, schemas.CREATE_USER, audit="create_user", answers=USER, refuses=ADMINS_ONLY
    ),
    ("POST", "/admin/update-user"): Endpoint(
        people.update_user, schemas.UPDATE_USER, audit="admin_update_user", answers=ref("AuthUser"), refuses=ADMINS_OF
    ),
    ("GET", "/admin/list-users"): Endpoint(
        listing.list_users, query=schemas.LIST_USERS, answers=USERS, refuses=ADMINS_ONLY
    ),
    ("POST", "/admin/list-user-sessions"): Endpoint(
        user_sessions.list_user_sessions, schemas.PERSON, answers=SESSIONS, refuses=ADMINS_ONLY
    ),
    ("POST", "/admin/ban-user"): Endpoint(
        bans.ban_user, schemas.BAN_USER, audit="ban_user", answers=USER, refuses=ADMINS_OF
    ),
    ("POST", "/admin/unban-user"): Endpoint(
        bans.unban_user, schemas.PERSON, audit="unban_user", answers=USER, refuses=ADMINS_OF
    ),
    ("POST", "/admin/impersonate-user"): Endpoint(
        impersonation.impersonate_user, schemas.PERSON, audit="impersonate_user", answers=IDENTITY, refuses=ADMINS_OF
    ),
    ("POST", "/admin/stop-impersonating"): Endpoint(
        impersonation.stop_impersonating,
        NOTHING,
        audit="stop_impersonating",
        answers=IDENTITY,
        refuses=(401,),
        other_answers=NO_WAY_BACK,
    ),
    ("POST", "/admin/revoke-user-session"): Endpoint(
        user_sessions.revoke_user_session,
        schemas.REVOKE_USER_SESSION,
        audit="revoke_user_session",
        answers=shapes.SUCCESS,
        refuses=ADMINS_ONLY,
    ),
    ("POST", "/admin/revoke-user-sessions"): Endpoint(
        user_sessions.revoke_user_sessions,
        schemas.PERSON,
        audit="revoke_user_sessions",
        answers=shapes.SUCCESS,
        refuses=ADMINS_ONLY,
    ),
    ("POST", "/admin/remove-user"): Endpoint(
        people.remove_user, schemas.PERSON, audit="remove_user", answers=shapes.SUCCESS, refuses=ADMINS_OF
    ),
    ("POST", "/admin/set-user-password"): Endpoint(
        people.set_user_password,
        schemas.SET_USER_PASSWORD,
        audit="set_user_password",
        answers=shapes.STATUS,
        refuses=ADMINS_OF,
    ),
    ("POST", "/admin/has-permission"): Endpoint(
        permission.has_permission, schemas.HAS_PERMISSION, answers=ALLOWED, refuses=(401,)
    ),
}
