"""Reads topics of expertise and years of experience."""


def expertise(text: str) -> list[str]:
    """The topics of a list separated by commas, semicolons, bullets, bars or lines; no duplicates, order kept."""
    raise NotImplementedError


def years(text: str) -> int | None:
    """Years of experience: "15+ years", "over 20 yrs", "15"; of a range the lower end."""
    raise NotImplementedError
