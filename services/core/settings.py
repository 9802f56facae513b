"""Core's settings; its worker alone needs more than the shared ones."""

from typing import ClassVar

from shared.settings import Settings


class CoreSettings(Settings):
    """What the internal service needs."""


class WorkerSettings(CoreSettings):
    """What the worker needs: it also sends the mail, and asks the gateway to tell people."""

    handles_mail: ClassVar[bool] = True
    gateway_url: str = "http://127.0.0.1:8080"
