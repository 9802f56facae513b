"""How a person's name is shown: given names first, in ordinary letters. What a vendor wrote stays with the offer."""

import re

DEGREES = re.compile(
    r"^(md|phd|dphil|mba|cfa|cpa|rn|jd|msc|bsc|ma|sr|jr|[ivx]{2,4}|pe|esq|facs|fache)\.?$", re.IGNORECASE
)
WORD = re.compile(r"[^\W\d_]+")


def shown(name: str) -> str:
    """`CHEN, SARAH` as `Sarah Chen`; `Patrick Gallagher, Sr.` keeps its end."""
    text = " ".join(name.split())
    family, comma, given = text.partition(", ")
    if comma and "," not in given and not DEGREES.match(given.split()[0]):
        text = f"{given} {family}"
    return WORD.sub(_ordinary, text) if text.isupper() else text


def _ordinary(word: re.Match[str]) -> str:
    return word.group().capitalize() if len(word.group()) > 1 else word.group()


def is_plain(name: str) -> bool:
    """Whether a name stands as it would be shown."""
    return shown(name) == name
