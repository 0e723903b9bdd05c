import datetime as dt
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.encoding import decode
from analysis.seed_problems import BinarySeed, GuessedEncoding, NulCharacter, UndecodableSeed
from analysis.seeds import load_seeds

URL = "https://gazette.example/harbour-strike"
TEXT = "Harbour strike\n20240517\nhttps://gazette.example/a\nIda Marlow said: “It’s a naïve plan.”\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_without_a_note_and_without_its_mark(encoding):
    assert decode(TEXT.encode(encoding), "a.txt") == (TEXT, None)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_cyrillic_utf16_is_told_by_its_spaces_where_it_has_no_mark(encoding):
    text = "Забастовка в порту идёт вторую неделю\n20240517\nhttps://gazette.example/a\nНикто не грузит.\n"
    assert decode(text.encode(encoding), "a.txt") == (text, None)


def test_windows_1252_is_read_with_a_note_that_names_the_first_line_that_is_not_utf8():
    text, note = decode(TEXT.encode("windows-1252"), "a.txt")
    assert text == TEXT
    assert isinstance(note, GuessedEncoding)
    assert (note.path, note.line, note.found, note.severity) == ("a.txt", 4, "byte 0x93", "note")


@pytest.mark.parametrize("byte", [0x81, 0x8D, 0x8F, 0x90, 0x9D])
def test_a_byte_that_windows_1252_does_not_know_is_named_with_its_line(byte):
    with pytest.raises(UndecodableSeed) as caught:
        decode(b"Title\r\n20240517\r\nA caf\xe9\r\nand " + bytes([byte]), "a.txt")
    assert (caught.value.line, caught.value.found) == (4, f"byte 0x{byte:02X}")


@pytest.mark.parametrize(
    ("content", "line", "byte"),
    [
        (TEXT.encode() + b"one more caf\xe9\n", 5, "0xE9"),  # one bad byte among good characters
        (TEXT.encode() + "“".encode()[:2], 5, "0xE2"),  # cut off
        (b"\xef\xbb\xbf" + TEXT.encode("windows-1252"), 4, "0x93"),
        (TEXT.encode("utf-16")[:-1], 4, "0x0A"),  # half a character
        (b"\xfe\xff" + "Title\n".encode("utf-16-be") + b"\xd8\x00\x00A", 2, "0xD8"),  # half a surrogate pair
    ],
)
def test_damaged_unicode_is_refused_where_it_breaks_rather_than_misread(content, line, byte):
    with pytest.raises(UndecodableSeed) as caught:
        decode(content, "a.txt")
    assert (caught.value.line, caught.value.found) == (line, f"byte {byte}")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\0", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0", "old Word"),
        (b"{\\rtf1\\ansi Harbour strike}", "RTF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "JPEG"),
        (b"GIF89a\x01\0", "GIF"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "WebP"),
        (b"II*\0\x08\0", "TIFF"),
        (b"\0\0\0\x18ftypheic", "telephone"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"BZh91AY&SY\x01", "bzip2"),
        (b"\xfd7zXZ\0\0", "xz"),
        (b"7z\xbc\xaf\x27\x1c\0", "7z"),
        (TEXT.encode("utf-32"), "UTF-32"),
        (bytes(range(256)) * 4, "no text"),
        (b"\0" * 100, "no text"),
    ],
)
def test_a_file_that_is_no_text_is_refused_and_named_by_its_kind(content, kind):
    with pytest.raises(BinarySeed, match=kind):
        decode(content, "a.txt")


@pytest.mark.parametrize("text", ["PKW sales fall", "GIF turns 40", "The ftyp box", "II*", "BZh"])
def test_a_title_that_begins_like_another_format_is_text(text):
    assert decode(text.encode(), "a.txt") == (text, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252"])
def test_a_nul_in_a_text_is_named_with_its_line(encoding):
    with pytest.raises(NulCharacter) as caught:
        decode((TEXT + "The cra\0ne stood still.\n").encode(encoding), "a.txt")
    assert caught.value.line == 5


LATIN = ["harbour", "café", "“No”,", "it’s", "naïve", "—", "Ellery"]
ANY = [*LATIN, "Харків", "港", "👩‍👩‍👧", "<b>", "{{x}}"]
BOM = "\ufeff"
ENCODINGS = {
    "utf-8": ("utf-8", "", ANY),
    "utf-8 with mark": ("utf-8", BOM, ANY),
    "utf-16-le with mark": ("utf-16-le", BOM, ANY),
    "utf-16-be with mark": ("utf-16-be", BOM, ANY),
    "utf-16-le": ("utf-16-le", "", LATIN),
    "utf-16-be": ("utf-16-be", "", LATIN),
    "windows-1252": ("windows-1252", "", LATIN),
}


@given(
    st.data(),
    st.sampled_from(sorted(ENCODINGS)),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
    st.dates(min_value=dt.date(1000, 1, 1)),
)
def test_a_good_article_reads_the_same_in_every_encoding_and_with_every_line_end(data, name, end, date):
    encoding, mark, words = ENCODINGS[name]
    title, *paragraphs = data.draw(st.lists(st.lists(st.sampled_from(words), min_size=1).map(" ".join), min_size=2))
    content = mark + end.join([title, f"{date:%Y%m%d}", URL, *paragraphs])
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.txt")
        path.write_bytes(content.encode(encoding))
        (seed,) = load_seeds(path, on_problem=problems.append)
    assert (seed.title, seed.date, seed.url, seed.paragraphs) == (title, date, URL, tuple(paragraphs))
    assert {type(problem) for problem in problems} <= {GuessedEncoding}
