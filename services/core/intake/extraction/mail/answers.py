"""Pairs screening questions with a person's answers. Never takes a question for an answer."""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.core.intake.extraction.mail import answer_ends, labels
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
_GAP = re.compile(r"\n[^\S\n]*\n")
_LONGEST_QUESTION = 600
_QUOTES = " \t\"“”„«»'"


@dataclass(slots=True)
class _Open:
    """A question whose answer is being read. `marked` is one that a letter, number or bullet shows to be one."""

    question: str
    first: Piece
    answer: list[Piece]
    marked: bool = True


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


def read(
    lines: Sequence[Line], questions: Mapping[str, str], *, name: str
) -> tuple[list[Answer], Piece | None, set[int]]:
    """The answers in a profile's lines, the place that holds them all, and the indexes of the lines they took.

    `questions` are those listed by number elsewhere, for answers that only give the number; `name` is who answers.
    """
    done: list[_Open] = []
    announced = False
    taken: set[int] = set()
    index = 0
    while index < len(lines):
        announced = announced or bool(_ANNOUNCED.match(lines[index].words))
        numbered = questions if announced else {}
        end = index + 1
        if current := _opened(lines[index], questions) or _by_number(lines[index], numbered):
            end = _take(current, lines, range(end, len(lines)), numbered, name)
            done.append(current)
            taken |= {at for at in range(index, end) if not lines[at].blank}
        index = end
    answers = [_pair(each) for each in done if each.answer]
    if not answers:
        return [], None, set()
    return answers, done[0].first.until((done[-1].answer or [done[-1].first])[-1]), taken


def reach(lines: Sequence[Line], index: int, stop: int, *, name: str) -> int:
    """The index after the answer, where the line at `index` opens a question, else after the line itself."""
    current = _opened(lines[index], {})
    return _take(current, lines, range(index + 1, stop), {}, name) if current else index + 1


def quoted(lines: Sequence[Line], within: range) -> set[int]:
    """The indexes of the lines inside quoted answers, where nobody is introduced."""
    found: set[int] = set()
    for index in within:
        if _opened(lines[index], {}):
            start = _below(lines, index + 1, within.stop)
            stop = _next_question(lines, start, within.stop, {})
            found |= set(range(start, answer_ends.quotation(lines, start, stop)))
    return found


def is_question(line: Line) -> bool:
    """Whether a line asks something rather than telling about a person."""
    return bool(_Q.match(line.words)) or _asks(line.words)


def is_answer(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is marked as the answer to the question above it ("A. Cerner, mostly")."""
    if not _A.match(lines[index].words):
        return False
    above = next((line for line in reversed(lines[:index]) if not line.blank), None)
    return above is not None and is_question(above)


def _opened(line: Line, questions: Mapping[str, str]) -> _Open | None:
    words = line.words
    if found := _Q.match(words):
        return _of_question(line, found["rest"], found.start("rest"), found["number"], questions)
    if (found := _A.match(words)) and found["number"] and not words[:1].islower():
        question = questions.get(found["number"].lower(), f"Q{found['number']}")
        return _Open(question, line.piece, [line.piece.part(found.start("rest"))] if found["rest"] else [])
    if found := _REFERS.search(words):
        question = questions.get(found["number"].lower()) or f"Q{found['number']}" + (
            f" ({found['gist']})" if found["gist"] else ""
        )
        return _Open(question, line.piece, [line.piece.part(found.start("rest"))])
    if _asks(words) or ((line.bullet or line.number) and re.match(r"^[A-Z][^.!]{8,200}\?\s+\S", words)):
        return _of_question(line, words, 0, line.number, questions)
    return None


def _by_number(line: Line, questions: Mapping[str, str]) -> _Open | None:
    """An answer that gives only its question's number, below "Answers:"."""
    question = questions.get(_number(line.number)) if line.number else None
    return _Open(question, line.piece, [line.piece]) if question else None


def _of_question(line: Line, rest: str, at: int, number: str | None, questions: Mapping[str, str]) -> _Open | None:
    """A question with its answer behind the question mark, or on the lines below."""
    asked, mark, answer = rest.partition("?")
    if not mark and number and (known := questions.get(_number(number))):
        return _Open(known, line.piece, [line.piece.part(at)] if rest.strip() else [])
    if not mark and not rest.strip():
        return None
    question = " ".join(f"{asked}{mark}".split()).strip("*_ ")
    has_answer = len(answer.strip(_QUOTES + "*_")) > 0
    if has_answer and answer.strip().startswith("("):
        question, has_answer = " ".join(rest.split()), False
    behind = [line.piece.part(at + len(asked) + len(mark)).stripped(" \t*_-–:")] if has_answer else []
    marked = bool(_Q.match(line.words) or line.number or line.bullet or line.bold)
    return _Open(question, line.piece, behind, marked)


def _take(current: _Open, lines: Sequence[Line], within: range, numbered: Mapping[str, str], name: str) -> int:
    """Adds to a question the lines below it that answer it; the index after the last of them."""
    start = _below(lines, within.start, within.stop)
    is_marked = not current.answer and start < within.stop and bool(_A.match(lines[start].words))
    stop = _next_question(lines, start + is_marked, within.stop, numbered)
    closed = answer_ends.quotation(lines, start, stop) if not current.answer else start
    end = within.start
    for index in range(start, stop):
        line = lines[index]
        if line.blank:
            continue
        if index >= closed and not _continues(current, line, name, is_quoted=closed > start):
            break
        current.answer.append(line.piece if current.answer else _first_part(line))
        end = index + 1
    return end


def _continues(current: _Open, line: Line, name: str, *, is_quoted: bool) -> bool:
    """Whether a line answers, or goes on answering; after a closed quotation and a gap only what is quoted too."""
    if not current.answer:
        is_aside = line.after_gap and not current.marked and answer_ends.is_of_us(line.words)
        return bool(_A.match(line.words)) or not (line.talk or line.rule or labels.find(line.piece) or is_aside)
    if is_quoted and line.after_gap:
        return line.words.startswith(answer_ends.QUOTES)
    return not answer_ends.ends(line, name=name)


def _below(lines: Sequence[Line], at: int, stop: int) -> int:
    """The next line that is not blank."""
    return next((index for index in range(at, stop) if not lines[index].blank), stop)


def _next_question(lines: Sequence[Line], at: int, stop: int, numbered: Mapping[str, str]) -> int:
    asked = (index for index in range(at, stop) if _opened(lines[index], {}) or _by_number(lines[index], numbered))
    return next(asked, stop)


def _first_part(line: Line) -> Piece:
    found = _A.match(line.words)
    return line.piece.part(found.start("rest")) if found else line.piece


def _pair(each: _Open) -> Answer:
    """The question with its answer, paragraphs set apart by an empty line."""
    answer = ""
    for before, part in itertools.pairwise([each.first, *each.answer]):
        between = part.message.text[before.end : part.start]
        answer += ("\n\n" if _GAP.search(between) else " ") + " ".join(part.words.split())
    found = _A.match(answer.strip())
    return {"question": each.question, "answer": (found["rest"] if found else answer).strip(_QUOTES + "\n")}


def _asks(words: str) -> bool:
    if len(words) > _LONGEST_QUESTION or "?" not in words:
        return False
    plain = re.sub(r"\s*\([^)]*\)\s*$", "", words.rstrip(' *_"”'))
    return plain.endswith("?") and len(plain) > 12 and not re.search(r"[a-z]{3}[.!]\s+[A-Z]", plain)


def _number(marker: str) -> str:
    found = _NUMBER.search(marker)
    return found.group().lower() if found else ""
