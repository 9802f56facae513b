"""Text is read by its bytes, whatever its sender called them."""

import codecs

import pytest

from services.core.intake.readers import encodings

WORDS = "José Núñez – “Chief” 1.150 €"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_each_usual_encoding_without_being_told(name: str) -> None:
    assert encodings.decode(WORDS.encode(name)) == WORDS


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_byte_order_mark(name: str) -> None:
    assert encodings.decode("Name;Company\nAna Ruiz;IBM".encode(name)) == "Name;Company\nAna Ruiz;IBM"


@pytest.mark.parametrize("declared", ["us-ascii", "utf-8", "iso-8859-1", "no-such-charset", "base64", None, "\0"])
def test_windows_1252_under_a_wrong_name(declared: str | None) -> None:
    assert encodings.decode(WORDS.encode("cp1252"), declared) == WORDS


@pytest.mark.parametrize("declared", ["us-ascii", "iso-8859-1", "windows-1252"])
def test_utf_8_under_a_wrong_name(declared: str) -> None:
    assert encodings.decode(WORDS.encode(), declared) == WORDS


def test_a_declared_encoding_of_another_script_is_believed() -> None:
    assert encodings.decode("Анна Берг".encode("koi8-r"), "koi8-r") == "Анна Берг"


def test_a_few_windows_bytes_pasted_into_utf_8_do_not_spoil_the_rest() -> None:
    data = "Núñez, Jürgen, Zieliński, Åsa ".encode() + b"\x96 1.150 \x80"
    assert encodings.decode(data) == "Núñez, Jürgen, Zieliński, Åsa – 1.150 €"


def test_line_ends_controls_and_marks_are_evened_out() -> None:
    assert encodings.decode(b"a\r\nb\rc\x00\x0b\xc2\xa0d\xef\xbb\xbf") == "a\nb\nc d"


def test_bytes_of_no_text_are_binary_and_text_is_not() -> None:
    assert encodings.is_binary(bytes(range(64)) * 10)
    assert not encodings.is_binary(WORDS.encode("cp1252"))
    assert not encodings.is_binary(codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"))
