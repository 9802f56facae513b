"""The gateway's settings: BetterAuth's names where it has them."""

from typing import Annotated, ClassVar

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from shared import settings


class GatewaySettings(settings.Settings):
    """What the public service needs beyond the shared settings."""

    handles_mail: ClassVar[bool] = True
    port: int = Field(default=8080, ge=0, le=65_535)
    better_auth_secret: SecretStr = SecretStr("")
    better_auth_url: str = "http://127.0.0.1:8080"
    better_auth_trusted_origins: Annotated[list[str], NoDecode] = Field(default_factory=list)
    core_url: str = "http://127.0.0.1:8000"

    @field_validator("better_auth_trusted_origins", mode="before")
    @classmethod
    def split_at_commas(cls, value: object) -> object:
        """The environment gives one text with commas, as BetterAuth reads it."""
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

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
        """Also the secret that signs cookies and e-mail tokens."""
        return super().required_secrets() | {"BETTER_AUTH_SECRET": self.better_auth_secret}
