"""Reads what a vendor says about its conflict check. Never turns silence into "cleared"."""

import re

from services.core.intake.extraction.values import limits
from services.core.intake.proposals import ConflictStatus

_STATE = r"pending|in review|under review|not checked|flagged|awaiting\w*|on hold|open|cleared"
_PAST = re.compile(
    r"\([^)]*\b(?:was|were|previously|formerly|before|vorher)\b[^)]*\)"
    rf"|\b(?:was|were|had been|previously|formerly)\s+(?:still\s+|listed as\s+|marked\s+)?(?:{_STATE})\b"
    rf"(?=.*\b(?:now|{_STATE})\b)"
    rf"|\bfrom\s+(?:{_STATE})\s+to\b",
    re.IGNORECASE,
)
_COLON = r"\s*[?:=–—-]+\s*"

_RULES: tuple[tuple[ConflictStatus, tuple[str, ...]], ...] = (
    (
        "not_checked",
        (
            r"not (?:yet )?(?:been )?(?:checked|run|started|screened|initiated|requested|submitted|performed|done)",
            r"unchecked|nicht geprüft|no check (?:yet|done|run)",
            r"check (?:has )?not (?:yet )?(?:been )?(?:run|started|done)",
            r"(?:yet )?to be (?:checked|run|started|initiated)",
            r"will (?:be )?(?:check|run|start|initiate)\w*",
        ),
    ),
    ("pending", (rf"(?:clear(?:ed|ance)?|approv(?:ed|al)|passed|conflicts? check){_COLON}(?:no|not yet|nein)\b",)),
    ("flagged", (rf"conflicts?{_COLON}(?:yes|y|ja)\b",)),
    (
        "pending",
        (
            r"not (?:yet |been |fully )*(?:clear(?:ed)?|approved|passed|complete\w*|confirmed|received|back)",
            r"yet to (?:clear|be cleared)|to be (?:cleared|confirmed)|should (?:clear|be cleared|come back)",
            r"awaiting|pending|(?:under|in) (?:\w+ )?review|reviewing|waiting|on hold|outstanding|ongoing|submitted",
            r"requested|\bchecking\b|being (?:checked|reviewed|cleared|run)|in (?:progress|process)|underway"
            r"|\brunning\b|we expect|expected",
            r"still (?:with|at) compliance|\bwip\b|in prüfung|ausstehend|läuft",
        ),
    ),
    (
        "cleared",
        (
            r"\bno (?:\w+ )?(?:\w+ )?(?:conflicts?|issues?|flags?|concerns?|coi)\b|keine konflikte",
            r"not (?:conflicted|flagged|restricted)|unconflicted|conflict[- ]free|free of conflicts?",
            r"without (?:any )?conflicts?",
            r"(?:flag|conflict|restriction|hold) (?:has been |was |is )?(?:now )?(?:resolved|lifted|removed|cleared)",
        ),
    ),
    (
        "flagged",
        (
            r"flagged|\bflag\b|conflicted|restricted|restriction|blocked|\bfail(?:ed|s)?\b|rejected|declined|denied",
            r"\bconflict (?:identified|found|detected|exists|confirmed)|did not (?:pass|clear)|\bred\b|gesperrt",
            r"(?:potential|possible|has a|have a|identified a|found a) conflict|do[- ]not[- ]contact",
            r"cannot (?:proceed|participate)|not (?:permitted|allowed|eligible)|ineligible",
        ),
    ),
    (
        "cleared",
        (
            r"\bclear(?:ed|s|ance (?:given|received|obtained|granted))?\b|\bpass(?:ed|es)?\b|approved|\bgreen\b",
            r"\bcompleted?\b|\bdone\b|resolved|good to go|\bok(?:ay)?\b|✓|✔|✅|freigegeben|\bcompliant\b",
            rf"conflicts?{_COLON}(?:none|no|n|nil|0|nein|keine)\b|^\W*none\W*$",
        ),
    ),
)
_FIRST_WORD = re.compile(r"^(?:[\w ]+:)?\W*(?:flagged|conflicted|restricted|blocked)\b", re.IGNORECASE)
_COMPILED = tuple((status, re.compile("|".join(patterns), re.IGNORECASE)) for status, patterns in _RULES)


def conflict(text: str) -> ConflictStatus | None:
    """The state of the conflict check as the text states it now; "cleared (was pending)" is cleared; None if unsaid.

    Give the label along with a bare yes or no (`conflict("Conflicts? No")`): alone it says nothing.
    """
    text = text[: limits.LONGEST]
    now = _PAST.sub(" ", text)
    if _FIRST_WORD.match(now):
        return "flagged"
    return next((status for status, pattern in _COMPILED if pattern.search(now)), None)
