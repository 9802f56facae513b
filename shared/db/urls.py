"""The two spellings of a database URL; imports nothing heavy, for the supervisor reads it too."""


def plain_url(url: str) -> str:
    """The libpq spelling of a database URL, whichever of the two accepted ones was given."""
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)


def sqlalchemy_url(url: str) -> str:
    """The SQLAlchemy spelling of a database URL."""
    return plain_url(url).replace("postgresql://", "postgresql+asyncpg://", 1)
