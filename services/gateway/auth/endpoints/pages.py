"""What is there without signing in: that auth answers, and a page about a failed sign-in."""

from urllib.parse import urlencode

from services.gateway.auth import pages
from services.gateway.auth.deps import Auth
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.routing import Values


async def ok(auth: Auth, request: Incoming, values: Values) -> Answer:
    """That auth is there."""
    return answer({"ok": True})


async def error(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A page about a failed sign-in; in production the frontend shows it."""
    code, description = _first(request, "error"), _first(request, "error_description")
    if auth.settings.environment != "production":
        html = (b"content-type", b"text/html")
        return Answer(pages.error_page(code, description), headers=[html, pages.POLICY])
    query = {"error": pages.known_code(code)} | ({"error_description": description} if description else {})
    return Answer(status=302, headers=[(b"location", f"/?{urlencode(query)}".encode())])


def _first(request: Incoming, name: str) -> str:
    value = request.query.get(name, "")
    return value if isinstance(value, str) else value[0]
