"""The settings of organizations: BetterAuth's options by their names."""

from urllib.parse import urlsplit

from pydantic import Field, field_validator

from shared import settings

PLACE = "{id}"
"""Where the id belongs in INVITATION_URL and CAMPAIGN_URL."""


class WorkspaceSettings(settings.Settings):
    """How many organizations, members and open invitations there may be, and how invitations are sent and accepted.

    `invitation_url` and `campaign_url` are the frontend's pages; empty stands for /accept-invitation/{id} and
    /api/campaigns/{id}/report.html at BETTER_AUTH_URL.
    """

    organization_limit: int = Field(default=100, ge=1, le=10_000)
    membership_limit: int = Field(default=100, ge=1, le=10_000)
    invitation_limit: int = Field(default=100, ge=0, le=10_000)
    invitation_expires_in: int = Field(default=172_800, ge=60)
    cancel_pending_invitations_on_re_invite: bool = False
    require_email_verification_on_invitation: bool = False
    invitation_url: str = ""
    campaign_url: str = ""

    @field_validator("invitation_url", "campaign_url")
    @classmethod
    def refuse_other_addresses(cls, value: str) -> str:
        """Raises ValueError for anything but a web address that says where the id belongs."""
        if value and (PLACE not in value or urlsplit(value).scheme not in ("http", "https")):
            raise ValueError(f"must be a web address with {PLACE} in it, such as https://app.example.org/pages/{PLACE}")
        return value
