"""Sixty small files, each made to take a machine's time or memory, and no two alike."""

import gzip
import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from itertools import count

import pikepdf
from PIL import Image

from tests.support import sample_files as sample

BIG = 300_000_000  # bytes that something small unpacks to
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = '<Relationship Id="r{}" Type="' + OFFICE + '/image" Target="m/{}.png"/>'
_DTD = "<!DOCTYPE a [{}]><a>{}</a>"
Maker = Callable[[], bytes]


def every(only: Collection[int] = range(1, 61)) -> Iterator[tuple[str, bytes]]:
    """Each file with its name, made as it is wanted; or those of these numbers `only`."""
    number = count(1)
    for ending, makers in _MAKERS.items():
        for make in makers:
            own = next(number)
            if own in only:
                yield f"{own:02}.{ending}", make()


def _laughs() -> str:
    """Ten entities, each of ten of the one before: a billion words."""
    entities = ['<!ENTITY l0 "lol">']
    entities += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    return _DTD.format("".join(entities), "&l9;")


def _quadratic() -> str:
    return _DTD.format(f'<!ENTITY x "{"x" * 100_000}">', "&x;" * 50_000)


def _outside() -> str:
    return _DTD.format('<!ENTITY x SYSTEM "file:///dev/zero">', "&x;")


def _attributes(number: int) -> str:
    return "<a " + " ".join(f'b{n}=""' for n in range(number)) + "/>"


def _relations(parts: int, each: int = 1) -> bytes:
    words = "".join(_RELATION.format(n, n) for n in range(each))
    part = f"<Relationships>{words}</Relationships>"
    return sample.docx(**{f"word/_rels/p{n}.xml.rels": part for n in range(parts)})


def _entries(number: int, first: str = "word/document.xml") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr(first, "<a/>")
        for each in range(number):
            packed.writestr(f"word/{each}", "")
    return written.getvalue()


def _inside(depth: int) -> bytes:
    """An archive in an archive in an archive."""
    content = bytes(5_000_000)
    for _ in range(depth):
        written = io.BytesIO()
        with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
            for copy in range(5):
                packed.writestr(f"word/embeddings/{copy}.zip", content)
            packed.writestr("word/document.xml", "<a/>")
        content = written.getvalue()
    return content


def _zeros(name: str, size: int = BIG) -> bytes:
    written = io.BytesIO()
    with (
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("word/document.xml", "w") as part,
    ):
        part.write(b"<a>")
        for _ in range(size // 10_000_000):
            part.write(b" " * 10_000_000)
        part.write(f"</a><!-- {name} -->".encode())
    return written.getvalue()


def _lying() -> bytes:
    """An archive that says of a part that it is small."""
    content = bytearray(_zeros("lying"))
    at = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 100)
    return bytes(content)


def _pdf_objects(number: int) -> bytes:
    written = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        each = (made.make_indirect(pikepdf.Dictionary(A=n)) for n in range(number))
        made.Root.Many = made.make_indirect(pikepdf.Array(each))
        made.save(written)
    return written.getvalue()


def _pdf(*objects: str, end: str = "") -> bytes:
    """A PDF of these objects, numbered from one, without a table of where they are."""
    body = "".join(f"{n} 0 obj\n{each}\nendobj\n" for n, each in enumerate(objects, start=1))
    return f"%PDF-1.7\n{body}trailer\n<</Root 1 0 R>>\n{end}%%EOF\n".encode()


_CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"


def _pdf_doubling(depth: int) -> bytes:
    """Two pages on each level that are the same: two to the power of `depth`."""
    kids = [f"<</Type/Pages/Count 9/Kids[{n} 0 R {n} 0 R]>>" for n in range(3, depth + 3)]
    return _pdf(_CATALOGUE, *kids, "<</Type/Page/MediaBox[0 0 9 9]>>")


def _pdf_stream(filters: str, content: bytes) -> bytes:
    head = f"<</Type/ObjStm/N 1/First 4/Length {len(content)}/Filter[{filters}]>>stream\n".encode()
    pages = b"2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
    return (
        b"%PDF-1.7\n1 0 obj" + _CATALOGUE.encode() + b"endobj\n" + pages + b"3 0 obj" + head
        + content + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )  # fmt: skip


def _deflated(times: int, size: int = BIG) -> bytes:
    packer = zlib.compressobj(9)
    content = b"".join(packer.compress(bytes(10_000_000)) for _ in range(size // 10_000_000))
    content += packer.flush()
    for _ in range(times - 1):
        content = zlib.compress(content, 9)
    return content


def _chunk(name: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check


def _png(side: int, content: bytes, *more: bytes, depth: int = 1, colour: int = 0) -> bytes:
    header = struct.pack(">IIBBBBB", side, side, depth, colour, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            *more,
            _chunk(b"IDAT", content),
            _chunk(b"IEND", b""),
        )
    )


def _noise(kind: str, side: int) -> bytes:
    written = io.BytesIO()
    pixels = random.Random(13).randbytes(side * side * 3)
    Image.frombytes("RGB", (side, side), pixels).save(written, kind, quality=100)
    return written.getvalue()


def _jpeg(side: int) -> bytes:
    content = bytearray(sample.picture("JPEG"))
    at = content.find(b"\xff\xc0")
    struct.pack_into(">HH", content, at + 5, side, side)
    return bytes(content)


def _email(parts: int) -> bytes:
    head = b"From: a@example.org\r\nMIME-Version: 1.0\r\nMessage-ID: <1@x>\r\n"
    inner = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n)
        for n in range(parts)
    )
    return head + inner + b"Content-Disposition: attachment\r\n\r\nend"


