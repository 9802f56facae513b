"""`python -m services.gateway`: the public service."""

from services.gateway.main import create_app
from services.gateway.settings import GatewaySettings
from shared.http import server
from shared.observability import logging


def main() -> None:
    """Read the settings and serve."""
    settings = GatewaySettings()
    logging.configure(service="gateway", level=settings.log_level)
    app = create_app(settings)
    server.run(app, host=settings.host, port=settings.port, on_stop=app.state.proxy.drain)


if __name__ == "__main__":
    main()
