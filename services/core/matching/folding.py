"""Brings written text to comparable letters: lower case, no accents, one alphabet where that is safe.

Must never decide what a word means; names, employers and places each do that on top of this.
"""

import functools
import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
        "ŋ": "n", "ə": "a", "ʼ": "'", "’": "'", "‘": "'", "ʻ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-",
        "‒": "-", "–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ye", "ж": "zh", "з": "z",
        "и": "i", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
        "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y",
        "ь": "", "э": "e", "ю": "yu", "я": "ya", "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z",
        "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p",
        "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
    }
)  # fmt: skip
_ACCENTS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_SHORT_I = str.maketrans({"й": "y", "Й": "Y", "ё": "e", "Ё": "E", "ї": "yi", "Ї": "Yi"})
_LONGEST = 600
_INVISIBLE = frozenset({"Cf", "Cs", "Co", "Cn"})


def listed(text: str) -> frozenset[str]:
    """A set of words written as running text, for the word lists of this package."""
    return frozenset(text.split())


def visible(text: str) -> str:
    """The text as a reader sees it: compatibility forms composed, invisible characters gone, one space between words.

    The result can always be stored as UTF-8 and holds no control characters; what follows the first 600 is left out.
    """
    text = text[:_LONGEST]
    if not text.isascii():
        composed = unicodedata.normalize("NFKC", text)
        text = "".join(char for char in composed if unicodedata.category(char) not in _INVISIBLE)
    return " ".join("".join(char if char >= " " and char != "\x7f" else " " for char in text).split())


@functools.lru_cache(maxsize=32768)
def fold(text: str) -> str:
    """Lower case without accents; Latin specials, Cyrillic and Greek letters spelled in a–z, other scripts kept."""
    text = visible(text)
    if text.isascii():
        return text.lower()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.translate(_SHORT_I).casefold()))
    return visible(bare.translate(_LETTERS))


@functools.lru_cache(maxsize=32768)
def letters(text: str) -> str:
    """Only the letters of the folded text (with the vowel signs other scripts write as marks), joined."""
    folded = fold(text)
    if folded.isascii():
        return folded if folded.isalpha() else "".join(char for char in folded if char.isalpha())
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LM")


@functools.lru_cache(maxsize=32768)
def words(text: str) -> tuple[str, ...]:
    """The folded words and numbers of a text; apostrophes and dots inside a word join it ("I.B.M." is "ibm")."""
    joined = fold(text).replace("'", "").replace("&", " and ")
    joined = re.sub(r"\b(?:\w\.){2,}", lambda dotted: dotted.group().replace(".", "") + " ", joined)
    return tuple(word for word in re.split(r"[\W_]+", joined) if word)
