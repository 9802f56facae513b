"""Shapes of attestations, in and out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from shared.contracts.filters import OfCall, OfPerson, SortBy
from shared.contracts.input import Input
from shared.contracts.page import PageQuery
from shared.types import NO_NUL, Instant, Name, ShortText

Kind = Literal["terms", "call"]
Signed = Annotated[str, StringConstraints(min_length=1, max_length=50_000, pattern=NO_NUL)]


class AttestationIn(Input):
    """What an expert signed: the terms (of a person), or the attestation of one call (of an interview)."""

    kind: Kind = Field(description="terms: of a person; call: of one call")
    person_id: Annotated[UUID | None, Field(description="Who signed; of a call it is the one who is called")] = None
    interview_id: UUID | None = None
    text_version: Name
    text: Annotated[Signed, Field(description="The text as it was signed")]
    signed_at: Annotated[Instant | None, Field(description="Now unless given")] = None
    evidence: Annotated[ShortText | None, Field(description="Where the signature can be seen")] = None


class AttestationQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Literal["signed_at", "-signed_at"]] = "-signed_at"
    kind: Kind | None = Field(default=None, description="terms: of a person; call: of one call")
    person_id: OfPerson = None
    interview_id: OfCall = None


class AttestationOut(BaseModel):
    """An attestation; `text_hash` is the SHA-256 of the text in UTF-8, hexadecimal."""

    id: UUID
    kind: Kind = Field(description="terms: of a person; call: of one call")
    person_id: UUID | None = Field(description="Null once the person is gone")
    person_name: str
    interview_id: UUID | None
    text_version: str = Field(description="Which version of the text, as its author names it")
    text_hash: str
    signed_at: dt.datetime = Field(description="When it was signed, as said")
    evidence: str | None
    created_by: str | None
    created_at: dt.datetime


class SignedOut(AttestationOut):
    """An attestation with the text that was signed; null where it was recorded before texts were kept."""

    text: str | None
