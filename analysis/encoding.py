"""The bytes of a seed -> its text: which encoding it is in, and what it is where it is no text at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

from analysis.seed_problems import BinarySeed, GuessedEncoding, NulCharacter, UndecodableSeed

LINE_END = re.compile(r"\r\n|\r|\n")

_SIGNATURES = {
    rb"%PDF-": "a PDF",
    rb"PK[\x03\x05]": "a zip archive (Word, OpenDocument and e-books are such)",
    rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "an old Word or Excel file",
    rb"\{\\rtf\d": "a rich text (RTF) file",
    rb"\x89PNG\r\n": "a PNG image",
    rb"\xff\xd8\xff": "a JPEG image",
    rb"GIF8[79]a": "a GIF image",
    rb"RIFF.{4}WEBP": "a WebP image",
    rb"II\*\0|MM\0\*": "a TIFF image",
    rb"\0\0\0.ftyp": "a film or an image of a telephone",
    rb"\x1f\x8b": "a gzip archive",
    rb"BZh\d1AY&SY": "a bzip2 archive",
    rb"\xfd7zXZ\0": "an xz archive",
    rb"7z\xbc\xaf\x27\x1c": "a 7z archive",
    rb"\xff\xfe\0\0|\0\0\xfe\xff": "text in UTF-32",
}
_SIGNED = re.compile(b"|".join(_SIGNATURES), re.DOTALL)
_BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\v\f\r\x1b"))


def decode(data: bytes, path: str) -> tuple[str, GuessedEncoding | None]:
    """The text of a file in UTF-8, UTF-16 or Windows-1252 without its byte order mark, and a note if the encoding is a guess.

    Raises BinarySeed, UndecodableSeed and NulCharacter, which name `path`.

    >>> decode("“Café”".encode("utf-16"), "a.txt")
    ('“Café”', None)
    >>> text, note = decode("“Café”".encode("windows-1252"), "a.txt")
    >>> text, note.wrong
    ('“Café”', 'read as Windows-1252')
    """
    _refuse_signatures(data, path)
    encoding = _declared(data) or _utf16_without_mark(data)
    if encoding is None:
        _refuse_controls(data, path)
    text, note = _eight_bit(data, path) if encoding is None else (_strict(data, encoding, path), None)
    if "\0" in text:
        raise NulCharacter(path, line_of(text, text.index("\0")), "a NUL character")
    return text, note


def encoding_of(chunks: Iterable[bytes], path: str) -> str:
    """The encoding of a file of any length, which is read once and not kept; raises BinarySeed where its start is no text.

    >>> encoding_of(["“Café”".encode()[:4], "“Café”".encode()[4:]], "a.csv"), encoding_of([b"Caf\\xe9"], "a.csv")
    ('utf-8', 'windows-1252')
    """
    decoder = codecs.getincrementaldecoder("utf-8")()
    first = True
    for chunk in chunks:
        if first:
            _refuse_signatures(chunk, path)
            found = _declared(chunk) or _utf16_without_mark(chunk)
            if found:
                return found
            _refuse_controls(chunk, path)
            first = False
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError:
            return "windows-1252"
    return "utf-8" if not decoder.getstate()[0] else "windows-1252"


def line_of(text: str, position: int) -> int:
    """The line, from 1, in which a position of a text lies; lines end with LF, CR LF or CR.

    >>> line_of("one\\r\\ntwo", 5)
    2
    """
    return 1 + len(LINE_END.findall(text, 0, position))


def _refuse_signatures(data: bytes, path: str) -> None:
    if _SIGNED.match(data):
        kind = next(kind for signature, kind in _SIGNATURES.items() if re.match(signature, data, re.DOTALL))
        raise BinarySeed(path, None, f"what seems to be {kind}")


def _refuse_controls(data: bytes, path: str) -> None:
    # A few control characters are dirt in a text; one byte in twenty is none. Random bytes have one in ten.
    if len(data) - len(data.translate(None, _CONTROLS)) > max(3, len(data) // 20):
        raise BinarySeed(path, None, "bytes that are no text")


def _declared(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _BYTE_ORDER_MARKS.items() if data.startswith(mark)), None)


def _utf16_without_mark(data: bytes) -> str | None:
    # Spaces, digits and Latin letters have one zero byte of two, always on the same side.
    first, second = data[::2].count(0), data[1::2].count(0)
    if min(first, second) or max(first, second) < max(4, len(data) // 20):
        return None
    return "utf-16-be" if first else "utf-16-le"


def _eight_bit(data: bytes, path: str) -> tuple[str, GuessedEncoding | None]:
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        stray = _undecodable(error, path)
    if _is_damaged_utf8(data):
        raise stray
    return _strict(data, "windows-1252", path), GuessedEncoding(path, stray.line, stray.found)


def _is_damaged_utf8(data: bytes) -> bool:
    # Such a file read as Windows-1252 would show 'â€œ' for every quotation mark in it.
    beyond_ascii = [character for character in data.decode("utf-8", "surrogateescape") if character > "\x7f"]
    stray = sum("\udc80" <= character <= "\udcff" for character in beyond_ascii)
    return len(beyond_ascii) - stray > stray


def _strict(data: bytes, encoding: str, path: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(error, path) from error


def _undecodable(error: UnicodeDecodeError, path: str) -> UndecodableSeed:
    before = error.object[: error.start].decode(error.encoding, "replace")
    return UndecodableSeed(path, line_of(before, len(before)), f"byte 0x{error.object[error.start]:02X}")
