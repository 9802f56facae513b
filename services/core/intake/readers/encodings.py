"""Bytes to text whatever the sender called them. Never guesses past what the bytes allow: text or `bad_encoding`."""

import codecs

from services.core.intake.readers.errors import Unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MISUSED = frozenset({"ascii", "utf-8", "iso8859-1", "cp1252"})
"""Charsets mailers declare by habit: the bytes decide between UTF-8 and Windows-1252 (as WHATWG does for Latin-1)."""
_DROPPED = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFEFF, 0x200B])
_MIXED_ERRORS = 200


def decode(data: bytes, declared: str | None = None) -> str:
    """The text of `data`, line ends as `\\n`, control characters dropped.

    Raises `Unreadable` (bad_encoding) when a byte order mark promises what the bytes do not keep.
    """
    return clean(_decode(data, declared))


def clean(text: str) -> str:
    """Line ends as `\\n`, no control characters but tab and line end, no byte order marks, plain spaces."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").translate(_DROPPED)


def is_binary(data: bytes) -> bool:
    """Whether the bytes are no text in any encoding read here."""
    sample = data[:65536]
    if any(sample.startswith(bom) for bom, _ in _BOMS) or _wide(sample):
        return False
    controls = len(sample) - len(sample.translate(None, bytes(set(range(32)) - {9, 10, 12, 13, 27})))
    return controls * 100 > len(sample)


def _decode(data: bytes, declared: str | None) -> str:
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _promised(data[len(bom) :], name)
    wide = _wide(data[:4096])
    if wide:
        return _promised(data, wide)
    codec = _known(declared)
    if codec and codec not in _MISUSED:
        try:
            return data.decode(codec)
        except (UnicodeError, ValueError):
            pass
    return _by_bytes(data)


def _promised(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeError as error:
        raise Unreadable("bad_encoding", f"The file says it is {name.upper()}, but its bytes are not.") from error


def _known(declared: str | None) -> str | None:
    """The codec's own name, None for unknown ones and for those that make no text (`base64`, `hex`)."""
    try:
        info = codecs.lookup((declared or "").strip().strip("\"'"))
    except (LookupError, ValueError):
        return None
    return info.name if getattr(info, "_is_text_encoding", True) else None


def _wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: Western text in it has a NUL in nearly every second byte."""
    half = len(sample) // 2
    if half < 2:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return None


def _by_bytes(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    readable = len(lenient) - len(lenient.encode("ascii", "ignore")) - broken
    if broken <= _MIXED_ERRORS and readable > broken:
        return _mixed(data)
    return _western(data)


def _mixed(data: bytes) -> str:
    """UTF-8 into which a few Windows-1252 bytes were pasted: each is read as what it is."""
    parts: list[str] = []
    while data:
        try:
            parts.append(data.decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            parts += [data[: error.start].decode("utf-8"), _western(data[error.start : error.end])]
            data = data[error.end :]
    return "".join(parts)


def _western(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
