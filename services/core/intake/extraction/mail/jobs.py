"""Adds a person's job from the parts of a profile that name title and company. Decides which are former."""

import re
from collections.abc import Sequence

from services.core.intake.extraction import values
from services.core.intake.extraction.mail.mentions import Mention
from services.core.intake.extraction.mail_spans import Piece
from services.core.intake.extraction.values import titles

_LINK_WORD = re.compile(r"[\s<|,;-]*(?:LinkedIn|Profile|CV)?[\s<|,;-]*$")


def is_job(words: str) -> bool:
    """Whether words begin as a job does: a title's word early on, or "Former"."""
    head = re.split(r"[,(|·]|\s[-–—]\s|\bat\b", words)[0]
    former = values.is_marked_former(words) and len(words.split()) < 25
    return (former or titles.is_title(head)) and len(head.split()) <= 9 and words[:1] not in '"“'


def is_title_alone(title: str, firm: str) -> bool:
    """Whether one line is nothing but a title and the next one nothing but a company."""
    plain = not re.search(r"\s[-–—|·@/]\s|\bat\b|[$€£¥]|\d{3}", title) and len(title.split()) <= 9
    named = (
        0 < len(firm.split()) <= 6 and firm[:1].isupper() and not re.search(r"[.:?!@|]|[$€£¥]|\d{3}", firm.strip("."))
    )
    return is_job(title) and plain and named and not titles.is_title(firm) and not values.region(firm)


def add_left_over(mention: Mention, left: Sequence[Piece], *, cells: bool, may_be_employer: bool) -> None:
    """Adds the job that `left` names: what no other reader of a line took. In `cells` title and company are apart."""
    titled = [piece for piece in left if titles.is_title(piece.words) or values.is_marked_former(piece.words)]
    plain = [piece for piece in left if piece not in titled]
    if cells and len(titled) == 1 and plain and "title" not in mention.fields:
        add_apart(mention, titled[0], plain[0])
    elif titled or (may_be_employer and "employer" not in mention.fields and _looks_like_a_firm(left[0].words)):
        mention.add_job(left[0].until(left[-1]), 0.88)


def add_apart(mention: Mention, title: Piece | None, employer: Piece) -> None:
    """Title and employer given apart: a "Former" in the title, or years that ended, make the employer a past one."""
    plain = titles.is_title(employer.words)
    job = values.Role(employer=employer.words) if plain else values.role(employer.words)
    firm = job.employer or employer.words
    written = title.words if title else ""
    named = values.role(written) if title else values.Role()
    former = job.former or named.former
    if title:
        mention.add("title", written if named.former or not former else f"Former {written}", title, 0.95)
    if title or not former:
        mention.add("employer", firm, employer.find(firm), 0.95)
    if former:
        start, end = job.start or named.start, job.end or named.end
        past = values.Role(values.without_former(written) or None, firm, None, start, end, True)
        mention.add_past([values.past_employer(past)], employer if title is None else title.until(employer), 0.9)
    if job.location:
        mention.add_location(employer.find(job.location), 0.85)


def add_side_by_side(mention: Mention, cell: Piece) -> None:
    """A cell of title and company without a mark between them."""
    job = cell.part(0, len(_LINK_WORD.sub("", cell.words)))
    mention.add_role(job, values.side_by_side(job.words), 0.85)


def _looks_like_a_firm(words: str) -> bool:
    return len(words.split()) <= 6 and words[:1].isupper() and not words.endswith((".", ":", "?", "!"))
