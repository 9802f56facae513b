"""Takes a person's written name apart: given names, surname, generation, and what stood in brackets or quotes.

Must never raise on any text; what holds no name ("Expert 3", "n/a") gives an empty one.
"""

import functools
import re
from dataclasses import dataclass

from services.core.matching import folding, name_words, nicknames, surnames

_ASIDE = re.compile(r"""[(\[{"]([^)\]}"]*)[)\]}"]|(?<!\w)'([^']+)'(?!\w)""")
_DEGREE = re.compile(
    r"\b(?:ph\.?\s?d|d\.?\s?phil|m\.\s?d|pharm\.?\s?d|m\.?\s?b\.?\s?a|j\.\s?d)\b\.?(?!\w)", re.IGNORECASE
)
_ASIDE_TAIL = re.compile(r"\s[-|/•·]+\s.*")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,4}[^\W\d_]?\.?")
_NO_OTHER_NAMES = name_words.PRONOUNS | name_words.CREDENTIALS | name_words.NOT_NAMES
_LONGEST = 8


@dataclass(frozen=True, slots=True)
class Name:
    """A name's folded parts. `surname` is without particles, `solid` the surname in one word with them.

    `given` holds first and further given names, one letter each where only the initial is known; `linked`: the first
    two belong together ("Jean-Paul"); `others` are names in brackets or quotes, `former` an earlier surname.
    """

    given: tuple[str, ...] = ()
    surname: tuple[str, ...] = ()
    solid: str = ""
    generation: str = ""
    linked: bool = False
    others: tuple[str, ...] = ()
    former: str = ""

    @property
    def text(self) -> str:
        """Given names, then surname, in folded words."""
        return " ".join((*self.given, *self.surname))


@functools.lru_cache(maxsize=16384)
def parse(text: str) -> Name:
    """The name a text holds, in whatever order and dress it was written."""
    plain = _DEGREE.sub(lambda found: " " + folding.letters(found.group()).upper(), _straight(text))
    bare, others, former = _asides(plain)
    segments = [_tokens(segment) for segment in re.split(r"[,;]", _ASIDE_TAIL.sub("", bare) or bare)]
    generation = _generation([word for at, words in enumerate(segments) for word in words[at == 0 :]])
    named = [words for words in (_undressed(words) for words in segments) if words]
    named = named[:1] + [words for words in named[1:] if not _is_no_name(words)]
    if not named or _is_no_name(named[0]):
        return Name()
    given, family = (named[1], named[0]) if len(named) > 1 else _split(named[0])
    return _name(given, family, generation=generation, others=others, former=former)


@functools.lru_cache(maxsize=16384)
def rotated(name: Name) -> Name:
    """The same words read with the surname first: "Zhang Wei" as Wei Zhang."""
    if not name.given:
        return name
    given = name.given[1:] + name.surname
    return Name(given=given, surname=name.given[:1], solid=name.given[0], generation=name.generation,
                linked=_is_linked(given, name.given[0]), others=name.others)  # fmt: skip


def _straight(text: str) -> str:
    visible = folding.visible(text).translate(str.maketrans("“”„«»‘’ʼ`´‐‑–—", "\"\"\"\"\"'''''----"))
    return re.sub(r"(?<=[^\W\d_]{2})\.(?=[^\W\d_])", ". ", visible)


def _asides(text: str) -> tuple[str, tuple[str, ...], str]:
    others: list[str] = []
    former = ""
    for found in _ASIDE.finditer(text):
        words = [folding.letters(word) for word in re.split(r"[\s/,]+", found.group(1) or found.group(2) or "")]
        if words[0] in {"nee", "geb", "formerly", "born", "maiden"}:
            former = "".join(words[1:])
        elif len(words) == 1 and words[0] and words[0] not in _NO_OTHER_NAMES:
            others.append(words[0])
    bare = _ASIDE.sub(" ", text)
    return (bare if folding.letters(bare) else re.sub(r"[()\[\]{}\"]", " ", text)), tuple(others), former


def _tokens(segment: str) -> list[str]:
    spaced = re.sub(r"\b((?:[^\W\d_]\.){2,})(?=[^\W\d_]{2})", r"\1 ", segment)
    return [word for word in spaced.split() if folding.letters(word)]


