"""Compares what was read from the corpus with the truth written beside it. A truth is never softer than its mail."""

import collections
import json
import pathlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rapidfuzz import fuzz

from services.core.intake.documents import Document
from services.core.intake.extraction import mail, vendors
from services.core.intake.proposals import FIELD_TYPES, Extraction, KnownVendor, VendorGuess
from services.core.intake.readers import opening

CORPUS = pathlib.Path(__file__).parent / "corpus"
TODAY = date(2026, 11, 21)
KNOWN = [
    KnownVendor("AlphaSights"),
    KnownVendor("Atheneum"),
    KnownVendor("Brainworks"),
    KnownVendor("Capvision"),
    KnownVendor("Coleman Research", ("Coleman-Research-VisasQ",)),
    KnownVendor("Dialectica"),
    KnownVendor("ExpertConnect"),
    KnownVendor("GLG"),
    KnownVendor("Guidepoint"),
    KnownVendor("Inex One"),
    KnownVendor("Maven", ("Maven Research",)),
    KnownVendor("NewtonX"),
    KnownVendor("Nexus"),
    KnownVendor("Prosapient", ("proSapient",)),
    KnownVendor("Stream"),
    KnownVendor("Tegus"),
    KnownVendor("Third Bridge", ("ThirdBridge",)),
    KnownVendor("Zintro"),
]
_BIO_LIKENESS = 85


@dataclass(slots=True)
class Reading:
    """A mail of the corpus, what was read from it, and what is true."""

    stem: str
    document: Document
    vendor: VendorGuess
    found: Extraction
    truth: dict[str, Any]


@dataclass(slots=True)
class Marks:
    """Counts per field: right, all found, all true; `wrong` says which."""

    right: collections.Counter[str] = field(default_factory=collections.Counter)
    found: collections.Counter[str] = field(default_factory=collections.Counter)
    true: collections.Counter[str] = field(default_factory=collections.Counter)
    wrong: list[str] = field(default_factory=list)

    def precision(self, name: str) -> float:
        return self.right[name] / self.found[name] if self.found[name] else 1.0

    def recall(self, name: str) -> float:
        return self.right[name] / self.true[name] if self.true[name] else 1.0

    def table(self) -> str:
        rows = [f"{'field':18}{'true':>6}{'found':>7}{'right':>7}{'precision':>11}{'recall':>8}"]
        for name in ("people", "rejected", "vendor", *FIELD_TYPES):
            if self.true[name] or self.found[name]:
                rows.append(
                    f"{name:18}{self.true[name]:6}{self.found[name]:7}{self.right[name]:7}"
                    f"{self.precision(name):11.3f}{self.recall(name):8.3f}"
                )
        return "\n".join(rows)


def read(stem: str) -> Reading:
    """Reads one mail of the corpus as it would be read in service."""
    path = CORPUS / f"{stem}.txt"
    document = opening.open_document(path.name, path.read_bytes())
    vendor = vendors.guess([document], KNOWN)
    found = mail.extract(document, vendor=vendor, today=TODAY)
    return Reading(stem, document, vendor, found, json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))


def stems(prefix: str) -> list[str]:
    """The mails whose file names begin with `prefix`: `d` those the rules were written on, `h` those held out."""
    return sorted(path.stem for path in CORPUS.glob(f"{prefix}*.txt"))


def mark(readings: Iterable[Reading]) -> Marks:
    """Compares people by name, then field by field; a wrong field counts against precision and recall.

    The fields of a person missed or invented count too.
    """
    marks = Marks()
    for reading in readings:
        _mark_one(reading, marks)
    return marks


def _mark_one(reading: Reading, marks: Marks) -> None:
    found = {_plain(each.fields["name"].value): each.fields for each in reading.found.proposals}
    true = {_plain(each["name"]): each for each in reading.truth["people"]}
    _count(
        marks,
        "vendor",
        reading.vendor.name == reading.truth["vendor"],
        reading.vendor.name,
        reading.truth["vendor"],
        reading.stem,
    )
    marks.found["people"] += len(reading.found.proposals)
    marks.true["people"] += len(true)
    marks.right["people"] += len(found.keys() & true.keys())
    marks.wrong += [f"{reading.stem}: missed {name}" for name in true.keys() - found.keys()]
    marks.wrong += [f"{reading.stem}: invented {name}" for name in found.keys() - true.keys()]
    rejected = [each.code for each in reading.found.rejected]
    marks.found["rejected"] += len(rejected)
    marks.true["rejected"] += len(reading.truth["rejected"])
    marks.right["rejected"] += sum(
        (collections.Counter(rejected) & collections.Counter(reading.truth["rejected"])).values()
    )
    for person in found.keys() | true.keys():
        fields, truth = found.get(person, {}), true.get(person, {})
        for name in FIELD_TYPES:
            if name == "name":
                continue
            said = fields[name].value if name in fields else None
            meant = truth.get(name)
            _count(marks, name, same(name, said, meant), said, meant, f"{reading.stem}: {person}")


def _count(marks: Marks, name: str, right: bool, said: object, meant: object, where: str) -> None:
    marks.found[name] += said is not None
    marks.true[name] += meant is not None
    marks.right[name] += right and said is not None
    if not right:
        marks.wrong.append(f"{where}: {name} is {said!r}, should be {meant!r}")


def same(name: str, said: Any, meant: Any) -> bool:
    """Whether a value read is the true one: exactly, but for spacing, case, the order of lists and a bio's edges."""
    if said is None or meant is None:
        return said is meant
    if name == "availability":
        return [_slot(slot) for slot in said] == [_slot(slot) for slot in meant]
    if name == "past_employers":
        return sorted(_folded(each) for each in said) == sorted(_folded(each) for each in meant)
    if name == "expertise":
        return {_plain(each) for each in said} == {_plain(each) for each in meant}
    if name == "answers":
        return [_folded(each) for each in said] == [_folded(each) for each in meant]
    if name == "bio":
        return fuzz.ratio(_plain(said), _plain(meant)) >= _BIO_LIKENESS
    return said == meant if name in ("price", "years_experience") else _plain(said) == _plain(meant)


def _slot(slot: dict[str, str]) -> tuple[str, ...]:
    dated = tuple(slot.get(key, "") for key in ("start", "end", "timezone"))
    return dated if dated[0] else (_plain(slot["text"]),)


def _folded(entry: dict[str, str]) -> list[tuple[str, str]]:
    return sorted((key, _plain(value)) for key, value in entry.items())


def _plain(text: object) -> str:
    return re.sub(r"\s+", " ", str(text)).strip().casefold()
