"""Pairs screening questions with a person's answers. Never takes a question for an answer."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.core.intake.extraction.mail import labels
from services.core.intake.extraction.mail.lines import Line
from services.core.intake.extraction.mail_spans import Piece
from services.core.intake.proposals import Answer

_Q = re.compile(
    r"^[*_]*(?:Q(?:uestion)?|Frage)\s*(?P<number>\d{1,2}[a-z]?)?\s*[*_]*\s*[.:)–-]\s*[*_]*\s*(?P<rest>.*)$", re.I | re.S
)
_A = re.compile(
    r"^[*_]*(?:A(?:nswer)?|R(?:esponse)?"
    r"|Antwort)\s*(?P<number>\d{1,2}[a-z]?)?\s*[*_]*\s*[.:)–-]\s*[*_]*\s*(?P<rest>.*)$",
    re.I | re.S,
)
_REFERS = re.compile(
    r"\b(?:your|our|the)?\s*(?:Q"
    r"|question)\s*(?P<number>\d{1,2}[a-z]?)\b\s*(?:\((?P<gist>[^)]*)\))?\s*:\s*(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ANNOUNCED = re.compile(
    r"^[*_]*(?:screening |his |her |the )*(?:answers?|responses?|replies|feedback)\b[^.?]{0,40}:?[*_]*$", re.I
)
_NUMBER = re.compile(r"\d{1,2}[a-z]?")
_LONGEST_QUESTION = 600
_QUOTES = " \t\"“”„«»'"


@dataclass(slots=True)
class _Open:
    """A question whose answer is being read."""

    question: str
    first: Piece
    last: Piece
    answer: list[Piece]


def shared(lines: Iterable[Line]) -> dict[str, str]:
    """The questions a message lists by number outside any profile: `{"1a": "Which systems were on the shortlist?"}`."""
    questions: dict[str, str] = {}
    for line in lines:
        found = _Q.match(line.words)
        if found and found["number"] and found["rest"].strip().endswith("?"):
            questions.setdefault(found["number"].lower(), " ".join(found["rest"].split()))
        elif line.number and _asks(line.words):
            questions.setdefault(_number(line.number), " ".join(line.words.split()))
    return questions


def read(lines: Sequence[Line], questions: Mapping[str, str]) -> tuple[list[Answer], Piece | None, set[int]]:
    """The answers in a profile's lines, the place that holds them all, and the indexes of the lines they took.

    `questions` are those listed by number elsewhere, for answers that only give the number.
    """
    done: list[_Open] = []
    current: _Open | None = None
    announced = False
    taken: set[int] = set()
    for index, line in enumerate(lines):
        announced = announced or bool(_ANNOUNCED.match(line.words))
        if current is not None and not current.answer and _A.match(line.words):
            opened = None
        else:
            opened = _opened(line, questions) or (_by_number(line, questions) if announced else None)
        if opened:
            current = opened
            done.append(current)
        elif current is None or not _continues(current, line, lines, index):
            current = None
            continue
        elif not line.blank:
            current.answer.append(_answer_part(line))
            current.last = line.piece
        if not line.blank:
            taken.add(index)
    answers = [_pair(each) for each in done if each.answer]
    if not answers:
        return [], None, set()
    return answers, done[0].first.until(done[-1].last), taken


def is_question(line: Line) -> bool:
    """Whether a line asks something rather than telling about a person."""
    return bool(_Q.match(line.words)) or _asks(line.words)


def is_answer(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is marked as the answer to the question above it ("A. Cerner, mostly")."""
    above = next((line for line in reversed(lines[:index]) if not line.blank), None)
    return above is not None and bool(_A.match(lines[index].words)) and is_question(above)


def _opened(line: Line, questions: Mapping[str, str]) -> _Open | None:
    words = line.words
    if found := _Q.match(words):
        return _of_question(line, found["rest"], found.start("rest"), found["number"], questions)
    if (found := _A.match(words)) and found["number"] and not words[:1].islower():
        question = questions.get(found["number"].lower(), f"Q{found['number']}")
        return _Open(question, line.piece, line.piece, [line.piece.part(found.start("rest"))] if found["rest"] else [])
    if found := _REFERS.search(words):
        question = questions.get(found["number"].lower()) or f"Q{found['number']}" + (
            f" ({found['gist']})" if found["gist"] else ""
        )
        return _Open(question, line.piece, line.piece, [line.piece.part(found.start("rest"))])
    if _asks(words) or ((line.bullet or line.number) and re.match(r"^[A-Z][^.!]{8,200}\?\s+\S", words)):
        return _of_question(line, words, 0, line.number, questions)
    return None


def _by_number(line: Line, questions: Mapping[str, str]) -> _Open | None:
    """An answer that gives only its question's number, below "Answers:"."""
    question = questions.get(_number(line.number)) if line.number else None
    return _Open(question, line.piece, line.piece, [line.piece]) if question else None


def _of_question(line: Line, rest: str, at: int, number: str | None, questions: Mapping[str, str]) -> _Open | None:
    """A question with its answer behind the question mark, or on the lines below."""
    asked, mark, answer = rest.partition("?")
    if not mark and number and (known := questions.get(_number(number))):
        return _Open(known, line.piece, line.piece, [line.piece.part(at)] if rest.strip() else [])
    if not mark and not rest.strip():
        return None
    question = " ".join(f"{asked}{mark}".split()).strip("*_ ")
    has_answer = len(answer.strip(_QUOTES + "*_")) > 0
    if has_answer and answer.strip().startswith("("):
        question, has_answer = " ".join(rest.split()), False
    behind = [line.piece.part(at + len(asked) + len(mark)).stripped(" \t*_-–:")] if has_answer else []
    return _Open(question, line.piece, line.piece, behind)


def _continues(current: _Open, line: Line, lines: Sequence[Line], index: int) -> bool:
    """Answers run on until a blank line, a label or a heading; a blank may stand between question and answer."""
    if line.blank:
        return not current.answer and index + 1 < len(lines)
    if line.rule or (labels.find(line.piece) and not _A.match(line.words)):
        return False
    return not (current.answer and line.after_gap)


def _answer_part(line: Line) -> Piece:
    found = _A.match(line.words)
    return line.piece.part(found.start("rest")) if found else line.piece


def _pair(each: _Open) -> Answer:
    answer = " ".join(" ".join(part.words.split()) for part in each.answer if part)
    found = _A.match(answer)
    return {"question": each.question, "answer": (found["rest"] if found else answer).strip(_QUOTES)}


def _asks(words: str) -> bool:
    if len(words) > _LONGEST_QUESTION or "?" not in words:
        return False
    plain = re.sub(r"\s*\([^)]*\)\s*$", "", words.rstrip(' *_"”'))
    return plain.endswith("?") and len(plain) > 12 and not re.search(r"[a-z]{3}[.!]\s+[A-Z]", plain)


def _number(marker: str) -> str:
    found = _NUMBER.search(marker)
    return found.group().lower() if found else ""
