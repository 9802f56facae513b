"""Knows which words say nothing: "TBD", "n/a", "unknown". Never judges a value that says something."""

import re

_WORDS = """
na n/a n.a n.a. #n/a none nil null nan tbd tbc tba t.b.d t.b.c unknown unclear undisclosed confidential unspecified
withheld blank empty missing same unchanged open ? x xx xxx k.a k.a.
"""
_PHRASES = frozenset(
    {
        "not available",
        "not applicable",
        "not known",
        "not provided",
        "not disclosed",
        "not specified",
        "not stated",
        "not given",
        "not yet known",
        "not yet",
        "to be confirmed",
        "to be determined",
        "to be advised",
        "to be announced",
        "to be discussed",
        "to follow",
        "upon request",
        "on request",
        "price on request",
        "available upon request",
        "available on request",
        "no change",
        "no changes",
        "no update",
        "no updates",
        "as before",
        "same as before",
        "see above",
        "see below",
        "see profile",
        "auf anfrage",
        "keine angabe",
        "k. a.",
        "wird nachgereicht",
        "tbd by expert",
    }
)
_BLANK = _PHRASES.union(_WORDS.split())
_NOT_YET = re.compile(
    r"\W*(?:(?:not|yet|still|to be|will be) )+(?:(?:be|yet|been) )*(?:confirmed|known|available|provided|given|set"
    r"|shared|advised|agreed"
    r"|determined|announced|discussed|received|sent|follow)\W*",
    re.IGNORECASE,
)
_EDGES = re.compile(r"^[\s\-–—_.·*()\[\]<>:;,!/]+|[\s\-–—_·*()\[\]<>:;,!/]+$")


def is_blank(text: str | None) -> bool:
    """True for nothing at all, dashes, and words that state no value ("TBD", "n/a", "unknown", "no change")."""
    if text is None:
        return True
    if text and _NOT_YET.fullmatch(text.strip()):
        return True
    stripped = _EDGES.sub("", " ".join(text.lower().split()))
    return stripped == "" or stripped in _BLANK or stripped.rstrip(".") in _BLANK
