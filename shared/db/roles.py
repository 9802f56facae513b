"""The database roles: the owner migrates, the services own nothing, the backup role sees everything."""

from urllib.parse import quote, urlsplit, urlunsplit

from shared.db.urls import plain_url
from shared.settings import Settings, derived_secret

GATEWAY = "gateway_rw"
CORE = "core_rw"
BACKUP = "backup_ro"
ROLES = (GATEWAY, CORE, BACKUP)


def role_password(role: str, settings: Settings) -> str:
    """The password of a role: the one set for it, else one derived from INTERNAL_TOKEN_SECRET."""
    given = {
        GATEWAY: settings.gateway_db_password,
        CORE: settings.core_db_password,
        BACKUP: settings.backup_db_password,
    }[role]
    return given.get_secret_value() or derived_secret(settings, f"canvass-db-role:{role}")


def role_url(owner_url: str, role: str, settings: Settings) -> str:
    """The connection URL of a role, for the database the owner's URL points at."""
    parts = urlsplit(plain_url(owner_url))
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{role}:{quote(role_password(role, settings), safe='')}@{place}"))
