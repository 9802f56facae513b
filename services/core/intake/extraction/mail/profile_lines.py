"""Reads the lines of one profile: labelled values, scraps between separators, a job, a place, a few lines of prose."""

import re

from services.core.intake.extraction import values
from services.core.intake.extraction.mail import answers, jobs, labels, phrases, scraps, segments, sentences
from services.core.intake.extraction.mail.context import Context
from services.core.intake.extraction.mail.lines import Line
from services.core.intake.extraction.mail.mentions import Mention
from services.core.intake.extraction.mail_spans import Piece
from services.core.intake.extraction.values import titles

_BRACKETED = re.compile(r"^\((?P<inner>[^()]*(?:\([^()]*\)[^()]*)*)\)")
_CHANGED = r"slots?|times?|rate|fee|price|availability"
_CHANGE = re.compile(
    rf"^(?:(?:updated|revised|changed|now)\b|new\b(?=\s*(?::|(?:{_CHANGED})\b))):?\s*(?:(?:{_CHANGED})\b)?\s*[:–-]?\s*",
    re.IGNORECASE,
)
_PROSE = 5
"""Words from which on an unlabelled line is prose about the person."""


class Reader:
    """Reads the parts of one profile into its mention, keeping what can only be judged at the end."""

    def __init__(self, mention: Mention, context: Context) -> None:
        self.mention = mention
        self.context = context
        self.labelled: set[labels.Kind] = set()
        self.title: Piece | None = None
        self.employer: Piece | None = None
        self.prose: list[Piece] = []

    def tail(self, tail: Piece) -> None:
        """The words after the name, up to the line's end."""
        found = labels.find(tail)
        if found:
            before = tail.part(0, found[0].whole.start - tail.start).stripped(" \t|·;,-–—(.")
            for label in found:
                self.value(label, [])
                self._after(tail, label, found)
            if not before:
                return
            tail = before
        first, *others = sentences.of(tail)
        bracket = _BRACKETED.match(first.words)
        if bracket:
            behind = first.part(bracket.end()).stripped(" \t,;-–—")
            first = first.part(*bracket.span("inner"))
            others = [behind, *others] if behind else others
        self._job(self._scraps(first), cells=scraps.has_cells(first.words))
        for other in others:
            for left in self._scraps(other):
                phrases.read(left, self.mention, self.context)

    def line(self, lines: list[Line], index: int) -> int:
        """One line below the name; returns the index of the next line to read."""
        piece = lines[index].piece
        found = labels.find(piece)
        if not found and self._is_title_above(lines, index):
            jobs.add_apart(self.mention, piece, lines[index + 1].piece)
            return index + 2
        if not found:
            self._bare(piece, after_gap=lines[index].after_gap)
            return index + 1
        before = piece.part(0, found[0].whole.start - piece.start).stripped(" \t|·;,-–—")
        if len(before.words) > 2:
            self._bare(before, after_gap=False)
        last = found[-1]
        following = _following(lines, index, last)
        for label in found:
            self.value(label, following if label is last else [])
        for label in found:
            self._after(piece, label, found)
        return index + 1 + len(following)

    def value(self, label: labels.Label, following: list[Line]) -> None:
        """A labelled value with the lines that continue it."""
        value = label.value
        if following:
            end = following[-1].piece
            value = value.until(end) if value else following[0].piece.until(end)
        if not value or (values.is_blank(value.words) and label.kind != "conflict_status"):
            return
        self._labelled(label, value)

    def cell(self, kind: labels.Kind, cell: Piece, heading: str) -> None:
        """A table's cell; its heading may hold the zone, the currency or the question a bare "yes" answers."""
        words = cell.words
        if kind == "conflict_status":
            if state := values.conflict(f"{heading}: {words}"):
                self.mention.add("conflict_status", state, cell, 0.95)
        elif kind in ("availability", "timezone"):
            zone = values.timezone(heading)
            segments.slots(cell, self.mention, self.context, confidence=0.95, zone=zone)
        elif kind == "price":
            quote = values.price(
                words,
                currency_hint=values.currency(heading) or self.context.currency,
                unit_hint=values.unit(heading) or self.context.unit,
            )
            if quote:
                self.mention.add("price", quote, cell, 0.95)
        elif kind == "bio" and not {"title", "employer", "title_and_employer"} & self.labelled and self._is_job(words):
            self.mention.add_job(cell, 0.9)
        else:
            self.value(labels.Label(kind, cell, cell), [])

    def finish(self) -> None:
        """Adds the job and the prose, once all lines are read."""
        if self.title and self.employer:
            jobs.add_apart(self.mention, self.title, self.employer)
        elif self.title:
            self.mention.add_job(self.title, 0.93)
            if "title" not in self.mention.fields:
                self.mention.add("title", self.title.words, self.title, 0.9)
        elif self.employer:
            jobs.add_apart(self.mention, None, self.employer)
        if self.prose and "bio" not in self.mention.fields:
            place = self.prose[0].until(self.prose[-1])
            self.mention.add("bio", " ".join(place.words.split()), place, 0.7)

    def _labelled(self, label: labels.Label, value: Piece) -> None:
        mention, kind = self.mention, label.kind
        words = " ".join(value.words.split())
        if kind == "title_and_employer":
            self._side_by_side(value)
        elif kind == "title":
            self.title = self.title or value
        elif kind == "employer":
            self.employer = self.employer or value
        elif kind in ("location", "city", "country"):
            mention.add_location(value, 0.95 if kind == "location" else 0.9)
        elif kind in ("past_employers", "past_title"):
            mention.add_past(values.past_employers(value.words), value, 0.9)
        elif kind == "expertise":
            mention.add("expertise", values.expertise(value.words), value, 0.95)
        elif kind == "price":
            self._price(label, value)
        elif kind == "conflict_status":
            if state := values.conflict(f"{label.whole.words}" if label.whole else words):
                mention.add("conflict_status", state, value, 0.95)
        elif kind in ("availability", "withdrawn"):
            self._slots(kind, label, value)
        elif kind == "vendor_ref":
            mention.add("vendor_ref", words.split()[0].strip("#.,;"), value, 0.95)
        elif kind == "years_experience" or (kind == "bio" and len(words.split()) < 6 and values.years(words)):
            if count := values.years(words):
                mention.add("years_experience", count, value, 0.95)
        elif kind == "bio":
            mention.add("bio", words, value, 0.9)
        elif kind in ("linkedin_url", "email", "phone"):
            segments.addresses(value, mention, self.context)
        elif kind == "aside":
            phrases.read(value, mention, self.context)

    def _price(self, label: labels.Label, value: Piece) -> None:
        """A labelled price; "Credits: 1.25" has its unit in the label. An amount without a currency is only noted."""
        whole = label.whole or value
        if segments.price(value, self.mention, self.context, confidence=0.95, labelled=True):
            return
        if not segments.price(whole, self.mention, self.context, confidence=0.9) and values.number(value.words):
            self.mention.notes.append(f"{self.mention.name.words}: no price is read from “{value.words[:80]}”")

    def _slots(self, kind: labels.Kind, label: labels.Label, value: Piece) -> None:
        if kind == "withdrawn":
            offered = values.availability(value.words, today=self.context.today, month_first=self.context.month_first)
            dated = [slot for slot in offered if "start" in slot]
            if dated:
                self.mention.add_slots(dated, value, 0.9, "remove")
            return
        if not segments.slots(value, self.mention, self.context, confidence=0.95):
            phrases.withdrawal(value, self.mention, self.context)

    def _after(self, line: Piece, label: labels.Label, found: list[labels.Label]) -> None:
        """What a line still says behind a labelled value that was one sentence long."""
        following = [other.whole.start for other in found if other.whole.start > label.value.end]
        rest = line.part(label.value.end - line.start, min(following, default=line.end) - line.start).stripped(
            " .,;|·-–—()"
        )
        if rest and label.kind in ("price", "conflict_status", "title", "employer", "location"):
            for scrap in self._scraps(rest):
                phrases.read(scrap, self.mention, self.context)

    def _bare(self, piece: Piece, *, after_gap: bool) -> None:
        """A line without a label: an address, a number, scraps between separators, a job, a place or prose."""
        taken = segments.addresses(piece, self.mention, self.context)
        if taken and len(piece.words) - sum(len(place.words) for place in taken) < 30:
            return
        first, *others = sentences.of(piece)
        if self._is_job(first.words):
            self._job(self._scraps(first), cells=scraps.has_cells(first.words))
            for other in others:
                phrases.read(other, self.mention, self.context)
            return
        if len(piece.words.split()) >= _PROSE and scraps.reads_as_prose(piece.words):
            self._add_prose(piece)
            return
        self._job(self._scraps(piece), cells=False)

    def _add_prose(self, piece: Piece) -> None:
        before = self.mention.offer()
        for sentence in sentences.of(piece):
            phrases.read(sentence, self.mention, self.context, about_job=False)
        if before != self.mention.offer() or phrases.is_experience(piece.words):
            return
        if not self.prose or piece.start - self.prose[-1].end < 6:
            self.prose.append(piece)

    def _read_scrap(self, scrap: Piece, *, first: bool) -> bool:
        if segments.is_reference(scrap.words):
            segments.reference(scrap, self.mention)
            return True
        change = _CHANGE.match(scrap.words)
        if change and len(scrap.words) > change.end():
            scrap = scrap.part(change.end())
        is_job = titles.is_title(re.split(r"[,(]", scrap.words)[0]) or values.is_marked_former(scrap.words)
        if first and is_job and not re.search(r"[$€£¥]|\bconflict|\bavailab", scrap.words, re.IGNORECASE):
            return False
        if segments.addresses(scrap, self.mention, self.context):
            return True
        if segments.scrap(scrap, self.mention, self.context):
            return True
        return phrases.states_change(scrap, self.mention, self.context)

    def _wants_title(self) -> bool:
        return "title" not in self.mention.fields and "title" not in self.labelled

    def _is_job(self, words: str) -> bool:
        return self._wants_title() and jobs.is_job(words)

    def _is_title_above(self, lines: list[Line], index: int) -> bool:
        firm = lines[index + 1].words if index + 1 < len(lines) else ""
        free = self._wants_title() and "employer" not in self.labelled
        return free and jobs.is_title_alone(lines[index].words, firm) and not segments.says_check(firm)

    def _scraps(self, piece: Piece) -> list[Piece]:
        """Reads what stands between separators; what is left over is the job."""
        left: list[Piece] = []
        for scrap in scraps.of(piece):
            if not self._read_scrap(scrap, first=not left):
                left.append(scrap)
        return left

    def _job(self, left: list[Piece], *, cells: bool) -> None:
        labelled = "title" in self.labelled and self.title is None and "employer" in self.labelled
        if left and not labelled:
            jobs.add_left_over(self.mention, left, cells=cells, may_be_employer="employer" not in self.labelled)

    def _side_by_side(self, cell: Piece) -> None:
        """A cell of title and company, perhaps with a profile link and a note behind them."""
        taken = segments.addresses(cell, self.mention, self.context)
        found = labels.find(cell, inner=True)
        for label in found:
            self.value(label, [])
        ends = [place.start for place in taken] + [label.whole.start for label in found]
        jobs.add_side_by_side(self.mention, cell.part(0, min(ends, default=cell.end) - cell.start))


def _following(lines: list[Line], index: int, label: labels.Label) -> list[Line]:
    """The lines that continue a labelled value: a list below an empty one, the rest of a paragraph of prose."""
    following: list[Line] = []
    for line in lines[index + 1 :]:
        if line.blank or line.rule or labels.find(line.piece) or answers.is_question(line):
            break
        listed = not label.value and (line.bullet or line.number or line.indent > lines[index].indent or not following)
        wrapped = label.kind == "bio" and not line.bullet and not line.number and len(lines[index].words) > 50
        more_slots = label.kind == "availability" and line.indent > lines[index].indent and line.bullet
        if not (listed or wrapped or more_slots):
            break
        following.append(line)
    return following
