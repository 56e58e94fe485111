"""Papers from the CPS: asked for once, recorded as they come, chased until they have."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.support import build
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import EventKind, Paper, PaperKind, Review
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.milestones import Milestone, MilestoneStatus
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.referral import due_chases, milestones, papers
from ulss_tracker.services.referral.papers import PaperInput

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
STANDARD = [kind for kind in PaperKind if kind is not PaperKind.OTHER]


def ask(review: Review, kinds: list[PaperKind] = STANDARD, *others: str) -> list[Paper]:
    return papers.ask(review.case, kinds, others, build.user())


def record(review: Review, paper: Paper, **known: object) -> None:
    papers.record(review.case, paper, PaperInput(**known), build.user(), version=paper.version)


def test_asking_for_papers_moves_the_review_on_and_leaves_its_trace() -> None:
    review = build.eligible_review()
    with events_left() as events:
        asked = ask(review, STANDARD, "Antecedents of the second offender", " ")
    assert len(asked) == 9
    assert asked[-1].label == "Antecedents of the second offender"
    assert all(paper.is_wanted for paper in asked)
    assert review.state is State.AWAITING_PAPERS
    assert kinds(events) == [EventKind.PAPERS_ASKED, EventKind.STAGE_CHANGED]
    assert events[0].after["papers"][0] == "CPS report on the case"


def test_what_was_asked_for_is_not_asked_for_again_and_each_being_checked_awaits_it() -> None:
    review, by = build.eligible_review(), build.user()
    second = cases.add_review(review.case, "Ann Second", by)
    ask(review, [PaperKind.REPORT], "CCTV")
    assert (review.state, second.state) == (State.AWAITING_PAPERS, State.RECEIVED)
    with nothing_kept(), pytest.raises(Refused, match="not been asked for yet"):
        papers.ask(review.case, [PaperKind.REPORT], ["cctv"], by)
    assert next(paper.label for paper in ask(review, STANDARD)) == "Indictment"


def test_the_last_paper_in_takes_the_review_to_consideration() -> None:
    review = build.eligible_review()
    report, indictment = ask(review, [PaperKind.REPORT, PaperKind.INDICTMENT])
    record(review, report, received_at=NOW)
    assert review.state is State.AWAITING_PAPERS
    with events_left() as events:
        record(review, indictment, not_applicable_reason="Committed for sentence")
    assert review.state is State.UNDER_CONSIDERATION
    assert kinds(events) == [EventKind.PAPER_CHANGED, EventKind.STAGE_CHANGED]
    assert events[0].before["not_applicable_reason"] == ""
    assert events[0].after["not_applicable_reason"] == "Committed for sentence"


def test_what_cannot_be_is_not_recorded_nor_by_the_second_of_two_nor_of_another_case() -> None:
    review, other = build.eligible_review(), build.eligible_review(offender_name="Else")
    for role in (Role.LAW_OFFICER, Role.PRIVATE_OFFICE, Role.ADMINISTRATOR):
        person = build.user(role)
        with nothing_kept(), pytest.raises(NotAllowed):
            papers.ask(review.case, STANDARD, [], person)
    (paper,) = ask(review, [PaperKind.REPORT])
    seen, by = paper.version, build.user()
    for known, why in (
        ({"received_at": NOW + timedelta(minutes=1)}, "now or in the past"),
        ({"received_at": NOW, "not_applicable_reason": "None"}, "does not apply"),
    ):
        with nothing_kept(), pytest.raises(Refused, match=why):
            record(review, paper, **known)
    record(review, paper, promised_by_on=date(2026, 3, 20))
    with nothing_kept(), pytest.raises(ChangedMeanwhile):
        papers.record(review.case, paper, PaperInput(), by, version=seen)
    with pytest.raises(NotFound):
        papers.get(other.case, paper.id)


# Chasing.


def chase(review: Review, at: datetime = NOW, spoke_to: str = "J Kaur") -> None:
    papers.record_chase(review.case, at=at, spoke_to=spoke_to, answer="Soon", by=build.user())


def test_a_chase_is_due_in_two_working_days_and_puts_the_next_off_a_rung_higher(at) -> None:
    review = build.eligible_review()
    ask(review)
    assert due_chases.of_all(NOW + timedelta(days=1)) == []
    (due,) = due_chases.of_all(NOW + timedelta(days=2))
    assert (due.case, due.chase.rung) == (review.case, 1)
    assert len(due.wanted) == 8
    with nothing_kept(), pytest.raises(Refused, match="now or in the past"):
        chase(review, NOW + timedelta(minutes=1))
    with nothing_kept(), pytest.raises(Refused, match="who was chased"):
        chase(review, spoke_to=" ")
    at(NOW + timedelta(days=2))
    chase(review, NOW + timedelta(days=2))
    assert due_chases.of_all(NOW + timedelta(days=2)) == []
    (due,) = due_chases.of_all(NOW + timedelta(days=6))
    assert (due.chase.rung, due.chase.whom) == (2, "the CPS contact’s manager")


def test_the_longest_overdue_of_somebodys_come_first(at) -> None:
    by = build.user()
    first, promised, chased, last = (
        build.eligible_review(by=by, offender_name=name) for name in "ABCD"
    )
    (paper,) = ask(promised, [PaperKind.REPORT])
    record(promised, paper, promised_by_on=date(2026, 3, 27))  # it was asked for first
    at(NOW + timedelta(hours=1))
    for review in (first, chased):
        ask(review)
    at(NOW + timedelta(days=1))
    ask(last)
    at(NOW + timedelta(days=2))
    chase(chased, NOW + timedelta(days=2))
    later = NOW + timedelta(days=14)
    in_order = [each.case.reference for each in (first, last, chased, promised)]
    assert [due.reference for due in due_chases.of_people(later, [by.id])] == in_order
    assert due_chases.of_people(later, [build.user(Role.SUPERVISOR).id]) == []


def test_nothing_is_chased_once_it_is_in_or_the_review_has_ended() -> None:
    review, ended = build.eligible_review(), build.eligible_review(offender_name="Ended")
    (paper,) = ask(review, [PaperKind.REPORT])
    ask(ended)
    record(review, paper, received_at=NOW)
    build.withdraw(ended)
    assert due_chases.of_all(NOW + timedelta(days=9)) == []
    with nothing_kept(), pytest.raises(Refused, match="nothing to chase"):
        chase(review)


# The plan.


def test_the_plan_is_read_from_history_from_the_day_of_sentence_to_the_end() -> None:
    assert milestones.of_review(build.review(sentenced_on=None)) == ()
    review = build.eligible_review(sentenced_on=date(2026, 3, 16))
    first = milestones.of_review(review)[0]
    assert (first.milestone, first.standing) == (Milestone.PAPERS_ASKED, MilestoneStatus.NEXT)
    (paper,) = ask(review, [PaperKind.REPORT])
    record(review, paper, received_at=NOW)
    found = {each.milestone: each for each in milestones.of_review(review)}
    assert found[Milestone.PAPERS_ASKED].done_at == NOW
    assert found[Milestone.PAPERS_IN].done_at == NOW
    assert found[Milestone.ADVICE].standing is MilestoneStatus.NEXT
    build.withdraw(review)
    assert milestones.of_review(review) == ()


def test_papers_and_advice_are_planned_from_receipt_however_late_the_case_is_opened(at) -> None:
    request = build.request(sentenced_on=date(2026, 3, 16))
    at(NOW + timedelta(days=5))
    by = build.user()
    with transaction():
        review = cases.open_case(request, by)
        build.sentence(review, sentenced_on=date(2026, 3, 16))
    days = milestones.days_of(review)
    assert days[Milestone.PAPERS_ASKED] == date(2026, 3, 20)
    assert days[Milestone.ADVICE] == date(2026, 4, 1)
    assert days[Milestone.SERVE] == date(2026, 4, 13)
    assert milestones.of_review(review)[0].standing is MilestoneStatus.LATE
    cases.join_case(build.request(), review.case, by)
    assert milestones.days_of(review) == days
    with transaction():
        second = cases.add_review(review.case, "Ann Second", by)
        build.sentence(second, sentenced_on=date(2026, 3, 20))
    assert milestones.days_of(second)[Milestone.PAPERS_ASKED] == date(2026, 3, 24)


# Recording that papers have come.


def test_only_the_papers_named_are_received_and_take_the_review_on_once() -> None:
    review, by = build.eligible_review(), build.user()
    report, remarks, other = ask(review, [PaperKind.REPORT, PaperKind.SENTENCING_REMARKS], "CCTV")
    with nothing_kept(), pytest.raises(Refused, match="Choose which papers have come"):
        papers.receive(review, [], by, version=review.version)
    record(review, other, not_applicable_reason="There is none")
    with nothing_kept(), pytest.raises(Refused, match="not wanted any more"):
        papers.receive(review, [other], by, version=review.version)
    with events_left() as events:
        papers.receive(review, [report], by, version=review.version, note="By email")
    assert (report.received_at, remarks.is_wanted) == (NOW, True)
    assert review.state is State.UNDER_CONSIDERATION
    assert kinds(events).count(EventKind.STAGE_CHANGED) == 1


@pytest.mark.parametrize("asked_for", [[], [PaperKind.REPORT, PaperKind.SENTENCING_REMARKS]])
def test_all_papers_or_those_that_came_unasked_take_the_review_on_once(
    asked_for: list[PaperKind],
) -> None:
    review = build.eligible_review()
    wanted = ask(review, asked_for) if asked_for else []
    with events_left() as events:
        papers.receive(review, wanted, build.user(), version=review.version)
    assert review.state is State.UNDER_CONSIDERATION
    assert kinds(events).count(EventKind.STAGE_CHANGED) == 1
    assert papers.wanted(review.case) == []


def test_a_paper_is_the_file_that_it_came_as() -> None:
    review, other = build.eligible_review(), build.review(offender_name="Other")
    [paper] = ask(review, [PaperKind.REPORT])
    mine, theirs = (build.document(each.case.requests[0]) for each in (review, other))
    by = build.user()
    for known, why in (
        (PaperInput(received_at=NOW, document_id=theirs.id), "not one of this case’s"),
        (PaperInput(document_id=mine.id), "when the paper was received"),
    ):
        with nothing_kept(), pytest.raises(Refused, match=why):
            papers.record(review.case, paper, known, by, version=paper.version)
    record(review, paper, received_at=NOW, document_id=mine.id)
    assert paper.document_id == mine.id
