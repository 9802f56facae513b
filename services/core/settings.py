"""Core's settings; the shared ones are all it needs."""

from shared.settings import Settings


class CoreSettings(Settings):
    """What the internal service and its worker need."""
