"""The parts of PDF/UA-1 that the library leaves out, put into the PDF that it wrote.

The PDF itself is read, and nothing of the library: so it does not matter which release wrote it.
"""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, String

from ulss_tracker.adapters.pdf.actual_text import texts_of_marks
from ulss_tracker.adapters.pdf.artifacts import disown_heads_and_feet
from ulss_tracker.adapters.pdf.provenance import KEY
from ulss_tracker.adapters.pdf.structure import Mark, elements_below

_VERSION = "1.7"  # of PDF/UA-1
_PRINTED = 4
_BEGIN_CONTENT = Operator("BDC")
# A glyph that is said to stand for no character at all.
_SAYS_NOTHING = re.compile(rb"(?<=> )<>")
# Seen and heard by nobody, and no end of a word.
_NOTHING = b"<%s>" % "\N{WORD JOINER}".encode("utf-16-be").hex().encode()


def finish(content: bytes, words: Sequence[str], made_with: str) -> bytes:
    """The finished PDF; `words` are those that `actual_text` put into elements of their own."""
    with pikepdf.open(BytesIO(content)) as pdf:
        pdf.docinfo[f"/{KEY}"] = made_with
        tree = pdf.Root.StructTreeRoot
        elements = list(elements_below(tree))
        for element in elements:
            if element.S == Name.TH:
                _say_what_it_heads(element)
        _number_headers(elements)
        texts = texts_of_marks(elements, words)
        read_out = {element.objgen for element in elements}
        owners = pikepdf.NumberTree(tree.ParentTree)
        for page in pdf.pages:
            _print_links(page)
            furniture = disown_heads_and_feet(owners[int(page.obj.StructParents)], read_out)
            _mark_content(pdf, page, furniture, texts)
        _map_every_glyph(pdf)
        finished = BytesIO()
        pdf.save(
            finished,
            deterministic_id=True,
            min_version=_VERSION,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return finished.getvalue()


def _say_what_it_heads(header: Any) -> None:
    """Say whether a table header heads a column or a row (7.5)."""
    if "/A" not in header:
        header.A = Dictionary(O=Name.Table)
    heads_columns = Name.THead == header.P.P.S
    header.A.Scope = Name.Column if heads_columns else Name.Row


def _number_headers(elements: Sequence[Any]) -> None:
    """Name table headers by their order: some releases name them by a place in memory."""
    names: dict[str, Any] = {}
    for element in elements:
        if "/ID" in element:
            element.ID = names.setdefault(str(element.ID), String(f"header-{len(names) + 1}"))
    for element in elements:
        if "/Headers" in element.get("/A", {}):
            element.A.Headers = Array([names[str(name)] for name in element.A.Headers])


def _print_links(page: Any) -> None:
    """Let links be printed too (7.18)."""
    for annotation in page.obj.get("/Annots", ()):
        if annotation.Subtype == Name.Link:
            annotation.F = _PRINTED


def _mark_content(pdf: Any, page: Any, furniture: set[int], texts: Mapping[Mark, str]) -> None:
    """Mark the page's furniture as such (7.8), and give words their own text (7.21.7)."""
    instructions = pikepdf.parse_content_stream(page)
    for place, instruction in enumerate(instructions):
        if instruction.operator != _BEGIN_CONTENT or "/MCID" not in instruction.operands[1]:
            continue
        tag, about = instruction.operands
        number = int(about.MCID)
        if number in furniture:
            tag, about = Name.Artifact, Dictionary(Type=Name.Pagination)
        elif (text := texts.get(Mark(page.objgen, number))) is not None:
            about.ActualText = String(text)
        instructions[place] = pikepdf.ContentStreamInstruction([tag, about], _BEGIN_CONTENT)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def _map_every_glyph(pdf: Any) -> None:
    """Let a glyph that stands for no character alone stand for one that is not seen (7.21.7).

    The library maps such a part of a letter to nothing, which a checker rightly reports.
    """
    for item in pdf.objects:
        if isinstance(item, Dictionary) and "/ToUnicode" in item:
            said = item.ToUnicode.read_bytes()
            item.ToUnicode.write(_SAYS_NOTHING.sub(_NOTHING, said))
