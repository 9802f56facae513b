"""Lists on the wire: `{items, next}`, a page at a time, with an opaque cursor."""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from shared.contracts.filters import SortBy

Item = TypeVar("Item")

LARGEST_PAGE = 200


class Page(BaseModel, Generic[Item]):
    """One page of a list; `next` is null on the last one."""

    items: list[Item]
    next: str | None = Field(description="Pass as `after` to get the next page; null when there is none")
    total: int | None = Field(default=None, description="How many there are in all; only with `count=true`")


class PageQuery(BaseModel):
    """How a list is asked for. An unknown parameter (an offset, a misspelt filter) is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")

    sort: SortBy[str] = "created_at"
    limit: int = Field(default=50, ge=1, le=LARGEST_PAGE, description="Items a page")
    after: Annotated[str, StringConstraints(max_length=4000)] | None = Field(
        default=None, description="The `next` of the page before"
    )
    count: bool = Field(default=False, description="Also count all items")

    def filters(self) -> dict[str, Any]:
        """What a list adds to this: its filters, by name."""
        return self.model_dump(exclude=FRAME)


FRAME = set(PageQuery.model_fields)
