"""Reads running text: who a sentence is about, by name, first name or pronoun, and what it states about them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.core.intake.extraction.mail import people, person_names, phrases, sentences, terms
from services.core.intake.extraction.mail.context import Context
from services.core.intake.extraction.mail.mentions import Mention
from services.core.intake.extraction.mail_spans import Piece
from services.core.matching import folding

_LONGEST_SENTENCE = 1_500
_TO_SOFTWARE = re.compile(
    r"\b(?:ignore|disregard|forget) (?:all |any )?(?:the )?(?:previous|prior|above|earlier) (?:instructions|rules"
    r"|prompts?)"
    r"|^\W*(?:system|assistant|developer|ai|prompt)\s*:|\byou are now (?:in|an?|the)\b|\bmaintenance mode\b"
    r"|\boverride (?:the|all|your)\b"
    r"|\bas an ai\b|\b(?:language model|llm|chatbot)\b",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"^\W*(?:add|mark|insert|approve|register|create|set|delete|ignore|treat|remove|record|enter)\b", re.IGNORECASE
)
_INTRODUCES = re.compile(
    r"\b(?i:introduc(?:e|ing)|meet|recommend(?:ing)?|propos(?:e|ing)|suggest(?:ing)?|present(?:ing)?|spoke (?:to"
    r"|with)|found|sourced"
    r"|recruited|(?:first|second|third|another|last|next)(?: up)? is|there is|lastly|finally|firstly|secondly|thirdly"
    r"|also)"
    r"\s*,?\s+(?:you\s+(?:to\s+)?)?(?=[A-ZÀ-Ý])"
)
_INTRODUCES_AS = re.compile(
    r"\b(?i:introduc(?:e|ing)|meet|recommend(?:ing)?|propos(?:e|ing)|suggest(?:ing)?|here is|expert|advisor"
    r"|specialist|candidate)"
    r"\b(?:\s+[a-z]+){0,4}\s*:\s+(?=[A-ZÀ-Ý])"
)
_PRONOUN = re.compile(
    r"^(?:\W|and\b|also\b|currently\b|today\b|\s)*(?:he|she|they|his|her|their|you can (?:find|reach) (?:him|her"
    r"|them))\b",
    re.I,
)
_MIDDLE_PRONOUN = re.compile(r"\b(?:he|she|his|her|him)\b", re.IGNORECASE)
_BARE_TERM = re.compile(
    r"^\W*(?:the |current |no )?(?:fee|rate|price|cost|availability|conflict check|compliance|conflicts?|slots?)\b"
    r"|^.*\b(?:conflict|compliance) (?:check|form|review)\b|^\W*would\b.*\d.*\b(?:work|suit)\b",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\s+(?:(?:has|have) (?:now )?(?:confirmed|cleared|accepted|declined|agreed|lowered|raised|moved|withdrawn"
    r"|offered|asked)|confirmed"
    r"|cleared|lowered|raised|accepted|declined|agreed|asked|offered|offers|prefers|charges|withdrew|moved|spent|led"
    r"|ran|joined|could"
    r"|would|can (?:also )?(?:do|speak|make)|is (?:no longer|happy|available|free|cleared|now|currently)|was|is)\b"
)
_STAFF = re.compile(
    r"\b(?:colleagues?|assistant|(?:your|our) (?:client |account )?team:?|teammate|associate|copying|cc['’]?(?:ed"
    r"|ing)|adding|manager|team member)\s*,?\s*$",
    re.I,
)
_EMPLOYED_BY = re.compile(r"\b(?:at|joined|left|acquired by|bought by|owned by|part of)\s+(?:the\s+)?$")
_CAPITAL = re.compile(r"(?<![\w.'’-])(?=[A-ZÀ-Ý][^\W\d_]+\s+[A-ZÀ-Ý])")
_APPOSED = re.compile(
    r",\s+(?:who\s+(?:is|was|has|had|runs|led|ran|joined|left)\b|(?:an?|the|formerly|currently|previously"
    r"|former)\s+[\w\s&-]{3,60}?\s+(?:at|of|with)\s)"
)
_TOGETHER = re.compile(r"\s*(?:,|&|/|and|,\s*and|as well as)\s*(?:both\s+)?")
_CHANGE = re.compile(
    r"\b(?:(?:has|have|is|are|been|now|just) (?:now )?cleared|no longer|withdr(?:ew|awn)|new slots?"
    r"|rate (?:is )?(?:now|dropped|reduced)"
    r"|conflicts? (?:is |are |has |have )?(?:now|cleared)|declined|dropped out)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Prose:
    """What a message's running text gave: `left` are the sentences about nobody, `about` those about somebody."""

    mentions: list[Mention] = field(default_factory=list)
    left: list[Piece] = field(default_factory=list)
    about: list[Piece] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read(paragraphs: Sequence[Piece], known: Mapping[str, str], outsiders: frozenset[str], context: Context) -> Prose:
    """The people of the paragraphs. `known` (keys with names as written) are those the thread names in full."""
    reader = _Reader(dict(known), outsiders, context)
    for paragraph in paragraphs:
        if _TO_SOFTWARE.search(paragraph.words):
            reader.prose.notes.append(f"set aside a passage addressed to software: {paragraph.short}")
            continue
        reader.paragraph(paragraph)
    reader.prose.mentions = [
        each
        for key, each in reader.mentions.items()
        if each.unchanged or (each.fields and (key in known or each.tells()))
    ]
    return reader.prose


