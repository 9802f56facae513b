"""The bodies of vendors' plain mails: four ways to list people in running text."""

from collections.abc import Callable
from datetime import datetime
from random import Random

from services.core.simulator import draws, quotes
from services.core.simulator.letters import batches
from services.core.simulator.letters.batches import Batch
from services.core.simulator.records import Offer

Block = Callable[[int, Offer, Batch], list[str]]


def body(batch: Batch) -> str:
    """The mail's own text."""
    lines = [f"Hi {batches.CLIENT[0].split()[0]},", "", _opening(batch), quotes.terms_in_words(batch.vendor), ""]
    block = BLOCKS[batch.vendor.style]
    for number, offer in enumerate(batch.offers, start=1):
        lines += ["", *block(number, offer, batch), *_answers(offer, batch)]
    lines += ["", "", "Let me know whom I should hold.", "", *_signature(batch)]
    return "\n".join(lines) + "\n"


def citation(batch: Batch) -> str:
    """The vendor's earlier mail as a follow-up cites it, empty where there is none."""
    return "\n".join(["", *_cited(batch, *batch.earlier), ""]) if batch.earlier and batch.changed else ""


def _opening(batch: Batch) -> str:
    code, new, changed = batch.campaign.code, len(batch.new), len(batch.changed)
    if not changed:
        return f"Please find {new} {'person' if new == 1 else 'people'} for {code} below, all of whom agreed to speak."
    if not new:
        return f"An update on {code}, only what changed:"
    return f"An update on {code}: new names first, then what changed."


def _numbered(number: int, offer: Offer, batch: Batch) -> list[str]:
    lines = [
        f"{number}. {offer.name}",
        f"{batches.title(offer)}, {offer.employer}",
        offer.person.place.written,
        f"Rate: {batches.rate(offer, batch)}",
        f"Conflict check: {offer.conflict.replace('_', ' ')}",
        f"Availability: {batches.times(offer)}",
        f"Ref: {offer.ref}",
    ]
    if offer.person.linkedin:
        lines.append(f"LinkedIn: {offer.person.linkedin}")
    if jobs := batches.earlier_jobs(offer):
        lines.append(f"Previously: {jobs}")
    return [*lines, f"Expertise: {', '.join(offer.person.skills)}", f"Relevance: {batches.about(offer, batch)}"]


def _capitals(number: int, offer: Offer, batch: Batch) -> list[str]:
    profile = [f"LinkedIn: {offer.person.linkedin}"] if offer.person.linkedin else []
    return [
        offer.name.upper(),
        f"{batches.title(offer)}, {offer.employer}. Based in {offer.person.place.written}.",
        batches.about(offer, batch),
        f"Fee: {batches.rate(offer, batch)}. Conflict check: {offer.conflict.replace('_', ' ')}.",
        f"Slots: {batches.times(offer)}.",
        *profile,
        f"Ref: {offer.ref}",
    ]


def _bullets(number: int, offer: Offer, batch: Batch) -> list[str]:
    profile = [f"  {offer.person.linkedin}"] if offer.person.linkedin else []
    return [
        f"* {offer.name} - {batches.title(offer)} at {offer.employer}",
        f"  {offer.person.place.written}",
        f"  Rate: {batches.rate(offer, batch)}",
        f"  Conflict check: {offer.conflict.replace('_', ' ')}",
        f"  Open: {batches.times(offer)}",
        f"  Expertise: {', '.join(offer.person.skills)}",
        *profile,
        f"  Ref: {offer.ref}",
    ]


def _blocks(number: int, offer: Offer, batch: Batch) -> list[str]:
    profile = [f"LinkedIn: {offer.person.linkedin}"] if offer.person.linkedin else []
    return [
        offer.name,
        f"{batches.title(offer)} – {offer.employer}",
        offer.person.place.written,
        f"Price: {batches.rate(offer, batch)}",
        f"Conflict check: {offer.conflict.replace('_', ' ')}",
        f"Availability: {batches.times(offer)}",
        *profile,
        f"Ref: {offer.ref}",
    ]


BLOCKS: dict[str, Block] = {"numbered": _numbered, "capitals": _capitals, "bullets": _bullets, "blocks": _blocks}


def _answers(offer: Offer, batch: Batch) -> list[str]:
    lines: list[str] = []
    for question in batch.asked:
        if question.key in offer.answers:
            said = _put(offer.answers[question.key], draws.stream("put", batch.stem, offer.key, question.key))
            lines += [f"Q{question.key}. {question.text}", said]
    return lines


def _put(answer: str, chance: Random) -> str:
    """An answer as vendors paste it: mostly quoted in one paragraph, some as it came, quoted or not."""
    manner = draws.weighted(chance, ("close", "quoted", "bare"), (80, 12, 8))
    if manner == "bare":
        return answer
    said = answer if manner == "quoted" else answer.replace("\n\n", "\n")
    return f'"{said}"'


def _signature(batch: Batch) -> list[str]:
    name, address = batch.sender
    return ["Best wishes,", name.split()[0], "", name, f"Associate | {batch.vendor.name}", address]


def _cited(batch: Batch, sent_at: datetime, text: str) -> list[str]:
    name, address = batch.sender
    quoted = [f"> {line}".rstrip() for line in text.splitlines()]
    when = f"{sent_at:%a}, {sent_at.day} {sent_at:%b} {sent_at.year} at {sent_at:%H:%M}"
    return [f"On {when}, {name} <{address}> wrote:", *quoted]
