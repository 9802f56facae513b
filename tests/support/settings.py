"""Settings of the test run: secrets worth nothing anywhere else, and nothing of this machine's environment."""

from typing import Any

from services.core.settings import CoreSettings, WorkerSettings
from services.gateway.settings import GatewaySettings
from shared.settings import Settings

INTERNAL_SECRET = "internal-token-key-of-the-tests-0123456789"
BETTER_AUTH_SECRET = "better-auth-key-of-the-tests-0123456789"
GATEWAY = "http://127.0.0.1:8080"
CORE = "http://core.internal:8000"
COMMON: dict[str, Any] = {
    "_env_file": None,
    "environment": "test",
    "internal_token_secret": INTERNAL_SECRET,
    "gateway_db_password": "",
    "core_db_password": "",
    "backup_db_password": "",
    "database_pool_size": 10,
    "database_pool_timeout": 20.0,
    "database_statement_cache": 256,
    "smtp_url": "",
    "mail_from": "",
    "log_level": "warning",
}
SETTINGS = Settings(**COMMON)


def of_core(database_url: str, **changed: Any) -> CoreSettings:
    """Core's settings on that database."""
    return CoreSettings(**COMMON | {"database_url": database_url} | changed)


def of_worker(database_url: str, **changed: Any) -> WorkerSettings:
    """The worker's settings on that database."""
    return WorkerSettings(**COMMON | {"database_url": database_url} | changed)


def of_gateway(database_url: str, **changed: Any) -> GatewaySettings:
    """The gateway's settings on that database."""
    own = {
        "database_url": database_url,
        "better_auth_secret": BETTER_AUTH_SECRET,
        "better_auth_secrets": "",
        "better_auth_url": GATEWAY,
        "better_auth_trusted_origins": [],
        "core_url": CORE,
        "rate_limit_enabled": False,
        "trusted_proxies": "",
        "session_cookie_cache": "off",
        "session_cookie_cache_max_age": 300,
        "password_min_length": 8,
        "password_block_common": True,
        "invitation_url": "",
    }
    return GatewaySettings(**COMMON | own | changed)
