"""Papers as files: set as a PDF, written in Word, and scanned askew, each read as its words are."""

import io
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw, ImageFont

from tests.support import active_files
from tests.support import sample_files as sample
from ulss_tracker.adapters.gate import client as gate
from ulss_tracker.adapters.gate.file_types import FileType
from ulss_tracker.adapters.pdf import worker
from ulss_tracker.adapters.pdf.fonts import FONTS
from ulss_tracker.cli.papers import papers_cli

pytestmark = pytest.mark.slow

TEXTS = Path(__file__).parents[1] / "scheme" / "data" / "papers"
REMARKS = Path(__file__).parents[4] / "shared" / "data" / "remarks"
DOTS, LINE = 150, 26
needs_ocr = pytest.mark.skipif(not gate.has_ocr(), reason="deploy/system-packages.sh ocr")


def lines_of(name: str) -> list[str]:
    """The lines of a paper, none longer than a page is wide."""
    words = (TEXTS / name).read_text(encoding="utf-8").splitlines()
    lines: list[str] = []
    for line in words:
        while len(line) > 95:
            at = line.rfind(" ", 0, 95)
            lines, line = [*lines, line[:at]], line[at + 1 :]
        lines.append(line)
    return lines


def as_pdf(lines: Sequence[str]) -> bytes:
    pages = "".join(f"<p>{line}</p>" for line in lines)
    return worker.make(f"<html lang=en><title>Paper</title><body>{pages}</body></html>", "")


def as_word(lines: Sequence[str]) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    return active_files.word(paragraphs)


def as_scan(lines: Sequence[str]) -> bytes:
    page = Image.new("L", (1240, 1754), 250)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONTS / "LiberationSans-Regular.ttf", 20)
    for number, line in enumerate(lines):
        draw.text((90, 110 + number * LINE), line, fill=30, font=font)
    scan = io.BytesIO()
    page.rotate(1.2, fillcolor=250).save(scan, "PNG", dpi=(DOTS, DOTS))
    return scan.getvalue()


def read(path: Path) -> dict:
    done = CliRunner().invoke(papers_cli, ["read", str(path), "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)[0]


@pytest.mark.parametrize(
    ("name", "ending", "make"),
    [
        ("murder.txt", "pdf", as_pdf),
        ("suspended.txt", "docx", as_word),
        pytest.param("importation.txt", "png", as_scan, marks=needs_ocr),
    ],
)
def test_a_paper_is_read_alike_however_it_comes(
    tmp_path: Path, name: str, ending: str, make: object
) -> None:
    if ending == "docx" and not gate.has_libreoffice():
        pytest.skip("deploy/system-packages.sh office")
    plain, file = tmp_path / "paper.txt", tmp_path / f"paper.{ending}"
    plain.write_text("\n".join(lines_of(name)))
    file.write_bytes(make(lines_of(name)))  # type: ignore[operator]
    as_text, as_file = read(plain), read(file)
    assert as_text["counts"]
    for fact in ("kind", "court", "case_numbers", "sentence_date", "offenders"):
        assert as_file[fact] == as_text[fact]
    for one, other in zip(as_file["counts"], as_text["counts"], strict=True):
        assert (one["offence"], one["sentence"]) == (other["offence"], other["sentence"])
    assert as_file["scanned_pages"] == ([1] if ending == "png" else [])


@needs_ocr
@pytest.mark.skipif(not REMARKS.exists(), reason="the shared data is not here")
def test_the_shared_scan_is_read_whole() -> None:
    paper = read(REMARKS / "dalgleish_onuoha.pdf")
    assert paper["offenders"] == ["Rufus Dalgleish-Onuoha"]
    assert [count["sentence"] for count in paper["counts"]] == [
        "9 years' imprisonment",
        "12 months' imprisonment concurrent",
        "no separate penalty",
    ]


def test_a_file_that_is_no_paper_says_why(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text("<html><body>Not a paper</body></html>")
    paper = read(file)
    assert paper["unread"][0] == "the file cannot be opened: web page"


@needs_ocr
def test_only_the_first_pages_of_a_scan_are_read_where_that_is_wanted(tmp_path: Path) -> None:
    lines = lines_of("murder.txt")
    pages = [Image.open(io.BytesIO(as_scan(lines))).convert("RGB") for _ in range(2)]
    file = tmp_path / "scan.pdf"
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], resolution=float(DOTS))
    with file.open("rb") as scan:
        kind = gate.look(scan).kind
        assert kind is not None
        with gate.read_scan(scan, kind, most_pages=1) as copy:
            assert copy is not None
            assert [page.text.split("\r")[0] for page in copy.pages] == ["THE CROWN COURT"]


@needs_ocr
def test_every_line_of_a_photographed_letter_is_read(tmp_path: Path) -> None:
    file = tmp_path / "IMG_0412.jpg"
    file.write_bytes(sample.photographed(sample.LETTER))
    with file.open("rb") as letter, gate.read_scan(letter, FileType.JPEG) as read:
        assert read is not None
        for line in filter(None, sample.LETTER.splitlines()):
            assert line.removeprefix("I ") in read.text