def _generation(words: list[str]) -> str:
    plain = (folding.fold(word.strip(".")) for word in words)
    return next((name_words.GENERATIONS[word] for word in plain if word in name_words.GENERATIONS), "")


def _undressed(words: list[str]) -> list[str]:
    """Without titles in front and degrees behind."""
    start, end = 0, len(words)
    while end - start > 1 and _is_in_front(words[start]):
        start += 1
    while end > start and _is_behind(words[start:end]):
        end -= 1
    return words[start:end]


def _is_in_front(word: str) -> bool:
    plain = folding.letters(word)
    return plain in name_words.HONORIFICS or (plain in name_words.DOTTED_HONORIFICS and word.endswith("."))


def _is_behind(words: list[str]) -> bool:
    last, plain = words[-1], folding.letters(words[-1])
    if folding.fold(last.strip(".")) in name_words.GENERATIONS or plain in name_words.CREDENTIALS:
        return True
    shouted = all(word.isupper() for word in words)
    return plain in name_words.SHORT_CREDENTIALS and len(words) > 2 and last.isupper() and not shouted


def _is_no_name(words: list[str]) -> bool:
    return any(folding.letters(word) in name_words.NOT_NAMES for word in words)


def _split(words: list[str]) -> tuple[list[str], list[str]]:
    """Given names and surname of words in running order; a surname in capitals may stand first or last."""
    capitals = [word.isupper() and len(folding.letters(word)) > 1 and "." not in word for word in words]
    if 0 < sum(capitals) < len(words):
        count = sum(capitals)
        if all(capitals[:count]) and (len(words[0]) > 2 or folding.letters(words[0]) in surnames.SURNAME_FIRST):
            return words[count:], words[:count]
        if all(capitals[-count:]):
            return words[:-count], words[-count:]
    start = len(words) - 1
    while start > 1 and _is_particle(words[start - 1]):
        start -= 1
    return words[:start], words[start:]


def _name(given: list[str], family: list[str], *, generation: str, others: tuple[str, ...], former: str) -> Name:
    shouted = all(word.isupper() for word in (*given, *family))
    given, moved = _without_trailing_particles(given)
    parts = [part for word in (*moved, *family) for part in _hyphenated(word)]
    if len(parts) > 1 and parts[0] in name_words.JOINING:
        parts = [parts[0] + parts[1], *parts[2:]]
    core = tuple(part for part in parts if part not in name_words.PARTICLES) or tuple(parts)
    inner = [word for at, word in enumerate(given[:_LONGEST]) if at == 0 or not _is_particle(word)]
    firsts = [part for word in inner for part in _given_parts(word, shouted=shouted)]
    if firsts[:1] == ["md"]:
        firsts[0] = "mohammed"
    linked = (bool(given) and len(_hyphenated(given[0])) > 1) or _is_linked(tuple(firsts), core[0] if core else "")
    return Name(given=tuple(firsts), surname=core[:_LONGEST], solid="".join(parts[:_LONGEST]), generation=generation,
                linked=linked, others=others, former=former)  # fmt: skip


def _without_trailing_particles(given: list[str]) -> tuple[list[str], list[str]]:
    """ "Berg, Jan van den": the particles belong to the surname."""
    end = len(given)
    while end > 1 and _is_particle(given[end - 1]):
        end -= 1
    return given[:end], given[end:]


def _is_particle(word: str) -> bool:
    plain = folding.letters(word)
    return plain in name_words.PARTICLES and (len(plain) > 1 or word.islower())


def _hyphenated(word: str) -> list[str]:
    return [plain for plain in (folding.letters(part) for part in re.split(r"[-‐]", word)) if plain]


def _given_parts(word: str, *, shouted: bool) -> list[str]:
    plain = folding.letters(word)
    if _INITIALS.fullmatch(word) and len(plain) <= 4:
        return list(plain)
    if len(plain) == 2 and word.isupper() and not shouted:
        return list(plain)
    return _hyphenated(word)


def _is_linked(given: tuple[str, ...], surname: str) -> bool:
    """Whether the first two given names are one East Asian given name written in two."""
    east_asian = surname in surnames.SURNAME_FIRST and len(given) == 2 and len(given[1]) > 1
    return east_asian and not any(nicknames.is_given_name(part) for part in given)
