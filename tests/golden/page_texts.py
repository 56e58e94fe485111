"""The words of every page as a person reads them: `python -m tests.golden pages` renews them.

A page is there as each scene of tests/support/query_counts shows it, with few rows.
"""

import re
from pathlib import Path

from lxml.html import HtmlElement

from tests.support.page import Page, words

TEXTS = Path(__file__).parent / "pages"
# What starts a line of its own; whatever stands within one of these belongs to its line.
LINES = (
    "h1, h2, h3, h4, p, li, label, legend, tr, caption, dt, dd, summary, button, .govuk-hint, "
    ".govuk-inset-text, .govuk-caption-l, .govuk-caption-m, .govuk-error-message"
)
# The catalogue of offences is a table of a thousand rows: its words are its files'.
MOST_ROWS = 40
MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "- ", "dd": "  "}
# References, codes and secrets are drawn by lot; a version follows every file of data or template.
DRAWN = (
    (re.compile(r"\b([Vv]ersion) [0-9a-f]{12}\b"), r"\1 ____"),
    (re.compile(r"Version of the templates: \w+"), "Version of the templates: ____"),
    (re.compile(r"REQ-[0-9A-Z]{4}-[0-9A-Z]{4}"), "REQ-____-____"),
    (re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b"), "____-____-____"),
    (re.compile(r"\b[0-9a-f]{16,}\b"), "(drawn by lot)"),
    (re.compile(r"/[\w-]{20,}\.ics"), "/(drawn by lot).ics"),
)


def file_of(scene: str) -> Path:
    """Where the words of a scene's pages are kept."""
    return TEXTS / f"{re.sub('[^a-z0-9]+', '-', scene.lower()).strip('-')}.txt"


def text_of(page: Page) -> str:
    """Return the page's title, then what its main part says: headings, labels, rows, buttons."""
    main = page.select("main")
    lines = [page.title, *(_line(element) for element in main for element in _outermost(element))]
    text = "\n".join(line for line in lines if line.strip())
    for pattern, instead in DRAWN:
        text = pattern.sub(instead, text)
    return text


def _outermost(main: HtmlElement) -> list[HtmlElement]:
    """The elements with a line of their own, and of one within another the outer alone."""
    left_out = {part for row in main.cssselect("tr")[MOST_ROWS:] for part in row.iter()}
    elements = [element for element in main.cssselect(LINES) if element not in left_out]
    inner = {child for element in elements for child in element.iterdescendants()}
    return [element for element in elements if element not in inner]


def _line(element: HtmlElement) -> str:
    if element.tag == "tr":
        return " | ".join(words(cell) for cell in element.cssselect("th, td"))
    if element.tag == "button":
        return f"[{words(element)}]"
    return MARKS.get(element.tag, "") + words(element)
