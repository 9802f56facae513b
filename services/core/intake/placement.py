"""Puts what was read where it belongs: a new offer, news of a known one, a question for a human, or a refusal.

Works on rows in memory; `Placer.load` fetches them, `Placer.store` writes what came of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.intake import comparison, questions, report, vendor_books
from services.core.intake.comparison import COLUMN, Change
from services.core.intake.proposals import FoundField, Proposal, Rejected, Span
from services.core.intake.reading import Item
from services.core.intake.report import Line
from services.core.intake.vendor_books import VendorBook
from services.core.research.companies import service as companies
from services.core.research.duplicates import service as duplicates
from services.core.research.duplicates.service import Identity
from services.core.research.enrollments import service as enrollments
from services.core.research.experts import fields
from services.core.research.experts import repository as experts
from services.core.research.people import repository as people_repository
from services.core.research.people import service as people
from services.core.research.people.registry import Registry
from shared.contracts.principal import Principal
from shared.models.intake import Intake, IntakeItem, MatchReview, SourceFile, Suggestion
from shared.models.research import ScreeningQuestion
from shared.models.sourcing import CampaignVendorEnrollment, Expert, ExpertScreeningResponse, Person
from shared.types import new_id


@dataclass(frozen=True, slots=True)
class News:
    """A proposal about an offer that stands already, with its line of the report."""

    item: Item
    proposal: Proposal
    offer_id: UUID
    row: Line


@dataclass(slots=True)
class Placer:
    """Places the items of one intake, a batch at a time, inside one transaction: `load`, `place` each, `store`."""

    caller: Principal
    intake: Intake
    files: Sequence[SourceFile]
    vendors: dict[str, UUID]
    known: Registry = field(default_factory=Registry)
    books: dict[UUID, VendorBook] = field(default_factory=dict)
    closed: dict[UUID, CampaignVendorEnrollment] = field(default_factory=dict)
    questions: dict[UUID, str] = field(default_factory=dict)
    answers: dict[tuple[UUID, str | UUID], ExpertScreeningResponse] = field(default_factory=dict)
    suggested: list[Suggestion] = field(default_factory=list)
    newborn: list[Person] = field(default_factory=list)
    offers: dict[UUID, Expert] = field(default_factory=dict)
    news: list[News] = field(default_factory=list)
    extras: list[Suggestion | MatchReview | ExpertScreeningResponse] = field(default_factory=list)
    rows: list[Line] = field(default_factory=list)

    async def load(self, session: AsyncSession, items: Sequence[Item]) -> None:
        """Fetch who the batch may speak of, and enrol the vendors it comes from."""
        proposals = [item.what for item in items if isinstance(item.what, Proposal)]
        profiles = [vendor_books.profile_of(proposal) for proposal in proposals]
        campaign_id = self.intake.campaign_id
        self.known, described = await people.registry_for(session, caller=self.caller, newcomers=profiles)
        refs = [ref for proposal in proposals if (ref := vendor_books.vendor_ref_of(proposal))]
        numbered = await experts.people_with_vendor_refs(session, campaign_id=campaign_id, refs=refs)
        described += await people_repository.described(session, numbered)
        for vendor_id, at in sorted(self._first_offers(items).items()):
            await enrollments.ensure_active(
                session, caller=self.caller, campaign_id=campaign_id, vendor_id=vendor_id, at=at
            )
            self.books[vendor_id] = VendorBook()
        self.closed = await enrollments.closed(session, campaign_id=campaign_id, vendor_ids=self.books)
        for known in described:
            if known.campaign_id == campaign_id and known.vendor_id in self.books and known.profile.id:
                self.books[known.vendor_id].admit(
                    known.profile, offer_id=known.offer_id, person_id=known.profile.id, vendor_ref=known.vendor_ref
                )
        chosen = select(ScreeningQuestion).where(ScreeningQuestion.campaign_id == campaign_id)
        self.questions = {question.id: question.question_text for question in (await session.exec(chosen)).all()}

    def _first_offers(self, items: Sequence[Item]) -> dict[UUID, datetime]:
        """When each vendor of the batch first offers somebody in it."""
        first: dict[UUID, datetime] = {}
        for item in items:
            if item.vendor in self.vendors:
                vendor_id, at = self.vendors[item.vendor], self._offered_at(item)
                first[vendor_id] = min(at, first.get(vendor_id, at))
        return first

    def _offered_at(self, item: Item) -> datetime:
        """When the message was sent, else when the files came; a date behind that is a clock's fault."""
        return min(item.sent_at or self.intake.received_at, self.intake.received_at)

    def place(self, item: Item, *, position: int) -> None:
        """Decide about one item: a new offer is made at once, news of a known one waits for `store`."""
        row = Line(position=position, vendor=item.vendor, source=self._source(item.upload, item.what.span))
        self.rows.append(row)
        if isinstance(item.what, Rejected):
            row.code, row.reason = item.what.code, item.what.reason
            return
        row.name = str(item.what.fields["name"].value)
        if item.vendor in self.vendors:
            self._place(item, item.what, row, self.vendors[item.vendor])
        else:
            row.code, row.reason = report.VENDOR_UNKNOWN, report.unknown_vendor(item.vendor)

    def _place(self, item: Item, proposal: Proposal, row: Line, vendor_id: UUID) -> None:
        book, profile = self.books[vendor_id], vendor_books.profile_of(proposal)
        offer_id = book.find(self.known, profile, vendor_books.vendor_ref_of(proposal))
        closed = self.closed.get(vendor_id)
        if offer_id is None and closed is not None and enrollments.is_closed(closed, self._offered_at(item)):
            same = self.known.resolve(profile).same
            offer_id = book.by_person.get(same.person_id) if same else None
            if offer_id is None:
                row.code, row.reason = report.NOT_TAKEN, report.not_taken(str(item.vendor), closed)
                return
        if offer_id is None:
            identity = duplicates.identify(self.known, caller=self.caller, profile=profile)
            offer_id = book.by_person.get(identity.person_id)
            if offer_id is None:
                offer = self._add(item, proposal, row, vendor_id, identity)
                book.admit(profile, offer_id=offer.id, person_id=offer.person_id, vendor_ref=offer.vendor_ref)
                row.expert_id, row.person_id = offer.id, offer.person_id
                return
        self.news.append(News(item, proposal, offer_id, row))

    def _add(self, item: Item, proposal: Proposal, row: Line, vendor_id: UUID, identity: Identity) -> Expert:
        placed = {column: proposal.fields[name] for name, column in COLUMN.items() if name in proposal.fields}
        offer = Expert(
            id=new_id(),
            workspace_id=self.caller.workspace_id,
            campaign_id=self.intake.campaign_id,
            vendor_platform_id=vendor_id,
            person_id=identity.person_id,
            proposed_at=self._offered_at(item),
            status_at=self._offered_at(item),
            sources={
                column: self._source(item.upload, found.span, found.confidence) for column, found in placed.items()
            },
            **fields.columns({column: found.value for column, found in placed.items()}),
        )
        self.offers[offer.id] = offer
        if identity.newborn is not None:
            self.newborn.append(identity.newborn)
            self.extras += duplicates.reviews_of(identity, caller=self.caller)
        self._answer(offer, proposal, item.upload)
        row.outcome, row.reason, row.changes = report.arrival(identity)
        return offer

    async def _tell(self, session: AsyncSession) -> None:
        """Bring the news to the offers it is about, in the order it came."""
        ids = sorted({news.offer_id for news in self.news} - self.offers.keys())
        standing = self.offers | {offer.id: offer for offer in await experts.by_ids(session, ids)}
        self.suggested += await experts.open_suggestions(session, ids)
        for answer in sorted(await experts.answers_of(session, ids), key=lambda answer: answer.id):
            self._keep(answer)
        for news in self.news:
            offer = standing[news.offer_id]
            news.row.expert_id, news.row.person_id = offer.id, offer.person_id
            self._update(news.item, news.proposal, news.row, offer)

    def _update(self, item: Item, proposal: Proposal, row: Line, offer: Expert) -> None:
        made, waiting = [], []
        for change in comparison.changes(offer, proposal):
            if change.field not in offer.edited_fields:
                self._set(offer, change.field, change.found, item.upload)
                made.append(change)
            elif self._suggest(offer, change, item.upload):
                waiting.append(change)
        answered = self._answer(offer, proposal, item.upload)
        if made:
            self.offers[offer.id] = offer
        words = [change.in_words() for change in made] + [f"answer: {question}" for question in answered]
        words += [f"{change.in_words()}, waits: you edited this field" for change in waiting]
        row.outcome = "updated" if words else "unchanged"
        row.reason = "; ".join(words) or "Nothing new."
        row.changes = [self._noted(change, item.upload, waits=change in waiting) for change in made + waiting]

    def _set(self, offer: Expert, column: str, found: FoundField, upload: int) -> None:
        fields.write(offer, column, found.value)
        offer.sources = {**offer.sources, column: self._source(upload, found.span, found.confidence)}

    def _suggest(self, offer: Expert, change: Change, upload: int) -> bool:
        """Let the new value wait, unless it waits or was dismissed already."""
        for earlier in self.suggested:
            same = (earlier.expert_id, earlier.field) == (offer.id, change.field)
            if same and comparison.alike(earlier.value, change.after):
                return False
        suggestion = Suggestion(
            workspace_id=self.caller.workspace_id,
            expert_id=offer.id,
            intake_id=self.intake.id,
            field=change.field,
            value=change.after,
            source=self._source(upload, change.found.span, change.found.confidence),
        )
        self.suggested.append(suggestion)
        self.extras.append(suggestion)
        return True

    def _answer(self, offer: Expert, proposal: Proposal, upload: int) -> list[str]:
        """Note new and changed answers; the questions they belong to."""
        found = proposal.fields.get("answers")
        parts = found.value if found and isinstance(found.value, list) else []
        told = []
        meant = questions.meant([part["question"] for part in parts], self.questions)
        for part, (question_id, question) in zip(parts, meant, strict=True):
            known = self.answers.get((offer.id, question_id or question)) or self.answers.get((offer.id, question))
            if known is not None and question_id is not None and known.screening_question_id is None:
                known.screening_question_id = question_id
                self.extras.append(known)
            if known is not None and (known.source is None or comparison.alike(known.response_text, part["answer"])):
                continue
            if known is None:
                known = ExpertScreeningResponse(
                    workspace_id=self.caller.workspace_id,
                    expert_id=offer.id,
                    screening_question_id=question_id,
                    question_text=question,
                    response_text=part["answer"],
                )
                self._keep(known)
            known.response_text = part["answer"]
            known.source = self._source(upload, found.span, found.confidence) if found else None
            self.extras.append(known)
            told.append(question)
        return told

    def _keep(self, answer: ExpertScreeningResponse) -> None:
        """Have the answer at hand by its words and by the campaign's question it counts for."""
        self.answers[answer.expert_id, answer.question_text] = answer
        if answer.screening_question_id is not None:
            self.answers[answer.expert_id, answer.screening_question_id] = answer

    def _source(self, upload: int, span: Span, confidence: float | None = None) -> dict[str, Any]:
        source: dict[str, Any] = {
            "intake_id": str(self.intake.id),
            "file_id": str(self.files[upload].id),
            "file": span.file,
            "locator": span.locator,
            "excerpt": span.excerpt,
        }
        if span.start is not None:
            source |= {"start": span.start, "end": span.end}
        return source if confidence is None else source | {"confidence": confidence}

    def _noted(self, change: Change, upload: int, *, waits: bool) -> dict[str, Any]:
        noted = {"field": change.field, "before": change.before, "after": change.after, "suggested": waits}
        return noted | {"source": self._source(upload, change.found.span, change.found.confidence)}

    @property
    def touched(self) -> set[UUID]:
        """The offers that were made, changed or answered."""
        answered = {extra.expert_id for extra in self.extras if isinstance(extra, ExpertScreeningResponse)}
        return answered | self.offers.keys()

    async def store(self, session: AsyncSession) -> None:
        """Bring the news; write people, then offers, then what hangs on them, then the report."""
        await self._tell(session)
        await companies.classify(session, self.offers.values())
        session.add_all(self.newborn)
        await session.flush()
        session.add_all(self.offers.values())
        await session.flush()
        session.add_all(self.extras)
        await session.flush()
        await people.refresh(
            session, caller=self.caller, person_ids={offer.person_id for offer in self.offers.values()}
        )
        key = {"workspace_id": self.caller.workspace_id, "intake_id": self.intake.id}
        lines = [row.columns() | key | {"id": new_id()} for row in self.rows]
        if lines:
            await (await session.connection()).execute(insert(IntakeItem), lines)
