"""The type of a file, told from what is in it, and what it runs, fetches or holds."""

import io

import pytest

from tests.support import crafted_files
from tests.support import sample_files as sample
from tests.support.tables import rows
from ulss_tracker.adapters.gate import client, web_text
from ulss_tracker.adapters.gate.file_types import FileType, Finding, Unwanted
from ulss_tracker.adapters.gate.looking import recognise

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


def word_field(*runs: str) -> bytes:
    """A Word document with a field whose words stand in these runs."""
    words = "".join(f"<w:r><w:instrText>{run}</w:instrText></w:r>" for run in runs)
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    return sample.docx(document=f'<w:document xmlns:w="urn:w">{begin}{words}</w:document>')


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
        *rows(__file__, "gate_looking.taken", str.encode, FileType.__getitem__),
    ]:
        with subtests.test(content=content, kind=kind):
            assert recognise(content) == (kind, frozenset())


def test_what_is_refused(subtests: pytest.Subtests) -> None:
    for content, why in [
        (b"MZ\x90\x00" + bytes(300), Unwanted.UNKNOWN),
        (b"MZ\x90\x00" + bytes(300) + sample.docx(), Unwanted.UNKNOWN),
        (b"\x7fELF\x02\x01\x01" + bytes(60), Unwanted.UNKNOWN),
        (sample.archive(readme="a plain archive"), Unwanted.UNKNOWN),
        (sample.archive(**{"xl/workbook.xml": "<x/>"}), Unwanted.UNKNOWN),
        (sample.doc("Workbook"), Unwanted.UNKNOWN),
        (bytes(1000), Unwanted.UNKNOWN),
        (bytes(range(256)) * 10, Unwanted.UNKNOWN),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(50), Unwanted.UNREADABLE),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + bytes(50), Unwanted.OTHER_PICTURE),
        (sample.picture("GIF"), Unwanted.OTHER_PICTURE),
        (sample.picture("TIFF"), Unwanted.OTHER_PICTURE),
        (sample.picture("BMP"), Unwanted.OTHER_PICTURE),
        *rows(__file__, "gate_looking.refused", str.encode, Unwanted),
    ]:
        with subtests.test(content=content, why=why):
            assert recognise(content) == (why, frozenset())


def test_what_runs_fetches_or_hides_is_named(subtests: pytest.Subtests) -> None:
    for content, kind, finding in [
        (sample.docx(types=MACRO_TYPES), FileType.DOCX, Finding.MACROS),
        (sample.docx(**{"word/vbaProject.bin": "x"}), FileType.DOCX, Finding.MACROS),
        (sample.docx(**{"word/embeddings/oleObject1.bin": "x"}), FileType.DOCX, Finding.PROGRAM),
        (sample.docx(**{"word/activeX/activeX1.xml": "<ocx/>"}), FileType.DOCX, Finding.PROGRAM),
        (sample.docx(**{"word/embeddings/a.xlsx": "x"}), FileType.DOCX, Finding.FILE_INSIDE),
        (sample.odt(**{"Basic/script-lc.xml": "x"}), FileType.ODT, Finding.MACROS),
        (sample.doc("WordDocument", "_VBA_PROJECT"), FileType.DOC, Finding.MACROS),
        (
            pointing("attachedTemplate", "http://203.0.113.9/a.dotm"),
            FileType.DOCX,
            Finding.FETCHES_TEMPLATE,
        ),
        (
            pointing("attachedTemplate", "http://203.0.113.9/a.dotm", "EXTERNAL"),
            FileType.DOCX,
            Finding.FETCHES_TEMPLATE,
        ),
        (pointing("image", "https://203.0.113.9/s.png"), FileType.DOCX, Finding.FETCHES_PICTURE),
        (pointing("frame", "https://203.0.113.9/"), FileType.DOCX, Finding.FETCHES_OTHER),
        (word_field("DDEAUTO c:\\cmd.exe"), FileType.DOCX, Finding.DDE),
        (word_field("DD", "EAUTO c:\\cmd.exe"), FileType.DOCX, Finding.DDE),
        *rows(__file__, "gate_looking.named", str.encode, FileType.__getitem__, Finding),
    ]:
        with subtests.test(content=content, finding=finding):
            assert recognise(content) == (kind, {finding})