class _Reader:
    def __init__(self, known: dict[str, str], outsiders: frozenset[str], context: Context) -> None:
        self.known = known
        self.outsiders = outsiders
        self.context = context
        self.prose = Prose()
        self.mentions: dict[str, Mention] = {}
        self.subject: list[Mention] = []

    def paragraph(self, paragraph: Piece) -> None:
        first = True
        for sentence in sentences.of(paragraph):
            readable = len(sentence.flat) <= _LONGEST_SENTENCE and not _ORDER.match(sentence.flat)
            named = self._named(sentence) if readable else []
            if named or self.subject:
                self.prose.about.append(sentence)
            if named:
                self.subject = self._about(sentence, named)
            elif self.subject and _is_about_them(sentence.flat) and not terms.is_for_all(sentence):
                for mention in self.subject:
                    self._state(sentence, mention)
            else:
                self.subject = self.subject if not first else []
                self.prose.left.append(sentence)
            first = False

    def _about(self, sentence: Piece, named: list[tuple[Piece, str]]) -> list[Mention]:
        """Reads a sentence for the people it names: together where they are listed together, else each their part."""
        groups: list[list[tuple[Piece, str]]] = []
        for name, key in named:
            between = (
                sentence.flat[groups[-1][-1][0].end - sentence.start : name.start - sentence.start] if groups else ""
            )
            if groups and _TOGETHER.fullmatch(between):
                groups[-1].append((name, key))
            else:
                groups.append([(name, key)])
        about: list[Mention] = []
        for index, group in enumerate(groups):
            end = groups[index + 1][0][0].start if index + 1 < len(groups) else sentence.end
            start = sentence.start if index == 0 else group[0][0].start
            clause = sentence.part(start - sentence.start, end - sentence.start).stripped(" ,;")
            for name, key in group:
                mention = self.mentions.setdefault(key, Mention(name, sentence, 0.85))
                self._state(clause, mention, after=group[-1][0])
                about.append(mention)
        return about

    def _state(self, clause: Piece, mention: Mention, after: Piece | None = None) -> None:
        rest = clause.part(after.end - clause.start) if after and after.end < clause.end else clause
        mention.block = mention.block.until(clause)
        said = phrases.read(rest, mention, self.context)
        if not said and rest.start > clause.start:
            phrases.states_change(clause, mention, self.context)

    def _named(self, sentence: Piece) -> list[tuple[Piece, str]]:
        """The people a sentence names, in order, each with the key it goes by in this thread."""
        words = sentence.flat
        introduced = {found.end() for found in _INTRODUCES.finditer(words)}
        spans = [(named.start, named.end) for named in person_names.within(words)]
        first = person_names.leading(words)
        if first and not any(start < first.end for start, _ in spans) and _ACTS.match(words, first.end):
            spans.append((first.start, first.end))
        for capital in _CAPITAL.finditer(words):
            named = person_names.leading(words[capital.start() : capital.start() + 80])
            end = capital.start() + named.end if named else 0
            if named and _APPOSED.match(words, end) and not any(a < end and capital.start() < b for a, b in spans):
                spans.append((capital.start(), end))
        introduced |= {found.end() for found in _INTRODUCES_AS.finditer(words)}
        for start in introduced:
            if not any(begin <= start < end for begin, end in spans) and (named := person_names.leading(words[start:])):
                spans.append((start, start + named.end))
        found: list[tuple[Piece, str]] = []
        for start, end in sorted(spans):
            name = sentence.part(start, end)
            key = people.resolve(name.words, self.known) or people.key(name.words)
            if _EMPLOYED_BY.search(words[:start]):
                continue
            if key in self.outsiders or people.key(name.words) in self.outsiders or _STAFF.search(words[:start]):
                continue
            self.known.setdefault(key, name.words)
            found.append((name, key))
        found += self._by_part(sentence, spans)
        return sorted(found, key=lambda pair: pair[0].start)

    def _by_part(self, sentence: Piece, spans: list[tuple[int, int]]) -> list[tuple[Piece, str]]:
        """People named by first name or surname alone, where only one person of the thread has it."""
        found: list[tuple[Piece, str]] = []
        for word in re.finditer(r"(?<![\w@.-])[^\W\d_a-z][^\W\d_]{2,}(?![\w@])", sentence.flat):
            if any(start <= word.start() < end for start, end in spans):
                continue
            folded = folding.letters(word.group())
            if folded in self.outsiders or not any(folded in key.split() for key in self.known):
                continue
            if key := people.resolve(word.group(), self.known):
                found.append((sentence.part(*word.span()), key))
        return found


def _is_about_them(words: str) -> bool:
    """Whether a sentence without a name goes on about the person just named."""
    return bool(_PRONOUN.match(words) or _MIDDLE_PRONOUN.search(words) or _BARE_TERM.match(words))


def unattached(sentences_left: Sequence[Piece]) -> list[str]:
    """Notes for sentences that state a change and name nobody."""
    return [f"not attached to anybody: {each.short}" for each in sentences_left if _CHANGE.search(each.words)]
