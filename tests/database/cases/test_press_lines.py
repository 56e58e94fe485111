"""A press line is released when every victim and family knows, or was tried; never before."""

from datetime import timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.notifications import TUESDAY, joined, only, planned
from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import Event, EventKind, Means, PressLine, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.notifying import Party, WhyNot
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import press_lines
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import restrictions

LINE = "The Solicitor General has looked at the sentence of John Archer and will not refer it."


@pytest.fixture(autouse=True)
def _tuesday(app: Flask, at) -> None:
    at(TUESDAY)


def write(review, text: str = LINE, version: int = 0) -> PressLine:
    return press_lines.write(review.case, text, build.user(), version=version)


def test_nothing_is_said_before_there_is_anything_to_say() -> None:
    review, other = build.review(), planned(standing=RequesterRole.PUBLIC)
    line = write(review)
    assert press_lines.why_not_release(review.case).startswith("There is nothing to publish yet")
    with pytest.raises(Refused, match="nothing to publish"):
        press_lines.release(review.case, build.user(), version=line.version)
    with pytest.raises(Refused, match="no press line"):
        press_lines.release(other.case, build.user(), version=0)
    with pytest.raises(Refused, match="Enter the press line"):
        write(other, "  ")


@pytest.mark.parametrize(
    "standing", [RequesterRole.VICTIM, RequesterRole.BEREAVED_FAMILY, RequesterRole.ON_BEHALF]
)
@pytest.mark.parametrize("how", ["told", "tried", "own wish"])
def test_each_victim_and_family_is_told_or_tried_first(standing: RequesterRole, how: str) -> None:
    review = planned(standing=standing, requester_name="Ada Brown")
    joined(review.case, standing=RequesterRole.VICTIM, requester_name="Grace Okoro")
    notifying.plan_for_outcome(review, build.user())
    line = write(review)
    waiting = notifying.untried_first(review.case)
    assert len(waiting) == 2
    for number, notification in zip((2, 1), waiting, strict=True):
        said = "1 victim or family is" if number == 1 else "2 victims or families are"
        assert press_lines.why_not_release(review.case).startswith(said)
        with pytest.raises(Refused, match="still to be told"):
            press_lines.release(review.case, build.user(), version=line.version)
        if how == "told":
            notifying.record_told(notification, Means.PHONE, clock.now(), build.user())
        elif how == "tried":
            notifying.record_attempt(notification, Means.PHONE, clock.now(), build.user())
        else:
            notifying.exempt(notification, "She asked us", build.user(), why=WhyNot.OWN_WISH)
    press_lines.release(review.case, build.user(), version=line.version)
    assert line.released_at == TUESDAY


def test_a_victim_who_joins_after_it_was_written_holds_it_back_and_nobody_else() -> None:
    review, other = planned(standing=RequesterRole.PUBLIC), planned(standing=RequesterRole.PUBLIC)
    assert [each.party for each in notifying.untold(review.case)] == [Party.REQUESTER, Party.CPS]
    line, held = write(review), write(other)
    press_lines.release(review.case, build.user(), version=line.version)
    assert line.released_by_id == build.user().id
    joined(other.case, standing=RequesterRole.VICTIM)
    with pytest.raises(Refused, match="still to be told"):
        press_lines.release(other.case, build.user(), version=held.version)


def test_a_try_for_an_earlier_outcome_is_none_for_the_next() -> None:
    review = planned(standing=RequesterRole.VICTIM)
    notification = only(review.case, Party.VICTIM)
    notifying.record_attempt(notification, Means.PHONE, clock.now(), build.user())
    notifying.supersede(review, build.user())
    notifying.plan_for_outcome(review, build.user())
    assert len(notifying.untried_first(review.case)) == 1


def test_it_is_rewritten_until_it_is_released_and_then_another_is_written(at) -> None:
    review = planned(standing=RequesterRole.PUBLIC)
    line = write(review)
    seen = line.version
    assert write(review, "Another line.", seen).id == line.id
    with pytest.raises(ChangedMeanwhile):
        write(review, "A third line.", seen)
    with pytest.raises(ChangedMeanwhile):
        press_lines.release(review.case, build.user(), version=seen)
    press_lines.release(review.case, build.user(), version=line.version)
    at(TUESDAY + timedelta(hours=1))
    other = write(review, "The next line.")
    assert [each.id for each in press_lines.of_case(review.case)] == [other.id, line.id]
    assert line.text == "Another line."
    written = db.session.query(Event).filter(
        Event.kind.in_([EventKind.PRESS_LINE_WRITTEN, EventKind.PRESS_LINE_RELEASED])
    )
    assert [each.after["line"] for each in written.order_by(Event.id)] == [
        LINE,
        "Another line.",
        "Another line.",
        "The next line.",
    ]


def test_whoever_asked_is_not_named_nor_a_protected_offender() -> None:
    """A family shares the name of an offender who may be named."""
    review = planned(standing=RequesterRole.PUBLIC, requester_name="Mary Archer")
    joined(review.case, standing=RequesterRole.PUBLIC, requester_name="Ada Brown")
    line = write(review)
    for words, name in (("Mary Archer asked.", "mary"), ("Ms Brown asked for it.", "brown")):
        with pytest.raises(Refused, match=name):
            write(review, words, line.version)
    order = restrictions.Order(
        protects="The offender", protects_offender=True, terms="No name", made_on=None
    )
    restrictions.add_order(review, order, build.user())
    with pytest.raises(Refused, match="archer"):
        press_lines.release(review.case, build.user(), version=line.version)


def test_only_those_who_work_on_cases_write_and_the_private_office_releases_too() -> None:
    review = planned(standing=RequesterRole.PUBLIC)
    line = write(review)
    for role in (Role.LAW_OFFICER, Role.PRIVATE_OFFICE, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            press_lines.write(review.case, LINE, build.user(role), version=line.version)
    for role in (Role.LAW_OFFICER, Role.LAWYER, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            press_lines.release(review.case, build.user(role), version=line.version)
    assert press_lines.unreleased() == [line]
    press_lines.release(review.case, build.user(Role.PRIVATE_OFFICE), version=line.version)
    assert press_lines.unreleased() == []


def test_the_database_itself_keeps_one_unreleased_line_of_a_case() -> None:
    review = planned(standing=RequesterRole.PUBLIC)
    line = write(review)
    values = {"text": "x", "written_at": clock.now(), "written_by_id": line.written_by_id}
    with pytest.raises(Exception, match=r"(?i)unique"), transaction():
        db.session.add(PressLine(case_id=review.case_id, **values))
        db.session.flush()
