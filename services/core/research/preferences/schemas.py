"""Shapes of screen preferences, in and out; sizes are in pixels."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from shared.contracts.input import Patch, unset
from shared.types import NO_NUL

MOST_SIZES = 100
Key = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=NO_NUL)]
Pixels = Annotated[int, Field(ge=0, le=10_000)]
Sizes = Annotated[dict[Key, Pixels | None], Field(max_length=MOST_SIZES)]
ProjectKey = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=NO_NUL)]
Theme = Literal["light", "dark"]


class PreferencesPatch(Patch):
    """What changes. Sizes are merged key by key; null forgets a key."""

    column_widths: Sizes = unset()
    panel_sizing: Sizes = unset()
    theme: Theme = unset()
    expanded_projects: Annotated[list[ProjectKey], Field(max_length=500)] = unset()


class PreferencesOut(BaseModel):
    """What one person set on their screens in this workspace; the product's defaults until they do."""

    column_widths: dict[str, int] = Field(description="Pixels, by a key the frontend chooses")
    panel_sizing: dict[str, int] = Field(description="Pixels, by a key the frontend chooses")
    theme: Theme
    expanded_projects: list[str] = Field(description="Keys of the projects that are shown open")
    updated_at: dt.datetime | None = Field(description="Null until something was set")
