"""What a column's heading means: synonyms first, then words within it, then spelling. Reads headings, never values."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from services.core.intake.extraction import column_headings, values
from services.core.intake.extraction.column_headings import Kind
from services.core.intake.proposals import PriceUnit

_EXACT: dict[str, Kind] = {
    phrase: kind for kind, phrases in column_headings.SYNONYMS.items() for phrase in phrases.split(", ")
}
_TELLING = re.compile(
    r"linkedin|e ?mail|phone|rate|fee|price|credits|availabilit(?:y|ies)|slots|conflicts?|compliance|coi|bio"
    r"|expertise|geography|timezone|employers|stundensatz|honorar|verfugbarkeit|disponibilites?|tarifa?"
)
"""Words that give a heading its meaning even among words that are not known."""
_WHOSE = re.compile(
    r"^(?:(?:the|expert|experts|advisor|adviser|consultant|candidate|member|specialist|proposed|their|his|her|s|des) )+"
)
_QUESTION = re.compile(
    r"^(?:question|questions|screening|screener|answers? to|response to|frage|antwort|reponse|pregunta)\b|^s?q ?\d"
)
_ASKS = re.compile(
    r"^(?:can|could|do|does|did|have|has|are|is|was|were|will|would|how|what|which|when|where|why|who|whom|please"
    r"|describe|explain|on a scale|familiarity|likelihood|wie|was|welche\w*|warum|wer|konnen|haben|sind|quel\w*|comment"
    r"|pouvez|avez|que|cual\w*|como|puede) \w+ \w+"
)
_SCALE = re.compile(r"\b1\s?(?:-|–|to|bis)\s?(?:5|7|10)\b")
_LONG_HEADING, _LONG_WORDS = 60, 9
_HEADING_LIMIT = 400
_MONEY_WORDS = re.compile(r"\b(?:per|pro|par|hour|hours|hourly|hr|h|std|call|minute|min|stunde|in|rate)\b")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading names, or None, and how sure that is (0..1)."""

    kind: Kind | None
    confidence: float


UNKNOWN = Meaning(None, 0.0)


@lru_cache(maxsize=4096)
def meaning(heading: str) -> Meaning:
    """The column a heading stands for; a heading that is a question is a column of answers."""
    if len(heading) > _HEADING_LIMIT or not heading.strip():
        return Meaning("answers", 0.9) if "?" in heading[-5:] else UNKNOWN
    whole, base = _plain(heading), _plain(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", heading))
    exact = _exact(whole) or _exact(base)
    if exact:
        return exact
    if _is_question(heading, whole):
        return Meaning("answers", 0.9)
    return _money(heading) or _within(base or whole) or _spelled(base or whole)


def is_known(text: str) -> bool:
    """Whether a cell is a well-known heading as it stands: the cheap question asked of every row."""
    return len(text) < _LONG_HEADING and text.strip().casefold() in _EXACT


@lru_cache(maxsize=1024)
def currency(heading: str) -> str | None:
    """The ISO 4217 code a heading names ("Rate (EUR/h)")."""
    return values.currency(heading)


@lru_cache(maxsize=1024)
def unit(heading: str) -> PriceUnit | None:
    """What a heading says one price is for ("Fee per call")."""
    return "credit" if "credit" in heading.casefold() else values.unit(heading)


def _exact(plain: str) -> Meaning | None:
    if plain in _EXACT:
        return Meaning(_EXACT[plain], 0.97)
    bare = re.sub(r" \d{1,2}$", "", _WHOSE.sub("", plain)).strip()
    return Meaning(_EXACT[bare], 0.92) if bare in _EXACT else None


def _is_question(heading: str, plain: str) -> bool:
    if "?" in heading or _QUESTION.search(plain) or _ASKS.search(plain) or _SCALE.search(heading):
        return True
    return len(heading) > _LONG_HEADING or len(plain.split()) > _LONG_WORDS


def _money(heading: str) -> Meaning | None:
    """`EUR/h`, `USD per call`, `€`: a currency and nothing else than units."""
    rest = " ".join(_MONEY_WORDS.sub(" ", _folded(heading)).strip(" ()[]/.").split())
    return Meaning("price", 0.9) if 0 < len(rest) <= 4 and values.currency(heading) else None


def _within(plain: str) -> Meaning | None:
    """The longest known heading among its words, the last of several; single words only if they tell enough."""
    words = plain.split()
    for length in range(min(len(words) - 1, 4), 0, -1):
        for start in range(len(words) - length, -1, -1):
            phrase = " ".join(words[start : start + length])
            if phrase in _EXACT and (length > 1 or _TELLING.fullmatch(phrase)):
                return Meaning(_EXACT[phrase], 0.85 if length > 1 else 0.8)
    return None


def _spelled(plain: str) -> Meaning:
    """The known heading it is a misspelling of."""
    if len(plain) < 5:
        return UNKNOWN
    found = process.extractOne(plain, _EXACT.keys(), scorer=OSA.normalized_similarity, score_cutoff=0.85)
    return Meaning(_EXACT[found[0]], round(found[1] * 0.8, 2)) if found else UNKNOWN


def _plain(text: str) -> str:
    """Lower case words without accents and marks; `#` is a number's sign."""
    return " ".join(re.sub(r"[\W_]+", " ", _folded(text).replace("#", " number ").replace("&", " and ")).split())


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
