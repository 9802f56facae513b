"""Unpacks an Office archive under a budget, before any library may open it.

Sizes are counted while inflating: nothing a header says about them is believed, and what is handed on is exactly what
was counted.
"""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

from services.core.intake.readers.errors import Unreadable
from services.core.intake.readers.limits import Budget

_CENTRAL_ENTRY = b"PK\x01\x02"
_LOCAL_ENTRY = b"PK\x03\x04"
_LOCAL_SIZE = 30
_FED = 16 * 1024
_STEP = 256 * 1024
_EMBEDDED = "xl/embeddings/"


def directory(data: bytes, *, members: int) -> list[zipfile.ZipInfo]:
    """The archive's entries in the order of their bytes.

    Raises `Unreadable`: archive_bomb for too many, doubled or overlapping entries, encrypted_file, corrupt_file.
    """
    if data.count(_CENTRAL_ENTRY) > members:
        raise Unreadable("archive_bomb", f"The file is an archive of more than {members} parts; nothing was read.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except Exception as error:
        raise Unreadable("corrupt_file", "The file is a damaged archive; save it again and resend it.") from error
    entries.sort(key=lambda entry: entry.header_offset)
    if len({entry.filename for entry in entries}) < len(entries):
        raise Unreadable("archive_bomb", "Two parts of the archive have the same name; nothing of it was read.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("encrypted_file", "The file is protected by a password; resend it without.")
    return entries


def unpack(
    data: bytes, entries: list[zipfile.ZipInfo], *, wanted: Callable[[str], bool], budget: Budget
) -> dict[str, bytes]:
    """The wanted members' bytes by name; the others are inflated, counted and dropped.

    Raises `Unreadable`: archive_bomb beyond the budget, the ratio, or where sizes lie or entries overlap; corrupt_file.
    """
    ends = [entry.header_offset for entry in entries[1:]] + [len(data)]
    found: dict[str, bytes] = {}
    for entry, end in zip(entries, ends, strict=True):
        start = _content_start(data, entry)
        if start + entry.compress_size > end:
            raise Unreadable("archive_bomb", "Parts of the archive overlap; nothing of it was read.")
        content = _member(data[start : start + entry.compress_size], entry, keep=wanted(entry.filename), budget=budget)
        if content is not None:
            found[entry.filename] = content
    return found


def _content_start(data: bytes, entry: zipfile.ZipInfo) -> int:
    head = data[entry.header_offset : entry.header_offset + _LOCAL_SIZE]
    if len(head) < _LOCAL_SIZE or not head.startswith(_LOCAL_ENTRY):
        raise Unreadable("corrupt_file", "The archive's list of parts does not match its content.")
    lengths = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    return entry.header_offset + _LOCAL_SIZE + lengths


def _member(packed: bytes, entry: zipfile.ZipInfo, *, keep: bool, budget: Budget) -> bytes | None:
    limits, size, kept, checksum = budget.limits, 0, [], 0
    for chunk in _chunks(packed, entry.compress_type):
        if not size and chunk.startswith(_LOCAL_ENTRY) and not entry.filename.startswith(_EMBEDDED):
            raise Unreadable("archive_bomb", f"The archive holds another archive ({entry.filename[:80]}).")
        size += len(chunk)
        budget.spend(len(chunk))
        if size > limits.ratio_floor and size > limits.ratio * len(packed):
            raise Unreadable("archive_bomb", f"A part of the file unpacks to over {limits.ratio} times its size.")
        checksum = zlib.crc32(chunk, checksum)
        if keep:
            kept.append(chunk)
    if size != entry.file_size:
        raise Unreadable("archive_bomb", "A part of the archive is not as large as it claims; nothing was read.")
    if checksum != entry.CRC:
        raise Unreadable("corrupt_file", "The file was damaged on its way (checksum); resend it.")
    return b"".join(kept) if keep else None


def _chunks(packed: bytes, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield packed
        return
    if method != zipfile.ZIP_DEFLATED:
        raise Unreadable("corrupt_file", "The file is packed by a method that spreadsheets do not use.")
    inflater = zlib.decompressobj(-15)
    try:
        for offset in range(0, len(packed), _FED):
            fed = packed[offset : offset + _FED]
            while fed and not inflater.eof:
                yield inflater.decompress(fed, _STEP)
                fed = inflater.unconsumed_tail
        yield inflater.flush()
    except zlib.error as error:
        raise Unreadable("corrupt_file", "A part of the file is damaged; save it again and resend it.") from error
    if not inflater.eof:
        raise Unreadable("corrupt_file", "The file is cut off; resend it.")
