"""Reads LinkedIn address, e-mail and telephone number into forms that can be compared for equality.

Must never turn a placeholder or a shared mailbox into an identifier.
"""

import re
import urllib.parse

from services.core.matching import folding

_PROFILE = re.compile(r"(?:^|[/.])(?:linkedin\.com/)?(in|pub)/([^?#\s]+)", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w-]+(?:\.[\w-]+)+")
_EXTENSION = re.compile(r"(?:ext\.?|extension|x|#|;ext=)\s*\d{1,6}\s*$", re.IGNORECASE)
_SHARED_MAILBOXES = folding.listed(
    """
    info contact office admin support sales hello mail enquiries inquiries experts expert projects research noreply
    no-reply donotreply do-not-reply team recruiting scheduling assistant unknown none test
    """
)
_PERSONAL_DOMAINS = folding.listed(
    """
    gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.fr hotmail.com hotmail.co.uk outlook.com live.com msn.com
    icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.com web.de t-online.de proton.me protonmail.com mail.ru
    yandex.ru qq.com 163.com 126.com naver.com comcast.net verizon.net att.net sbcglobal.net btinternet.com orange.fr
    free.fr libero.it fastmail.com zoho.com
    """
)


def linkedin(url: str | None) -> str | None:
    """The profile's slug in lower case; None for company, search and Sales Navigator links."""
    found = _PROFILE.search(folding.visible(urllib.parse.unquote(url or "", errors="ignore")))
    if found is None:
        return None
    kind, path = found.group(1).lower(), [part for part in found.group(2).lower().split("/") if part]
    if not path or path[0].startswith(("acwaa", "acoaa")):
        return None
    if kind == "pub" and len(path) >= 4:
        return f"{path[0]}-{path[3].zfill(3)}{path[2].zfill(3)}{path[1]}"
    return path[0]


def email(text: str | None) -> str | None:
    """The address of one person's mailbox, lower case, without +tag; None for shared mailboxes and non-addresses."""
    found = _EMAIL.search(folding.visible(text or "").lower())
    if found is None:
        return None
    local, _, domain = found.group().rpartition("@")
    local = local.partition("+")[0]
    if domain in {"gmail.com", "googlemail.com"}:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}" if local and local not in _SHARED_MAILBOXES else None


def is_personal(address: str) -> bool:
    """Whether a normalised address belongs to a mail provider for private people."""
    return address.rpartition("@")[2] in _PERSONAL_DOMAINS


def phone(text: str | None) -> str | None:
    """The digits of a telephone number, "+" in front when international; None below eight digits or when made up."""
    raw = _EXTENSION.sub("", folding.visible(text or "")).replace("(0)", "").strip()
    digits = "".join(char for char in raw if char.isascii() and char.isdigit())
    international = raw.startswith("+") or digits.startswith("00")
    digits = digits.lstrip("0")
    if not 8 <= len(digits) <= 15 or len(set(digits)) <= 2 or digits in "12345678901234567890":
        return None
    return f"+{digits}" if international else digits


def same_phone(left: str, right: str) -> bool:
    """Whether two numbers from `phone` are one line: equal, or one written without its country code."""
    if left.startswith("+") and right.startswith("+"):
        return left == right
    longer, shorter = sorted((left.lstrip("+"), right.lstrip("+")), key=len, reverse=True)
    return longer.endswith(shorter) and len(longer) - len(shorter) <= 3
