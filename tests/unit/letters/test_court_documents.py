"""The court documents hold what the rules ask, item by item of the checklist."""

from dataclasses import replace

import pytest

from tests.golden.samples import DAY, Sample, pdf_of, text_of
from tests.support.tables import rows
from ulss_tracker.models import LetterKind, LetterSize
from ulss_tracker.services import letters

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unhurried_pdf")]


# What the rules ask of the court documents (Criminal Procedure Rules 41.2 to 41.6), by number of
# each item in the checklist of an application (1 to 9) and of a notice of reference (10 to 14).
# That service is recorded with its method and day (7), and by when (9), is `filings`' to prove.
CHECKLIST = rows(__file__, "court_documents.checklist", LetterKind, str, str)


def test_a_court_document_holds_each_item_of_the_checklist(subtests: pytest.Subtests) -> None:
    for kind, item, words in CHECKLIST:
        with subtests.test(kind=kind, item=item):
            said = " ".join(text_of(pdf_of(Sample(kind, "en", LetterSize.STANDARD))).split())
            assert words in said


@pytest.mark.parametrize("kind", [LetterKind.REFERRAL, LetterKind.REFERENCE_NOTICE])
def test_no_item_of_the_checklist_is_left_out(kind: LetterKind) -> None:
    numbers = {
        int(item.split()[0]) for of, item, _ in CHECKLIST if of is kind and item[0].isdigit()
    }
    assert numbers == set(range(1, 15))


def test_where_no_authority_is_relied_on_no_copy_of_one_is_promised() -> None:
    values = replace(letters.sample_values(LetterKind.REFERRAL, DAY), authorities=[])
    assert "A copy of each authority" not in letters.to_html(values)
