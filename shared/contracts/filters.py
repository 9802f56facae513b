"""Query parameters that many lists share, each described once for the API's document."""

from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.types import NO_NUL

Order = TypeVar("Order")

Search = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=NO_NUL)]
SortBy = Annotated[Order, Field(description="What to order by; with - before it descending")]
OfCampaign = Annotated[UUID | None, Field(description="Only what belongs to this campaign")]
OfVendor = Annotated[UUID | None, Field(description="Only what concerns this vendor")]
OfPerson = Annotated[UUID | None, Field(description="Only what concerns this person, whoever offers them")]
OfOffer = Annotated[UUID | None, Field(description="Only what concerns this expert, that is one vendor's offer")]
OfCall = Annotated[UUID | None, Field(description="Only what concerns this interview")]


def search(*fields: str) -> Any:
    """Default of a filter by typed text, which looks in `fields`."""
    *others, last = fields
    places = f"{', '.join(others)} or {last}" if others else last
    text = f"Text that {places} holds, whatever its case; accents count, and % and _ stand for themselves"
    return Field(default=None, description=text)
