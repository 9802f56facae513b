"""Settings both services share, read from the environment and `.env`; production refuses unsafe secrets."""

import hashlib
import hmac
from typing import ClassVar, Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.mail.server import sender_of, server_of

Environment = Literal["development", "test", "production"]

PLACEHOLDERS = ("change", "secret", "example", "placeholder", "password", "default", "development", "your-")
SHORTEST_SECRET = 32
READERS = {"SMTP_URL": server_of, "MAIL_FROM": sender_of}


class Settings(BaseSettings):
    """What every process of Canvass needs to know. See `.env.example` for each name's meaning."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True
    )

    handles_mail: ClassVar[bool] = False
    """Whether this process queues or sends mail, and so must not start in production without a way to."""

    environment: Environment = "development"
    database_url: str = ""
    internal_token_secret: SecretStr = SecretStr("")
    gateway_db_password: SecretStr = SecretStr("")
    core_db_password: SecretStr = SecretStr("")
    backup_db_password: SecretStr = SecretStr("")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65_535)
    database_pool_size: int = Field(default=10, ge=1, le=200)
    database_pool_timeout: float = Field(default=1.0, gt=0, le=60)
    database_statement_cache: int = Field(default=256, ge=0, le=10_000)
    smtp_url: SecretStr = SecretStr("")
    mail_from: str = ""
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @model_validator(mode="after")
    def refuse_unsafe_secrets(self) -> Self:
        """Raises ValueError in production for a secret that is missing, short or a placeholder."""
        if self.environment == "production":
            for name, secret in self.required_secrets().items():
                refuse_unsafe(name, secret.get_secret_value())
        return self

    @model_validator(mode="after")
    def refuse_mail_that_goes_nowhere(self) -> Self:
        """Raises ValueError for a mail setting that does not read as one, or in production is missing."""
        given = {"SMTP_URL": self.smtp_url.get_secret_value(), "MAIL_FROM": self.mail_from}
        for name, value in given.items():
            if value:
                refuse_unreadable(name, value)
            elif self.environment == "production" and self.handles_mail:
                raise ValueError(f"{name} is needed in production: without it no mail can be sent")
        return self

    def required_secrets(self) -> dict[str, SecretStr]:
        """Secrets without which this process must not start in production, by environment name."""
        return {"INTERNAL_TOKEN_SECRET": self.internal_token_secret}


def refuse_unsafe(name: str, secret: str) -> None:
    """Raises ValueError when a production secret is missing, short, a placeholder, or hardly varied."""
    if len(secret) < SHORTEST_SECRET:
        raise ValueError(f"{name} needs at least {SHORTEST_SECRET} characters in production")
    if any(word in secret.lower() for word in PLACEHOLDERS) or len(set(secret)) < 10:
        raise ValueError(f"{name} looks like a placeholder; generate one, for instance with: openssl rand -base64 36")


def refuse_unreadable(name: str, value: str) -> None:
    """Raises ValueError when a mail setting cannot be understood, without repeating it."""
    try:
        READERS[name](value)
    except ValueError as fault:
        raise ValueError(f"{name} {fault}") from None


def derived_secret(settings: Settings, purpose: str) -> str:
    """A secret of its own for `purpose`, derived from INTERNAL_TOKEN_SECRET by HMAC-SHA256."""
    key = settings.internal_token_secret.get_secret_value().encode()
    return hmac.new(key, purpose.encode(), hashlib.sha256).hexdigest()[:40]
