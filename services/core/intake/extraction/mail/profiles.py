"""Reads one person's profile: the words after the name, labelled lines, bare lines, answers, a few lines of prose."""

import re

from services.core.intake.extraction import values
from services.core.intake.extraction.mail import answers, labels, phrases, segments, sentences, tables
from services.core.intake.extraction.mail.blocks import Block
from services.core.intake.extraction.mail.context import Context
from services.core.intake.extraction.mail.lines import Line
from services.core.intake.extraction.mail.mentions import Mention
from services.core.intake.extraction.mail_spans import Piece
from services.core.intake.extraction.values import titles

_BETWEEN = re.compile(r"\s+[-–—|·]\s+(?![^()]*\))|\s*\t\s*|\s*\|\s*|\s*·\s*|;\s+|\s+/\s+(?=\D)")
_CELLS = re.compile(r"\s*[|·\t]\s*|\s/\s")
_BRACKETED = re.compile(r"^\((?P<inner>[^()]*(?:\([^()]*\)[^()]*)*)\)")
_CHANGED = r"slots?|times?|rate|fee|price|availability"
_CHANGE = re.compile(
    rf"^(?:(?:updated|revised|changed|now)\b|new\b(?=\s*(?::|(?:{_CHANGED})\b))):?\s*(?:(?:{_CHANGED})\b)?\s*[:–-]?\s*",
    re.IGNORECASE,
)
_PROSE = 5
"""Words from which on an unlabelled line is prose about the person."""


def read(block: Block, name: Piece, context: Context) -> Mention:
    """What a block says about the person it names."""
    mention = Mention(name, block.piece, block.head.sure)
    if block.head.number:
        _number(block.head.number, mention)
    if block.head.sentence:
        return _sentence(block, mention, context)
    body = block.lines[1:]
    found, place, taken = answers.read(body, context.questions or {})
    if place:
        mention.add("answers", found, place, 0.9)
    reader = _Reader(mention, context)
    reader.labelled_job = _job_labels([block.lines[0], *body])
    if block.head.tail:
        reader.tail(block.head.tail)
    index = 0
    while index < len(body):
        index = index + 1 if index in taken or body[index].blank else reader.line(body, index)
    reader.finish()
    return mention


def read_row(row: tables.Row, name: Piece, below: list[Line], context: Context) -> Mention:
    """What a table row, and the lines under it, say about the person it names."""
    whole = row.cells[0].piece.until(row.cells[-1].piece)
    mention = Mention(name, whole if not below else whole.until(below[-1].piece), 0.95)
    reader = _Reader(mention, context)
    reader.labelled_job = {cell.kind for cell in row.cells if cell.piece}
    for kind, cell, heading in row.cells:
        if kind == "name":
            rest = cell.part(name.end - cell.start).stripped(" \t,;()")
            segments.reference(rest, mention)
        elif cell and (kind == "conflict_status" or not values.is_blank(cell.words)):
            reader.cell(kind, cell, heading)
    found, place, taken = answers.read(below, context.questions or {})
    if place:
        mention.add("answers", found, place, 0.9)
    for index, line in enumerate(below):
        if index not in taken and not line.blank:
            reader.line(below, index)
    reader.finish()
    return mention


def _sentence(block: Block, mention: Mention, context: Context) -> Mention:
    place = mention.name.until(block.piece)
    for sentence in sentences.of(place):
        phrases.read(sentence, mention, context)
    return mention


def _number(number: Piece, mention: Mention) -> None:
    """An expert's number counts as the vendor's reference when it is more than a place in the list."""
    plain = number.stripped("# \t")
    if len(re.sub(r"\D", "", plain.words)) >= 3:
        mention.add("vendor_ref", plain.words, plain, 0.95)


def _job_labels(lines: list[Line]) -> set[labels.Kind]:
    return {label.kind for line in lines for label in labels.find(line.piece)}


