"""Writes a world down: what vendors sent, their invoices, and the truth beside them."""

from pathlib import Path

import orjson

from services.core.simulator import invoices, truth
from services.core.simulator.world import World

TRUTH = "truth.json"


def write(world: World, folder: Path) -> int:
    """Write every document into `folder`, the truth with them; how many files there are. Raises OSError."""
    files = {document.name: document.content for document in world.documents}
    files |= {invoice.name: invoice.content for invoice in invoices.write(world)}
    files[TRUTH] = orjson.dumps(truth.tell(world), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return len(files)
