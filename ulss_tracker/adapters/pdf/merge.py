"""Many PDFs as one, to be printed in one go, with the tags that let it be read aloud.

No library joins the trees of tags of several PDFs: pages taken from one to another lose theirs. So
each letter's tree is copied after its pages, hung under one tree for the whole, and numbered on
from the letter before. It relies on what our own letters are: one document tag, and a flat list of
what each page's marks belong to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

_A4 = (595.276, 841.89)
_VERSION = "1.7"  # of PDF/UA-1


@dataclass(frozen=True, slots=True)
class ToPrint:
    """One letter of many. `name` is its bookmark: a reference, and nothing about a person."""

    name: str
    pdf: bytes


def for_printing(letters: Iterable[ToPrint], *, title: str, author: str, on: date) -> bytes:
    """One tagged PDF of all of them, each beginning on a new sheet when both sides are printed.

    It has a bookmark for each letter, and each keeps its own language. The same letters give the
    same bytes: `on` is the day the PDF says it was made.
    """
    import pikepdf

    with pikepdf.new() as whole:
        tree = TagTree(whole)
        first_pages: list[tuple[str, int]] = []
        for to_print in letters:
            first_pages.append((to_print.name, len(whole.pages)))
            with pikepdf.open(BytesIO(to_print.pdf)) as letter:
                tree.add(letter, to_print.name)
            if len(whole.pages) % 2:
                whole.add_blank_page(page_size=_A4)
        tree.close()
        with whole.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(name, page) for name, page in first_pages)
        _describe(whole, title, author, on)
        result = BytesIO()
        whole.save(
            result,
            deterministic_id=True,
            min_version=_VERSION,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return result.getvalue()


class TagTree:
    """The tags of the whole: a document, with a part for each of our PDFs in it."""

    def __init__(self, whole: Any) -> None:
        from pikepdf import Array, Dictionary, Name

        self.whole = whole
        self.root = whole.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self.document = whole.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self.root, K=Array())
        )
        self.owners = Array()  # of each page's marks, and of each link, by a number
        self.next = 0

    def add(self, letter: Any, name: str) -> None:
        """Take over a letter's pages and, now that those are there to point at, its tags."""
        from pikepdf import Name, String

        first = len(self.whole.pages)
        self.whole.pages.extend(letter.pages)
        tree = self.whole.copy_foreign(letter.Root.StructTreeRoot)
        for page in list(self.whole.pages)[first:]:
            self._number_on(page.obj, "/StructParents")
            for annotation in page.obj.get("/Annots", ()):
                self._number_on(annotation, "/StructParent")
        numbered = tree.ParentTree.Nums
        for place in range(0, len(numbered), 2):
            self.owners.append(int(numbered[place]) + self.next)
            self.owners.append(numbered[place + 1])
        self.next += 1 + int(numbered[-2])
        for part in tree.K:
            part.S, part.P = Name.Part, self.document
            part.Lang, part.T = letter.Root.Lang, String(name)
            self.document.K.append(part)

    def close(self) -> None:
        """Hang the tree in the document."""
        from pikepdf import Array, Dictionary

        self.root.K = Array([self.document])
        self.root.ParentTree = self.whole.make_indirect(Dictionary(Nums=self.owners))
        self.root.ParentTreeNextKey = self.next
        self.whole.Root.StructTreeRoot = self.root

    def _number_on(self, item: Any, key: str) -> None:
        if key in item:
            item[key] = int(item[key]) + self.next


def _describe(whole: Any, title: str, author: str, on: date) -> None:
    """Say what PDF/UA-1 wants said of a document as a whole."""
    from pikepdf import Dictionary, String

    whole.Root.Lang = String("en")
    whole.Root.MarkInfo = Dictionary(Marked=True)
    whole.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    whole.docinfo["/Title"] = title
    whole.docinfo["/Author"] = author
    whole.docinfo["/CreationDate"] = f"D:{on:%Y%m%d}"
    with whole.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:creator"] = [author]
        metadata["pdfuaid:part"] = "1"
