"""The type of a file, told from what is in it."""

import pytest

from tests.support import sample_files as sample
from ulss_tracker.services.core.file_types import FileType, Unwanted, recognise

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def rels(kind: str, target: str, mode: str = "External") -> str:
    """A part that says what a Word document points to."""
    return (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'relationships"><Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/></Relationships>'
    )


def pointing(kind: str, target: str, mode: str = "External") -> bytes:
    return sample.docx(**{"word/_rels/settings.xml.rels": rels(kind, target, mode)})


MACRO_TYPES = sample.DOCX_TYPES.replace(
    "vnd.openxmlformats-officedocument.wordprocessingml.document",
    "vnd.ms-word.document.macroEnabled",
)


def test_what_is_taken(subtests: pytest.Subtests) -> None:
    for content, kind in [
        (sample.PDF, FileType.PDF),
        (b"\xef\xbb\xbf\r\n" + sample.PDF, FileType.PDF),
        (sample.docx(), FileType.DOCX),
        (sample.odt(), FileType.ODT),
        (sample.doc("WordDocument", "1Table"), FileType.DOC),
        (sample.RTF, FileType.RTF),
        (sample.picture("JPEG"), FileType.JPEG),
        (sample.picture("PNG"), FileType.PNG),
        (sample.picture("WEBP"), FileType.WEBP),
        (b"The judge said: ten years.\r\n", FileType.TEXT),
        ("Dŵr, tŷ, “quoted” — ملاحظات".encode(), FileType.TEXT),
        ("\ufeffWindows Notepad".encode("utf-16"), FileType.TEXT),
        ("An older “Windows” text: £5".encode("cp1252"), FileType.TEXT),
        (b"BM is how this text begins", FileType.TEXT),
        (b"MZ, as he signs himself, wrote", FileType.TEXT),
        (b"From: me\nTo: you\n\nDear Sir", FileType.TEXT),
        (b"x < y and <not a page>", FileType.TEXT),
    ]:
        with subtests.test(content=content, kind=kind):
            assert recognise(content) is kind


def test_what_is_refused(subtests: pytest.Subtests) -> None:
    for content, why in [
        (b"MZ\x90\x00" + bytes(300), Unwanted.UNKNOWN),
        (b"MZ\x90\x00" + bytes(300) + sample.docx(), Unwanted.UNKNOWN),
        (b"\x7fELF\x02\x01\x01" + bytes(60), Unwanted.UNKNOWN),
        (b"#!/bin/sh\nrm -rf /\n", Unwanted.UNKNOWN),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", Unwanted.UNKNOWN),
        (b"<?xml version='1.0'?><svg/>", Unwanted.UNKNOWN),
        (sample.archive(readme="a plain archive"), Unwanted.UNKNOWN),
        (sample.archive(**{"xl/workbook.xml": "<x/>"}), Unwanted.UNKNOWN),
        (sample.doc("Workbook"), Unwanted.UNKNOWN),
        (sample.docx()[:200], Unwanted.UNKNOWN),
        (bytes(1000), Unwanted.UNKNOWN),
        (bytes(range(256)) * 10, Unwanted.UNKNOWN),
        (b"\n <!DOCTYPE html><html><body>News", Unwanted.WEB_PAGE),
        (b"<HTML><script>alert(1)</script>", Unwanted.WEB_PAGE),
        (b"<!-- saved from url -->\n<html>", Unwanted.WEB_PAGE),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(50), Unwanted.OTHER_PICTURE),
        (sample.picture("GIF"), Unwanted.OTHER_PICTURE),
        (sample.picture("TIFF"), Unwanted.OTHER_PICTURE),
        (sample.picture("BMP"), Unwanted.OTHER_PICTURE),
        (sample.docx(types=MACRO_TYPES), Unwanted.HAS_PROGRAM),
        (sample.docx(**{"word/vbaProject.bin": "x"}), Unwanted.HAS_PROGRAM),
        (sample.docx(**{"word/embeddings/oleObject1.bin": "x"}), Unwanted.HAS_PROGRAM),
        (sample.docx(**{"word/activeX/activeX1.xml": "x"}), Unwanted.HAS_PROGRAM),
        (sample.odt(**{"Basic/script-lc.xml": "x"}), Unwanted.HAS_PROGRAM),
        (sample.doc("WordDocument", "_VBA_PROJECT"), Unwanted.HAS_PROGRAM),
        (b"{\\rtf1{\\object\\objemb{\\*\\objdata 0105}}}", Unwanted.HAS_PROGRAM),
        (pointing("attachedTemplate", "http://203.0.113.9/a.dotm"), Unwanted.FETCHES),
        (pointing("attachedTemplate", "file://///203.0.113.9/a.dotm"), Unwanted.FETCHES),
        (pointing("attachedTemplate", "http://203.0.113.9/a.dotm", "EXTERNAL"), Unwanted.FETCHES),
        (pointing("image", "https://203.0.113.9/seen.png"), Unwanted.FETCHES),
        (pointing("frame", "https://203.0.113.9/"), Unwanted.FETCHES),
        (sample.docx(**{"word/_rels/x.xml.RELS": "<Relation"}), Unwanted.FETCHES),
        (b"{\\rtf1{\\*\\template http://203.0.113.9/a.dotm}x}", Unwanted.FETCHES),
        (b"{\\rtf1{\\*\\template\n \\\\\\\\203.0.113.9\\\\a}x}", Unwanted.FETCHES),
        (b"{\\rtf1{\\*\\template \\u104?\\u116?\\u116?\\u112?}x}", Unwanted.FETCHES),
        (b"{\\rtf1{\\*\\template \\'68\\'74\\'74\\'70}x}", Unwanted.FETCHES),
        (b'{\\rtf1{\\field{\\*\\fldinst INCLUDEPICTURE "http://x/y.png"}}}', Unwanted.FETCHES),
    ]:
        with subtests.test(content=content, why=why):
            assert recognise(content) is why


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pointing("hyperlink", "https://www.judiciary.uk/"), FileType.DOCX),
        (pointing("attachedTemplate", "Normal.dotm", "Internal"), FileType.DOCX),
        (b"{\\rtf1{\\*\\template C:\\\\Office\\\\Letter.dotx}x}", FileType.RTF),
        (b"{\\rtf1{\\info{\\title The template http://x}}x}", FileType.RTF),
        (b'{\\rtf1{\\field{\\*\\fldinst HYPERLINK "https://x"}}}', FileType.RTF),
    ],
)
def test_a_link_to_press_and_a_template_of_ones_own_are_taken(
    content: bytes, kind: FileType
) -> None:
    assert recognise(content) is kind


def test_a_part_that_claims_to_be_enormous_is_read_only_at_its_beginning() -> None:
    bomb = sample.docx(types=sample.DOCX_TYPES + " " * 50_000_000)
    assert len(bomb) < 100_000
    assert recognise(bomb) is FileType.DOCX


def test_every_format_has_its_media_type_and_endings() -> None:
    assert len({kind.media_type for kind in FileType}) == len(FileType)
    for kind in FileType:
        assert all(ending.startswith(".") and ending.islower() for ending in kind.endings)
        assert kind.is_picture == (kind in {FileType.JPEG, FileType.PNG, FileType.WEBP})
