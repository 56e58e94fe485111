"""Each kind of exception comes when there is cause, and goes when it is seen to."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.reading import reading_for
from tests.support.sentences import correct
from ulss_tracker import clock
from ulss_tracker.models import (
    DecisionChoice,
    LetterKind,
    Means,
    PaperKind,
    RequestState,
    Review,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.assessment import deadline_changes, overrides
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import applications, papers
from ulss_tracker.services.referral.papers import PaperInput
from ulss_tracker.services.requests import held_requests
from ulss_tracker.services.supervision import board, exceptions, workload_forecast
from ulss_tracker.services.supervision.exceptions import Item

NOW = datetime(2026, 3, 18, 10, tzinfo=clock.LONDON)
A_WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)
    build.on_duty()


def shown() -> dict[str, list[str]]:
    """Whom each kind of exception that there is names."""
    return {
        group.id: [item.name for item in group.items] for group in exceptions.every() if group.count
    }


def kinds() -> set[str]:
    return set(shown())


def test_a_gap_of_the_rota_from_a_week_before_until_somebody_is_on_duty_in_it(at) -> None:
    at(NOW + timedelta(days=12 * 7 - 6))
    (item,) = exceptions.of_kind("duty_gaps").items
    assert item.why == (
        "Nobody is on duty from 10am on Wednesday 10 June 2026 to at least 10am on Thursday 11 "
        "June 2026"
    )
    at(NOW + timedelta(weeks=12))
    assert kinds() == {"duty_gaps"}
    build.on_duty()
    assert kinds() == set()


def test_held_by_nobody_until_somebody_takes_it() -> None:
    review = build.eligible_review()
    with transaction():
        review.assignee_id = None
    assert shown() == {"unassigned": ["John Archer"]}
    assignment.take(review, build.user(), seen=review.version)
    assert kinds() == set()


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": Role.ADMINISTRATOR}])
def test_held_by_one_who_is_gone_until_somebody_takes_it(change: dict[str, object]) -> None:
    gone = build.user(email="gone@example.org", name="Una Gone")
    review = build.eligible_review(by=gone)
    assert kinds() == set()
    with transaction():
        for name, value in change.items():
            setattr(gone, name, value)
    (group,) = [each for each in exceptions.every() if each.count]
    assert (group.id, group.items[0].why) == ("assignee_gone", "Assigned to Una Gone")
    (row,) = board.page().rows
    assert row.is_assignee_gone
    assignment.take(review, build.user(), seen=review.version)
    assert kinds() == set()
    (row,) = board.page().rows
    assert not row.is_assignee_gone


def test_a_doubted_date_until_it_is_corrected() -> None:
    review = build.eligible_review(sentenced_on=date(2026, 3, 15))
    assert shown() == {"date_doubts": ["John Archer"]}
    correct(review.sentences[0], sentenced_on=date(2026, 3, 16))
    assert kinds() == set()
    assert deadline_changes.count_to_sign() == 1


def test_not_confirmed_until_a_second_person_has(at) -> None:
    review = build.eligible_review()
    at(NOW + timedelta(days=1))
    assert kinds() == set()
    at(NOW + timedelta(days=2))
    assert shown() == {"unconfirmed": ["John Archer"]}
    (item,) = exceptions.of_kind("unconfirmed").items
    assert item.why == "Waiting since Wednesday 18 March 2026"
    build.verify_by(review, build.user(email="second@example.org"))
    assert kinds() == set()


def test_held_back_until_released() -> None:
    request = build.request()
    with transaction():
        request.state = RequestState.QUARANTINED
    assert shown() == {"quarantined": ["John Archer"]}
    held_requests.release(request, build.user())
    assert kinds() == set()


def seen_to(kind: str, at, see_to: Callable[[], object]) -> list[Item]:
    """What there is of a kind in a week, and not today, nor once somebody sees to it."""
    assert kind not in kinds()
    at(NOW + A_WEEK)
    (group,) = [group for group in exceptions.every() if group.id == kind]
    see_to()
    assert kind not in kinds()
    return list(group.items)


def test_papers_late_until_they_come(at) -> None:
    review, by = build.eligible_review(sentenced_on=date(2026, 3, 16)), build.user()
    (paper,) = papers.ask(review.case, [PaperKind.REPORT], [], by)
    came = PaperInput(received_at=NOW + A_WEEK)
    (item,) = seen_to(
        "papers_late",
        at,
        lambda: papers.record(review.case, paper, came, by, version=paper.version),
    )
    assert item.file_by_at == review.file_by_at


def test_not_told_in_time_until_told(at) -> None:
    review = build.review_to_decide()
    build.decide(review, DecisionChoice.DO_NOT_REFER, "Within the range")

    def tell() -> None:
        for row in notifying.untold(review.case):
            notifying.record_told(row, Means.PHONE, clock.now(), build.user())

    assert seen_to("untold", at, tell)


def test_an_application_left_unfinished_until_it_is_gone_on_with(at) -> None:
    review = build.review_to_file()

    def prepare(facts: str = "He robbed a shop with a knife.") -> None:
        written = applications.Prepared(facts=facts)
        applications.prepare(review, written, build.user(), version=review.version)

    prepare("He robbed a shop.")
    assert seen_to("stale_applications", at, prepare)


def test_a_letter_left_unfinished_until_it_is_thrown_away(at) -> None:
    review, by = build.review(), build.user()
    left = letters.draft(LetterKind.CPS_PAPERS, by, case=review.case, review=review)
    number = left.id
    build.letter_batch(review)  # what issues itself is nobody's to finish
    items = seen_to("stale_letters", at, lambda: letters.discard(left, by, version=left.version))
    assert [item.draft_id for item in items] == [number]


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(hours=-2), "Filed with 2 hours left"),
        (timedelta(hours=2), "Filed after hours"),
        (timedelta(days=1), "Filed after the last day"),
    ],
)
def test_a_near_miss_says_how_near_for_ninety_days(at, after: timedelta, words: str) -> None:
    review = build.eligible_review(sentenced_on=date(2026, 3, 2))
    assert review.file_by_at
    with transaction():
        review.filed_at = review.file_by_at + after
    at(review.filed_at + timedelta(days=90))
    (group,) = [each for each in exceptions.every() if each.id == "near_misses"]
    assert [item.why for item in group.items] == [f"{words}. Why: no reason is recorded"]
    at(review.filed_at + timedelta(days=90, seconds=1))
    assert "near_misses" not in kinds()


def test_decided_both_ways_for_a_year_and_opens_on_what_was_decided(at) -> None:
    reviews = [build.review_to_decide(offender_name=each.value) for each in DecisionChoice]
    for review, choice in zip(reviews, DecisionChoice, strict=True):
        build.decide(review, choice)
    (group,) = [each for each in exceptions.every() if each.id == "both_ways"]
    (item,) = group.items
    assert item.why == "1 referred, 1 not referred"
    decisions = exceptions.decisions_on(item.offence_id).rows
    assert {each.review.offender_name for each in decisions} == {"refer", "do_not_refer"}
    only = exceptions.decisions_on(item.offence_id, {"choice": DecisionChoice.REFER}).rows
    assert [each.choice for each in only] == [DecisionChoice.REFER]
    assert exceptions.decisions_on("io-murder").rows == []
    at(NOW + timedelta(days=366))
    assert "both_ways" not in kinds()
    assert exceptions.decisions_on(item.offence_id).rows == []


def near(count: int) -> list[Review]:
    """So many near misses, each a minute before the last."""
    with transaction():
        found = [build.eligible_review(offender_name=f"Near {number}") for number in range(count)]
    with transaction():
        for number, review in enumerate(found):
            review.file_by_at = review.filed_at = NOW - timedelta(minutes=number // 2)
    return found


def names_from(after: str | None) -> tuple[list[str], str | None]:
    page = exceptions.of_kind("near_misses", after=after)
    return [item.name for item in page.items], page.after


def test_one_kind_comes_in_pages_and_none_is_passed_over_that_was_not_seen(
    short_pages: int,
) -> None:
    reviews = near(2 * short_pages + 3)
    first, after = names_from(None)
    with transaction():  # what was on the first page is corrected while somebody reads it
        for review in reviews[6:11]:
            review.filed_at = None
    second, last = names_from(after)
    third, end = names_from(last)
    assert [len(first), len(second), len(third)] == [short_pages, short_pages, 3]
    assert sorted(first + second + third) == sorted(each.offender_name for each in reviews)
    assert end is None
    assert exceptions.of_kind("near_misses").count == len(reviews) - 5


def test_those_without_a_moment_come_first_and_none_is_lost_between_pages(
    short_pages: int,
) -> None:
    gone = build.user(email="gone@example.org")
    with transaction():
        timed = [build.eligible_review(offender_name="Timed", by=gone) for _ in range(3)]
        undated = [build.review(offender_name="Undated", by=gone) for _ in range(short_pages + 2)]
    with transaction():
        gone.is_active = False
    first = exceptions.of_kind("assignee_gone")
    second = exceptions.of_kind("assignee_gone", after=first.after)
    found = [item.review_id for item in (*first.items, *second.items)]
    assert found == [review.id for review in (*undated, *timed)]
    assert (first.count, second.after) == (short_pages + 5, None)


def test_a_key_that_nobody_gave_is_no_failure(subtests: pytest.Subtests) -> None:
    near(1)
    build.eligible_review(sentenced_on=date(2026, 3, 15))
    for after in ["x", "", "9999", "2026-03-18T10:00:00_1", "~", "\x00"]:
        with subtests.test(after=after):
            for kind in ("near_misses", "date_doubts", "papers_late", "stale_letters", "both_ways"):
                assert exceptions.of_kind(kind, after=after).id == kind
            assert db.session.is_active


def test_nothing_of_a_sealed_case_is_in_any_of_them(at) -> None:
    review, by = build.review_to_file(sentenced_on=date(2026, 3, 15)), build.user()
    other = build.review_to_decide()
    build.decide(other, DecisionChoice.DO_NOT_REFER)
    near = cases.add_review(review.case, "Near", by)
    build.conviction(build.sentence(near))
    papers.ask(review.case, [PaperKind.REPORT], [], by)
    letters.draft(LetterKind.REFERRAL, by, case=review.case, review=review)
    applications.prepare(review, applications.Prepared(), by, version=review.version)
    build.conviction(review.sentences[0], "no-oapa-47")  # which nobody has verified
    boss = build.user(Role.SUPERVISOR)
    overrides.override(review, Verdict.MUST_CHECK, "x", boss, version=review.version)
    with transaction():
        near.filed_at, near.assignee_id = near.file_by_at, None
        deadline_changes.note(review, date(2026, 4, 20), NOW, None)
        review.case.requests[0].state = RequestState.QUARANTINED
    at(near.filed_at)
    seen = kinds()
    assert seen >= {
        "date_doubts",
        "near_misses",
        "papers_late",
        "quarantined",
        "stale_applications",
        "stale_letters",
        "unassigned",
        "unconfirmed",
        "untold",
    }
    boss = build.user(Role.SUPERVISOR, email="boss@example.org")
    sealing.seal(review.case, [], "A witness is at risk", boss)
    with reading_for(
        build.user(Role.SUPERVISOR)
    ):  # of the other case, which is open to all, nobody was told either
        found = {group.id: group.count for group in exceptions.every() if group.count}
        ahead = workload_forecast.ahead()
    assert found == {"untold": 2}
    assert (ahead.total, ahead.passed) == (0, 0)
