"""A directory that PostgreSQL's own user reaches, for tests that start real processes."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def ground() -> Iterator[Path]:
    """An empty directory, gone afterwards; unlike those of pytest, open to the user PostgreSQL runs as."""
    made = Path(tempfile.mkdtemp(prefix="canvass-test-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)
