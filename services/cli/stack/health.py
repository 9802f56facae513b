"""Asks a service whether it is ready."""

import http.client
from urllib.parse import urlsplit

TIMEOUT = 2.0


def is_ready(url: str) -> bool:
    """Whether a GET of `url` is answered with 200 within two seconds."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)
    try:
        connection.request("GET", parts.path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
