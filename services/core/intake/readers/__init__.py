"""Opens vendors' files: bytes in, messages of text or sheets of cells out, or one reasoned refusal.

Knows nothing of vendors or people.
"""

from services.core.intake.readers.errors import Unreadable
from services.core.intake.readers.limits import STANDARD, Limits
from services.core.intake.readers.opening import open_document, open_documents

__all__ = ["STANDARD", "Limits", "Unreadable", "open_document", "open_documents"]
