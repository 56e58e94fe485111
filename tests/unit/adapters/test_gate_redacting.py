"""Redacting: of names hidden in every corner of a file, nothing is left in the file made anew."""

import io
import re
import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw, ImageFont

from tests.unit.adapters.test_gate_scanning import needs_ocr
from ulss_tracker.adapters.gate import client as gate
from ulss_tracker.adapters.gate.file_types import FileType
from ulss_tracker.adapters.pdf.fonts import FONTS

WIDE, HIGH = 320, 260
# Drawn on the first page: how, with the words for {0} and {1}.
DRAWN = {
    "Amos Abelwhite": "/A 11 Tf 20 230 Td (Then {0} {1} spoke.) Tj",
    "Bede Bracegirdle": "/A 11 Tf 20 214 Td (It was BEDE BRACEGIRDLE again.) Tj",
    "Cara Cholmondeley": "/A 11 Tf 150 230 Td (They met {0}) Tj -130 -30 Td ({1} came home.) Tj",
    "Dora Drinkwater": "/A 11 Tf 180 214 Td (She saw {0} Drink-) Tj -160 -30 Td (water there.) Tj",
    "Ewan Entwhistle": "/A 11 Tf 20 168 Td (So ) Tj /B 11 Tf ({0} ) Tj /A 11 Tf ({1} left) Tj",
    "Finn Featherstone": "/A 11 Tf 170 168 Td [(F) -40 (inn ) 30 (Feath) 60 (erst) -20 (one)] TJ",
    "Gwen O'Gorbachuk": "/A 11 Tf 20 152 Td (Of Gwen O\\222Gorbachuk nothing.) Tj",
    "Hans Hämäläinen": "/A 11 Tf 180 152 Td (With Hans H\\344m\\344l\\344inen) Tj",
    "Ivor Inglethorpe": "1 g /A 11 Tf 20 136 Td (White {0} {1}) Tj 0 g",
    "Jude Jellicoe": "3 Tr /A 11 Tf 170 136 Td (Unseen {0} {1}) Tj 0 Tr",
    "Kate Kettlewell": "/A 11 Tf 20 -40 Td (Below {0} {1}) Tj",
    "Liam Lovelace": "/A 11 Tf 20 120 Td ({0} {1}) Tj ET 20 117 90 12 re f BT",
    "Mona Micklethwait": "/A 2 Tf 170 122 Td (Small {0} {1}) Tj",
    "Neil Nightingale": "/A 11 Tf 0 1 -1 0 310 40 Tm ({0} {1}) Tj",
    "Olga Osbaldeston": "/Span <</ActualText ({0} {1})>> BDC /A 11 Tf 20 104 Td (who) Tj EMC",
    "Pete Pickersgill": "/OC /Off BDC /A 11 Tf 170 104 Td ({0} {1}) Tj EMC",
}
ELSEWHERE = [
    *("Quin Quarmby", "Rhys Rowbottom", "Saul Sidebotham", "Tess Thistlewood"),  # drawings
    *("Ursa Umfreville", "Vera Vavasour", "Wynn Winterbottom"),  # fields
    *("Xena Xavierson", "Yves Yarborough"),  # attached
    *("Zara Zouche", "Adam Applegarth", "Beth Butterworth"),  # of the document and a page
    *("Cole Copperfield", "Dane Dimmesdale", "Ella Ellingham"),  # annotations
    *("Fred Fortescue", "Gail Gainsborough", "Hugo Hargreaves"),  # earlier, unused, behind
    *("Iona Ironside", "Jack Jollyboy", "Kurt Kingfisher", "Lola Longstaff"),  # structure
    *("Mark Mountbatten", "Nora Northcote"),  # over two pages; on one that is turned
]
AREAS = {
    "Otto Oglethorpe": (2, 60.0, 60.0, 38.0, 14.0),
    "Pam Pettigrew": (3, 0.0, 74.0, 60.0, 12.0),
}


