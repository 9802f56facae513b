"""Judges whether a cell names a person, and takes what is not the name out of it. Knows no columns."""

import re
from typing import Literal

from services.core.intake.extraction import values

NameProblem = Literal["missing_name", "not_a_person"]

_LONGEST, _MOST_WORDS = 80, 8
_WITHHELD = re.compile(
    r"\b(?:withheld|anonym\w*|confidential|undisclosed|redacted|not disclosed|to be disclosed|on request|upon request"
    r"|hidden|vertraulich|auf anfrage)\b|^[\W_]*$|\*{2,}|x{3,}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^(?:expert|advisor|adviser|candidate|profile|consultant|specialist|member|person|experte)\s*(?:no\.?|nr\.?|#)?\s*"
    r"(?:\d+|[A-Z])$",
    re.IGNORECASE,
)
_NO_PERSON = re.compile(
    r"@|https?:|www\.|\d(?!(?:nd|rd|th)$)|[!?:=%€$£]"
    r"|\b(?:total|subtotal|sum|summe|average|count|note|notes|hinweis|remark|remarks|legend|please|tier|experts|advisors"
    r"|candidates|profiles|specialists|consultants|employees|customers|competitors|suppliers|partners|section|group"
    r"|shortlist|availability|rates|prices|source|disclaimer|copyright|end of)\b"
    r"|\b(?:gmbh|inc|llc|ltd|limited|plc|corp|corporation|s\.a\.|s\.p\.a|b\.v|holdings?|group)\b\.?$",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:[\s*•·▪>–—-]+|(?:#\s*)?\d{1,4}\s*[.):]\s*|\[?\(?\s*(?:new|neu|updated)\s*\]?\)?\s*[:!*–-]*\s*)+", re.I
)
_TRAILING = re.compile(
    r"(?:\s*[\[(*]+\s*(?:new|neu|updated|recommended|top pick)\s*[\])*!]*|[\s*†‡,;:–—-]+)$", re.IGNORECASE
)
_ASIDE = re.compile(r"\s+[-–—|]\s+|\s*\n\s*|\s*\|\s*")


def split(cell: str) -> tuple[str, str]:
    """The name without numbers, bullets and "NEW", and what stands after it ("– VP Sales at Epic"), mostly nothing."""
    parts = _ASIDE.split(_LEADING.sub("", cell.strip()), maxsplit=1)
    name = _TRAILING.sub("", parts[0]).strip()
    return " ".join(name.split()), parts[1].strip() if len(parts) > 1 else ""


def problem(name: str) -> NameProblem | None:
    """Why this is nobody's name: none is given (blank, withheld, only a number), or it plainly names something else."""
    if values.is_blank(name) or _WITHHELD.search(name) or _NUMBERED.match(name):
        return "missing_name"
    too_long = len(name) > _LONGEST or len(name.split()) > _MOST_WORDS
    if too_long or _NO_PERSON.search(name) or not any(letter.isalpha() for letter in name):
        return "not_a_person"
    return None
