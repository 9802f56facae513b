"""What was handed in: files with their names and one digest of everything."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as sent."""

    name: str
    media_type: str
    data: bytes

    @property
    def sha256(self) -> str:
        """The digest of the content."""
        return hashlib.sha256(self.data).hexdigest()


def content_hash(uploads: Sequence[Upload], *, vendor: str | None) -> str:
    """One digest of everything handed in, whatever the files are called or in which order they come."""
    parts = sorted(upload.sha256 for upload in uploads)
    return hashlib.sha256("\n".join([*parts, (vendor or "").casefold()]).encode()).hexdigest()
