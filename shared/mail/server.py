"""Where mail is handed over, and in whose name: what SMTP_URL and MAIL_FROM mean."""

from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

PORTS = {"smtp": 587, "smtps": 465}
FORM = "must read smtp://user:password@host:587 or smtps://user:password@host:465"
STARTTLS = {"required": True, "optional": None, "never": False}


@dataclass(frozen=True, slots=True)
class Server:
    """A submission server (RFC 6409). `start_tls`: True insists on it, None takes it if offered, False leaves it."""

    host: str
    port: int
    tls: bool
    start_tls: bool | None
    username: str | None = None
    password: str | None = field(default=None, repr=False)


def server_of(url: str) -> Server:
    """The server behind smtp://user:password@host:587?starttls=required|optional|never or smtps://user:password@host:465.

    A password is never sent in the clear unless starttls=never says so: with one, required is the default, else
    optional. Raises ValueError for anything else.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (KeyError, ValueError):
        raise ValueError(FORM) from None
    if not parts.hostname or parts.path not in ("", "/") or parts.fragment:
        raise ValueError(FORM)
    tls = parts.scheme == "smtps"
    asked = parse_qs(parts.query, keep_blank_values=True)
    starttls = asked.pop("starttls", ["required" if parts.username else "optional"])[-1]
    if asked or starttls not in STARTTLS or (tls and parts.query):
        raise ValueError("may only say ?starttls=required, optional or never, and that only after smtp://")
    return Server(
        host=parts.hostname,
        port=port,
        tls=tls,
        start_tls=False if tls else STARTTLS[starttls],
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or "") if parts.username else None,
    )


def sender_of(text: str) -> Address:
    """The sender behind `Name <address>` or `address`. Raises ValueError for anything else."""
    name, address = parseaddr(text)
    try:
        sender = Address(display_name=name, addr_spec=address)
    except (HeaderParseError, IndexError, ValueError):
        sender = Address()
    if not (sender.username and sender.domain and text.isprintable() and address.isascii()):
        raise ValueError("must read Canvass <no-reply@example.org>")
    return sender
