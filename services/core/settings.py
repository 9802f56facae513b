"""Core's settings; the shared ones are all it needs."""

from typing import ClassVar

from shared.settings import Settings


class CoreSettings(Settings):
    """What the internal service needs."""


class WorkerSettings(CoreSettings):
    """What the worker needs: it also sends the mail."""

    handles_mail: ClassVar[bool] = True
