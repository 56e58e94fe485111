"""LibreOffice, told to run nothing and to fetch nothing, for documents only it can make PDFs of."""

import io
import subprocess  # nosec B404
from pathlib import Path
from xml.etree import ElementTree  # nosec B405 - writes; what is read goes through defusedxml
from zipfile import ZIP_DEFLATED, ZipFile

from defusedxml.ElementTree import fromstring

from ulss_tracker.adapters.gate import rtf, web_text, zipped
from ulss_tracker.adapters.gate.file_types import FileType

_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = {
    "DisableMacrosExecution": "true",
    "DisablePythonRuntime": "true",
    "DisableActiveContent": "true",
    "BlockUntrustedRefererLinks": "true",
    "MacroSecurityLevel": "3",
}
_ADDRESS = "{http://www.w3.org/1999/xlink}href"
_NO_DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


class NoPdf(Exception):
    """LibreOffice made no PDF of the document."""


def to_pdf(content: bytes, kind: FileType, directory: Path) -> Path:
    """The document as a PDF in `directory`. Raises `NoPdf`."""
    source = directory / f"document{kind.endings[0]}"
    source.write_bytes(_disarmed(content, kind))
    profile = directory / "profile"
    _write_settings(profile / "user")
    # Our own words, and a name we gave.
    subprocess.run(  # noqa: S603  # nosec B603 B607
        [  # noqa: S607 - wherever the system has it
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            "--nodefault",
            "--convert-to",
            "pdf",
            "--outdir",
            str(directory),
            str(source),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    made = source.with_suffix(".pdf")
    if not made.exists():
        raise NoPdf
    return made


def _disarmed(content: bytes, kind: FileType) -> bytes:
    if kind in {FileType.DOCX, FileType.ODT}:
        return _without_fetching(content)
    return rtf.without_objects(content) if kind is FileType.RTF else content


def _without_fetching(content: bytes) -> bytes:
    """The document without any part that is elsewhere; a link to press may stay."""
    written = io.BytesIO()
    ElementTree.register_namespace("", _RELATIONSHIPS)
    with zipped.open_archive(content) as source, ZipFile(written, "w", ZIP_DEFLATED) as kept:
        for entry in source.infolist():
            part = _closed(entry.filename.lower(), source.read(entry))
            kept.writestr(entry.filename, part)
    return written.getvalue()


def _closed(name: str, part: bytes) -> bytes:
    if name.endswith(".rels"):
        return _inner_relationships(part)
    if name.endswith(zipped.OPEN_DOCUMENT_PARTS):
        return _inner_addresses(part)
    if name.endswith(".svg") and web_text.findings(part.decode("utf-8", "replace")):
        return _NO_DRAWING
    return part


def _inner_addresses(part: bytes) -> bytes:
    """A part of an OpenDocument in which only a link to press leads elsewhere."""
    root = fromstring(part, forbid_dtd=True)
    for each in root.iter():
        if zipped.OUTSIDE.match(each.get(_ADDRESS, "").strip()) and not each.tag.endswith("}a"):
            del each.attrib[_ADDRESS]
    written: bytes = ElementTree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _inner_relationships(part: bytes) -> bytes:
    root = fromstring(part, forbid_dtd=True)
    for each in list(root):
        is_outside = each.get("TargetMode", "").lower() == "external"
        if is_outside and not each.get("Type", "").lower().endswith("/hyperlink"):
            root.remove(each)
    written: bytes = ElementTree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


def _write_settings(user: Path) -> None:
    user.mkdir(parents=True, exist_ok=True)
    items = "".join(
        f'<item oor:path="{_SECURITY}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for name, value in _SETTINGS.items()
    )
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/'
        f'registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>'
    )
