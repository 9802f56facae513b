"""Reads a job title into comparable words: the field of work and a rank.

Must never guess an employer from a title.
"""

import functools
import re
from dataclasses import dataclass

from services.core.matching import folding

_TITLE_WORDS = {
    "vicepresident": "vp", "seniorvicepresident": "svp", "executivevicepresident": "evp",
    "assistantvicepresident": "avp",
    "seniorvp": "svp", "srvp": "svp", "execvp": "evp", "executivevp": "evp", "managingdirector": "md",
    "chiefexecutiveofficer": "ceo", "chiefexecutive": "ceo", "chieffinancialofficer": "cfo",
    "chieftechnologyofficer": "cto", "chieftechnicalofficer": "cto", "chiefoperatingofficer": "coo",
    "chiefoperationsofficer": "coo", "chiefmarketingofficer": "cmo", "chiefinformationofficer": "cio",
    "chiefmedicalofficer": "cmo", "chiefcommercialofficer": "cco", "chiefrevenueofficer": "cro",
    "chiefproductofficer": "cpo", "chiefinformationsecurityofficer": "ciso", "generalmanager": "gm",
    "humanresources": "hr", "informationtechnology": "it", "researchanddevelopment": "rd", "randd": "rd",
    "businessdevelopment": "bd", "supplychainmanagement": "scm", "artificialintelligence": "ai", "sr": "senior",
    "snr": "senior", "jr": "junior", "dir": "director", "mgr": "manager", "mngr": "manager", "exec": "executive",
    "eng": "engineering", "engr": "engineer", "dev": "development", "ops": "operations", "mktg": "marketing",
    "mkt": "marketing", "mgmt": "management", "mgt": "management", "asst": "assistant", "assoc": "associate",
    "dep": "deputy", "intl": "international", "mfg": "manufacturing", "acct": "account", "admin": "administration",
    "tech": "technology", "fin": "finance", "proc": "procurement", "dept": "department", "pres": "president",
    "svc": "services", "hd": "head", "cofounder": "founder", "prof": "professor", "comms": "communications",
}  # fmt: skip
_TITLE_FILLER = folding.listed("of and the for in a an to former formerly ex retired current acting interim at")
_RANKS = {
    6: "ceo founder owner chairman chairwoman chair president",
    5: "cfo cto coo cmo cio cco cro cpo ciso chief partner evp",
    4: "svp vp md gm",
    3: "director head avp principal",
    2: "manager lead professor supervisor",
    1: "engineer analyst associate specialist consultant nurse developer scientist assistant technician clerk intern",
}
_RANK_WORDS = folding.listed("senior junior executive deputy global assistant")
_NO_TITLE = folding.listed("na n unknown tbd tba none confidential undisclosed")


@dataclass(frozen=True, slots=True)
class Title:
    """A job title's comparable parts: all its words, those that name the field of work, and a rank 0..6 (0 unknown)."""

    words: frozenset[str]
    field: frozenset[str]
    rank: int


@functools.lru_cache(maxsize=16384)
def title(text: str | None) -> Title | None:
    """The job title in comparable words, None when there is none; "VP, Sales" and "Vice President of Sales" are one."""
    own = re.split(r"\s(?:at|@)\s|[|;]", folding.fold(text or ""))[0]
    words = frozenset(_title_words(folding.words(own))) - _TITLE_FILLER
    if not words or words <= _NO_TITLE:
        return None
    ranks = [_ranks()[word] for word in words if word in _ranks()]
    field = frozenset(word for word in words if word not in _ranks() and word not in _RANK_WORDS)
    return Title(words=words, field=field, rank=max(ranks, default=0))


@functools.cache
def _ranks() -> dict[str, int]:
    return {word: rank for rank, words in _RANKS.items() for word in words.split()}


def _title_words(words: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    at = 0
    while at < len(words):
        length = next((n for n in (4, 3, 2, 1) if "".join(words[at : at + n]) in _TITLE_WORDS), 1)
        joined = "".join(words[at : at + length])
        found.append(_TITLE_WORDS.get(joined, joined))
        at += length
    return found
