"""Where a letter's parts stand on the page."""

import re
import subprocess
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import outloud
import pdfua
import pikepdf
import pytest

from tests.golden.samples import DAY
from tests.support.sample_files import picture
from ulss_tracker.models import LetterKind, LetterSize
from ulss_tracker.services import letters

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unhurried_pdf")]


# Where a letter's parts stand on the page.
POINTS_IN_A_MM = 72 / 25.4
OFFICE = ["1 Example Street", "Westminster", "London SW1A 1AA"]
PICTURE = "data:image/png;base64," + b64encode(picture("PNG")).decode()


def places_on_the_first_page(pdf: bytes, folder: Path) -> dict[str, list[float]]:
    """Where each word first stands, in millimetres: its left, top, right and foot."""
    file = folder / "letter.pdf"
    file.write_bytes(pdf)
    words = subprocess.run(
        ["pdftotext", "-bbox", "-l", "1", file, "-"], check=True, capture_output=True, text=True
    ).stdout
    found = re.findall(
        r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(\S+)</word>', words
    )
    return {word: [float(each) / POINTS_IN_A_MM for each in box] for *box, word in reversed(found)}


@pytest.mark.parametrize("size", list(LetterSize))
def test_the_address_stands_in_the_window_whatever_the_office_says_of_itself(
    size: LetterSize, tmp_path: Path
) -> None:
    """A DL envelope shows 35 by 90 mm, 20 mm from the left and 52 mm from the top (BS 4264)."""
    values = letters.sample_values(LetterKind.NOT_REFERRED, DAY, "en", size)
    sender = replace(values.sender, address=OFFICE, logo=PICTURE)
    to = ["Zoë Example", "Flat 2", "14 Heol y Bont", "Upper Village", "Caerffili", "Wales"]
    values = replace(values, sender=sender, to=[*to, "CF83 0ZZ"], dear="friend")
    places = places_on_the_first_page(letters.to_pdf(values), tmp_path)
    left, top, _, _ = places["Zoë"]  # the first line of the address
    assert left >= 20
    assert top > 52
    assert places["0ZZ"][3] < 87  # the postcode is the last line of it
    assert any(word.startswith("Westminster") for word in places)


@pytest.mark.parametrize("size", list(LetterSize))
@pytest.mark.parametrize("language", letters.LANGUAGES)
def test_every_marking_at_once_stands_whole_above_the_offices_name(
    language: str, size: LetterSize, tmp_path: Path
) -> None:
    values = letters.sample_values(LetterKind.NOT_REFERRED, DAY, language, size)
    said = replace(values, restrictions=["anonymity", "youth", "court_order", "sealed"])
    places = places_on_the_first_page(letters.to_pdf(said), tmp_path)
    first, last = (
        ("Complainant’s", "confidence") if language == "en" else ("chaniateir", "gyfrinachol")
    )
    assert places[first][1] > 4.3  # what printers leave white
    assert places[last][3] < places["General’s" if language == "en" else "Twrnai"][1]


@pytest.mark.parametrize("size", list(LetterSize))
def test_a_letter_with_the_offices_logo_is_read_out_without_a_fault(
    size: LetterSize, tmp_path: Path
) -> None:
    values = letters.sample_values(LetterKind.REFERRED, DAY, "en", size)
    file = tmp_path / "letter.pdf"
    file.write_bytes(letters.to_pdf(replace(values, sender=replace(values.sender, logo=PICTURE))))
    with pikepdf.open(file) as pdf:
        assert pdf.pages[0].get_images()
    found = pdfua.validate(str(file)).findings
    assert [each for each in found if each.severity.name in {"ERROR", "WARNING"}] == []
    result = outloud.check(str(file))
    assert [each for each in result.findings if each.severity in {"error", "warning"}] == []
