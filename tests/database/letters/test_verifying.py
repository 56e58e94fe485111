"""Issued letters are found to be as they were issued, or it is said which are not and how."""

import pytest

from tests.support import build
from ulss_tracker.adapters.pdf import made_with, make_pdf
from ulss_tracker.models import LetterKind
from ulss_tracker.services.letters import verifying
from ulss_tracker.services.letters.rendering import TEMPLATES
from ulss_tracker.services.letters.verifying import Difference

pytestmark = pytest.mark.slow

CSS = (TEMPLATES / "letter.css").read_text(encoding="utf-8")


def html_of(words: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A</title>'
        f"</head><body><h1>Letter</h1><p>{words}</p></body></html>"
    )


@pytest.fixture(scope="module")
def pdf():
    return make_pdf(html_of("As it was"), CSS)


@pytest.fixture
def kept(app):
    """Keep a letter whose text says "As it was", with this PDF."""
    review = build.review()

    def keep(pdf: bytes, *, html: str = html_of("As it was"), issued_pdf: bytes = b"") -> int:
        kind = LetterKind.OFFENDER_NOTICE
        return build.letter(review, kind, pdf=pdf, html=html, issued_pdf=issued_pdf).id

    return keep


def found() -> dict[int, Difference]:
    return {each.letter_id: each.difference for each in verifying.verify(50).found}


def test_letters_as_issued_are_hashed_and_made_again(kept, pdf):
    for _ in range(3):
        kept(pdf)
    result = verifying.verify(2)
    assert (result.hashed, result.as_issued, result.made_again) == (3, 3, 2)
    assert result.found == []


def test_what_is_not_as_it_was_issued_is_found_each_in_its_way(kept, pdf, monkeypatch):
    """By its hash, by making it again, or as what cannot be made; one without text is counted."""
    kept(pdf)
    changed = kept(pdf.replace(b"%%EOF", b"%%EOG"), issued_pdf=pdf)
    forged = kept(make_pdf(html_of("As it was not"), CSS))
    broken = kept(pdf, html=html_of("<script>1</script>"))
    kept(pdf, html="")
    assert found() == {
        changed: Difference.CHANGED,
        forged: Difference.MADE_DIFFERENTLY,
        broken: Difference.NOT_MADE,
    }
    result = verifying.verify(50)
    assert (result.without_text, result.made_again) == (1, 1)
    monkeypatch.setattr(verifying, "_AT_ONCE", 2)  # read a few at a time
    assert verifying.verify(0).hashed == 5


def test_a_letter_of_other_libraries_is_told_apart_from_a_changed_one(kept, pdf, monkeypatch):
    before = made_with(pdf)
    assert before.startswith("weasyprint 70.0, ")
    elsewhere = make_pdf(html_of("As it was"), CSS + "p { margin: 0 }")
    assert made_with(elsewhere) != before
    kept(elsewhere)
    result = verifying.verify(50)
    assert (result.made_again, result.made_otherwise, result.found) == (0, 1, [])


def test_the_command_ends_with_1_and_names_what_is_wrong_without_a_persons_name(app, kept, pdf):
    run = app.test_cli_runner()
    kept(pdf)
    right = run.invoke(args=["letters", "verify"])
    assert (right.exit_code, right.stderr) == (0, "")
    assert "Made again, byte for byte the same: 1." in right.stdout
    kept(pdf + b"\n", issued_pdf=pdf)
    wrong = run.invoke(args=["letters", "verify", "--sample", "0"])
    assert wrong.exit_code == 1
    assert "version 2: the stored PDF is not the one that was issued" in wrong.stderr
    assert "Archer" not in right.stdout + wrong.stdout + wrong.stderr
