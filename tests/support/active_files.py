"""Over forty documents that run, open, send, fetch or hide something, and the finding of each."""

import io
from collections.abc import Iterator
from email.message import EmailMessage

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.support import sample_files as sample
from tests.support.ole_files import container
from ulss_tracker.adapters.gate.file_types import FileType, Finding

XLINK = "http://www.w3.org/1999/xlink"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "{}<w:p><w:r><w:t>Remarks</w:t></w:r></w:p></w:body></w:document>"
)
_MAIN = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="bin" ContentType="application/octet-stream"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_ENTRY = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    "{}</manifest:manifest>"
)
_ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"><office:body><office:text>'
    "{}<text:p>Remarks</text:p></office:text></office:body></office:document-content>"
)
Case = tuple[str, bytes, FileType, Finding]


def every(server: str) -> Iterator[Case]:
    """Each with its name, its kind and what is to be named; what fetches asks `server`."""
    for name, content, finding in (*_pdfs(server), *_pdfs_of_pages(server)):
        yield name, content, FileType.PDF, finding
    for name, content, finding in _words(server):
        yield name, content, FileType.DOCX, finding
    for name, content, finding in _open_documents(server):
        yield name, content, FileType.ODT, finding
    for name, content, finding in _rtfs(server):
        yield name, content, FileType.RTF, finding
    for name, content, finding in _emails(server):
        yield name, content, FileType.EMAIL, finding
    for name, content, finding in _outlook_messages(server):
        yield name, content, FileType.OUTLOOK, finding
    for kind in (FileType.JPEG, FileType.PNG, FileType.WEBP):
        picture = sample.picture(kind.name, with_place=True)
        yield f"place {kind.name}", picture, kind, Finding.PLACE
        behind = sample.picture(kind.name) + sample.docx()
        yield f"behind {kind.name}", behind, kind, Finding.BEHIND_THE_END


def _pdfs(server: str) -> Iterator[tuple[str, bytes, Finding]]:
    script = sample.action("JavaScript", JS="app.alert(1)")
    for name, root, finding in (
        ("script on opening", {"/OpenAction": script}, Finding.JAVASCRIPT),
        ("script of the document", {"/AA": Dictionary(WC=script)}, Finding.ACTS_ON_OPENING),
        (
            "named script",
            {"/Names": Dictionary(JavaScript=Dictionary(Names=Array(["a", script])))},
            Finding.JAVASCRIPT,
        ),
        ("launch", {"/OpenAction": sample.action("Launch", F="cmd.exe")}, Finding.LAUNCH),
        ("go to another", {"/OpenAction": sample.action("GoToR", F="x.pdf")}, Finding.OPENS_OTHER),
        ("go to embedded", {"/OpenAction": sample.action("GoToE", F="x")}, Finding.OPENS_OTHER),
        ("import", {"/OpenAction": sample.action("ImportData", F="x.fdf")}, Finding.OPENS_OTHER),
        ("address", {"/OpenAction": sample.action("URI", URI=server)}, Finding.ACTS_ON_OPENING),
        ("sends", {"/OpenAction": sample.action("SubmitForm", F=server)}, Finding.SENDS_FORM),
        (
            "script of a form's field",
            {"/AcroForm": Dictionary(Fields=Array([Dictionary(FT=Name.Tx, AA={"/K": script})]))},
            Finding.JAVASCRIPT,
        ),
        ("xfa", {"/AcroForm": Dictionary(Fields=Array(), XFA="<xdp/>")}, Finding.FORM_PROGRAM),
    ):
        yield name, sample.pdf(**root), finding


def _pdfs_of_pages(server: str) -> Iterator[tuple[str, bytes, Finding]]:
    for name, kind, more, finding in (
        ("button", "Link", {"/A": sample.action("JavaScript", JS="x")}, Finding.JAVASCRIPT),
        ("link that starts", "Link", {"/A": sample.action("Launch", F="cmd")}, Finding.LAUNCH),
        ("film", "Screen", {"/A": sample.action("Rendition", JS="x")}, Finding.MEDIA),
        ("sound", "Sound", {"/A": sample.action("Sound")}, Finding.MEDIA),
        ("rich media", "RichMedia", {"/RichMediaContent": Dictionary()}, Finding.MEDIA),
        ("file", "FileAttachment", {"/FS": Dictionary(EF=Dictionary())}, Finding.FILE_INSIDE),
        ("sends", "Link", {"/A": sample.action("SubmitForm", F=server)}, Finding.SENDS_FORM),
    ):
        yield f"page {name}", _with_annotation(kind, more), finding
    written = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.attachments["a.exe"] = b"MZ"
        made.save(written)
    yield "attached", written.getvalue(), Finding.FILE_INSIDE


def _with_annotation(kind: str, more: dict[str, pikepdf.Object]) -> bytes:
    written = io.BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page()
        common = {"/Type": Name.Annot, "/Subtype": Name(f"/{kind}"), "/Rect": Array([0, 0, 9, 9])}
        page.obj.Annots = Array([made.make_indirect(Dictionary(common | more))])
        made.save(written)
    return written.getvalue()


def _words(server: str) -> Iterator[tuple[str, bytes, Finding]]:
    for kind, finding in (
        ("attachedTemplate", Finding.FETCHES_TEMPLATE),
        ("image", Finding.FETCHES_PICTURE),
        ("frame", Finding.FETCHES_OTHER),
        ("oleObject", Finding.PROGRAM),
    ):
        outside = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r9" Type="{OFFICE}/{kind}" Target="{server}/{kind}" '
            'TargetMode="External"/></Relationships>'
        )
        yield f"word {kind}", word(**{"word/_rels/document.xml.rels": outside}), finding
    field = '<w:p><w:fldSimple w:instr="{}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    yield "word dde", word(field.format("DDEAUTO c:\\cmd.exe")), Finding.DDE
    picture = field.format(f"INCLUDEPICTURE {server}/seen.png")
    yield "word field", word(picture), Finding.FETCHES_PICTURE
    yield "word macros", word(**{"word/vbaProject.bin": "x"}), Finding.MACROS
    yield "word activex", word(**{"word/activeX/a.bin": "x"}), Finding.PROGRAM
    yield "word file", word(**{"word/embeddings/a.bin": "x"}), Finding.FILE_INSIDE


