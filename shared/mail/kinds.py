"""The mails there are, as values: to whom, and what the text needs to know. `templates/` has one text for each."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.mail.text import Address, Line, Url
from shared.types import CurrencyCode, now


class Base(BaseModel):
    """What every mail has: who gets it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    to: Address


class WithLink(Base):
    """A mail that is worth nothing once its link has expired, and is then not sent. `url` is all it links to."""

    url: Url
    expires_at: AwareDatetime


class VerifyEmail(WithLink):
    """To a new account: confirm the address."""

    kind: Literal["verify_email"] = "verify_email"
    name: Line


class ConfirmEmailChange(WithLink):
    """To the address that an account has: agree to `new_email`."""

    kind: Literal["confirm_email_change"] = "confirm_email_change"
    name: Line
    new_email: Address


class VerifyNewEmail(WithLink):
    """To the address that an account is to have: confirm it."""

    kind: Literal["verify_new_email"] = "verify_new_email"
    name: Line


class ResetPassword(WithLink):
    """To whoever forgot the password: choose a new one."""

    kind: Literal["reset_password"] = "reset_password"
    name: Line


class DeleteAccount(WithLink):
    """To whoever wants the account gone: confirm it."""

    kind: Literal["delete_account"] = "delete_account"
    name: Line


class Invitation(WithLink):
    """To somebody invited into an organization."""

    kind: Literal["invitation"] = "invitation"
    inviter_name: Line
    inviter_email: Address
    organization_name: Line
    role: Line


class PasswordChanged(Base):
    """A notice after the fact."""

    kind: Literal["password_changed"] = "password_changed"
    name: Line
    changed_at: AwareDatetime = Field(default_factory=now)


class EmailChanged(Base):
    """A notice to the address that an account had, after the fact."""

    kind: Literal["email_changed"] = "email_changed"
    name: Line
    new_email: Address
    changed_at: AwareDatetime = Field(default_factory=now)


class ThresholdReached(Base):
    """To those who answer for a campaign's budget; amounts in minor units of `currency`. `url` shows the campaign."""

    kind: Literal["threshold_reached"] = "threshold_reached"
    name: Line
    campaign_name: Line
    percent: int | None
    limit_minor: int
    spent_minor: int
    budget_minor: int
    currency: CurrencyCode
    reached_at: AwareDatetime
    url: Url


Mail = Annotated[
    VerifyEmail
    | ConfirmEmailChange
    | VerifyNewEmail
    | ResetPassword
    | DeleteAccount
    | Invitation
    | PasswordChanged
    | EmailChanged
    | ThresholdReached,
    Field(discriminator="kind"),
]