class _Reader:
    """Reads the parts of one profile into its mention, keeping what can only be judged at the end."""

    def __init__(self, mention: Mention, context: Context) -> None:
        self.mention = mention
        self.context = context
        self.labelled_job: set[labels.Kind] = set()
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
        self._job(self._scraps(first), cells=bool(_CELLS.search(first.words)))
        for other in others:
            for left in self._scraps(other):
                phrases.read(left, self.mention, self.context)

    def line(self, lines: list[Line], index: int) -> int:
        """One line below the name; returns the index of the next line to read."""
        piece = lines[index].piece
        found = labels.find(piece)
        if not found and self._is_title_above(lines, index):
            self._title_beside_employer(piece, lines[index + 1].piece)
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
            quote = values.price(words, currency_hint=values.currency(heading), unit_hint=values.unit(heading))
            if quote:
                self.mention.add("price", quote, cell, 0.95)
        elif (
            kind == "bio"
            and not {"title", "employer", "title_and_employer"} & self.labelled_job
            and self._is_job(words)
        ):
            self.mention.add_job(cell, 0.9)
        else:
            self.value(labels.Label(kind, cell, cell), [])

    def finish(self) -> None:
        """Adds the job and the prose, once all lines are read."""
        if self.title and self.employer:
            self._title_beside_employer(self.title, self.employer)
        elif self.title:
            self.mention.add_job(self.title, 0.93)
            if "title" not in self.mention.fields:
                self.mention.add("title", self.title.words, self.title, 0.9)
        elif self.employer:
            self._title_beside_employer(None, self.employer)
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
            if not segments.price(value, mention, confidence=0.95) and label.whole:
                segments.price(label.whole, mention, confidence=0.9)
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
            self._job(self._scraps(first), cells=bool(_CELLS.search(first.words)))
            for other in others:
                phrases.read(other, self.mention, self.context)
            return
        if len(piece.words.split()) >= _PROSE and _reads_as_prose(piece.words) and not _is_scraps(piece.words):
            self._add_prose(piece)
            return
        self._job(self._scraps(piece), cells=False)

    def _is_job(self, words: str) -> bool:
        wanted = "title" not in self.mention.fields and "title" not in self.labelled_job
        head = re.split(r"[,(|·]|\s[-–—]\s|\bat\b", words)[0]
        former = values.is_marked_former(words) and len(words.split()) < 25
        return wanted and (former or titles.is_title(head)) and len(head.split()) <= 9 and words[:1] not in '"“'

    def _is_title_above(self, lines: list[Line], index: int) -> bool:
        """Whether this line is nothing but a title and the next one nothing but a company."""
        title = lines[index].words
        firm = lines[index + 1].words if index + 1 < len(lines) else ""
        plain = not re.search(r"\s[-–—|·@/]\s|\bat\b|[$€£¥]|\d{3}", title) and len(title.split()) <= 9
        named = (
            0 < len(firm.split()) <= 6
            and firm[:1].isupper()
            and not re.search(r"[.:?!@|]|[$€£¥]|\d{3}", firm.strip("."))
        )
        beside = named and not titles.is_title(firm) and not values.region(firm) and not segments.says_check(firm)
        return self._is_job(title) and plain and beside and "employer" not in self.labelled_job

    def _add_prose(self, piece: Piece) -> None:
        before = self.mention.offer()
        for sentence in sentences.of(piece):
            phrases.read(sentence, self.mention, self.context, about_job=False)
        if before != self.mention.offer() or phrases.is_experience(piece.words):
            return
        if not self.prose or piece.start - self.prose[-1].end < 6:
            self.prose.append(piece)

    def _scraps(self, piece: Piece) -> list[Piece]:
        """Reads what stands between separators; what is left over is the job."""
        left: list[Piece] = []
        at = 0
        for start, end in _scrap_edges(piece.words):
            at = end
            scrap = piece.part(start, end).stripped(" \t|·;,-–—")
            scrap = _balanced(scrap)
            if scrap and not self._read_scrap(scrap, first=not left):
                left.append(scrap)
        return left if at else [piece]

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

    def _job(self, left: list[Piece], *, cells: bool) -> None:
        if not left or ("title" in self.labelled_job and self.title is None and "employer" in self.labelled_job):
            return
        titled = [piece for piece in left if titles.is_title(piece.words) or values.is_marked_former(piece.words)]
        plain = [piece for piece in left if piece not in titled]
        if cells and len(titled) == 1 and plain and "title" not in self.mention.fields:
            self._title_beside_employer(titled[0], plain[0])
            return
        place = left[0].until(left[-1])
        if titled or self._may_be_employer(left):
            self.mention.add_job(place, 0.88)

    def _may_be_employer(self, left: list[Piece]) -> bool:
        words = left[0].words
        return (
            "employer" not in self.mention.fields
            and "employer" not in self.labelled_job
            and len(words.split()) <= 6
            and (words[:1].isupper() and not words.endswith((".", ":", "?", "!")))
        )

    def _title_beside_employer(self, title: Piece | None, employer: Piece) -> None:
        """Title and employer given apart: a "Former" in the title, or years that ended, make the employer a past one."""
        mention = self.mention
        job = (
            values.role(employer.words) if not titles.is_title(employer.words) else values.Role(employer=employer.words)
        )
        firm = job.employer or employer.words
        written = title.words if title else ""
        named = values.role(written) if title else values.Role()
        former = job.former or named.former
        if title:
            mention.add("title", written if named.former or not former else f"Former {written}", title, 0.95)
        if title or not former:
            mention.add("employer", firm, employer.find(firm), 0.95)
        if former:
            past = values.Role(
                values.without_former(written) or None, firm, None, job.start or named.start, job.end or named.end, True
            )
            mention.add_past([values.past_employer(past)], employer if title is None else title.until(employer), 0.9)
        if job.location:
            mention.add_location(employer.find(job.location), 0.85)

    def _side_by_side(self, cell: Piece) -> None:
        """A cell of title and company, perhaps with a profile link and a note behind them."""
        taken = segments.addresses(cell, self.mention, self.context)
        found = labels.find(cell, inner=True)
        ends = [place.start for place in taken] + [label.whole.start for label in found]
        for label in found:
            self.value(label, [])
        job = cell.part(0, min(ends, default=cell.end) - cell.start)
        job = job.part(0, len(re.sub(r"[\s<|,;-]*(?:LinkedIn|Profile|CV)?[\s<|,;-]*$", "", job.words)))
        self.mention.add_role(job, values.side_by_side(job.words), 0.85)


