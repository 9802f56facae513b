"""Finds which vendor sent a file: a hint, the sender's domain, the signature, the wording, the file's name.

What a mail says is evidence about its sender, never an instruction, and a client's forward never becomes the vendor.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from services.core.intake.documents import Document, Message
from services.core.intake.extraction import mail_spans, vendor_words
from services.core.intake.proposals import KnownVendor, Span, VendorGuess

_HINT_LIKENESS = 88
_DOMAIN = 0.98
_ADDRESS_IN_TEXT = 0.9
_SIGNATURE = 0.85
_SENDER_NAME = 0.8
_FILE_NAME = 0.75
_SUBJECT = 0.7
_PHRASE = 0.65
_SHEET = 0.6
_MENTION = 0.4
_ADDRESS = re.compile(r"(?<![\w.+-])[\w.+-]+@((?:[\w-]+\.)+[a-z]{2,})", re.IGNORECASE)
_ROWS_READ = 12


@dataclass(frozen=True, slots=True)
class _Evidence:
    vendor: str
    weight: float
    span: Span | None
    age: int = 0
    """How old the message is it stands in; 1 is the newest."""

    @property
    def rank(self) -> tuple[float, int]:
        """Weightiest first, then newest."""
        return -self.weight, self.age


def guess(documents: Sequence[Document], known: Sequence[KnownVendor], hint: str | None = None) -> VendorGuess:
    """The vendor these documents come from, in the catalogue's spelling.

    A hint decides alone, and one that names no known vendor gives no vendor. Two vendors with equal evidence give none.
    """
    if hint and hint.strip():
        name = _hinted(hint, known)
        return VendorGuess(name, None, 1.0 if name else 0.0)
    best: dict[str, _Evidence] = {}
    for found in _evidence(documents, known):
        if found.vendor not in best or found.rank < best[found.vendor].rank:
            best[found.vendor] = found
    ranked = sorted(best.values(), key=lambda found: found.rank)
    if not ranked or (len(ranked) > 1 and ranked[0].rank == ranked[1].rank):
        return VendorGuess(None, None, 0.0)
    return VendorGuess(ranked[0].vendor, ranked[0].span, ranked[0].weight)


def domain_of(address: str | None) -> str | None:
    """The domain of a mail address, lower case."""
    return address.rsplit("@", 1)[1].lower() if address and "@" in address else None


def is_vendor_domain(domain: str | None) -> bool:
    """Whether mail from this domain (or one below it) comes from a vendor of the catalogue."""
    return any(_is_within(domain, own) for domains in vendor_words.DOMAINS.values() for own in domains)


def _hinted(hint: str, known: Sequence[KnownVendor]) -> str | None:
    names = {_folded(spelling): vendor.name for vendor in known for spelling in (vendor.name, *vendor.aliases)}
    nearest = process.extractOne(_folded(hint), list(names), scorer=fuzz.ratio, score_cutoff=_HINT_LIKENESS)
    return names[nearest[0]] if nearest else None


def _evidence(documents: Sequence[Document], known: Sequence[KnownVendor]) -> Iterator[_Evidence]:
    for vendor in known:
        patterns = _Patterns(vendor)
        for document in documents:
            yield from _of_document(document, vendor, patterns)


class _Patterns:
    """What to look for on behalf of one vendor."""

    def __init__(self, vendor: KnownVendor) -> None:
        spellings = sorted({vendor.name, *vendor.aliases}, key=len, reverse=True)
        self.name = re.compile(
            "|".join(rf"(?<![\w@.]){re.escape(each)}(?![\w@]|\.\w)" for each in spellings),
            re.IGNORECASE if len(vendor.name) > 3 else 0,
        )
        phrase = vendor_words.PHRASES.get(vendor.name)
        self.phrase = re.compile(phrase) if phrase else None
        self.domains = (*vendor.domains, *vendor_words.DOMAINS.get(vendor.name, ()))
        self.folded = tuple(_folded(each) for each in spellings)
        self.everyday = _folded(vendor.name) in vendor_words.EVERYDAY

    def owns(self, domain: str | None) -> bool:
        if domain is None:
            return False
        label = _folded(domain.split(".")[0])
        return any(_is_within(domain, own) for own in self.domains) or (label in self.folded and not self.everyday)


def _of_document(document: Document, vendor: KnownVendor, patterns: _Patterns) -> Iterator[_Evidence]:
    if any(each in _folded(document.file) for each in patterns.folded if len(each) > 2 and not patterns.everyday):
        yield _Evidence(vendor.name, _FILE_NAME, Span(document.file, "file name", document.file))
    for message in document.messages:
        yield from _of_headers(document, message, vendor, patterns)
        yield from _of_text(document, message, vendor, patterns)
    for sheet in document.sheets:
        for number, row in enumerate(sheet.rows[:_ROWS_READ], start=sheet.first_row):
            said = next((cell for cell in row if patterns.name.search(cell)), None)
            if said and not patterns.everyday:
                yield _Evidence(vendor.name, _SHEET, Span(document.file, f"{sheet.name}!{number}", said[:500]))


def _of_headers(document: Document, message: Message, vendor: KnownVendor, patterns: _Patterns) -> Iterator[_Evidence]:
    locator = f"message {message.index}"
    if message.sender_address and patterns.owns(domain_of(message.sender_address)):
        yield _Evidence(vendor.name, _DOMAIN, Span(document.file, locator, message.sender_address), message.index)
    for said, weight in ((message.sender, _SENDER_NAME), (message.subject, _SUBJECT)):
        if said and patterns.name.search(said) and not patterns.everyday:
            yield _Evidence(vendor.name, weight, Span(document.file, locator, said[:500]), message.index)


def _of_text(document: Document, message: Message, vendor: KnownVendor, patterns: _Patterns) -> Iterator[_Evidence]:
    def evidence(weight: float, start: int, end: int) -> _Evidence:
        return _Evidence(vendor.name, weight, mail_spans.span_of(document, message, start, end), message.index)

    for found in _ADDRESS.finditer(message.text):
        if patterns.owns(found.group(1).lower()):
            yield evidence(_ADDRESS_IN_TEXT, *found.span())
    if patterns.phrase and (phrase := patterns.phrase.search(message.text)):
        yield evidence(_PHRASE, *phrase.span())
    for named in patterns.name.finditer(message.text):
        if _is_signature(message.text, named):
            yield evidence(_SIGNATURE, *named.span())
        elif not patterns.everyday:
            yield evidence(_MENTION, *named.span())


def _is_signature(text: str, found: re.Match[str]) -> bool:
    """A short line near the end that is the name, or the name beside a bar, a comma or a form of company."""
    start = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.end())
    line = text[start : end if end >= 0 else len(text)]
    near_end = text.count("\n", found.end()) <= 8
    others = re.sub(r"[\s|,·–-]+", " ", line.replace(found.group(), "")).strip()
    return near_end and len(line) <= 90 and not re.search(r"[.!?;:]\s|[.!?;:]$|\d", others) and _looks_signed(line)


def _looks_signed(line: str) -> bool:
    return len(line.split()) <= 3 or bool(re.search(r"\||,|·|\b(?:Inc|Ltd|LLC|GmbH|Group|Research|Partners)\b", line))


def _is_within(domain: str | None, own: str) -> bool:
    return domain is not None and (domain == own or domain.endswith(f".{own}"))


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())
