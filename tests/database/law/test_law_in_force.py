"""The law in force: what was signed in the database, obeyed by each request, command and job."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.support import build
from tests.support.checked_client import client_of
from tests.support.clocks import SetClock
from tests.support.law_changes import AN_EXTRA_HOLIDAY
from tests.support.queries import counted
from tests.support.signed_law import sign
from ulss_tracker import clock
from ulss_tracker.models import db, waits_for_lock
from ulss_tracker.scheme.law.change import ChangeKind
from ulss_tracker.scheme.law.law import current, obeying, of_the_files
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.policies import load_policies
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assessment.reassessing import reassess
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.law import following

NOW = datetime(2026, 11, 16, 10, tzinfo=clock.LONDON)
pytestmark = pytest.mark.usefixtures("now")
SAYS_SIX_MONTHS = "six months"


def decides() -> bool:
    with obeying(law_in_force.law):
        return load_policies()[1].decides


def test_nobody_signed_anything_and_the_files_are_the_law() -> None:
    assert law_in_force.law() is of_the_files()
    assert law_in_force.fault() == ""


def test_what_is_signed_decides_from_its_day_and_undone_no_more(at: SetClock) -> None:
    made = sign(decides_from_on=date(2026, 11, 18))
    assert not decides()
    at(NOW + timedelta(days=2))
    assert decides()
    confirmation = None
    with obeying(law_in_force.law):
        confirmation = load_policies()[1].confirmation
    assert confirmation is not None
    assert (confirmation.by, confirmation.and_by) == ("Ann Lee", "Bo Rai")
    assert confirmation.on == date(2026, 11, 16)
    sign(undoes=made)
    assert not decides()


def test_only_a_new_step_has_the_changes_read_again() -> None:
    sign()
    first = law_in_force.law()
    with counted() as statements:
        assert law_in_force.law() is first
    assert len([each for each in statements if "law_" in each]) == 1
    sign(AN_EXTRA_HOLIDAY, ChangeKind.BANK_HOLIDAY)
    second = law_in_force.law()
    assert second.version != first.version
    with obeying(second):
        assert not working_days().is_working_day(date(2026, 12, 14))


def test_a_step_at_the_law_desk_is_followed_at_once_and_then_no_more() -> None:
    following.is_due()  # whatever another test saw
    made = sign()
    assert [following.is_due() for _ in range(2)] == [True, False]
    with counted() as statements:
        following.is_due()
    assert len(statements) == 1
    assert statements[0].startswith("SELECT")
    sign(undoes=made)
    assert [following.is_due() for _ in range(2)] == [True, False]


def test_what_is_undone_before_it_was_followed_is_followed_too() -> None:
    day_40 = clock.today() - timedelta(days=40)
    review = build.eligible_review(sentenced_on=day_40, standing=RequesterRole.VICTIM)
    build.verify_who_asked(review)
    first = review.last_day_on
    following.follow()
    made = sign()
    with obeying(law_in_force.law):
        reassess()  # another job does it first, and the following of it is cut off
    assert review.last_day_on != first
    sign(undoes=made)
    with obeying(law_in_force.law):
        following.follow()
    assert review.last_day_on == first
    assert following.follow() == 0


def test_changes_that_do_not_hold_together_are_not_obeyed_and_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sign('[[limit]]\nid = "new"\n')
    assert law_in_force.law() is of_the_files()
    assert "do not hold together" in caplog.text
    assert "status must be words" in law_in_force.fault()


def test_while_the_database_does_not_answer_the_law_read_last_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sign()
    held = law_in_force.law()
    db.session.rollback()

    def away(*_: object, **__: object) -> None:
        raise OperationalError("select", {}, Exception("away"))

    with monkeypatch.context() as patch:
        patch.setattr(db.session(), "scalar", away)
        assert law_in_force.law() is held
    # Inside something begun it is not hidden: half of it would be kept.
    build.user()
    db.session.connection()
    with monkeypatch.context() as patch:
        patch.setattr(db.session(), "scalar", away)
        with pytest.raises(OperationalError):
            law_in_force.law()


def test_the_next_request_obeys(application: Flask) -> None:
    client = client_of(application)
    before = client.get("/information/time-limit").text
    sign()
    page = client.get("/information/time-limit").text
    assert page != before
    assert SAYS_SIX_MONTHS in page
    assert current() is of_the_files()


def test_a_command_obeys(app: Flask) -> None:
    runner = app.test_cli_runner()
    asked = ["scheme", "deadline", "--sentenced", "2026-11-14", "--json"]
    before = runner.invoke(args=asked)
    assert before.exit_code == 0, before.output
    sign(AN_EXTRA_HOLIDAY.replace("12-14", "12-11"), ChangeKind.BANK_HOLIDAY)
    after = runner.invoke(args=asked)
    assert after.exit_code == 0, after.output
    assert after.output != before.output
    assert "2026-12-10" in after.output
    assert current() is of_the_files()


@pytest.mark.on_sqlite
def test_a_database_that_is_merely_busy_is_no_law_that_cannot_be_read(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(law_in_force, "_held", None)  # what this process read before
    db.session.rollback()
    waited = waits_for_lock.set(False)
    try:
        with db.engine.connect() as other:
            other.execute(text("SELECT 1"))  # a writer with its lock
            assert law_in_force.law() is of_the_files()
    finally:
        waits_for_lock.reset(waited)
    assert caplog.records == []
