"""What a rendered page says, in blocks: about which matters, under which label, in which words.

`rows` are the rows of tables that its links lead to, such as "telling:5"; `around`: the whole row.

Read from the markup alone: lists of terms, rows of tables with their headings, and lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from lxml.html import HtmlElement

# A file or a mail tells the offenders of a case apart by the number of each review.
REVIEW = re.compile(r"\bULS-\d{4}-\d{4,}, review (\d+)")
REFERENCE = re.compile(r"\b(ULS-\d{4}-\d{4,}|REQ-[0-9A-Z]{4}-[0-9A-Z]{4})\b")
_ADDRESS = re.compile(r"/(?:(reviews)/(\d+)|(?:cases|requests)/((?:ULS|REQ)-[0-9A-Z-]+))")
_ROW = re.compile(r"/(tellings|letters|alarms)/(\d+)")
_TABLES = {"tellings": "telling", "letters": "letter", "alarms": "duty_alarm"}
_LINES = {"h1", "h2", "h3", "h4", "p", "li", "legend", "caption", "summary"}
_UNREAD = "script, style, form select, form textarea, form fieldset, .govuk-skip-link, template"


@dataclass(frozen=True, slots=True)
class Block:
    """Words that stand together: `matters` are those named with them, or else the page's."""

    matters: frozenset[str]
    label: str
    words: str
    rows: frozenset[str] = frozenset()
    around: str = ""


def of_page(html: str, path: str) -> list[Block]:
    """The blocks of a page."""
    document = lxml.html.document_fromstring(html)
    mains = document.cssselect("main")
    main = mains[0] if mains else document
    for unread in main.cssselect(_UNREAD):
        unread.drop_tree()
    page = in_address(path)
    return list(_blocks(main, page))


def in_address(path: str) -> frozenset[str]:
    """The matters that an address is of: two, where it compares them."""
    named = {f"review:{match[2]}" if match[1] else match[3] for match in _ADDRESS.finditer(path)}
    return frozenset(named | set(REFERENCE.findall(path)))


def in_words(words: str) -> frozenset[str]:
    """The matter that these words name first: the review, where they say its number."""
    if review := REVIEW.search(words):
        return frozenset({f"review:{review[1]}"})
    return frozenset(REFERENCE.findall(words)[:1])


def _blocks(main: HtmlElement, page: frozenset[str]) -> Iterator[Block]:
    done: set[HtmlElement] = set()
    for element in main.iter():
        if element in done or not isinstance(element.tag, str):
            continue
        if element.tag == "tr":
            done.update(element.iterdescendants())
            yield from _row(element, page)
        elif element.tag == "dd":
            done.update(element.iterdescendants())
            yield _block(element, page, _term(element))
        elif element.tag in _LINES:
            done.update(element.iterdescendants())
            yield _block(element, page, "")


def _block(element: HtmlElement, page: frozenset[str], label: str) -> Block:
    row = element.getparent() if label else element  # what a row of terms leads to, it is of
    return Block(_named(element) or page, label, words(element), _rows(row))


def _term(element: HtmlElement) -> str:
    before = element.getprevious()
    while before is not None and before.tag != "dt":
        before = before.getprevious()
    return words(before) if before is not None else ""


def _row(row: HtmlElement, page: frozenset[str]) -> Iterator[Block]:
    cells = [cell for cell in row if cell.tag in {"td", "th"}]
    if not any(cell.tag == "td" for cell in cells):
        return
    matters, rows, labels = _named(row) or page, _rows(row), _headings(row)
    for number, cell in enumerate(cells):
        label = labels[number] if number < len(labels) else ""
        yield Block(matters, label, words(cell), rows, words(row))
    if head := _group(row):
        yield Block(matters, "Under", head, rows, words(row))


def _group(row: HtmlElement) -> str:
    """The heading of the group of rows that it stands in; empty where there is none."""
    heads = row.xpath("preceding-sibling::tr[th[@scope='rowgroup']][1]")
    return words(heads[0]) if heads else ""


def _headings(row: HtmlElement) -> list[str]:
    table = next(row.iterancestors("table"))
    heads = table.cssselect("thead tr")
    if heads:
        return [_label(cell) for cell in heads[-1] if cell.tag in {"td", "th"}]
    first = row.cssselect("th")
    return ["", *[words(first[0])] * (len(row) - 1)] if first else []


def _label(cell: HtmlElement) -> str:
    return words(cell).partition(", sort")[0].strip()


def _addresses(element: HtmlElement) -> str:
    links = [element, *element.iterdescendants()]
    return " ".join(link.get("href") or "" for link in links if isinstance(link.tag, str))


def _named(element: HtmlElement) -> frozenset[str]:
    """The matters that a row or a line names: its reviews, or else its cases and requests."""
    named = {
        f"review:{match[2]}" if match[1] else match[3]
        for match in _ADDRESS.finditer(_addresses(element))
    }
    named |= set(REFERENCE.findall(words(element)))
    reviews = {matter for matter in named if matter.startswith("review:")}
    return frozenset(reviews or named)


def _rows(element: HtmlElement) -> frozenset[str]:
    found = _ROW.finditer(_addresses(element))
    return frozenset(f"{_TABLES[match[1]]}:{match[2]}" for match in found)


def words(element: HtmlElement) -> str:
    """The words of an element, white space evened out."""
    return " ".join("".join(element.itertext()).split())