FIELD_BEGINS = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
FIELD_ENDS = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
ODF = 'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:l="http://www.w3.org/1999/xlink"'


def instruction(words: str) -> str:
    return f"<w:r><w:instrText>{words}</w:instrText></w:r>"


def quoting(*numbers: str) -> str:
    return "".join(f"{FIELD_BEGINS}{instruction(f'QUOTE {each}')}{FIELD_ENDS}" for each in numbers)


def word_document(body: str) -> bytes:
    return sample.docx(document=f'<w:document xmlns:w="urn:w">{body}</w:document>')


def open_document(body: str, **parts: str) -> bytes:
    return sample.odt(**{"styles.xml": f"<styles {ODF}>{body}</styles>", **parts})


def test_what_hides_behind_another_way_to_write_it_is_named(subtests: pytest.Subtests) -> None:
    vba = 'ContentType="application/vnd.ms-office.vbaProject"'
    hidden = sample.DOCX_TYPES.replace("<Types>", f'<Types><Override PartName="/a.bin" {vba}/>')
    for content, finding in [
        (word_document(FIELD_BEGINS + instruction("INCLUDETEXT C:\\a.docx")), "FETCHES_OTHER"),
        (word_document(f"{FIELD_BEGINS}{quoting('68 68', '69')}{FIELD_ENDS}"), "DDE"),
        (word_document(FIELD_BEGINS + instruction(" " * 5_000) + instruction("DDEAUTO c")), "DDE"),
        (word_document('<w:fldSimple w:instr="IMPORT http://203.0.113.9/a"/>'), "FETCHES_PICTURE"),
        (word_document("<w:altChunk/>"), "FILE_INSIDE"),
        (pointing("aFChunk", "a.html", "Internal"), "FILE_INSIDE"),
        (pointing("vbaProject", "a.bin", "Internal"), "MACROS"),
        (pointing("oleObject", "a.bin", "Internal"), "PROGRAM"),
        (sample.docx(types=hidden), "MACROS"),
        (
            sample.docx(**{"other/footer.xml": '<a:fldSimple xmlns:a="urn:w" a:instr="DDE x"/>'}),
            "DDE",
        ),
        (open_document('<t:section-source l:href="file:/c/a.odt"/>'), "FETCHES_OTHER"),
        (
            open_document('<q:image xmlns:q="urn:q" l:href="\\\\203.0.113.9\\a.png"/>'),
            "FETCHES_PICTURE",
        ),
        (open_document('<q:image xmlns:q="urn:q" l:href="../a.png"/>'), "FETCHES_PICTURE"),
        (open_document('<q:dde-source xmlns:q="urn:q"/>'), "DDE"),
        (open_document('<t:a l:href="vnd.sun.star.script:a.b?language=Basic"/>'), "MACROS"),
        (
            open_document("", **{"Object 1/content.xml": '<x xmlns:q="urn:q"><q:dde-source/></x>'}),
            "DDE",
        ),
        (open_document('<q:image xmlns:q="urn:q" l:href="Pictures/a.png"/>'), None),
        (open_document('<t:a l:href="https://www.judiciary.uk/"/>'), None),
    ]:
        with subtests.test(content=content, finding=finding):
            expected = {Finding[finding]} if finding else set()
            assert recognise(content)[1] >= expected
            assert finding or not recognise(content)[1]


@pytest.mark.slow
def test_each_crafted_file_is_called_what_it_is(subtests: pytest.Subtests) -> None:
    """Through the door: in the jail, within its limits."""
    crafted = list(crafted_files.every())
    assert len({content for _name, content, _called, _findings in crafted}) > 150
    for name, content, called, findings in crafted:
        with subtests.test(name):
            seen = client.look(io.BytesIO(content))
            assert (seen.kind or seen.unwanted) is called
            assert set(seen.findings) >= findings


