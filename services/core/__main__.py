"""`python -m services.core`: the internal service."""

from services.core.main import create_app
from services.core.settings import CoreSettings
from shared.http import server
from shared.observability import logging


def main() -> None:
    """Read the settings and serve."""
    settings = CoreSettings()
    logging.configure(service="core", level=settings.log_level)
    app = create_app(settings)
    server.run(app, host=settings.host, port=settings.port, on_stop=app.state.hub.drain)


if __name__ == "__main__":
    main()