_MAKERS: dict[str, list[Maker]] = {
    "docx": [
        lambda: _relations(2_400),
        lambda: _relations(24_000),
        lambda: _relations(1, 24_000),
        lambda: _relations(30, 8_000),
        lambda: _entries(100_000),
        lambda: _entries(60_000),
        lambda: _inside(3),
        lambda: _inside(6),
        lambda: _zeros("spaces"),
        lambda: _zeros("more spaces", 900_000_000),
        _lying,
        lambda: sample.docx(document=_laughs()),
        lambda: sample.docx(document=_quadratic()),
        lambda: sample.docx(document=_outside()),
        lambda: sample.docx(types=_laughs()),
        lambda: sample.docx(**{"word/_rels/a.xml.rels": _laughs()}),
        lambda: sample.docx(document="<a>" * 3_000_000),
        lambda: sample.docx(document=_attributes(300_000)),
        lambda: sample.docx(document=f'<a b="{"x" * 40_000_000}"/>'),
        lambda: sample.docx(document="<instrText>D</instrText>" * 900_000),
        lambda: sample.docx()[:-4] + b"\xff\xff\xff\xff",
        lambda: b"MZ" + bytes(300) + _relations(2_400),
    ],
    "odt": [
        lambda: sample.odt(**{"styles.xml": _laughs()}),
        lambda: sample.odt(**{"META-INF/manifest.xml": "<a>" + " " * 90_000_000}),
        lambda: _entries(60_000, "mimetype"),
    ],
    "rtf": [
        lambda: b"{\\rtf1" + b"\\template " * 33_000,
        lambda: b"{\\rtf1" + b"{\\*\\template x" * 19_000,
        lambda: b"{\\rtf1" + b"\\fldinst INCLUDEPICTURE " * 19_000,
        lambda: b"{\\rtf1" + b"\\fldinst{\\b " * 1_500_000,
        lambda: b"{\\rtf1" + b"{" * 15_000_000,
        lambda: b"{\\rtf1 INCLUDETEXT " + b"DDEAUTO " * 40_000,
    ],
    "pdf": [
        lambda: _pdf_objects(150_000),
        lambda: _pdf(_CATALOGUE, "<</Type/Pages/Count 1/Kids[2 0 R]>>"),
        lambda: _pdf(_CATALOGUE, "<</Type/Pages/Count 9/Kids[3 0 R]>>", "<</Kids[2 0 R]>>"),
        lambda: _pdf_doubling(40),
        lambda: _pdf("<</Pages 2 0 R>>", "3 0 R", "2 0 R"),
        lambda: _pdf(_CATALOGUE, "[" * 1_000_000),
        lambda: _pdf(_CATALOGUE, "<</A" * 300_000),
        lambda: _pdf(_CATALOGUE, "<</Type/Pages/Count 99999999/Kids[]>>"),
        lambda: _pdf(_CATALOGUE, end="startxref\n9\n" * 30_000),
        lambda: _pdf_stream("/FlateDecode", _deflated(1)),
        lambda: _pdf_stream("/FlateDecode/FlateDecode", _deflated(2, 900_000_000)),
        lambda: b"%PDF-1.7\n" + b"1 0 obj<<>>endobj\n" * 150_000,
        lambda: b"%PDF-1.7\n" + _relations(2_400),
    ],
    "png": [
        lambda: _png(30_000, _deflated(1, 120_000_000)),
        lambda: _png(30_000, zlib.compress(b"0"), depth=8, colour=2),
        lambda: _png(7_000, _deflated(1, 150_000_000), depth=8, colour=2),
        lambda: _png(9, b"", *[_chunk(b"tEXt", b"a\0b")] * 300_000),
        lambda: _png(9, b"", _chunk(b"zTXt", b"a\0\0" + _deflated(1))),
        lambda: sample.picture("PNG") + _inside(3),
    ],
    "jpg": [
        lambda: _jpeg(30_000),
        lambda: _jpeg(7_000),
        lambda: sample.picture("JPEG") + _zeros("behind"),
    ],
    "webp": [lambda: _noise("WEBP", 3_000), lambda: _noise("WEBP", 1_500)[:-1_000]],
    "gz": [lambda: gzip.compress(bytes(BIG))],
    "ttf": [lambda: b"\0\1\0\0\xff\xff" + bytes(300_000)],
    "eml": [lambda: _email(30_000)],
    "doc": [lambda: sample.OLE + b"\xff" * 600 + "WordDocument".encode("utf-16-le") * 90_000],
    "txt": [lambda: b"<" * 19_000_000],
}
