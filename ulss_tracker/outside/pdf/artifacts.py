"""The heads and feet of pages, kept out of what a reader hears (PDF/UA-1 7.8).

The library marks them as text, and only leaves them out of the tree of tags. A screen reader that
goes by the page and not by the tree would read "Page 1 of 3" in the middle of a sentence.
"""

from collections import defaultdict
from typing import Any

_ARTIFACT = "/Artifact"


def leave_out_heads_and_feet(pdf: Any) -> None:
    """Mark as page furniture whatever is marked as text and hangs on no tag of the document."""
    import pydyf

    loose = _loose(pdf)
    marks: dict[bytes, set[int]] = defaultdict(set)
    for element in loose:
        marks[element["Pg"]] |= {kid for kid in element["K"] if isinstance(kid, int)}
        element.clear()  # marked as free, it would upset the numbers of those after it
    for number, page in enumerate(pdf.page_references):
        numbers = marks.get(page, set())
        content = pdf.objects[_number(pdf.objects[_number(page)]["Contents"])]
        for place, operand in enumerate(content.stream):
            if isinstance(operand, dict) and operand.get("MCID") in numbers:
                content.stream[place - 1] = _ARTIFACT
                content.stream[place] = pydyf.Dictionary({"Type": "/Pagination"})
        owners = _owners(pdf, number)
        owners[:] = ["null" if mark in numbers else owner for mark, owner in enumerate(owners)]


def _loose(pdf: Any) -> list[Any]:
    """The tags that no tag holds, and all below them: a tag is made before those it holds."""
    items: list[Any] = [each for each in pdf.objects if isinstance(each, dict)]
    tags = [each for each in items if "S" in each and "P" in each]
    held = {kid for tag in tags for kid in tag["K"] if isinstance(kid, bytes)}
    held.add(_tree(pdf)["K"][0])
    loose: dict[int, Any] = {}
    for tag in tags:
        if tag.reference not in held or _number(tag["P"]) in loose:
            loose[tag.number] = tag
    return list(loose.values())


def _owners(pdf: Any, page: int) -> Any:
    """Of each marked piece of a page, by its number, the tag that it belongs to."""
    numbered = pdf.objects[_number(_tree(pdf)["ParentTree"])]["Nums"]
    return numbered[2 * page + 1]


def _tree(pdf: Any) -> Any:
    return pdf.objects[_number(pdf.catalog["StructTreeRoot"])]


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
