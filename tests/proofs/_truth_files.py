"""What else is rendered, in the same blocks: files of tables, calendars, PDFs and mails."""

import csv
import io
import re
import subprocess
import zipfile
from collections.abc import Iterator

import lxml.etree

from tests.proofs._truth_blocks import REFERENCE, Block, in_address, in_words

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def of_csv(content: bytes) -> list[Block]:
    """The cells of a CSV file under its headings."""
    return _of_rows(list(csv.reader(io.StringIO(content.decode("utf-8-sig")))))


def of_ods(content: bytes) -> list[Block]:
    """The cells of the first sheet of an OpenDocument file under its headings."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        root = lxml.etree.fromstring(archive.read("content.xml"))
    sheet = next(root.iter(f"{_TABLE}table"))
    return _of_rows([_cells(row) for row in sheet.iter(f"{_TABLE}table-row")])


def _cells(row: lxml.etree._Element) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_TABLE}table-cell"):
        repeated = min(int(cell.get(f"{_TABLE}number-columns-repeated", "1")), 100)
        cells += [" ".join("".join(cell.itertext()).split())] * repeated
    return cells


def _of_rows(rows: list[list[str]]) -> list[Block]:
    heads, *others = rows or [[]]
    blocks = []
    for row in others:
        around = " ".join(row)
        matters = frozenset(REFERENCE.findall(around)[:1])
        blocks += [
            Block(matters, label, cell, around=around)
            for label, cell in zip(heads, row, strict=False)
            if cell
        ]
    return blocks


def of_calendar(content: bytes) -> list[Block]:
    """The events of a calendar: each with its summary over its day, and its description."""
    text = re.sub(r"\r?\n[ \t]", "", content.decode()).replace("\\,", ",").replace("\\;", ";")
    blocks = []
    for event in re.findall(r"BEGIN:VEVENT(.*?)(?:BEGIN:VALARM|END:VEVENT)", text, re.DOTALL):
        lines = dict(re.findall(r"^([A-Z]+)(?:;[^:\n]*)?:(.*?)\r?$", event, re.MULTILINE))
        matters = in_address(lines.get("URL", ""))
        summary = lines.get("SUMMARY", "").partition(":")[0]
        blocks.append(Block(matters, summary, lines.get("DTSTART", "")))
        blocks.append(Block(matters, "", lines.get("DESCRIPTION", "").replace("\\n", " ")))
    return blocks


def of_pdf(content: bytes) -> list[Block]:
    """The words of a PDF: of the one matter that it names, or from each named one to the next."""
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True
    )
    text = re.sub(r"-\n(?=[0-9A-Z]{4})", "-", done.stdout.decode())
    words = " ".join(text.split())
    matters = REFERENCE.findall(words)
    if len(set(matters)) == 1:
        return [Block(frozenset(matters), "", words)]
    parts = REFERENCE.split(words)[1:]
    return [
        Block(in_words(matter + after), "", after)
        for matter, after in zip(parts[::2], parts[1::2], strict=True)
    ]


def of_mail(subject: str, body: str) -> Iterator[Block]:
    """The lines of a mail: each of the matter that it names, or the one before it did."""
    named = frozenset(REFERENCE.findall(f"{subject} {body}"))
    current = named if len(named) == 1 else frozenset()
    for line in [subject, *body.splitlines()]:
        if not line.strip() and len(named) > 1:
            current = frozenset()
        current = in_words(line) or in_address(line) or current
        yield Block(current, "", " ".join(line.split()))
