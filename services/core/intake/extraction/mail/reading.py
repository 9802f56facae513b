"""Reads one prose document from a vendor: message by message, newest first, into one proposal per person."""

from collections.abc import Sequence
from datetime import date

from services.core.intake.documents import Document
from services.core.intake.extraction import vendors
from services.core.intake.extraction.mail import (
    answers,
    letters,
    lines,
    merging,
    people,
    person_names,
    terms,
)
from services.core.intake.extraction.mail import context as contexts
from services.core.intake.extraction.mail.letters import Letter
from services.core.intake.extraction.mail.mentions import Mention
from services.core.intake.proposals import Extraction, VendorGuess
from services.core.matching import folding


def extract(document: Document, *, vendor: VendorGuess, today: date) -> Extraction:
    """The people a mail, thread, plain text or PDF offers; of each field what the newest message states.

    `today` dates a message that carries no date of its own. What a client wrote in the thread is not an offer.
    """
    thread = [letters.open_letter(document, message) for message in document.messages]
    outsiders = _outsiders(thread)
    for letter in thread:
        letters.find_people(letter, outsiders)
    own = _own_domains(thread, vendor)
    offers = [each for each in thread if not own or vendors.domain_of(each.message.sender_address) in {*own, None}]
    questions = _questions(thread)
    known = merging.named([name.words for letter in offers for name in letter.names()])
    mentions: list[Mention] = []
    for position, letter in enumerate(offers):
        sent = letter.message.sent_at
        context = contexts.of(
            letter.message.text, today=sent.date() if sent else today, own_domains=own, questions=questions
        )
        mentions += letters.read(letter, context, known, outsiders)
        mentions += _said_for_all(letter, offers[position + 1 :])
    proposals, unclear, notes = merging.merge(mentions)
    rejected = [*(each for letter in offers for each in letter.rejected), *unclear]
    return Extraction(vendor, proposals, rejected, [note for letter in offers for note in letter.notes] + notes)


def _said_for_all(letter: Letter, older: Sequence[Letter]) -> list[Mention]:
    """What a message without profiles says of "all" or "both": it means the people of the older ones."""
    if letter.offers_profiles or not (letter.stated.conflict or letter.stated.quote):
        return []
    mentions: list[Mention] = []
    for name in (name for each in older for name in each.names()):
        mention = Mention(name, letter.stated.place() or name, 0.6)
        terms.apply(letter.stated, mention)
        mentions.append(mention)
    return mentions


def _questions(thread: Sequence[Letter]) -> dict[str, str]:
    """The screening questions the thread lists by number, the newest listing first."""
    questions: dict[str, str] = {}
    for letter in thread:
        for number, question in answers.shared(letter.outside()).items():
            questions.setdefault(number, question)
    return questions


def _outsiders(thread: Sequence[Letter]) -> frozenset[str]:
    """The keys of senders and greeted clients, who are no experts, and the first names they are greeted by."""
    found: set[str] = set()
    for letter in thread:
        if letter.message.sender:
            found.add(people.key(letter.message.sender))
        talk = [line for line in letter.text if line.talk]
        for line in talk:
            if named := person_names.leading(line.words):
                found.add(people.key(line.words[named.start : named.end]))
        if talk and lines.is_greeting(talk[0].words):
            found |= {folding.letters(word) for word in talk[0].words.split() if word[:1].isupper()}
    return frozenset(found)


def _own_domains(thread: Sequence[Letter], vendor: VendorGuess) -> frozenset[str]:
    """The domains the vendor writes from; empty when nothing tells vendor and client apart."""
    senders = [vendors.domain_of(letter.message.sender_address) for letter in thread]
    own = {domain for domain in senders if domain and vendors.is_vendor_domain(domain)}
    if vendor.span and (named := vendors.domain_of(vendor.span.excerpt)):
        own.add(named)
    if not own:
        richest = max(thread, key=lambda letter: len(letter.people) + len(letter.rows), default=None)
        domain = vendors.domain_of(richest.message.sender_address) if richest and richest.names() else None
        own = {domain} if domain else set()
    return frozenset(own)
