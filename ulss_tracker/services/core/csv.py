"""The text and the rows of a CSV file, as offices save them and as they break.

UTF-8, UTF-16 or the old Windows code page, with or without a mark; a file pasted together from
several; one cut short in the middle of a letter or of a quoted cell. What cannot be read stays in
its place as `UNREADABLE`, and a quotation mark that is never closed swallows no row after it.
"""

import csv
import io
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Sequence
from typing import Literal

from ulss_tracker.errors import Refused

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
_LARGEST_CELL = 10_000_000
_SAVE_AS_CSV = (
    "Open it in the program it was made with, choose “Save as” and then “CSV UTF-8”, and use "
    "that file."
)
_OTHER_FILES = (
    (b"PK\x03\x04", "a workbook or another packed file"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a document"),
    (b"<", "a web page or XML"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
SEPARATORS = ",;\t|"
_HEAD = 2000
_UTF16_SHARE = 4  # in UTF-16 half the bytes of plain text are nought; of other text, none


def decode(raw: bytes) -> str:
    """The text of a CSV file. Raises `Refused` when it is empty or a file of another kind."""
    if not raw.strip():
        raise Refused("The file is empty")
    for signature, kind in _OTHER_FILES:
        if raw.startswith(signature):
            raise Refused(f"The file is {kind}, not CSV. {_SAVE_AS_CSV}")
    encoding = _utf16(raw)
    text = raw.decode(encoding, errors="replace") if encoding else _eight_bit(raw)
    return text.replace("\0", UNREADABLE)


def _utf16(raw: bytes) -> str:
    """The kind of UTF-16, by its mark or by where the noughts stand; empty when it is not."""
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    head = raw[:_HEAD]
    first, second = head[::2].count(0), head[1::2].count(0)
    if max(first, second) * _UTF16_SHARE < len(head):
        return ""
    return "utf-16-le" if second > first else "utf-16-be"


def _eight_bit(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        lines = raw.removeprefix(BOM_UTF8).splitlines(keepends=True)
    # Each line by itself: one bad letter must not turn the marks of all the others into others.
    return "".join(map(_line, lines))


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as fault:
        was_cut = fault.reason == "unexpected end of data" and fault.end == len(line)
        return line.decode("utf-8" if was_cut else "cp1252", errors="replace")


def separator_of(text: str) -> str:
    """Find the separator in the first line that says anything: a comma where it has none."""
    first = next((line for line in io.StringIO(text) if line.strip(f"\r\n {SEPARATORS}")), "")
    return max(SEPARATORS, key=first.count)


def split(text: str, separator: str = ",") -> Iterator[list[str]]:
    """The rows of the text, each as its cells. Raises `Refused` when it is no CSV at all.

    A row that breaks the rules of quotation is read by itself, as far as its line goes.
    """
    csv.field_size_limit(_LARGEST_CELL)
    lines = list(io.StringIO(text, newline=""))
    done = 0
    while done < len(lines):
        start = done
        reader = csv.reader(_from(lines, start), delimiter=separator, strict=True)
        try:
            for cells in reader:
                yield cells
                done = start + reader.line_num
        except csv.Error:
            yield _alone(lines[done], separator)
            done += 1


def _from(lines: Sequence[str], start: int) -> Iterator[str]:
    return (lines[place] for place in range(start, len(lines)))


def _alone(line: str, separator: str) -> list[str]:
    # A mark without its pair is a letter of its cell; with its pair it is read as it may be.
    is_open = line.count('"') % 2 == 1
    quoting: Literal[0, 3] = csv.QUOTE_NONE if is_open else csv.QUOTE_MINIMAL
    try:
        return next(csv.reader([line], delimiter=separator, quoting=quoting), [])
    except csv.Error as fault:
        raise Refused(f"The file cannot be read as CSV: {fault}") from fault
