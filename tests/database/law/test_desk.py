"""The law desk: a change is proposed by one lawyer, rehearsed, and signed by another."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from tests.support import build
from tests.support.clocks import SetClock
from tests.support.law_changes import AN_EXTRA_HOLIDAY
from tests.support.signed_law import (
    first_lawyer,
    proposed,
    rehearsed_change,
    second_lawyer,
)
from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import (
    DeadlineChange,
    Event,
    EventKind,
    LawChange,
    LawStep,
    LawStepKind,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.law.change import ChangeKind
from ulss_tracker.scheme.law.change_files import read_change, write_change
from ulss_tracker.scheme.law.law import obey, obeying
from ulss_tracker.scheme.time.limits import Asker, limits_for
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.law import desk, following, records, rehearsals
from ulss_tracker.services.law.desk import ProposalInput

NOW = datetime(2026, 11, 16, 10, tzinfo=clock.LONDON)
DAY_40 = NOW.date() - timedelta(days=40)


@pytest.fixture(autouse=True)
def today(at: SetClock, app: object):
    at(NOW)
    yield
    obey(None)


def last_day() -> date:
    with obeying(law_in_force.law):
        victim = Asker(RequesterRole.VICTIM, NOW.date(), is_verified=True)
        return limits_for(DAY_40, [victim]).last_day_on


def kinds() -> list[EventKind]:
    every = db.session.scalars(select(Event.kind).order_by(Event.id))
    return [each for each in every if each.value.startswith("law_")]


def test_two_lawyers_sign_and_it_decides_until_it_is_undone_once() -> None:
    change = rehearsed_change()
    assert last_day() == date(2026, 11, 4)
    with pytest.raises(Refused, match="Only a signed change"):
        desk.propose_undoing(change, "No", second_lawyer())
    desk.sign(change, second_lawyer())
    assert change.step is not None
    assert (change.step.step, change.step.by.name) == (LawStepKind.SIGNED, "Bo Rai")
    assert last_day() == date(2027, 4, 7)
    written = desk.written(change)
    assert read_change(write_change(written), "a.toml") == written
    assert [written.change] == law_in_force.signed()
    assert (written.change.by, written.change.and_by) == ("Ann Lee", "Bo Rai")
    undoing = desk.propose_undoing(change, "The section was not begun.", second_lawyer())
    with pytest.raises(Refused, match="has proposed to undo it"):
        desk.propose_undoing(change, "No", second_lawyer())
    assert last_day() == date(2027, 4, 7)
    reference = undoing.reference
    rehearsals.run_waiting()
    desk.sign(desk.get(reference), first_lawyer())
    assert last_day() == date(2026, 11, 4)
    assert kinds() == [
        EventKind.LAW_CHANGE_PROPOSED,
        EventKind.LAW_CHANGE_SIGNED,
        EventKind.LAW_CHANGE_PROPOSED,
        EventKind.LAW_CHANGE_SIGNED,
    ]
    with pytest.raises(NotFound):
        desk.get("LAW-2026-9999")


def test_what_is_signed_dates_anew_what_is_open_and_shows_before_and_after() -> None:
    review = build.eligible_review(sentenced_on=DAY_40, standing=RequesterRole.VICTIM)
    build.verify_who_asked(review)
    number = review.id
    change = rehearsed_change()
    following.follow()
    desk.sign(change, second_lawyer())
    with obeying(law_in_force.law()):
        assert following.follow() >= 1
        assert following.follow() == 0
    moved = db.session.scalars(select(DeadlineChange)).one()
    assert (moved.review_id, moved.was_last_day_on) == (number, date(2026, 11, 4))
    assert moved.last_day_on == date(2027, 4, 7)


@pytest.mark.parametrize("role", [each for each in Role if each is not Role.LAWYER])
def test_only_a_lawyer_proposes_and_signs(role: Role) -> None:
    change = rehearsed_change()
    with pytest.raises(NotAllowed):
        proposed(by=build.user(role))
    for step in (
        lambda by: desk.sign(change, by),
        lambda by: desk.refuse(change, "No", by),
        lambda by: desk.withdraw(change, "No", by),
        lambda by: desk.propose_undoing(change, "No", by),
        lambda by: records.write(records.get("cja-1988").record, by),
        lambda by: rehearsals.ask_again(change, by),
    ):
        with pytest.raises(NotAllowed):
            step(build.user(role))
    assert change.step is None


def test_whoever_proposed_withdraws_and_another_signs_or_refuses() -> None:
    change = rehearsed_change()
    with pytest.raises(NotAllowed, match="another lawyer must sign"):
        desk.sign(change, first_lawyer())
    with pytest.raises(NotAllowed, match="withdraw it"):
        desk.refuse(change, "No", first_lawyer())
    with pytest.raises(NotAllowed, match="refuse it"):
        desk.withdraw(change, "No", second_lawyer())
    with pytest.raises(Refused, match="Enter why"):
        desk.refuse(change, " ", second_lawyer())
    desk.refuse(change, "The section is not begun.", second_lawyer())
    with pytest.raises(Refused, match="was refused already"):
        desk.sign(change, second_lawyer())
    own = proposed()
    desk.withdraw(own, "A slip", first_lawyer())
    with pytest.raises(Refused, match="not waiting any more"):
        rehearsals.ask_again(own, first_lawyer())
    assert kinds()[-1] is EventKind.LAW_CHANGE_WITHDRAWN
    assert last_day() == date(2026, 11, 4)


def test_nothing_is_signed_before_it_is_rehearsed_against_the_law_in_force() -> None:
    first = proposed()
    with pytest.raises(Refused, match="not done yet"):
        desk.sign(first, second_lawyer())
    holiday = proposed(AN_EXTRA_HOLIDAY, ChangeKind.BANK_HOLIDAY).reference
    reference = first.reference
    rehearsals.run_waiting()
    desk.sign(desk.get(holiday), second_lawyer())
    with pytest.raises(Refused, match="rehearsed again"):
        desk.sign(desk.get(reference), second_lawyer())
    rehearsals.ask_again(desk.get(reference), second_lawyer())
    with obeying(law_in_force.law()):
        rehearsals.run_waiting()
    desk.sign(desk.get(reference), second_lawyer())
    assert last_day() == date(2027, 4, 7)


def test_what_does_not_hold_together_is_not_proposed() -> None:
    with pytest.raises(Refused, match="leaves nothing not known"):
        proposed('[[limit]]\nid = "2026-act-six-months"\nstatus = "confirmed"\n')
    said = ProposalInput(ChangeKind.LIMIT, " ", "Why", "", NOW.date())
    with pytest.raises(Refused, match="what changes, and why"):
        desk.propose(said, first_lawyer())
    assert db.session.scalar(select(LawChange.id)) is None


def test_a_rehearsal_of_what_no_longer_holds_says_so() -> None:
    removal = '[[limit]]\nid = "2026-act-14-days"\nremoved = true\n'
    first, second = proposed(removal).reference, proposed(removal).reference
    rehearsals.run_waiting()
    desk.sign(desk.get(first), second_lawyer())
    rehearsals.ask_again(desk.get(second), second_lawyer())
    with obeying(law_in_force.law()):
        rehearsals.run_waiting()
        found = rehearsals.latest(desk.get(second))
        assert found is not None
        assert "there is no 2026-act-14-days" in found.error
        with pytest.raises(Refused, match="does not hold together"):
            desk.sign(desk.get(second), second_lawyer())


def test_two_who_end_a_proposal_at_once_end_it_once() -> None:
    change = rehearsed_change()
    desk.refuse(change, "It is not begun.", second_lawyer())
    set_committed_value(change, "step", None)  # as the other read it, before
    with pytest.raises(ChangedMeanwhile):
        desk.sign(change, second_lawyer())
    assert [each.step for each in db.session.scalars(select(LawStep))] == [LawStepKind.REFUSED]
    assert last_day() == date(2026, 11, 4)


def test_the_rows_never_change() -> None:
    change = rehearsed_change()
    desk.sign(change, second_lawyer())
    records.write(records.get("cja-1988").record, first_lawyer())
    for table, change_of in (
        ("law_change", "content = ''"),
        ("law_step", "note = 'x'"),
        ("law_record", "title = 'x'"),
    ):
        for statement in (f"UPDATE {table} SET {change_of}", f"DELETE FROM {table}"):  # noqa: S608
            with pytest.raises(IntegrityError, match=f"a row of {table} never changes"):
                db.session.execute(db.text(statement))
            db.session.rollback()


def test_a_record_is_written_anew_and_what_it_was_stays() -> None:
    known = records.get("courts-and-tribunals-bill").record
    values = {name: getattr(known, name) for name in type(known).__slots__}
    passed = type(known)(**{**values, "commencement": "Passed on 10 November 2026."})
    records.write(passed, first_lawyer())
    kept = records.get(known.key)
    assert kept.record == passed
    assert kept.written_by == first_lawyer()
    assert [each.record for each in records.earlier(known.key)] == [passed, known]
    assert len(records.every()) == len({each.record.key for each in records.every()})
    assert records.new_key("Courts and Tribunals Bill") == "courts-and-tribunals-bill-2"
    with pytest.raises(Refused, match="Fill in everything"):
        records.write(type(known)(**{**values, "source": " "}), first_lawyer())
    with pytest.raises(NotFound):
        records.get("none")
