"""PDFs: what one runs, opens, sends or holds; and one made again of its pages alone."""

import io
import re
from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Name, Object, Stream

from ulss_tracker.adapters.gate.file_types import FileType, Finding, Unwanted
from ulss_tracker.adapters.gate.plain_text import has_more_behind

MOST_PAGES = 5_000
_ACTIONS = {
    "/JavaScript": Finding.JAVASCRIPT,
    "/Launch": Finding.LAUNCH,
    "/SubmitForm": Finding.SENDS_FORM,
    "/ImportData": Finding.OPENS_OTHER,
    "/GoToR": Finding.OPENS_OTHER,
    "/GoToE": Finding.OPENS_OTHER,
    "/Rendition": Finding.MEDIA,
    "/Movie": Finding.MEDIA,
    "/Sound": Finding.MEDIA,
    "/RichMediaExecute": Finding.MEDIA,
    "/GoTo3DView": Finding.MEDIA,
}
# A key is followed by its value or a reference; the same letters in drawn text are no key.
_VALUE = rb" (?:<<|\(|<|\[|\d{1,10} \d{1,5} R)"
_KEYS = {
    b"/JS": Finding.JAVASCRIPT,
    b"/JavaScript": Finding.JAVASCRIPT,
    b"/AA": Finding.ACTS_ON_OPENING,
    b"/EmbeddedFiles": Finding.FILE_INSIDE,
    b"/EF": Finding.FILE_INSIDE,
    b"/XFA": Finding.FORM_PROGRAM,
    b"/RichMediaContent": Finding.MEDIA,
    b"/3DD": Finding.MEDIA,
}
_IN_ACTIONS = re.compile(rb"/S (" + b"|".join(action.encode() for action in _ACTIONS) + rb")[ \n]")
_IN_KEYS = re.compile(rb"(" + b"|".join(_KEYS) + rb")" + _VALUE)
_END = b"%%EOF"
# All that a page needs to be seen; its annotations are drawn into it first.
_OF_A_PAGE = frozenset(
    {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents", "/UserUnit"}
)
# In what a page draws: data or pages of another file.
_OUTWARD = ("/F", "/FFilter", "/FDecodeParms", "/Ref", "/OPI", "/PieceInfo", "/Metadata")


def look(content: bytes) -> tuple[FileType | Unwanted, frozenset[Finding]]:
    """Open a PDF and look at each of its objects. Raises what its parser raises of a broken one."""
    nothing: frozenset[Finding] = frozenset()
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
            if not 0 < len(document.pages) <= MOST_PAGES:
                return Unwanted.UNREADABLE, nothing
            findings = _on_opening(document) | _in(_written_out(document))
            if has_more_behind(content, content.rfind(_END) + len(_END)):
                findings.add(Finding.BEHIND_THE_END)
    except pikepdf.PasswordError:
        return Unwanted.ENCRYPTED, nothing
    return FileType.PDF, frozenset(findings)


def pages_alone(source: Path | io.BytesIO, file: Path) -> None:
    """Write a new PDF of nothing but the pages, as they look, to `file`.

    Scripts, actions, forms, links, attached files and whatever else hangs on the document or on a
    page are not taken over; what was typed into a form, and notes, are drawn into the page.
    """
    with pikepdf.open(source, suppress_warnings=True) as document, pikepdf.new() as made:
        if "/AcroForm" in document.Root:
            document.generate_appearance_streams()
        document.flatten_annotations()
        for page in document.pages:
            for key in set(page.obj.keys()) - _OF_A_PAGE:
                del page.obj[key]
            made.pages.append(page)
        for item in made.objects:
            _close(item)
        made.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)


def _written_out(document: pikepdf.Pdf) -> bytes:
    """The document with every object in the open and every name in its plain form.

    Ten times quicker than asking each object: qpdf writes it in one pass.
    """
    written = io.BytesIO()
    document.save(
        written,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        compress_streams=False,
    )
    return written.getvalue()


def _in(written: bytes) -> set[Finding]:
    actions = {_ACTIONS[match.group(1).decode()] for match in _IN_ACTIONS.finditer(written)}
    return actions | {_KEYS[match.group(1)] for match in _IN_KEYS.finditer(written)}


def _on_opening(document: pikepdf.Pdf) -> set[Finding]:
    action = document.Root.get("/OpenAction")
    is_act = isinstance(action, Dictionary) and action.get("/S") != Name.GoTo
    return {Finding.ACTS_ON_OPENING} if is_act else set()


def _close(item: Object) -> None:
    """Take out of a drawing whatever leads elsewhere, and empty what is an action after all."""
    if isinstance(item, Stream):
        for key in _OUTWARD:
            if key in item:
                del item[key]
    elif isinstance(item, Dictionary) and str(item.get("/S", "")) in _ACTIONS:
        for key in list(item.keys()):
            del item[key]
