"""The settings of signing in through others: GitHub, Google, and whoever speaks OpenID Connect."""

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

from shared import settings

LOOPBACK = ("127.0.0.1", "::1", "localhost")
TAKEN = ("credential", "github", "google")
"""Ids that stand for other ways to sign in."""

ProviderId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]


class OidcProvider(BaseModel):
    """One of OIDC_PROVIDERS. `issuer` is written exactly as the provider writes it; `trusted` links without its word.

    A trusted provider's accounts are linked to people by e-mail addresses that it does not call verified.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    id: ProviderId
    issuer: str
    client_id: str = Field(min_length=1)
    client_secret: SecretStr = SecretStr("")
    scopes: tuple[str, ...] = ("openid", "email", "profile")
    trusted: bool = False
    disable_sign_up: bool = False
    disable_implicit_sign_up: bool = False
    require_email_verification: bool = False


class ProviderSettings(settings.Settings):
    """Providers are there when they have a client id; the addresses change for GitHub Enterprise and for tests only."""

    github_client_id: str = ""
    github_client_secret: SecretStr = SecretStr("")
    github_url: str = "https://github.com"
    github_api_url: str = "https://api.github.com"
    google_client_id: str = ""
    google_client_secret: SecretStr = SecretStr("")
    google_authorization_url: str = "https://accounts.google.com/o/oauth2/v2/auth"
    google_token_url: str = "https://oauth2.googleapis.com/token"  # noqa: S105
    google_keys_url: str = "https://www.googleapis.com/oauth2/v3/certs"
    oidc_providers: tuple[OidcProvider, ...] = ()
    encrypt_oauth_tokens: bool = False

    @model_validator(mode="after")
    def refuse_unclear_providers(self) -> Self:
        """Raises ValueError for ids given twice, and for addresses that are none or, in production, not https."""
        ids = [*TAKEN, *(each.id for each in self.oidc_providers)]
        if len(set(ids)) < len(ids):
            raise ValueError("OIDC_PROVIDERS: every id may be given once, and none of " + ", ".join(TAKEN))
        for url in self.provider_urls:
            parts = urlsplit(url)
            plain = parts.scheme == "http" and (self.environment != "production" or parts.hostname in LOOPBACK)
            if not parts.hostname or not (parts.scheme == "https" or plain):
                raise ValueError("a provider's address must be https; http is for this machine and development")
        return self

    @property
    def provider_urls(self) -> list[str]:
        """Every address an operator may have named."""
        google = [self.google_authorization_url, self.google_token_url, self.google_keys_url]
        return [self.github_url, self.github_api_url, *google, *(each.issuer for each in self.oidc_providers)]
