"""Every kind of letter, in each language and size: its words, its tags, its Welsh."""

import re
import subprocess
from dataclasses import replace
from html import unescape
from io import BytesIO
from pathlib import Path

import outloud
import pdfua
import pikepdf
import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from PIL import Image

from config import ROOT
from tests.golden.samples import (
    DAY,
    PICTURE_OF,
    PICTURES,
    TEXTS,
    CodeSample,
    Sample,
    codes,
    every,
    pdf_of,
    text_of,
)
from ulss_tracker.models import LetterKind, LetterSize
from ulss_tracker.services import letters

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unhurried_pdf")]
SAMPLES: list[Sample | CodeSample] = [*every(), *codes()]
EACH = pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])
WELSH = ROOT / "ulss_tracker" / "translations" / "cy" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)s")
ENGLISH = re.compile(r"\b(the|and|your|you|with|from|this|that|not|are|sentence|March)\b", re.I)


def says_what_it_said(sample: Sample | CodeSample, _file: Path) -> None:
    """After a change that is meant: `python -m tests.golden`, and read what changed."""
    kept = (TEXTS / f"{sample.name}.txt").read_text(encoding="utf-8")
    assert text_of(pdf_of(sample)) == kept


def has_a_picture_of_each_page(sample: Sample | CodeSample, file: Path) -> None:
    with pikepdf.open(file) as pdf:
        pages = len(pdf.pages)
    kept = [PICTURES / f"{sample.name}-{page}.png" for page in range(1, pages + 1)]
    assert sorted(PICTURES.glob(f"{sample.name}-*.png")) == kept
    for each in kept:
        with Image.open(each) as picture:
            assert picture.info[PICTURE_OF] == sample.digest(), "python -m tests.golden"


def is_a_sound_tagged_pdf(sample: Sample | CodeSample, file: Path) -> None:
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)
    with pikepdf.open(file) as pdf:
        has_a_reference = "ULS-2026-0001" in str(pdf.docinfo["/Title"])
        assert has_a_reference is isinstance(sample, Sample)
        assert str(pdf.Root.Lang) == sample.language
        assert pdf.Root.MarkInfo.Marked is True
    fonts = subprocess.run(["pdffonts", file], check=True, capture_output=True, text=True).stdout
    embedded = [line.split()[-5] for line in fonts.splitlines()[2:]]
    assert embedded
    assert set(embedded) == {"yes"}, fonts
    found = pdfua.validate(str(file)).findings
    assert [each for each in found if each.severity.name in {"ERROR", "WARNING"}] == []


def is_read_out_without_a_fault(_sample: Sample | CodeSample, file: Path) -> None:
    result = outloud.check(str(file))
    assert result.error is None
    assert [each for each in result.findings if each.severity in {"error", "warning"}] == []


def has_the_words_of_the_page_in_the_same_order(sample: Sample | CodeSample, file: Path) -> None:
    page = unescape(re.sub(r"<[^>]+>", " ", letters.text_of(sample.html())))
    command = ["pdftotext", "-raw", file, "-"]  # in the order in which they stand in the file
    raw = subprocess.run(command, check=True, capture_output=True).stdout
    text = re.sub(r"(ULS-2026-0001\s+)?(Page|Tudalen) \d+ (of|o) \d+", "", raw.decode())
    text = re.sub(r"(?m)^(•|\d{1,2}\.) ", "", text.replace("\f", "\n"))
    assert "".join(text.split()) == "".join(page.split())


@EACH
def test_a_letter(sample: Sample | CodeSample, tmp_path: Path, subtests: pytest.Subtests) -> None:
    """Made once, and then held to everything a letter must be."""
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf_of(sample))
    for holds in (
        says_what_it_said,
        has_a_picture_of_each_page,
        is_a_sound_tagged_pdf,
        is_read_out_without_a_fault,
        has_the_words_of_the_page_in_the_same_order,
    ):
        with subtests.test(holds.__name__):
            holds(sample, file)


def test_there_is_a_golden_text_of_each_letter_and_no_other() -> None:
    assert {file.stem for file in TEXTS.glob("*.txt")} == {sample.name for sample in SAMPLES}


def test_there_is_no_picture_of_a_letter_that_is_no_more() -> None:
    names = {sample.name for sample in SAMPLES}
    assert {file.stem.rpartition("-")[0] for file in PICTURES.glob("*.png")} == names


def test_the_head_and_foot_of_a_page_are_not_read_out_as_text() -> None:
    values = letters.sample_values(LetterKind.NOT_REFERRED, DAY, "en", LetterSize.LARGE)
    marked = replace(values, restrictions=["sealed"], has_protected_complainant=False)
    with pikepdf.open(BytesIO(letters.to_pdf(marked))) as pdf:
        owners = pdf.Root.StructTreeRoot.ParentTree.Nums
        for number, page in enumerate(pdf.pages):
            marks = [
                (str(operands[0]), operands[1])
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "BDC"
            ]
            furniture = [mark for name, mark in marks if name == "/Artifact"]
            assert furniture == [{"/Type": pikepdf.Name.Pagination}] * 3
            of_tags = {int(mark.MCID) for name, mark in marks if name != "/Artifact"}
            owned = {place for place, owner in enumerate(owners[2 * number + 1]) if owner}
            assert of_tags == owned


# Welsh.
def test_every_sentence_of_the_letters_has_its_welsh_and_none_is_left_over() -> None:
    with (ROOT / "babel-letters.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    wanted = {each[2] for each in extract_from_dir(ROOT, methods, options)}
    with (WELSH / "letters.po").open("rb") as file:
        kept = {each.id: each.string for each in read_po(file) if each.id}
    assert len(wanted) > 60
    assert wanted == set(kept)
    for english, welsh in kept.items():
        assert welsh.strip(), english
        assert sorted(PLACEHOLDER.findall(welsh)) == sorted(PLACEHOLDER.findall(english)), english
    with (WELSH / "letters.mo").open("rb") as file:
        assert {each.id: each.string for each in read_mo(file) if each.id} == kept


@pytest.mark.parametrize("kind", [each.kind for each in every() if each.name.endswith("cy.large")])
def test_a_welsh_letter_holds_no_english(kind: LetterKind) -> None:
    html = letters.to_html(letters.sample_values(kind, DAY, "cy"))
    words = re.sub(r"<[^>]+>", " ", letters.text_of(html))
    assert ENGLISH.findall(re.sub(r"\S+gov\.uk\S*", "", words)) == []
    assert "Llys y Goron yng Nghaerdydd" in words


def test_the_letter_with_a_code_holds_nothing_that_says_what_it_opens() -> None:
    for sample in codes():
        words = re.sub(r"<[^>]+>", " ", letters.text_of(sample.html()))
        assert "BXQ4-7KMT-R3WP" in words
        assert "020 7271 2492" in words
        telling = r"ULS-|REQ-|http|gov\.uk|lenien|sentenc|offen|court|crime"
        assert not re.search(telling, words, re.I)
        assert sample.language == "en" or ENGLISH.findall(words) == []
