"""How much a vendor's file may ask of us. Numbers only; the readers refuse what goes beyond them."""

from dataclasses import dataclass

from services.core.intake.readers.errors import Unreadable

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one upload; sizes in bytes unless said."""

    bytes: int = 50 * MIB
    unpacked: int = 100 * MIB
    """What all archives of one upload may unpack to together, and the text their cells may repeat."""
    ratio: int = 100
    """Unpacked to packed size of a member; judged only above `ratio_floor`, small sheets compress better."""
    ratio_floor: int = MIB
    members: int = 1_000
    rows: int = 100_000
    columns: int = 500
    cells: int = 3_000_000
    """Rows times columns of one sheet, empty cells between them included."""
    cell_text: int = 32_767
    """Characters; what Excel itself allows."""
    text: int = 5 * MIB
    """Characters of a mail's words, a pasted text or a PDF; the Bible has four million."""
    pages: int = 500
    parts: int = 1_000
    """Parts of a mail, attachments and alternatives included."""
    attachments: int = 50
    depth: int = 3
    """Mails attached to mails."""

    def check_text(self, size: int) -> None:
        """Raises `Unreadable` (too_large) for more words than anyone writes."""
        if size > self.text:
            raise Unreadable("too_large", f"The text is longer than {self.text:,} characters; send tables as sheets.")


STANDARD = Limits()


class Budget:
    """What is left of `Limits.unpacked` while the files of one upload are opened one after another."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.left = limits.unpacked

    def spend(self, size: int) -> None:
        """Takes `size` bytes off. Raises `Unreadable` (archive_bomb) when they are no longer there."""
        self.left -= size
        if self.left < 0:
            limit = self.limits.unpacked // MIB
            raise Unreadable("archive_bomb", f"The file unpacks to more than {limit} MiB; nothing of it was read.")