def test_a_part_of_word_under_a_name_that_none_writes_is_not_taken() -> None:
    hidden = sample.DOCX_TYPES.replace(
        "<Types>", '<Types><Override PartName="/word/a.bin" ContentType="application/x+xml"/>'
    )
    assert recognise(sample.docx(types=hidden)) == (Unwanted.UNREADABLE, frozenset())


def test_what_cannot_be_opened_and_what_has_a_password(subtests: pytest.Subtests) -> None:
    for content, why in [
        (sample.docx()[:200], Unwanted.UNREADABLE),
        (sample.docx(**{"word/_rels/x.xml.RELS": "<Relation"}), Unwanted.UNREADABLE),
        (
            sample.docx(**{"word/_rels/x.xml.rels": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            Unwanted.UNREADABLE,
        ),
        (b"%PDF-1.7 and nothing more", Unwanted.UNREADABLE),
        (sample.doc("EncryptedPackage"), Unwanted.ENCRYPTED),
        (sample.pdf(password="secret"), Unwanted.ENCRYPTED),
    ]:
        with subtests.test(content=content[:60], why=why):
            assert recognise(content) == (why, frozenset())


def test_what_a_pdf_does_is_named(subtests: pytest.Subtests) -> None:
    for root, finding in [
        ({"/OpenAction": sample.action("JavaScript", JS="app.alert(1)")}, Finding.JAVASCRIPT),
        ({"/OpenAction": sample.action("Launch", F="cmd.exe")}, Finding.LAUNCH),
        ({"/AA": sample.action("URI", URI="http://x")}, Finding.ACTS_ON_OPENING),
        ({"/Kept": sample.action("SubmitForm", F="http://x")}, Finding.SENDS_FORM),
        ({"/Kept": sample.action("GoToR", F="other.pdf")}, Finding.OPENS_OTHER),
    ]:
        with subtests.test(finding=finding):
            kind, found = recognise(sample.pdf(**root))
            assert kind is FileType.PDF
            assert finding in found
    assert recognise(sample.pdf()) == (FileType.PDF, frozenset())


def test_emails_are_told_from_text(subtests: pytest.Subtests) -> None:
    email = b"From: a@example.org\r\nMIME-Version: 1.0\r\nMessage-ID: <1@x>\r\n\r\nDear Sir"
    assert recognise(email) == (FileType.EMAIL, frozenset())
    outlook = sample.doc("__substg1.0_1000001F")
    assert recognise(outlook) == (FileType.OUTLOOK, frozenset())
    with_file = sample.doc("__substg1.0_1000001F", "__attach_version1.0_")
    assert recognise(with_file) == (FileType.OUTLOOK, {Finding.FILE_INSIDE})


def test_what_html_shows_is_read_and_what_it_holds_itself_is_no_finding() -> None:
    page = (
        "<html><head><title>x</title><style>p { color: red }</style></head><body>"
        '<p>The&nbsp;judge   said</p><img src="cid:1"><a href="https://x.org">ten years</a>'
        "<br>no more<script>"
    )
    assert web_text.findings(page.removesuffix("<script>")) == frozenset()
    assert web_text.words(page) == "The judge said\nten years\nno more"


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
    assert recognise(content) == (kind, frozenset())


def test_a_part_that_unpacks_to_something_enormous_is_not_unpacked() -> None:
    bomb = sample.docx(**{"word/comments.xml": "<a>" + " " * 60_000_000 + "</a>"})
    assert len(bomb) < 100_000
    assert recognise(bomb)[0] is Unwanted.UNREADABLE


def test_every_format_has_its_media_type_and_endings() -> None:
    assert len({kind.media_type for kind in FileType}) == len(FileType)
    for kind in FileType:
        assert all(ending.startswith(".") and ending.islower() for ending in kind.endings)
        assert kind.is_picture == (kind.name in {"JPEG", "PNG", "WEBP", "HEIC"})
