"""What organizations refuse, in BetterAuth's codes and words; ORGANIZATION_HOLDS_RESEARCH is ours."""

from collections.abc import Sequence

from services.gateway.auth.errors import Refusal

MESSAGES = {
    "EMAIL_VERIFICATION_REQUIRED_BEFORE_ACCEPTING_OR_REJECTING_INVITATION": (
        "Email verification required before accepting or rejecting invitation"
    ),
    "EMAIL_VERIFICATION_REQUIRED_FOR_INVITATION": (
        "Email verification required to view or list invitations for the session email"
    ),
    "INVALID_EMAIL": "Invalid email",
    "INVITATION_LIMIT_REACHED": "Invitation limit reached",
    "INVITATION_NOT_FOUND": "Invitation not found",
    "INVITER_IS_NO_LONGER_A_MEMBER_OF_THE_ORGANIZATION": "Inviter is no longer a member of the organization",
    "MEMBER_NOT_FOUND": "Member not found",
    "NO_ACTIVE_ORGANIZATION": "No active organization",
    "ORGANIZATION_ALREADY_EXISTS": "Organization already exists",
    "ORGANIZATION_HOLDS_RESEARCH": "Delete or move this organization's campaigns and projects first",
    "ORGANIZATION_MEMBERSHIP_LIMIT_REACHED": "Organization membership limit reached",
    "ORGANIZATION_NOT_FOUND": "Organization not found",
    "ORGANIZATION_SLUG_ALREADY_TAKEN": "Organization slug already taken",
    "ROLE_NOT_FOUND": "Role not found",
    "USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION": "User is already a member of this organization",
    "USER_IS_ALREADY_INVITED_TO_THIS_ORGANIZATION": "User is already invited to this organization",
    "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION": "User is not a member of the organization",
    "YOU_ARE_NOT_ALLOWED_TO_CANCEL_THIS_INVITATION": "You are not allowed to cancel this invitation",
    "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_MEMBER": "You are not allowed to delete this member",
    "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_ORGANIZATION": "You are not allowed to delete this organization",
    "YOU_ARE_NOT_ALLOWED_TO_INVITE_USERS_TO_THIS_ORGANIZATION": (
        "You are not allowed to invite users to this organization"
    ),
    "YOU_ARE_NOT_ALLOWED_TO_INVITE_USER_WITH_THIS_ROLE": "You are not allowed to invite a user with this role",
    "YOU_ARE_NOT_ALLOWED_TO_LIST_INVITATIONS": "You are not allowed to list invitations for this organization",
    "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER": "You are not allowed to update this member",
    "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_ORGANIZATION": "You are not allowed to update this organization",
    "YOU_ARE_NOT_A_MEMBER_OF_THIS_ORGANIZATION": "You are not a member of this organization",
    "YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION": "You are not the recipient of the invitation",
    "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER": "You cannot leave the organization as the only owner",
    "YOU_CANNOT_LEAVE_THE_ORGANIZATION_WITHOUT_AN_OWNER": "You cannot leave the organization without an owner",
    "YOU_HAVE_REACHED_THE_MAXIMUM_NUMBER_OF_ORGANIZATIONS": "You have reached the maximum number of organizations",
}


def refusal(status: int, code: str) -> Refusal:
    """The refusal of a code whose text is fixed."""
    return Refusal(status, code, MESSAGES[code])


def wordless(status: int) -> Refusal:
    """A refusal with an empty body."""
    return Refusal(status, None, "")


def unknown_roles(roles: Sequence[str], *, code: str | None) -> Refusal:
    """That there are no such roles; its text begins with the code, which inviting leaves out besides."""
    return Refusal(400, code, f"ROLE_NOT_FOUND: {', '.join(roles)}", code_first=True)
