"""Cuts a message into lines and tells the vendor's talk (greeting, signature, disclaimer) from what it offers."""

import re
from dataclasses import dataclass

from services.core.intake.documents import Document, Message
from services.core.intake.extraction.mail_spans import Piece

_MARKER = re.compile(
    r"\s*(?P<strong>\*{1,2}(?=\d))?(?:(?P<bullet>[-*•·▪►‣◦–—>])\s+|(?P<number>\(?\d{1,2}[a-z]?[.):]|\[\d{1,2}\]"
    r"|#\d{1,2}[.):]?)\s+)?(?P<bold>\*{1,2}|_{1,2})?"
)
_GREETING = re.compile(
    r"^(?:hi|hello|dear|hey|good (?:morning|afternoon|evening|day)|morning|afternoon|greetings|hallo|liebe[r]?"
    r"|guten (?:tag|morgen)"
    r"|sehr geehrte[r]?|bonjour|hola|ciao|team|all|both|everyone|namaste)\b[^.:?\d]{0,60}[,!:–-]?\s*[-–]?$",
    re.IGNORECASE,
)
_BARE_GREETING = re.compile(r"^[A-Z][\w'’-]+(?:[ -](?:san|[A-Z][\w'’-]+))?\s?(?:,|[-–]|!)$")
_SIGN_OFF = re.compile(
    r"^(?:(?:with )?(?:best|kind|warm|many|kindest|warmest)?\s*(?:regards|wishes|greetings)|(?:all the |my )?best"
    r"|cheers|thanks"
    r"|thank you|many thanks|thanks (?:so much|again|and regards|in advance)|thanks? (?:&|and) (?:best )?regards|rgds"
    r"|br|sincerely"
    r"|sincerely yours|yours (?:sincerely|truly|faithfully)|respectfully|cordially|cordialement|bien cordialement"
    r"|ciao|tx|thx"
    r"|un saludo|saludos|atentamente|viele grüße|liebe grüße|beste grüße|mit freundlichen grüßen|mfg|vg|lg|hälsningar"
    r"|vänliga hälsningar.*|talk soon|speak soon|have a (?:great|good|nice) (?:day|weekend|evening|one)"
    r"|have a (?:great|good|nice) (?:day|weekend|evening|one),? ?\w*)\s*[,!.–-]*$|^-- ?$|^(?:sent from my"
    r"|get outlook for)\b.*",
    re.IGNORECASE,
)
_RULE = re.compile(r"^\s*[-_=*~•]{3,}\s*$")
_DISCLAIMER = re.compile(
    r"\b(?:confidentiality notice|this (?:e-?mail|message|communication)[^.]{0,80}(?:confidential|intended|addressee"
    r"|privileged)"
    r"|if you are not the intended recipient|unsubscribe|registered in england|all rights reserved|©"
    r"|material non-public"
    r"|may not (?:share|discuss|disclose) confidential|instructed not to (?:share|disclose))\b",
    re.IGNORECASE,
)
_RESUMES = re.compile(
    r"^(?:[*_]{0,2}(?:expert|advisor|adviser|profile|candidate|specialist|consultant)\s*#?\d+\b|(?:full )?name\s*:"
    r"|\d{1,2}[.)]\s+\S)",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Line:
    """A line's content, without marker and emphasis before it; `talk` is what offers nobody."""

    piece: Piece
    bullet: bool = False
    number: str | None = None
    bold: bool = False
    indent: int = 0
    talk: bool = False
    after_gap: bool = False

    @property
    def words(self) -> str:
        return self.piece.words

    @property
    def blank(self) -> bool:
        return not self.piece

    @property
    def rule(self) -> bool:
        return bool(_RULE.match(self.piece.words))


def of(document: Document, message: Message) -> list[Line]:
    """All lines of a message in order, greeting and signature marked as talk."""
    lines: list[Line] = []
    at = 0
    for raw in message.text.split("\n"):
        lines.append(_line(Piece(document, message, at, at + len(raw)), raw))
        at += len(raw) + 1
    for index, line in enumerate(lines):
        line.after_gap = index == 0 or lines[index - 1].blank
    _mark_greeting(lines)
    _mark_signature(lines, message.sender)
    return lines


def is_greeting(words: str) -> bool:
    """Whether a line greets ("Hi Anna,", "Anna -")."""
    return bool(_GREETING.match(words) or _BARE_GREETING.match(words))


def _line(piece: Piece, raw: str) -> Line:
    if _RULE.match(raw):
        return Line(piece.stripped())
    marker = _MARKER.match(raw)
    if marker is None:
        return Line(piece.stripped())
    content = piece.part(marker.end())
    indent = len(raw) - len(raw.lstrip())
    return Line(content, bool(marker["bullet"]), marker["number"], bool(marker["bold"] or marker["strong"]), indent)


def _mark_greeting(lines: list[Line]) -> None:
    filled = [line for line in lines if not line.blank][:3]
    for line in filled:
        if is_greeting(line.words):
            line.talk = True
            return


def _mark_signature(lines: list[Line], sender: str | None) -> None:
    signing = False
    for index, line in enumerate(lines):
        if signing and _RESUMES.match(_raw(line)) and _has_profile(lines, index):
            signing = False
        signing = signing or _begins_signature(lines, index, sender)
        line.talk = line.talk or signing or bool(_DISCLAIMER.search(line.words))


def _begins_signature(lines: list[Line], index: int, sender: str | None) -> bool:
    words = lines[index].words
    if not words or lines[index].bullet or lines[index].number:
        return False
    if _SIGN_OFF.match(words):
        return True
    if not sender or index == 0 or not _is_sender(words, sender):
        return False
    return sum(not line.blank for line in lines[index + 1 :]) <= 8


def _is_sender(words: str, sender: str) -> bool:
    """The sender's name alone, or with a title or firm behind a bar or comma."""
    plain = sender.strip("\"' ")
    if "," in plain:
        last, _, first = plain.partition(",")
        plain = f"{first.strip()} {last.strip()}"
    first = plain.split()[0] if plain.split() else ""
    if words.casefold().strip(" ,.!") in (plain.casefold(), first.casefold()):
        return True
    return (
        bool(plain)
        and words.casefold().startswith(plain.casefold())
        and bool(re.match(r"\s*[,|–-]", words[len(plain) :]))
    )


def _has_profile(lines: list[Line], index: int) -> bool:
    """Profiles may follow a signature; a numbered postal address does not look like one."""
    near = " ".join(line.words for line in lines[index : index + 6])
    return bool(
        re.search(r"\b(?:rate|fee|conflict|availab\w+|expertise|compliance|company|per hour|/h)\b", near, re.IGNORECASE)
    )


def _raw(line: Line) -> str:
    return f"{line.number} {line.words}" if line.number else line.words
