"""Pictures, without what a camera adds to them."""

import io
import struct
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.support import sample_files as sample
from ulss_tracker.adapters.gate import pictures
from ulss_tracker.adapters.gate.file_types import FileType, Finding, Unwanted

KINDS = [FileType.JPEG, FileType.PNG, FileType.WEBP]


def drawn_again(content: bytes, kind: FileType) -> bytes:
    with TemporaryDirectory() as made:
        return pictures.drawn_again(content, kind, Path(made))[1].read_bytes()


def clean(content: bytes, kind: FileType) -> Image.Image:
    return Image.open(io.BytesIO(drawn_again(content, kind)))


def is_red(pixel: object) -> bool:
    assert isinstance(pixel, tuple)
    return bool(pixel[0] > 200 and pixel[2] < 60)


@pytest.mark.parametrize("kind", KINDS)
def test_where_it_was_taken_and_by_whom_is_gone(kind: FileType) -> None:
    content = sample.picture(kind.name, with_place=True)
    before = Image.open(io.BytesIO(content))
    assert before.getexif().get_ifd(sample.GPS)
    assert b"Mared Rees" in content

    cleaned = drawn_again(content, kind)
    after = Image.open(io.BytesIO(cleaned))
    assert after.format == kind.name
    assert len(after.getexif()) == 0
    assert not {"exif", "comment", "xmp", "icc_profile"} & set(after.info)
    for trace in (b"Mared", b"Exif", b"Telephone"):
        assert trace not in cleaned


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_the_right_way_up(kind: FileType) -> None:
    """A sideways picture, red on its left: turned a quarter to the right, red is at the top."""
    after = clean(sample.picture(kind.name, with_place=True), kind).convert("RGB")
    assert after.size == (20, 40)
    assert is_red(after.getpixel((10, 5)))
    assert not is_red(after.getpixel((10, 35)))


def test_a_telephones_photograph_is_a_jpeg_the_right_way_up_and_nothing_else_of_it() -> None:
    assert pictures.look(sample.HEIC) == (FileType.HEIC, {Finding.PLACE})
    assert pictures.look(sample.HEIC[: len(sample.HEIC) // 2]) == (Unwanted.UNREADABLE, frozenset())
    cleaned = drawn_again(sample.HEIC, FileType.HEIC)
    after = Image.open(io.BytesIO(cleaned))
    assert (after.format, after.size, len(after.getexif())) == ("JPEG", (40, 80), 0)
    assert is_red(after.getpixel((20, 10)))
    assert not is_red(after.getpixel((20, 70)))
    assert b"Mared" not in cleaned


@pytest.mark.parametrize("kind", KINDS)
def test_what_follows_the_picture_in_its_file_is_gone(kind: FileType) -> None:
    content = sample.picture(kind.name) + b"<script>PK\x03\x04 hidden"
    assert b"hidden" not in drawn_again(content, kind)


def test_words_kept_inside_a_png_are_gone() -> None:
    words = PngInfo()
    words.add_text("Author", "Mared Rees")
    words.add_itxt("XML:com.adobe.xmp", "<rdf>Mared Rees</rdf>")
    written = io.BytesIO()
    Image.new("RGB", (9, 9)).save(written, "PNG", pnginfo=words)
    assert b"Mared" in written.getvalue()
    assert b"Mared" not in drawn_again(written.getvalue(), FileType.PNG)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_stays_as_it_looked(mode: str) -> None:
    image = Image.new(mode, (9, 5))
    written = io.BytesIO()
    options = {"transparency": 0} if mode == "P" else {}
    image.save(written, "PNG", **options)
    after = clean(written.getvalue(), FileType.PNG)
    assert after.size == (9, 5)
    assert after.convert("RGBA").tobytes() == Image.open(written).convert("RGBA").tobytes()


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_every_kind_of_jpeg_can_be_kept(mode: str) -> None:
    written = io.BytesIO()
    Image.new(mode, (9, 5)).save(written, "JPEG")
    assert clean(written.getvalue(), FileType.JPEG).mode == mode


@pytest.mark.parametrize("side", [8_000, 30_000, 60_000])
def test_a_picture_with_too_many_dots_is_not_even_unpacked(side: int) -> None:
    assert pictures.look(claims_to_be(side, side)) == (Unwanted.PICTURE_TOO_LARGE, frozenset())


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_picture(kind: FileType) -> None:
    content = sample.picture(kind.name, size=(400, 400))
    for damaged in (content[: len(content) // 2], content[:20] + bytes(len(content) - 20)):
        assert pictures.look(damaged) == (Unwanted.UNREADABLE, frozenset())


@pytest.mark.parametrize("kind", KINDS)
def test_the_place_and_what_is_behind_the_end_are_named(kind: FileType) -> None:
    assert pictures.look(sample.picture(kind.name)) == (kind, frozenset())
    content = sample.picture(kind.name, with_place=True)
    assert pictures.look(content) == (kind, {Finding.PLACE})
    assert pictures.look(sample.picture(kind.name) + sample.docx()) == (
        kind,
        {Finding.BEHIND_THE_END},
    )


def claims_to_be(width: int, height: int) -> bytes:
    """A PNG's beginning with these measures, and hardly anything after it."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"0"))
        + (chunk(b"IEND", b""))
    )


def chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check
