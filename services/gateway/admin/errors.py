"""What the admin plugin refuses, in its codes and words."""

from services.gateway.auth.errors import Refusal

MESSAGES = {
    "INVALID_ROLE_TYPE": "Invalid role type",
    "NO_DATA_TO_UPDATE": "No data to update",
    "PASSWORD_CANNOT_BE_UPDATED_VIA_UPDATE_USER": (
        "Password cannot be updated through update-user. Use the set-user-password endpoint instead"
    ),
    "USER_ID_CANNOT_BE_UPDATED": "User id cannot be updated",
    "YOU_ARE_NOT_ALLOWED_TO_BAN_USERS": "You are not allowed to ban users",
    "YOU_ARE_NOT_ALLOWED_TO_CHANGE_USERS_ROLE": "You are not allowed to change users role",
    "YOU_ARE_NOT_ALLOWED_TO_CREATE_USERS": "You are not allowed to create users",
    "YOU_ARE_NOT_ALLOWED_TO_DELETE_USERS": "You are not allowed to delete users",
    "YOU_ARE_NOT_ALLOWED_TO_GET_USER": "You are not allowed to get user",
    "YOU_ARE_NOT_ALLOWED_TO_IMPERSONATE_USERS": "You are not allowed to impersonate users",
    "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS": "You are not allowed to list users",
    "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS_SESSIONS": "You are not allowed to list users sessions",
    "YOU_ARE_NOT_ALLOWED_TO_REVOKE_USERS_SESSIONS": "You are not allowed to revoke users sessions",
    "YOU_ARE_NOT_ALLOWED_TO_SET_USERS_PASSWORD": "You are not allowed to set users password",
    "YOU_ARE_NOT_ALLOWED_TO_UPDATE_USERS": "You are not allowed to update users",
    "YOU_CANNOT_BAN_YOURSELF": "You cannot ban yourself",
    "YOU_CANNOT_IMPERSONATE_ADMINS": "You cannot impersonate admins",
    "YOU_CANNOT_REMOVE_YOURSELF": "You cannot remove yourself",
}


def refusal(status: int, code: str) -> Refusal:
    """The refusal of one of this plugin's codes."""
    return Refusal(status, code, MESSAGES[code])
