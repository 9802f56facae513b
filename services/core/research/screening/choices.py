"""Understands answers to closed questions: which options were chosen, which rating was given."""

import re
from collections.abc import Sequence

_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_OUT_OF = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)\s*(?:/|out of|of)\s*(\d{1,3})(?!\d)", re.I)
_NUMBER = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?)(?![\d.])")
_LETTERS = re.compile(r"^\(?[a-z]\)?[.):]?(?:(?:\s*[,;&/+]\s*|\s+and\s+)\(?[a-z]\)?[.):]?)*$", re.I)
_DIGITS = re.compile(r"^#?\d{1,2}[.):]?(?:(?:\s*[,;&/+]\s*|\s+and\s+)#?\d{1,2}[.):]?)*$", re.I)
_LABEL = re.compile(r"^\(?([a-z]|\d{1,2})[.):]\s*(.+)$", re.I | re.S)
DEFAULT_SCALE = (1.0, 5.0)


def chosen(text: str, options: Sequence[str]) -> list[str] | None:
    """The options an answer names by text, letter or number, in the options' order; None when it names none for sure.

    An option's text must be said as it is; "B", "(b)", "2." and "A and C" name options by place.
    """
    plain = _plain(text)
    exact = [option for option in options if _plain(option) == plain]
    if exact:
        return exact
    if places := _places(text.strip(), len(options)):
        return [options[place] for place in sorted(places)]
    if labelled := _LABEL.match(text.strip()):
        named = chosen(labelled[2], options)
        if named is not None:
            return named
    return _said(plain, options)


def _places(text: str, count: int) -> set[int]:
    if _LETTERS.match(text):
        places = {ord(letter) - ord("a") for letter in re.findall(r"\b[a-z]\b", text.lower())}
    elif _DIGITS.match(text):
        places = {int(number) - 1 for number in re.findall(r"\d+", text)}
    else:
        return set()
    return places if all(0 <= place < count for place in places) else set()


def _said(plain: str, options: Sequence[str]) -> list[str] | None:
    """Options whose words stand in the answer; one that stands only inside another's ("Epic" in "Epic Care") does not.

    An answer that denies ("not Epic") names nothing for sure.
    """
    if re.search(r"\b(?:not|never|neither|nor|except|than|instead)\b|n['’]t\b", plain):
        return None
    left = plain
    named = []
    for option in sorted(options, key=len, reverse=True):
        pattern = re.compile(r"(?<!\w)" + re.escape(_plain(option)) + r"(?!\w)")
        if _plain(option) and pattern.search(left):
            named.append(option)
            left = pattern.sub("|", left)
    return sorted(named, key=list(options).index) or None


def scale_of(options: Sequence[str]) -> tuple[float, float]:
    """The least and greatest rating: by the numbers among the options, else by how many there are, else 1 to 5."""
    if not options:
        return DEFAULT_SCALE
    numbers = [float(found[1]) for option in options if (found := _NUMBER.search(option))]
    return (min(numbers), max(numbers)) if len(numbers) >= 2 else (1.0, float(len(options)))


def rating(text: str, options: Sequence[str]) -> float | None:
    """The rating an answer gives, on the question's own scale; "8/10" is brought to it. None when not understood."""
    low, high = scale_of(options)
    if found := _OUT_OF.search(text):
        return _rescaled(float(found[1]), float(found[2]), low, high)
    if (named := chosen(text, options) if options else None) and len(named) == 1:
        own = _NUMBER.search(named[0])
        return float(own[1]) if own else float(list(options).index(named[0]) + 1)
    if stars := re.fullmatch(r"\s*([★*]{1,10})[☆\s]*", text):
        return _within(float(len(stars[1])), low, high)
    numbers = {float(number) for number in _NUMBER.findall(text)}
    numbers |= {float(value) for value, word in enumerate(_NUMBERS) if re.search(rf"\b{word}\b", text, re.I)}
    return _within(numbers.pop(), low, high) if len(numbers) == 1 else None


def _rescaled(given: float, most: float, low: float, high: float) -> float | None:
    if most == high:
        return _within(given, low, high)
    return low + (high - low) * given / most if most > 0 and 0 <= given <= most else None


def _within(given: float, low: float, high: float) -> float | None:
    return given if low <= given <= high else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .!\"'")
