"""The course of a review: what happened when, and no last day but the review's own."""

from datetime import UTC, date, datetime, timedelta

from flask import Flask

from tests.support import build
from tests.support.traces import events_left
from ulss_tracker.adapters.charts import drawn
from ulss_tracker.models import PaperKind, Review
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import course, milestones, papers
from ulss_tracker.services.referral.course import Course

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


def course_of(review: Review) -> Course:
    found = course.of_review(
        review, assessing.deadline_of(review), milestones.progress_of(review).done
    )
    assert found is not None
    return found


def days(review: Review) -> list[tuple[str, date]]:
    return [(day.words, day.on) for day in course_of(review).days]


def test_what_happened_stands_between_the_sentence_and_the_last_day(app: Flask, at) -> None:
    at(NOW)
    assert course.of_review(build.review(), None, {}) is None, "no sentence is recorded"
    review = build.eligible_review(sentenced_on=date(2026, 3, 9))
    papers.ask(review.case, [PaperKind.REPORT], (), build.user())
    at(NOW + timedelta(days=2))
    assert days(review) == [
        ("Sentence", date(2026, 3, 9)),
        ("Review opened", date(2026, 3, 18)),
        ("Papers asked for", date(2026, 3, 18)),
        ("Today", date(2026, 3, 20)),
        ("File by", date(2026, 4, 2)),  # Good Friday and Easter Monday follow
        ("Last day", date(2026, 4, 6)),
    ]
    found = course_of(review)
    finding = found.strip.finding
    for words, on in days(review):
        assert f"{words} {day_words(on)}" in finding
    svg = drawn(found.strip).decode()
    assert all(f">{number}</text>" in svg for number in range(1, 7))
    assert drawn(found.strip, is_narrow=True)
    with events_left() as events:
        days(review)
    assert events == []


def test_the_last_day_is_the_reviews_own_and_another_is_called_another(app: Flask, at) -> None:
    at(NOW)
    review = build.eligible_review(sentenced_on=date(2026, 3, 2))
    with transaction():
        review.sentences[0].varied_on = date(2026, 3, 12)
    due = assessing.deadline_of(review)
    assert due is not None
    assert due.last_day_on != due.earliest_last_day_on
    told = dict(days(review))
    assert told["Sentence varied"] == date(2026, 3, 12)
    assert told["Last day"] == due.earliest_last_day_on
    assert told["Last day that the law may allow"] == due.last_day_on
    assert {words for words, _ in days(review) if "ast day" in words} == {
        "Last day",
        "Last day that the law may allow",
    }


def test_once_it_has_ended_neither_today_nor_a_moment_to_file_by_is_told(app: Flask, at) -> None:
    at(NOW)
    review = build.eligible_review()
    build.withdraw(review)
    told = dict(days(review))
    assert "Today" not in told
    assert "File by" not in told
    assert told["Withdrawn"] == NOW.date()
    assert told["Last day"] == review.last_day_on
