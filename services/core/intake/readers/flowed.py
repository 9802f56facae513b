"""Joins the lines of `format=flowed` text (RFC 3676): a space at a line's end means that the paragraph goes on."""

_SIGNATURE = "-- "


def unwrap(text: str, *, delsp: bool = False) -> str:
    """One line per paragraph; quote marks kept. With `delsp` the space that marks a soft end is itself no text."""
    paragraphs: list[list[str]] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        words = line.lstrip(">")
        depth = len(line) - len(words)
        words = words.removeprefix(" ")
        flows = words.endswith(" ") and words != _SIGNATURE
        if open_depth != depth or words == _SIGNATURE:
            paragraphs.append([f"{'>' * depth} " if depth else ""])
        paragraphs[-1].append(words[:-1] if flows and delsp else words)
        open_depth = depth if flows else None
    return "\n".join(map("".join, paragraphs))