def written(*lines: str) -> Image.Image:
    """Lines as a picture, with nothing to be copied."""
    picture = Image.new("RGB", (420, 50 * len(lines)), "white")
    font = ImageFont.truetype(FONTS / "LiberationSans-Regular.ttf", 34)
    for number, line in enumerate(lines):
        ImageDraw.Draw(picture).text((6, 4 + 50 * number), line, fill="black", font=font)
    return picture


def image(pdf: pikepdf.Pdf, *lines: str) -> pikepdf.Object:
    picture = written(*lines)
    stream = pdf.make_stream(picture.tobytes(), Type=Name.XObject, Subtype=Name.Image)
    stream.Width, stream.Height, stream.BitsPerComponent = *picture.size, 8
    stream.ColorSpace = Name.DeviceRGB
    return stream


def hostile() -> bytes:
    """Three small pages with each name somewhere, in a file that was changed after it was made."""
    pdf = pikepdf.new()
    fonts = Dictionary(
        {
            f"/{key}": Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=Name(base),
                Encoding=Name.WinAnsiEncoding,
            )
            for key, base in (("A", "/Helvetica"), ("B", "/Times-BoldItalic"))
        }
    )
    off = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Hidden")))
    pages = [pdf.add_blank_page(page_size=(WIDE, HIGH)) for _ in range(3)]
    for page in pages:
        page.obj.Resources = Dictionary(Font=fonts, Properties=Dictionary(Off=off))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([off]), D=Dictionary(OFF=Array([off])))
    drawn = [how.format(*name.split()) for name, how in DRAWN.items()]
    begins = "BT /A 11 Tf 20 8 Td (The first page ends. Here is Mark) Tj ET "
    first = " ".join(f"BT {how} ET" for how in drawn) + " " + begins
    pages[0].contents_add(first.encode("latin-1"))

    inner = pdf.make_stream(b"BT /A 11 Tf 0 20 Td (Inner Rhys Rowbottom) Tj ET")
    outer = pdf.make_stream(b"BT /A 11 Tf 0 4 Td (Outer Quin Quarmby) Tj ET /In Do")
    for form in (inner, outer):
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 200, 40])
        form.Resources = Dictionary(Font=fonts)
    outer.Resources.XObject = Dictionary(In=inner)
    pages[1].obj.Resources.XObject = Dictionary(
        Out=outer,
        Im=image(pdf, "Saul Sidebotham"),
        Im2=image(pdf, "Before Tess", "Thistlewood came"),
        Sign=image(pdf, "Otto Oglethorpe"),
        Unused=image(pdf, "Gail Gainsborough"),
    )
    pages[1].contents_add(
        b"BT /A 11 Tf 20 240 Td (Mountbatten begins the second page.) Tj ET "
        b"q 1 0 0 1 20 190 cm /Out Do Q q 150 0 0 18 20 160 cm /Im Do Q "
        b"q 150 0 0 36 20 110 cm /Im2 Do Q q 110 0 0 18 200 75 cm /Sign Do Q"
    )
    pages[2].obj.Rotate = 90
    pages[2].contents_add(
        b"BT /A 11 Tf 20 200 Td (Turned Nora Northcote here) Tj ET "
        b"BT /A 11 Tf 0 1 -1 0 260 5 Tm (By Pam Pettigrew) Tj ET"
    )
    _hang_on(pdf, pages[1].obj)
    made = io.BytesIO()
    pdf.save(made, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    number = len(pdf.objects) + 50
    earlier = f"\n{number} 0 obj (It was Fred Fortescue) endobj\n"
    return made.getvalue() + earlier.encode() + b"\n% Behind it Hugo Hargreaves\n"


def _hang_on(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    """Fields, attachments, metadata, notes and structure."""

    def beside(kind: str, top: int, **more: pikepdf.Object) -> pikepdf.Object:
        rect = Array([20, top, 190, top + 14])
        return pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=rect, F=4, **more)
        )

    look = String("/A 10 Tf 0 g")
    fields = [
        beside("Widget", top, FT=Name.Tx, T=String(f"f{top}"), V=String(value), DA=look, Ff=flags)
        for top, value, flags in (
            (90, "Ursa Umfreville", 0),
            (72, "Vera Vavasour", 4096),
        )
    ]
    fields.append(beside("Widget", 54, FT=Name.Tx, T=String("h"), TU=String("Wynn Winterbottom")))
    fields[-1].F = 2
    fonts = page.Resources.Font
    pdf.Root.AcroForm = Dictionary(
        Fields=Array(fields), NeedAppearances=True, DR=Dictionary(Font=fonts), DA=look
    )
    pdf.attachments["Xena Xavierson.txt"] = b"Of Xena Xavierson"
    stream = pdf.make_stream(b"Of Yves Yarborough", Type=Name.EmbeddedFile)
    attached = Dictionary(Type=Name.Filespec, F=String("y.txt"), EF=Dictionary(F=stream))
    notes = [
        beside("FileAttachment", 30, FS=attached, Contents=String("See Yves Yarborough")),
        beside("Text", 30, Contents=String("Ask Cole Copperfield")),
        beside("FreeText", 36, Contents=String("For Dane Dimmesdale"), DA=look),
        beside("Link", 30, A=Dictionary(S=Name.URI, URI=String("https://a/Ella%20Ellingham"))),
    ]
    page.Annots = Array([*fields, *notes])
    pdf.docinfo["/Title"] = "R v Zara Zouche"
    page.Metadata = pdf.make_stream(b"Adam Applegarth", Type=Name.Metadata)
    page.PieceInfo = Dictionary(Own=Dictionary(Private=String("Beth Butterworth")))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("Iona Ironside", 0))
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String("Jack Jollyboy "))]))
    figure = pdf.make_indirect(Dictionary(S=Name.Figure, Alt=String("Face of Kurt Kingfisher")))
    pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=figure)
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("alert('Lola Longstaff')"))


