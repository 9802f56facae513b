"""Where somebody is sent on to, and what they are told on the way. Who may be sent where is the guard's business."""

from urllib.parse import SplitResult, parse_qsl, quote, urljoin, urlsplit

from services.gateway.auth import wire


def telling(target: str, *, name: str, value: str) -> str:
    """The target with this parameter at the end of its query, which otherwise stays as it is written."""
    parts = _split(target)
    kept = parts.query if not parts.query or parts.query.endswith("&") else f"{parts.query}&"
    return parts._replace(query=kept + wire.form([(name, value)])).geturl()


def telling_at(base: str, target: str, *, name: str, value: str) -> str:
    """The target as an absolute address, a relative one below `base`, with this parameter set in its query."""
    parts = _split(urljoin(base, target) if target.startswith("/") else target)
    query = parse_qsl(parts.query, keep_blank_values=True)
    others = [pair for pair in query if pair[0] != name]
    place = next((index for index, pair in enumerate(query) if pair[0] == name), len(others))
    others.insert(place, (name, value))
    return parts._replace(query=wire.form(others)).geturl()


def _split(target: str) -> SplitResult:
    """As browsers read it: an http(s) address has a path, and what is not visible ASCII is percent-encoded."""
    parts = urlsplit(quote(target, safe=wire.VISIBLE))
    return parts._replace(path="/") if parts.netloc and not parts.path and parts.scheme.startswith("http") else parts
