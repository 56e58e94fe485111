"""The same case as a recorded fact: what shares a last day, what rides, and where it is from."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.sentences import correct, record
from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Event, EventKind, Review, db
from ulss_tracker.scheme.offences.facts import CameBy
from ulss_tracker.scheme.offences.proceedings import SameCase
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.cases import sentences
from ulss_tracker.services.core.unit_of_work import transaction

NOW = datetime(2026, 2, 18, 10, tzinfo=clock.LONDON)
pytestmark = pytest.mark.usefixtures("now")
JANUARY, FEBRUARY = date(2026, 1, 26), date(2026, 2, 9)
WORDS, SOURCE = "I treat all of this as one sentence", "Sentencing remarks, page 4"


@transaction()
def two_days(first: str = "no-theft", second: str = "io-robbery") -> Review:
    """A review with a sentence of January and one of February."""
    review = build.review()
    build.conviction(build.sentence(review, sentenced_on=JANUARY), first)
    build.conviction(build.sentence(review, sentenced_on=FEBRUARY), second)
    return review


def said(review: Review, what: SameCase, words: str = WORDS, source: str = SOURCE) -> None:
    sentences.record_same_case(
        review, review.sentences[-1], what, words, source, build.user(), review.version
    )


def explained(review: Review) -> list[str]:
    assert review.assessment
    return [test["reason"] for test in review.assessment.tests if test["test"] == "same_case"]


def test_until_it_is_recorded_both_days_stand_and_it_is_asked() -> None:
    review = two_days()
    assert review.last_day_on == date(2026, 3, 9)
    assert review.earliest_file_by_at is not None
    assert review.earliest_file_by_at.date() == date(2026, 2, 23)
    assert explained(review)[0].endswith("What did the judge say when passing it?")


def test_treated_together_they_share_the_last_day_and_one_rides_on_the_other() -> None:
    review = two_days()
    said(review, SameCase.TOGETHER)
    assert review.last_day_on == date(2026, 3, 9)
    shared, rides = explained(review)
    assert "are one case" in shared
    assert "the Court of Appeal may look at it too" in rides
    assert review.verdict is Verdict.IN_SCHEME
    later = review.sentences[-1]
    assert (later.same_case_words, later.same_case_source) == (WORDS, SOURCE)
    # The safest moment stays where it was: no fact recorded here may take time away unseen.
    assert review.earliest_file_by_at is not None
    assert review.earliest_file_by_at.date() == date(2026, 2, 23)


def test_a_case_of_its_own_gives_no_later_day_to_another() -> None:
    review = two_days("io-robbery")
    said(review, SameCase.SEPARATE, words="")
    assert review.last_day_on == date(2026, 2, 23)
    assert review.file_by_at == review.earliest_file_by_at


def test_while_one_case_can_be_referred_the_review_is_not_out_of_time(at) -> None:
    review = two_days("io-robbery")
    said(review, SameCase.SEPARATE)
    at(datetime(2026, 2, 25, 10, tzinfo=clock.LONDON))  # after the first last day
    assert not assessing.is_out_of_time(review)
    due = assessing.deadline_of(review)
    assert due is not None
    assert due.last_day_on == date(2026, 3, 9)
    at(datetime(2026, 3, 11, 10, tzinfo=clock.LONDON))  # after both
    due = assessing.deadline_of(review)
    assert due is not None
    assert due.last_day_on == date(2026, 3, 9)


def test_a_case_of_its_own_that_is_out_of_the_scheme_counts_no_time() -> None:
    review = two_days("no-theft")
    said(review, SameCase.SEPARATE)
    assert review.last_day_on == date(2026, 3, 9)
    assert review.verdict is Verdict.IN_SCHEME
    assert "is a case of its own" in explained(review)[0]


def test_it_is_an_event_with_who_words_and_source() -> None:
    review = two_days()
    said(review, SameCase.TOGETHER, f" {WORDS} ", f" {SOURCE} ")
    query = select(Event).where(Event.kind == EventKind.SAME_CASE_RECORDED)
    event = db.session.scalars(query).one()
    assert event.by_id == build.user().id
    assert event.after == {
        "sentenced_on": "2026-02-09",
        "same_case": "together",
        "judges_words": WORDS,
        "source_of_words": SOURCE,
    }


def test_it_is_said_of_every_sentence_of_the_day() -> None:
    review = two_days()
    build.sentence(review, sentenced_on=FEBRUARY)
    said(review, SameCase.TOGETHER)
    assert [each.same_case for each in review.sentences] == [
        None,
        SameCase.TOGETHER,
        SameCase.TOGETHER,
    ]


def test_another_day_of_sentence_forgets_what_was_said_of_the_day() -> None:
    review = two_days()
    said(review, SameCase.SEPARATE)
    correct(review.sentences[-1], sentenced_on=date(2026, 2, 10))
    assert review.sentences[-1].same_case is None
    assert review.sentences[-1].same_case_source == ""


def test_what_is_not_said_of_a_later_sentence_with_its_source_is_refused() -> None:
    review = two_days()
    with pytest.raises(Refused, match="earliest sentence"):
        sentences.record_same_case(
            review,
            review.sentences[0],
            SameCase.TOGETHER,
            WORDS,
            SOURCE,
            build.user(),
            review.version,
        )
    with pytest.raises(Refused, match="where that is from"):
        said(review, SameCase.SEPARATE, source=" ")
    with pytest.raises(Refused, match="what the judge said"):
        said(review, SameCase.TOGETHER, words=" ")


@pytest.mark.parametrize("came_by", [CameBy.COMMITTED, CameBy.APPEAL])
def test_how_it_came_to_the_crown_court_is_asked_and_makes_a_lawyer_look(
    came_by: CameBy,
) -> None:
    review = build.review()
    build.conviction(record(review, sentenced_on=FEBRUARY, came_by=came_by))
    assert review.verdict is Verdict.MUST_CHECK
    assert review.sentences[0].came_by is came_by


def test_the_basis_under_section_35_3_is_part_of_the_assessment_and_of_the_pack() -> None:
    review = build.eligible_review()
    basis = "Robbery: triable only on indictment (Criminal Justice Act 1988 s.35(3)(b)(i))"
    assert review.assessment is not None
    assert review.assessment.bases == [basis]
    assert build.submit(review).pack["bases"] == [basis]
