"""Places a location in one of the product's five regions. Never answers "Other": unknown is None."""

from services.core.intake.proposals import Region


def region(location: str) -> Region | None:
    """The region of a city, US state or country ("Madison, WI" → North America); None if it names none for sure."""
    raise NotImplementedError
