"""Issued letters are found to be as they were issued, or it is said which are not and how."""

import hashlib
from datetime import UTC, datetime

import pytest

from tests.support import build
from ulss_tracker.adapters.pdf import made_with, make_pdf
from ulss_tracker.models import Letter, LetterKind, db
from ulss_tracker.services.core.unit_of_work import transaction
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
    by = build.user()

    def keep(pdf: bytes, *, html: str = html_of("As it was"), hashed: bytes = b"") -> int:
        with transaction():
            letter = Letter(
                case=review.case,
                review=review,
                kind=LetterKind.OFFENDER_NOTICE,
                series=f"test:{len(review.letters)}",
                version=1,
                values={},
                html=html,
                pdf=pdf,
                sha256=hashlib.sha256(hashed or pdf).hexdigest(),
                issued_at=datetime(2026, 3, 18, 12, tzinfo=UTC),
                issued_by_id=by.id,
            )
            db.session.add(letter)
        return letter.id

    return keep


def found() -> dict[int, Difference]:
    return {each.letter_id: each.difference for each in verifying.verify(50).found}


def test_letters_as_issued_are_hashed_and_made_again(kept, pdf):
    for _ in range(3):
        kept(pdf)
    result = verifying.verify(2)
    assert (result.hashed, result.as_issued, result.made_again) == (3, 3, 2)
    assert result.found == []


def test_a_changed_pdf_is_found_by_its_hash(kept, pdf):
    kept(pdf)
    changed = kept(pdf.replace(b"%%EOF", b"%%EOG"), hashed=pdf)
    assert found() == {changed: Difference.CHANGED}


def test_a_pdf_changed_together_with_its_hash_is_found_by_making_it_again(kept, pdf):
    forged = kept(make_pdf(html_of("As it was not"), CSS))
    assert found() == {forged: Difference.MADE_DIFFERENTLY}


def test_a_letter_of_other_libraries_is_told_apart_from_a_changed_one(kept, pdf, monkeypatch):
    before = made_with(pdf)
    assert before.startswith("weasyprint 70.0, ")
    elsewhere = make_pdf(html_of("As it was"), CSS + "p { margin: 0 }")
    assert made_with(elsewhere) != before
    kept(elsewhere)
    result = verifying.verify(50)
    assert (result.made_again, result.made_otherwise, result.found) == (0, 1, [])


def test_a_letter_that_cannot_be_made_again_is_named(kept, pdf):
    broken = kept(pdf, html=html_of("<script>1</script>"))
    assert found() == {broken: Difference.NOT_MADE}


def test_a_letter_whose_text_was_not_kept_is_counted(kept, pdf):
    kept(pdf, html="")
    result = verifying.verify(50)
    assert (result.without_text, result.made_again, result.found) == (1, 0, [])


def test_letters_are_read_a_few_at_a_time(kept, pdf, monkeypatch):
    monkeypatch.setattr(verifying, "_AT_ONCE", 2)
    for _ in range(5):
        kept(pdf)
    assert verifying.verify(0).hashed == 5


def test_the_command_ends_with_1_and_names_what_is_wrong_without_a_persons_name(app, kept, pdf):
    run = app.test_cli_runner()
    kept(pdf)
    right = run.invoke(args=["letters", "verify"])
    assert (right.exit_code, right.stderr) == (0, "")
    assert "Made again, byte for byte the same: 1." in right.stdout
    kept(pdf + b"\n", hashed=pdf)
    wrong = run.invoke(args=["letters", "verify", "--sample", "0"])
    assert wrong.exit_code == 1
    assert "version 1: the stored PDF is not the one that was issued" in wrong.stderr
