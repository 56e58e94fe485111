"""Letters to one person: what they must say, and must never say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.golden.samples import DAY, Sample, pdf_of, text_of
from tests.support.tables import rows
from ulss_tracker.models import LetterKind, LetterSize
from ulss_tracker.services import letters

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("unhurried_pdf")]


# What letters to one person must say of the ways that are still open.
WAYS_ON = rows(__file__, "what_letters_say.ways_on", LetterKind, str, str)


def test_a_letter_names_each_way_that_is_still_open(subtests: pytest.Subtests) -> None:
    for kind, item, words in WAYS_ON:
        with subtests.test(kind=kind, item=item):
            said = " ".join(text_of(pdf_of(Sample(kind, "en", LetterSize.STANDARD))).split())
            assert words in said
            assert "Our review is now finished" not in said


def test_a_way_whose_time_is_over_is_not_named() -> None:
    sample = letters.sample_values(LetterKind.OUT_OF_TIME, DAY)
    assert "56 days" not in letters.to_html(sample)  # sentenced on 3 November 2025
    late = replace(sample, slip_rule_by="26 April 2026")
    assert "only within 56 days" in letters.to_html(late)
    decided = replace(letters.sample_values(LetterKind.UNCHANGED, DAY), supreme_court_by="")
    text = letters.to_html(decided)
    assert "could ask to take a point of law to the Supreme Court are over" in text
    assert "may still ask" not in text


def test_samples_have_sane_dates_and_addresses() -> None:
    boxing_day = date(2026, 12, 26)
    values = letters.sample_values(LetterKind.HEARING_LISTED, boxing_day - timedelta(days=30))
    assert values.hearing_on == "Thursday 24 December 2026"
    notice = letters.sample_values(LetterKind.OFFENDER_NOTICE, DAY)
    assert "suspended" in notice.sentences[0].text
    assert not any("HMP" in line for line in notice.address)


# What a letter that says no must say, and must never say.
NO = (
    LetterKind.NOT_IN_SCHEME,
    LetterKind.OUT_OF_TIME,
    LetterKind.NOT_REFERRED,
    LetterKind.WITHDRAWN,
)


def test_a_no_says_what_else_can_be_done_and_where_to_turn(subtests: pytest.Subtests) -> None:
    for kind in NO:
        for reader in ["bereaved_family", "victim", "on_behalf", "public"]:
            with subtests.test(kind=kind, reader=reader):
                text = letters.to_html(letters.sample_values(kind, DAY, reader=reader))
                assert "What else you can do" in text
                assert ("witness care officer" in text) is (reader != "public")
                assert ("www.gov.uk/ask-crown-court-sentence-review" in text) is (
                    reader == "public"
                )
                assert "unfortunately" not in text.lower()


def test_time_is_left_for_more_only_where_no_application_was_made_and_withdrawn() -> None:
    made = letters.sample_values(LetterKind.WITHDRAWN, DAY)
    assert "There is still" not in letters.to_html(made)
    assert "There is still time." in letters.to_html(replace(made, filed_on=""))


def test_time_is_called_little_and_short_only_where_it_is(subtests: pytest.Subtests) -> None:
    words = {
        LetterKind.NOT_IN_SCHEME: ("There is still a little time.", "There is still time."),
        LetterKind.NOT_REFERRED: ("There is still a little time.", "There is still time."),
        LetterKind.WHAT_WE_NEED: ("Time is short.", "It must be sent by"),
    }
    for kind, (near, far) in words.items():
        with subtests.test(kind=kind):
            made = letters.sample_values(kind, DAY)
            short = letters.to_html(replace(made, is_time_short=True))
            enough = letters.to_html(replace(made, is_time_short=False))
            assert near in short and far not in short
            assert far in enough and near not in enough
            over = letters.to_html(replace(made, file_by="", is_time_short=True))
            assert near not in over and far not in over and "Time may be short" not in over


def test_a_refusal_explains_the_test_that_the_law_sets() -> None:
    text = " ".join(letters.to_html(letters.sample_values(LetterKind.NOT_REFERRED, DAY)).split())
    assert "outside the range that the judge, weighing everything that mattered" in text
    assert "it is not enough that a sentence is lenient" in text
    assert "the court may decide to leave it as it is" in text
    assert "5pm on Monday 30 March 2026" in text  # while time remains


def test_a_letter_to_the_bereaved_begins_with_their_loss_and_no_other_letter_does() -> None:
    for reader in ("bereaved_family", "victim", "public"):
        text = letters.to_html(letters.sample_values(LetterKind.UNCHANGED, DAY, reader=reader))
        assert ("sorry for your loss" in text) is (reader == "bereaved_family")
