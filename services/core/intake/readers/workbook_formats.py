"""What a number format writes around a number: `#,##0.00 "€"` shows 1150 as `1150 €`. Knows nothing of prices."""

import re
from functools import lru_cache

_PIECES = re.compile(
    r"""
    "(?P<quoted>[^"]*)" | \\(?P<escaped>.) | \[\$(?P<currency>[^\]-]*)[^\]]*\] | (?P<skipped>\[[^\]]*\] | [_*].)
    | (?P<digits>General|[0\#?][0\#?.,]*) | (?P<sign>[$€£¥₹])
    """,
    re.VERBOSE,
)
_SCALED = re.compile(r"[0#?],+(?![0#?])")
_BUILT_IN_DOLLARS = frozenset({5, 6, 7, 8, 42, 44})


@lru_cache(maxsize=1024)
def around(number_format: int, code: str | None) -> tuple[str, str]:
    """What stands before and after a number shown in this format; empty where the format scales or dates it."""
    if code is None:
        return ("$", "") if number_format in _BUILT_IN_DOLLARS else ("", "")
    positive = code.split(";")[0]
    before, after, digits = "", "", False
    for piece in _PIECES.finditer(positive):
        if piece["digits"]:
            digits = True
            continue
        text = piece["quoted"] or piece["escaped"] or piece["currency"] or piece["sign"] or ""
        before, after = (before, after + text) if digits else (before + text, after)
    if not digits or _SCALED.search(positive):
        return "", ""
    before, after = before.strip(" ()-"), after.strip(" ()-")
    return (f"{before} " if len(before) > 1 else before), (f" {after}" if after else "")
