"""The gateway's settings: BetterAuth's names where it has them."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from services.gateway.provider_settings import ProviderSettings
from services.gateway.trusted_proxies import Proxies
from services.gateway.workspace_settings import WorkspaceSettings


class GatewaySettings(ProviderSettings, WorkspaceSettings):
    """What the public service needs beyond the shared settings."""

    handles_mail: ClassVar[bool] = True
    port: int = Field(default=8080, ge=0, le=65_535)
    better_auth_secret: SecretStr = SecretStr("")
    better_auth_secrets: SecretStr = SecretStr("")
    better_auth_url: str = "http://127.0.0.1:8080"
    better_auth_trusted_origins: Annotated[list[str], NoDecode] = Field(default_factory=list)
    core_url: str = "http://127.0.0.1:8000"
    rate_limit_enabled: bool = True
    trusted_proxies: str = ""
    session_cookie_cache: Literal["off", "compact", "jwt", "jwe"] = "off"
    session_cookie_cache_max_age: int = Field(default=300, ge=1, le=86_400)
    password_min_length: int = Field(default=8, ge=8, le=64)
    password_block_common: bool = True

    email_and_password_enabled: bool = True
    disable_sign_up: bool = False
    auto_sign_in: bool = True
    delete_user_enabled: bool = True
    require_email_verification: bool = False
    send_on_sign_up: bool | None = None
    send_on_sign_in: bool = False
    auto_sign_in_after_verification: bool = False
    email_token_expires_in: int = Field(default=3_600, ge=60)
    change_email_enabled: bool = True
    update_email_without_verification: bool = False
    reset_password_token_expires_in: int = Field(default=3_600, ge=60)
    revoke_sessions_on_password_reset: bool = True
    send_delete_account_verification: bool = True
    delete_token_expires_in: int = Field(default=86_400, ge=60)
    api_key_rate_limit_max: int = Field(default=1_000, ge=1)
    api_key_rate_limit_time_window: int = Field(default=60_000, ge=1_000)

    @field_validator("better_auth_trusted_origins", mode="before")
    @classmethod
    def split_at_commas(cls, value: object) -> object:
        """The environment gives one text with commas, as BetterAuth reads it."""
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("better_auth_secrets")
    @classmethod
    def refuse_unreadable_secrets(cls, value: SecretStr) -> SecretStr:
        """Raises ValueError, without repeating it, for a list that does not read as one."""
        secrets_of(value.get_secret_value())
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def refuse_unreadable_proxies(cls, value: str) -> str:
        """Raises ValueError for anything but addresses, networks and the word `private`."""
        Proxies(value)
        return value

    @property
    def signing_secrets(self) -> tuple[str, ...]:
        """What signs cookies and e-mail tokens: the first makes signatures, any is accepted."""
        listed = secrets_of(self.better_auth_secrets.get_secret_value()).values()
        single = self.better_auth_secret.get_secret_value()
        return tuple(dict.fromkeys([*listed, single] if single else listed))

    @property
    def verifies_on_sign_up(self) -> bool:
        """Whether signing up mails a verification link: unless told otherwise, when signing in needs one followed."""
        return self.require_email_verification if self.send_on_sign_up is None else self.send_on_sign_up

    @property
    def origin(self) -> str:
        """The gateway's own origin: scheme, host and port of BETTER_AUTH_URL."""
        scheme, _, rest = self.better_auth_url.partition("://")
        return f"{scheme}://{rest.partition('/')[0]}"

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies carry Secure and the `__Secure-` prefix: when the public address is https."""
        return self.better_auth_url.startswith("https://")

    def required_secrets(self) -> dict[str, SecretStr]:
        """Also every secret whose signature is accepted."""
        listed = secrets_of(self.better_auth_secrets.get_secret_value())
        named = {f"BETTER_AUTH_SECRETS, version {version}": SecretStr(value) for version, value in listed.items()}
        if not named or self.better_auth_secret.get_secret_value():
            named["BETTER_AUTH_SECRET"] = self.better_auth_secret
        return super().required_secrets() | named


def secrets_of(text: str) -> dict[int, str]:
    """Secrets by version, in the order of a list such as `2:newest,1:older`. Raises ValueError, repeating none."""
    secrets: dict[int, str] = {}
    for place, entry in enumerate(text.split(",") if text else (), start=1):
        version, _, secret = (part.strip() for part in entry.partition(":"))
        if not (version.isascii() and version.isdigit() and secret):
            raise ValueError(f"BETTER_AUTH_SECRETS: entry {place} is not of the form <version>:<secret>")
        if int(version) in secrets:
            raise ValueError(f"BETTER_AUTH_SECRETS: version {int(version)} is there twice")
        secrets[int(version)] = secret
    return secrets
