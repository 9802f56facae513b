"""Wordings that tell how much an answer is worth, whatever was asked: evasive, at first or second hand, only a helper.

Data, in English; each is a pattern over the text as written.
"""

import re

SHOWN = 200
"""Characters of an answer that are quoted where the whole of it counts."""

EVASIVE = re.compile(
    r"prefer not to (?:say|answer|disclose|comment)|(?:would|['’]d) rather not"
    r"|(?:can(?:no|['’])?t|cannot|unable to) (?:say|comment|disclose|discuss|answer|confirm)|no comment"
    r"|not (?:sure|certain|at liberty)|hard to say|it depends|it['’]?s complicated"
    r"|(?:will|can|happy to|let['’]?s) (?:discuss|talk|clarify) (?:that |this |it )?(?:on|during|in) (?:the|a) call"
    r"|have to check|need to check|i (?:do not|don['’]t) (?:know|recall|remember)"
    r"|^\W*(?:maybe|possibly|perhaps|potentially|n/?a|tbd|tbc|unsure|depends)\W*$",
    re.I,
)
_DEED = (
    r"(?:\w+ly )?(?:led|lead|owned|own|ran|run|managed|manage|decided|decide|signed|negotiated|negotiate"
    r"|built|selected|chose|approved|approve|oversaw|oversee|headed|directed|designed|launched|bought|implemented"
    r"|was responsible|am responsible|were responsible|was accountable)"
)
FIRST_HAND = re.compile(rf"\b(?:I|we) {_DEED}\b|\bmy (?:team|budget|decision)\b", re.I)
OWN_HAND = re.compile(rf"\bI {_DEED}\b|\bmy (?:team|budget|decision)\b", re.I)
"""What the expert did and not only those they worked for."""
SECOND_HAND = re.compile(
    r"\b(?:heard|was told|been told|understand) (?:it |this |that )?from (?:a |my |some |former )?"
    r"(?:colleagues?|friends?|others|peers?)|second[- ]hand|from what (?:I(?:['’]ve)? (?:heard|read)|people say)"
    r"|only (?:read|heard) about|no (?:direct|first-?hand) (?:experience|knowledge|involvement)"
    r"|not (?:directly|personally) involved",
    re.I,
)
SUPPORTIVE = re.compile(
    r"\b(?:only|just|merely|mainly|mostly) (?:supported|assisted|helped)"
    r"|(?:supporting|support|supportive|assisting|administrative) (?:role|function|capacity)"
    r"|\bI (?:supported|assisted|helped) (?:the|my|a)\b|did not (?:make|take) (?:the |any )?decisions?"
    r"|no decision[- ]making|took (?:the )?minutes|limited (?:role|involvement)",
    re.I,
)
SUPPORTIVE_TITLE = re.compile(
    r"^\s*(?:(?:senior|junior|executive|personal|team|administrative|office|project|marketing|sales|research|hr|legal)"
    r"\s+)*(?:assistant|intern|trainee|secretary|receptionist|coordinator|apprentice|working student)\b"
    r"(?!\s+(?:vice|professor|director|general|secretary|manager|vp|dean|commissioner))"
    r"|\b(?:assistant|secretary|aide|ea|pa) to\b|\b(?:executive|personal) assistant$|\bintern$",
    re.I,
)
SUPPORTED = re.compile(r"\s(?:to|for|supporting)\s|\boffice of\b", re.I)
"""What stands before somebody else's title within one's own."""
CONFLICT_QUESTION = re.compile(
    r"\bconflicts?\b|\bconfidential|\bnda\b|non-?disclosure|non-?compete|\brestrict(?:ed|ions?)\b|\bbound by\b|\bmnpi\b"
    r"|inside(?:r)? information|currently (?:employed|work|advis)|obligations?\b",
    re.I,
)
NO_CONFLICT = re.compile(
    r"^\W*(?:no|none|nothing|nope|never|not that i|i (?:have|am aware of) no|there are no)\b", re.I
)
CONFLICT = re.compile(
    r"^\W*(?:yes|yeah|correct|i do(?! not)|i am(?! (?:not|no|free|clear|retired|unaware))"
    r"|i have(?! (?:no|never|not)))\b",
    re.I,
)
