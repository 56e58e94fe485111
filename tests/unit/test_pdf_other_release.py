"""Letters by another release of WeasyPrint than the pinned one: slower, and as good."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import outloud
import pdfua
import pikepdf
import pytest

from tests.golden.samples import TEXTS, Sample, text_of
from tests.support.documents import CSS, document, words_of
from tests.unit.adapters.test_pdf import NAMES
from ulss_tracker.adapters.pdf.client import PdfClient, PdfFailed
from ulss_tracker.adapters.pdf.provenance import made_with
from ulss_tracker.models import LetterKind, LetterSize
from ulss_tracker.services import letters
from ulss_tracker.services.letters.rendering import stylesheet

PINS = Path(__file__).parents[1] / "support" / "other-weasyprint.txt"
OTHER = "69.0"
SAMPLES = [
    Sample(LetterKind.REFERRAL, "en", LetterSize.STANDARD),
    Sample(LetterKind.NOT_REFERRED, "cy", LetterSize.LARGE),
]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """Make PDFs with the other release, installed beside the pinned one."""
    beside = tmp_path_factory.mktemp("beside")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "--no-deps", "--require-hashes", "--target", beside, "--requirement", PINS],
        check=True,
    )
    maker = PdfClient(seconds=120)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(beside))
        maker.make(document("<p>First"), CSS)
    yield maker
    maker.close()


def check_is_sound(pdf: bytes, file: Path) -> None:
    """Find no fault by any of the checks that letters of the pinned release pass."""
    file.write_bytes(pdf)
    assert f"weasyprint {OTHER}," in made_with(pdf)
    subprocess.run(["qpdf", "--check", file], check=True, capture_output=True)
    found = pdfua.validate(str(file)).findings
    assert [each for each in found if each.severity.name in {"ERROR", "WARNING"}] == []
    read = outloud.check(str(file))
    assert read.error is None
    assert [each for each in read.findings if each.severity in {"error", "warning"}] == []


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.name for sample in SAMPLES])
def test_a_letter_says_the_same_and_is_as_sound(other, tmp_path, sample):
    html = letters.to_html(sample.values())
    made = other.make(html, stylesheet())
    assert made == other.make(html, stylesheet())
    check_is_sound(made, tmp_path / "letter.pdf")
    assert text_of(made) == (TEXTS / f"{sample.name}.txt").read_text(encoding="utf-8")
    with pikepdf.open(BytesIO(made)) as pdf:
        tags = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary)]
        headers = [str(each.A.Scope) for each in tags if each.get("/S") == pikepdf.Name.TH]
        assert all(scope in {"/Column", "/Row"} for scope in headers)
        assert bool(headers) is (sample.kind is LetterKind.REFERRAL)
        content = b"".join(page.Contents.read_bytes() for page in pdf.pages)
        assert content.count(b"/Pagination") >= len(pdf.pages)


def test_a_name_in_a_script_of_joined_letters_is_read_as_it_is_written(other, tmp_path):
    names = [NAMES[script] for script in ("Hindi", "Bengali", "Tamil", "Thai", "Welsh")]
    body = "".join(f"<p>{name} of Leeds</p>" for name in names)
    made = other.make(document(f"<h1>Names</h1>{body}", lang="en-GB"), CSS)
    check_is_sound(made, tmp_path / "names.pdf")
    words = words_of(made)
    assert [name for name in names if f"{name} of" not in words] == []


def test_what_a_letter_may_hold_and_fetch_is_the_same(other):
    picture = "data:image/svg+xml,<svg/>"
    with pytest.raises(PdfFailed, match="asks for something from elsewhere"):
        other.make(document(f'<img src="{picture}" alt="A">'), CSS)
