"""Joins what the messages of a thread say about each person: of every field, what the newest message says."""

from collections.abc import Sequence
from typing import cast

from services.core.intake.extraction.mail import namesakes, people
from services.core.intake.extraction.mail.mentions import Mention
from services.core.intake.proposals import FieldName, FoundField, Price, Proposal, Rejected, Slot


def merge(mentions: Sequence[Mention]) -> tuple[list[Proposal], list[Rejected], list[str]]:
    """One proposal per person in the order of `mentions`, which come newest first; profiles of which nobody can tell
    whose they are; and notes on those without news.
    """
    known = named([mention.name.words for mention in mentions])
    by_name: dict[str, list[Mention]] = {}
    for mention in mentions:
        key = people.resolve(mention.name.words, known) or people.key(mention.name.words)
        by_name.setdefault(key, []).append(mention)
    place = {id(mention): at for at, mention in enumerate(mentions)}
    told: list[tuple[str, list[Mention]]] = []
    rejected: list[Rejected] = []
    notes: list[str] = []
    for key, about in by_name.items():
        bearers, unclear = namesakes.apart(about)
        told += [(key, own) for own in bearers]
        several = f"{len(bearers)} people have this name"
        for each in unclear:
            if each.listed:
                reason = f"{several} in this thread, and the profile does not tell which of them it is of."
                rejected.append(Rejected(each.block.span(), "namesake_unclear", reason))
            else:
                notes.append(f"not attached, as {several}: {each.block.short}")
    proposals: list[Proposal] = []
    for key, about in sorted(told, key=lambda person: place[id(person[1][0])]):
        proposal = _proposal(key, about)
        name = proposal.fields["name"].value
        if any(mention.withdrawn for mention in about[:1]):
            notes.append(f"{name} is no longer available")
        if len(proposal.fields) > 1:
            proposals.append(proposal)
        else:
            notes.append(f"{name}: nothing new")
    return proposals, rejected, notes


def named(names: Sequence[str]) -> dict[str, str]:
    """The people among names as written, each by the key of the fullest writing."""
    known: dict[str, str] = {}
    for name in sorted(set(names), key=lambda name: (-len(name.split()), -len(name), name)):
        if len(name.split()) > 1 and people.resolve(name, known) is None:
            known[people.key(name)] = name
    return known


def _proposal(key: str, about: list[Mention]) -> Proposal:
    full = next((mention for mention in about if people.key(mention.name.words) == key), about[0])
    fields: dict[FieldName, FoundField] = {
        "name": FoundField(" ".join(full.name.words.split()), full.name.span(), full.sure)
    }
    for mention in about:
        for name, found in mention.fields.items():
            if name != "availability":
                fields.setdefault(name, found)
    if "price" in fields:
        fields["price"] = _with_older_terms(fields["price"], about)
    if slots := _availability(about):
        fields["availability"] = slots
    return Proposal(fields, about[0].block.span())


def _with_older_terms(found: FoundField, about: list[Mention]) -> FoundField:
    """A new amount leaves the minimum and the step of the older quote standing, if it is of the same kind."""
    price = cast(Price, found.value)
    for older in (mention.price() for mention in about):
        if older and all(older.get(key) == price.get(key) for key in ("unit", "currency")):
            price = {**older, **price}
    return FoundField(price, found.span, found.confidence)


def _availability(about: list[Mention]) -> FoundField | None:
    """The slots that stand: a new list replaces the old, "also" adds, a withdrawn slot leaves."""
    current: FoundField | None = None
    for mention in reversed(about):
        found = mention.fields.get("availability")
        if found is None:
            continue
        slots = cast(list[Slot], found.value)
        older = cast(list[Slot], current.value) if current else []
        if mention.slot_mode == "add":
            slots = [*older, *(slot for slot in slots if slot not in older)]
        elif mention.slot_mode == "remove":
            if current is None:
                continue
            gone = {slot["start"] for slot in slots if "start" in slot}
            slots = [slot for slot in older if slot.get("start") not in gone]
        current = FoundField(slots, found.span, found.confidence)
    return current
