"""What comes in: strict about names, so that a misspelt field is told and not ignored."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Input(BaseModel):
    """A request body."""

    model_config = ConfigDict(extra="forbid", str_max_length=50_000)


class Patch(Input):
    """A partial body: an absent field stays, null clears where the column may be empty."""

    def given(self) -> dict[str, Any]:
        """The fields the caller sent, null included."""
        return self.model_dump(exclude_unset=True)


def unset(description: str | None = None) -> Any:
    """Default of a patch field that may be absent but never null."""
    return Field(default=None, description=description)
