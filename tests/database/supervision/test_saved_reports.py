"""Questions that people keep: the same moment gives the same answer, whatever changed since."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build, many_reviews
from tests.support.clocks import SetClock
from tests.support.many_reviews import Plain
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import Event, EventKind, Review, SavedReport, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.core import changed_records
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.spreadsheets import written
from ulss_tracker.services.supervision import saved_reports, statistics
from ulss_tracker.services.supervision.dimensions import DIMENSIONS
from ulss_tracker.services.supervision.statistics import Question

LATER = datetime(2028, 1, 1, tzinfo=UTC)


@pytest.fixture
def made(app: Flask, prepared, at: SetClock) -> list[Plain]:
    """Thirty reviews: made once, and then copied."""
    found = list(prepared("thirty reviews", lambda: many_reviews.make(30)))
    at(LATER)
    return found


def supervisor() -> User:
    return build.user(Role.SUPERVISOR)


def keep(question: Question | None = None, name: str = "How they ended") -> SavedReport:
    return saved_reports.keep(
        question or Question("outcome", LATER),
        name,
        supervisor(),
        number="HC 12345",
        words="To ask the Attorney General how many.",
    )


def listed(**filters: object) -> list[str]:
    return [each.name for each in saved_reports.page(filters, descending=False).rows]


def test_asked_again_at_its_moment_it_gives_the_same_answer_whatever_is_corrected(
    made: list[Plain], at: SetClock
) -> None:
    kept = {by: keep(Question(by, LATER), name=by) for by in DIMENSIONS}
    at(LATER + timedelta(days=1))
    with transaction():
        for each in made[:10]:
            review = db.session.get_one(Review, each.id)
            review.outcome, review.case.court_id = Outcome.WITHDRAWN, "leeds"
            changed_records.note(review=review)
    for by, question in kept.items():
        found = statistics.answer(saved_reports.question_of(question))
        assert [[f.value, f.name, f.offenders, f.cases, f.requests] for f in found.figures] == (
            question.figures[:-1]
        ), by
        assert not saved_reports.differs(question, found)
    newer = saved_reports.question_of(kept["outcome"], LATER + timedelta(days=2))
    assert (
        statistics.answer(newer).figures
        != statistics.answer(saved_reports.question_of(kept["outcome"])).figures
    )


def test_everything_that_narrows_it_is_kept(made: list[Plain]) -> None:
    asked = Question(
        "received_year",
        LATER - timedelta(days=400),
        after_hours_only=True,
        received_from=date(2024, 2, 1),
        received_to=date(2026, 5, 31),
        with_old_register=False,
    )
    kept = keep(asked)
    db.session.expire_all()
    assert saved_reports.question_of(kept) == asked
    assert "Received on Thursday 1 February 2024 or later." in kept.definition
    assert "Without the old register." in kept.definition


def test_an_answer_that_is_no_longer_what_was_given_is_said_so(made: list[Plain]) -> None:
    kept = keep()
    with transaction():
        kept.figures = [["x", "Something else", 1, 1]]
    found = statistics.answer(saved_reports.question_of(kept))
    assert saved_reports.differs(kept, found)
    assert any("Not what was answered" in note for note in saved_reports.table(kept, found).notes)


def test_a_court_renamed_since_or_a_month_of_nought_is_no_other_answer(made: list[Plain]) -> None:
    kept = keep()
    found = statistics.answer(saved_reports.question_of(kept))
    given = kept.figures
    with transaction():
        kept.figures = [
            *([value, f"{name} as it was", *counts] for value, name, *counts in given[:-1]),
            ["190001", "January 1900", 0, 0, 0],
            given[-1],
        ]
    assert not saved_reports.differs(kept, found)
    for place in range(len(given)):
        with transaction():
            kept.figures = [
                [*each[:2], each[2] + (number == place), *each[3:]]
                for number, each in enumerate(given)
            ]
        assert saved_reports.differs(kept, found)


def test_it_leaves_with_its_words_its_definition_and_its_moment(made: list[Plain]) -> None:
    kept = keep(name="=HYPERLINK(1)")
    found = statistics.answer(saved_reports.question_of(kept))
    with written(saved_reports.table(kept, found), "csv") as file:
        raw = file.read().decode("utf-8-sig")
    first = [line[0] for line in csv.reader(io.StringIO(raw, newline=""))]
    assert "Question HC 12345: =HYPERLINK(1)" in first
    assert "To ask the Attorney General how many." in first
    assert f"Definition: {kept.definition}" in first
    assert "As at 01/01/2028 00:00:00 in London" in first


def test_one_needs_a_name_and_whoever_may_see_the_statistics(app: Flask) -> None:
    for name in ("", "   "):
        with pytest.raises(Refused, match="name"):
            saved_reports.keep(Question("outcome", LATER), name, supervisor())
    with pytest.raises(NotAllowed):
        saved_reports.keep(Question("outcome", LATER), "x", build.user(Role.CASEWORKER))
    with pytest.raises(NotFound):
        saved_reports.get(1)


def test_two_saved_reports_never_have_one_name(made: list[Plain]) -> None:
    first = keep()
    with pytest.raises(Refused, match="Another saved report"):
        keep()
    with pytest.raises(NotAllowed):
        saved_reports.delete(first, build.user(Role.CASEWORKER), version=first.version)
    with pytest.raises(ChangedMeanwhile):
        saved_reports.delete(first, supervisor(), version=first.version + 1)
    assert listed() == ["How they ended"]
    saved_reports.delete(first, supervisor(), version=first.version)
    assert keep().id != first.id


def test_what_is_deleted_stays_with_who_and_when(made: list[Plain]) -> None:
    kept = keep()
    other = build.user(Role.SUPERVISOR, email="other@example.org")
    saved_reports.delete(kept, other, version=kept.version)
    assert (listed(), listed(deleted=True)) == ([], ["How they ended"])
    assert (kept.deleted_by, kept.deleted_at) == (other, LATER)
    events = list(db.session.scalars(select(Event).order_by(Event.id.desc()).limit(2)))
    assert [event.kind for event in events] == [
        EventKind.QUESTION_DELETED,
        EventKind.QUESTION_KEPT,
    ]
    assert events[0].after["number"] == "HC 12345"
    with pytest.raises(Refused, match="already"):
        saved_reports.delete(kept, supervisor(), version=kept.version)


def test_the_list_is_narrowed(made: list[Plain]) -> None:
    keep()
    keep(Question("court", LATER), name="By court")
    assert listed(by="court") == ["By court"]
    assert listed(number="hc 12345") == ["How they ended", "By court"]
    assert listed(number="HC 1") == []
    assert listed(kept_by=build.user(Role.CASEWORKER).id) == []