def word(body: str = "", **more: str) -> bytes:
    return sample.docx(_TYPES, _BODY.format(body), **{"_rels/.rels": _MAIN}, **more)


def _open_documents(server: str) -> Iterator[tuple[str, bytes, Finding]]:
    picture = (
        f'<text:p><draw:frame><draw:image xlink:href="{server}/odt.png"/></draw:frame></text:p>'
    )
    source = f'<text:section-source xlink:href="{server}/s"/>'
    section = f'<text:section text:name="a">{source}</text:section>'
    listener = '<script:event-listener xlink:href="vnd.sun.star.script:a"/>'
    events = f"<office:event-listeners>{listener}</office:event-listeners>"
    drawn = '<text:p><draw:frame><draw:image xlink:href="Pictures/a.svg"/></draw:frame></text:p>'
    dde = '<office:dde-source office:dde-application="cmd" office:dde-topic="a"/>'
    linked = f'<svg xmlns:xlink="{XLINK}"><image xlink:href="{server}/in.svg.png"/></svg>'
    scripted = "<svg><script>fetch('/')</script></svg>"
    for name, body, more, finding in (
        ("odt event", events, {}, Finding.MACROS),
        ("odt script", "", {"Scripts/python/a.py": "x"}, Finding.MACROS),
        ("odt dde", f'<text:section text:name="d">{dde}</text:section>', {}, Finding.DDE),
        ("odt svg script", drawn, {"Pictures/a.svg": scripted}, Finding.JAVASCRIPT),
        ("odt svg picture", drawn, {"Pictures/a.svg": linked}, Finding.FETCHES_PICTURE),
        ("odt picture", picture, {}, Finding.FETCHES_PICTURE),
        ("odt macros", "", {"Basic/a.xml": "<a/>"}, Finding.MACROS),
        ("odt section", section, {}, Finding.FETCHES_OTHER),
    ):
        parts = {"content.xml": _ODT.format(body), **more}
        listed = "".join(_ENTRY.format(part, _media_type(part)) for part in parts)
        listed = _ENTRY.format("/", FileType.ODT.media_type) + listed
        parts["META-INF/manifest.xml"] = _MANIFEST.format(listed)
        yield name, sample.archive(mimetype=FileType.ODT.media_type, **parts), finding


def _media_type(part: str) -> str:
    return "image/svg+xml" if part.endswith(".svg") else "text/xml"


def _emails(server: str) -> Iterator[tuple[str, bytes, Finding]]:
    for name, body, finding in (
        ("picture", f'<img src="{server}/seen.gif">', Finding.FETCHES_PICTURE),
        (
            "hidden picture",
            f'<IMG alt=">" sRc=&#104;ttp{server[4:]}/seen>',
            Finding.FETCHES_PICTURE,
        ),
        ("style", f"<style>@import '{server}/a.css'</style>", Finding.FETCHES_OTHER),
        ("frame", f'<iframe src="{server}/a"></iframe>', Finding.FETCHES_OTHER),
        ("script", f"<script src={server}/a.js></script>", Finding.JAVASCRIPT),
        ("button", '<b onclick="alert(1)">', Finding.JAVASCRIPT),
        ("form", f'<form action="{server}/send"></form>', Finding.SENDS_FORM),
    ):
        yield f"email {name}", _email(f"<p>Remarks</p>{body}", "text/html"), finding
    yield "email file", _email("Remarks", "text/plain", b"MZ"), Finding.FILE_INSIDE


def _email(body: str, kind: str, file: bytes = b"") -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@example.org", "The sentence"
    message["Message-ID"] = "<1@example.org>"
    message.set_content(body, subtype=kind.partition("/")[2])
    if file:
        message.add_attachment(file, "application", "octet-stream", filename="a.exe")
    return message.as_bytes()


def _outlook_messages(server: str) -> Iterator[tuple[str, bytes, Finding]]:
    words = {"__substg1.0_1000001F": "Remarks".encode("utf-16-le")}
    html = f'<p>Remarks</p><img src="{server}/msg.png">'.encode()
    name = "__attach_version1.0_#00000000/__substg1.0_3707001F"
    for what, parts, finding in (
        ("picture", {"__substg1.0_10130102": html}, Finding.FETCHES_PICTURE),
        ("file", words | {name: "a.exe".encode("utf-16-le")}, Finding.FILE_INSIDE),
    ):
        yield f"outlook {what}", container(parts), finding


def _rtfs(server: str) -> Iterator[tuple[str, bytes, Finding]]:
    address = server.encode()
    for name, body, finding in (
        ("rtf template", b"{\\*\\template %s/a.dotm}" % address, Finding.FETCHES_TEMPLATE),
        (
            "rtf picture",
            b'{\\field{\\*\\fldinst INCLUDEPICTURE "%s/r.png"}}' % address,
            Finding.FETCHES_PICTURE,
        ),
        ("rtf dde", b"{\\field{\\*\\fldinst DDEAUTO c:\\\\\\\\cmd}}", Finding.DDE),
        ("rtf object", b"{\\object\\objemb{\\*\\objdata 0105}}", Finding.PROGRAM),
    ):
        yield name, b"{\\rtf1\\ansi " + body + b" Remarks}", finding
