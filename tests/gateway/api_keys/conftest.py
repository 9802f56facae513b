"""Auth as its own tests have it."""

from tests.gateway.auth.conftest import resources, serve, server

__all__ = ["resources", "serve", "server"]
