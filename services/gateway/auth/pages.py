"""The page shown when signing in through another site failed; nothing in it comes from the address unescaped."""

import html
import re

CODE = re.compile(r"['A-Za-z0-9_-]+")
UNKNOWN = "UNKNOWN"
POLICY = (b"content-security-policy", b"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="UTF-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Error</title>
<style>
:root {{ color-scheme: light dark; font-family: system-ui, sans-serif; }}
main {{ max-width: 32rem; margin: 20vh auto 0; padding: 0 1rem; }}
</style>
</head>
<body>
<main>
<h1>Something went wrong</h1>
<p>CODE: <code>{code}</code></p>
<p>{description}</p>
<p><a href="/">Go home</a></p>
</main>
</body>
</html>
"""
NO_DESCRIPTION = "We encountered an unexpected error. Please try again or return to the home page."


def known_code(given: str) -> str:
    """The code itself, or UNKNOWN when it is none."""
    return given if CODE.fullmatch(given) else UNKNOWN


def error_page(code: str, description: str) -> bytes:
    """The page for a code and, if there is one, its description."""
    shown = html.escape(description or NO_DESCRIPTION)
    return PAGE.format(code=html.escape(known_code(code)), description=shown).encode()