def _balanced(scrap: Piece) -> Piece:
    """Without a bracket at the edge whose other half is elsewhere."""
    if scrap.words.count("(") > scrap.words.count(")"):
        return scrap.stripped("( ")
    return scrap.stripped(") ") if scrap.words.count(")") > scrap.words.count("(") else scrap


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


def _scrap_edges(words: str) -> list[tuple[int, int]]:
    edges: list[tuple[int, int]] = []
    at = 0
    for mark in _BETWEEN.finditer(words):
        edges.append((at, mark.start()))
        at = mark.end()
    edges.append((at, len(words)))
    pieces: list[tuple[int, int]] = []
    for start, end in edges:
        pieces += _commas(words, start, end)
    return pieces


def _commas(words: str, start: int, end: int) -> list[tuple[int, int]]:
    """Splits at a comma or before a bracket only where what follows is a price, a conflict state or a number."""
    for mark in re.finditer(
        r",\s+(?=(?:conflicts?|compliance|cleared|pending|available|free|open|slots?|[$€£]|USD|EUR|GBP|\d+ years))|\s(?=\((?:ID|#|CM))|:\s+(?=[$€£¥]|(?:USD|EUR|GBP|CHF)\b)",
        words[start:end],
    ):
        at = start + mark.start()
        return [(start, at), *_commas(words, start + mark.end(), end)]
    return [(start, end)]


def _reads_as_prose(words: str) -> bool:
    lower = sum(word[:1].islower() for word in words.split())
    return lower >= len(words.split()) * 0.45 or words.endswith(".")


def _is_scraps(words: str) -> bool:
    return bool(re.search(r"\s[|·]\s|[$€£¥]\s?\d|\bper hour\b", words)) and not words.endswith(".")