def letters(text: str) -> str:
    """The letters alone, without accents and case."""
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", text.casefold()))


def apart(content: bytes) -> str:
    """All strings and streams of a PDF, however they are packed, and the file as it lies there."""
    parts = [content, content.decode("utf-16-be", "ignore").encode()]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for item in pdf.objects:
            parts.append(str(item.unparse(resolved=True)).encode())
            if isinstance(item, pikepdf.Stream):
                parts += [item.read_raw_bytes()]
                parts += [item.read_bytes()] if item.get("/Subtype") != Name.Image else []
        parts.append(repr([*pdf.attachments, *pdf.docinfo.items(), *pdf.Root.keys()]).encode())
    return b" ".join(parts).decode("latin-1")


def seen(content: bytes, directory: Path) -> str:
    """What OCR reads of the pages as they are shown."""
    words = ""
    with pypdfium2.PdfDocument(content) as document:
        for number, page in enumerate(document):
            file = directory / f"{number}.png"
            page.render(scale=4).to_pil().save(file)
            command = ["tesseract", str(file), "-", "--psm", "11"]
            words += subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return words


@needs_ocr
@pytest.mark.slow
def test_nothing_redacted_is_left_in_text_in_objects_or_to_be_seen(tmp_path: Path) -> None:
    content, names = hostile(), [*DRAWN, *ELSEWHERE]
    assert len(names) + len(AREAS) >= 40
    with (tmp_path / "came.pdf").open("w+b") as file:
        file.write(content)
        with gate.redact(file, FileType.PDF, [*names, *AREAS.values()]) as made:
            assert made is not None
            redacted = made.file.read_bytes()
    (tmp_path / "made.pdf").write_bytes(redacted)
    command = ["pdftotext", str(tmp_path / "made.pdf"), "-"]
    copied = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    shown = seen(redacted, tmp_path)
    before = letters(apart(content) + seen(content, tmp_path))
    unread = {"Dora Drinkwater", "Gail Gainsborough"}  # parted; a picture that is nowhere shown
    for name in (*names, *AREAS):
        secret = letters(name.split()[1])[:6]
        assert secret in before or name in unread
        for words in (copied, apart(redacted), shown):
            assert secret not in letters(words), name
    assert "came home" in copied
    assert "the second page" in copied
    places = dict(zip(names, made.places, strict=False))
    assert (places["Mark Mountbatten"], places["Tess Thistlewood"]) == ((1,), (2,))
    assert places["Xena Xavierson"] == ()
