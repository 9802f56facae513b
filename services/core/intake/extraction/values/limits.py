"""How much of a text a value reader looks at, so that no text, however long, keeps it busy."""

LONGEST = 2_000
"""Characters; a price or a list of slots is never longer, and what follows is not read."""
