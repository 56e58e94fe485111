"""Small files of each kind people bring, made here so that nothing is hidden in them."""

import io
import zipfile

import pikepdf
from PIL import Image, ImageDraw, ImageFont

from config import ROOT

DOCX_TYPES = (
    '<?xml version="1.0"?><Types><Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RTF = b"{\\rtf1\\ansi Sentencing remarks}"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
GPS = 0x8825
HEIC = (ROOT / "tests" / "support" / "data" / "photograph.heic").read_bytes()
"""A telephone's photograph, as `picture` makes them: twice as large, sideways, placed, signed."""
ORIENTATION, MAKE, ARTIST = 0x0112, 0x010F, 0x013B


def archive(**parts: str) -> bytes:
    """A zip file with these parts; a double underscore in a name stands for a slash."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/"), content)
    return written.getvalue()


def pdf(*, password: str = "", pages: int = 1, **root: pikepdf.Object) -> bytes:
    """A PDF of empty pages, with more in its catalogue, and a password to open it if asked."""
    written = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        for key, value in root.items():
            made.Root[key] = value
        lock = pikepdf.Encryption(owner=password, user=password) if password else False
        made.save(written, encryption=lock, deterministic_id=not password)
    return written.getvalue()


def action(kind: str, **more: str) -> pikepdf.Dictionary:
    """A PDF's action of this kind."""
    return pikepdf.Dictionary({"/S": pikepdf.Name(f"/{kind}")} | {f"/{k}": more[k] for k in more})


def docx(types: str = DOCX_TYPES, document: str = "<document/>", **more: str) -> bytes:
    """A Word document with nothing in it but what is asked for."""
    parts = {"[Content_Types].xml": types, "word/document.xml": document}
    return archive(**parts, **more)


def odt(**more: str) -> bytes:
    """An OpenDocument text."""
    kind = "application/vnd.oasis.opendocument.text"
    return archive(mimetype=kind, **{"content.xml": "<office/>"}, **more)


def doc(*streams: str) -> bytes:
    """The outline of an older Word document: its container, and the names of its streams."""
    names = b"".join(name.encode("utf-16-le") + bytes(64) for name in streams)
    return OLE + bytes(504) + names


def picture(
    kind: str = "JPEG", *, size: tuple[int, int] = (40, 20), with_place: bool = False
) -> bytes:
    """A picture: red on its left half, blue on its right; sideways, placed and signed if asked."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    exif = Image.Exif()
    if with_place:
        exif[MAKE], exif[ARTIST] = "Telephone of Mared Rees", "Mared Rees"
        exif[ORIENTATION] = 6  # turn a quarter to the right to see it upright
        exif.get_ifd(GPS).update({1: "N", 2: (52.0, 24.0, 51.0), 3: "W", 4: (4.0, 5.0, 0.0)})
    more = {"comment": b"Mared Rees was here"} if kind == "JPEG" and with_place else {}
    image.save(written, kind, exif=exif, **more)
    return written.getvalue()


LETTER = """12 Cwrt Newydd
Leeds LS9 9ZZ

10 March 2026

Dear Attorney General

My brother was robbed and badly hurt by Lee Exford.
On 6 March 2026 Exford was sentenced at Leeds Crown
Court to two years for robbery.

I think that is far too low. Please look at the
sentence again.

Yours faithfully

Ann Example"""


def photographed(words: str) -> bytes:
    """A letter of these words as a telephone takes it: on a table, aslant, lying on its side."""
    font = ImageFont.truetype(
        ROOT / "ulss_tracker" / "adapters" / "pdf" / "fonts" / "LiberationSans-Regular.ttf", 34
    )
    sheet = Image.new("RGB", (1500, 2100), (244, 241, 233))
    ImageDraw.Draw(sheet).multiline_text((150, 200), words, (40, 38, 45), font, spacing=22)
    table = Image.new("RGB", (1700, 2300), (120, 100, 84))
    table.paste(sheet, (100, 100))
    aslant = table.rotate(1.5, Image.Resampling.BICUBIC, fillcolor=(120, 100, 84))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    written = io.BytesIO()
    aslant.transpose(Image.Transpose.ROTATE_90).save(written, "JPEG", exif=exif, quality=80)
    return written.getvalue()


PDF = pdf()
