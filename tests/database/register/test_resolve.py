"""Queries about the old register are resolved, and facts corrected, each with its reason."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from tests.support import build
from tests.support.register import register, row
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import CorrectedFact, Correction, RegisterDoubt, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.register import importing, lists, resolve


@pytest.fixture
def by(app: Flask) -> User:
    return build.user(Role.SUPERVISOR)


def bring(by: User, *rows: list[str]) -> Review:
    importing.import_file(importing.bring(register(*rows), by), by)
    return db.session.scalars(select(Review).order_by(Review.id)).first() or pytest.fail("none")


def doubt() -> RegisterDoubt:
    return db.session.scalars(select(RegisterDoubt)).one()


def test_a_doubt_is_settled_with_how_they_know_and_not_by_a_caseworker(by: User) -> None:
    bring(by, row(court="Ayelsbury"))
    with pytest.raises(Refused, match="how you know"):
        resolve.settle(doubt(), " ", by)
    with pytest.raises(NotAllowed):
        resolve.settle(doubt(), "I know", build.user(Role.CASEWORKER))
    resolve.settle(doubt(), "The indictment says so", by)
    assert doubt().settled_how == "The indictment says so"
    with pytest.raises(Refused, match="already"):
        resolve.settle(doubt(), "Again", by)


def test_correcting_a_date_moves_the_last_day_and_settles_the_doubt(by: User) -> None:
    review = bring(by, row(sentenced="02/11/2019"))
    made = resolve.settle_by_correcting(doubt(), "2 November 2018", "The court log", by)
    assert (made.before, made.after) == ("2019-11-02", "2018-11-02")
    assert made.doubt_id == doubt().id
    assert review.last_day_on == date(2018, 11, 30)
    assert doubt().settled_at is not None


@pytest.mark.parametrize(
    ("fact", "value", "kept"),
    [
        (CorrectedFact.OFFENDER, "CD", "CD"),
        (CorrectedFact.COURT, "ayelsbury", "Aylesbury Crown Court"),
        (CorrectedFact.OFFENCE, "Murder", "Murder"),
        (CorrectedFact.SENTENCE, "4 years’ imprisonment", "4 years’ imprisonment"),
        (CorrectedFact.OUTCOME, "Out of time", Outcome.OUT_OF_TIME.label),
    ],
)
def test_each_fact_can_be_corrected(by: User, fact: CorrectedFact, value: str, kept: str) -> None:
    review = bring(by, row())
    resolve.correct(review, fact, value, "The file", by)
    assert resolve.said(review, fact) == kept


def test_what_cannot_be_read_is_refused_and_nothing_changes(
    by: User, subtests: pytest.Subtests
) -> None:
    review = bring(by, row())
    for fact, value in [
        (CorrectedFact.COURT, "Nowhere"),
        (CorrectedFact.SENTENCED_ON, "soon"),
        (CorrectedFact.SENTENCED_ON, "1 January 2099"),
        (CorrectedFact.OUTCOME, "Lost"),
        (CorrectedFact.OFFENCE, ""),
    ]:
        with subtests.test(fact=fact, value=value):
            before = resolve.said(review, fact)
            with pytest.raises(Refused):
                resolve.correct(review, fact, value, "The file", by)
            db.session.expire_all()
            assert resolve.said(review, fact) == before
            assert db.session.scalars(select(Correction)).all() == []


def test_a_row_without_a_date_can_be_given_one_and_a_living_review_is_not_corrected(
    by: User,
) -> None:
    review, fact = bring(by, row(sentenced="soon")), CorrectedFact.SENTENCED_ON
    resolve.correct(review, fact, "14 January 2019", "The court log", by)
    assert review.last_day_on == date(2019, 2, 11)
    living = build.eligible_review()
    with pytest.raises(Refused, match="own page"):
        resolve.correct(living, CorrectedFact.OFFENDER, "Somebody", "The file", by)


def test_the_log_of_corrections_is_newest_first_and_never_changes(by: User) -> None:
    review = bring(by, row())
    resolve.correct(review, CorrectedFact.OFFENDER, "CD", "First", by)
    resolve.correct(review, CorrectedFact.OFFENDER, "EF", "Second", by)
    assert [each.why for each in lists.corrections().rows] == ["Second", "First"]
    with pytest.raises(DBAPIError, match="never changes"):
        db.session.execute(db.update(Correction).values(why="Other"))
    db.session.rollback()


def test_doubts_are_listed_by_row_and_narrowed(by: User) -> None:
    file = importing.bring(register(row(court="Ayelsbury"), row(reference="2", initials="UY")), by)
    both = lists.queries(file).rows
    assert [each.row_number for each in both] == [3, 4]
    (court,) = lists.queries(file, {"column": "court"}).rows
    resolve.settle(court, "I rang the court", by)
    assert len(lists.queries(file, {"which": "open"}).rows) == 1
    assert len(lists.queries(file, {"which": "settled"}).rows) == 1
    assert resolve.unsettled([file]) == {file.id: 1}
