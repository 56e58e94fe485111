"""New law: the rules are asked again about open reviews, and what they said before is kept."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.support import build
from tests.support.traces import events_left, kinds, nothing_kept
from ulss_tracker.errors import ChangedMeanwhile
from ulss_tracker.models import Assessment, EventKind, LawFollowed, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.assessment import assessing, overrides
from ulss_tracker.services.assessment.reassessing import reassess
from ulss_tracker.services.law import following

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
PASSED_ON = date(2026, 3, 2)


def test_other_law_has_the_rules_asked_again_and_both_answers_kept() -> None:
    review = build.asked_under_older_law(Verdict.NOT_IN_SCHEME, sentenced_on=PASSED_ON)
    with events_left() as events:
        result = reassess()
    assert (result.asked, list(result.changed)) == (1, [review.case.reference])
    assert review.verdict is Verdict.IN_SCHEME
    assert review.assessment is not None
    assert review.assessment.catalogue_version == load_catalogue().version
    assert review.assessment.made_by is None
    assert review.assessments[-2].verdict is Verdict.NOT_IN_SCHEME
    assert kinds(events) == [EventKind.ASSESSED]
    assert events[0].by is None
    assert events[0].before["verdict"] == "not_in_scheme"
    assert events[0].after["verdict"] == "in_scheme"


def test_the_same_law_is_not_asked_twice_nor_any_about_a_closed_review() -> None:
    build.eligible_review(sentenced_on=PASSED_ON)
    build.withdraw(build.asked_under_older_law(Verdict.NOT_IN_SCHEME, sentenced_on=PASSED_ON))
    with nothing_kept():
        assert reassess().asked == 0


def test_new_law_does_not_undo_a_persons_own_answer_but_says_so() -> None:
    review = build.asked_under_older_law(Verdict.NOT_IN_SCHEME, sentenced_on=PASSED_ON)
    boss, version = build.user(Role.SUPERVISOR), review.version
    overrides.override(review, Verdict.MUST_CHECK, "It is being amended.", boss, version=version)
    with nothing_kept():
        result = reassess()
    assert (result.asked, list(result.overridden)) == (0, [review.case.reference])
    assert review.verdict is Verdict.MUST_CHECK


def test_a_review_that_somebody_else_is_changing_is_left_for_the_next_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    theirs = build.asked_under_older_law(Verdict.NOT_IN_SCHEME, sentenced_on=PASSED_ON)
    ours = build.asked_under_older_law(Verdict.NOT_IN_SCHEME, sentenced_on=PASSED_ON)
    assess = assessing.assess_review

    def changed_meanwhile(review: Review, by: None) -> Assessment:
        if review.id == theirs.id:
            raise ChangedMeanwhile("Somebody else changed this record")
        return assess(review, by)

    monkeypatch.setattr(assessing, "assess_review", changed_meanwhile)
    assert following.follow() == 1
    assert (theirs.verdict, ours.verdict) == (Verdict.NOT_IN_SCHEME, Verdict.IN_SCHEME)
    assert db.session.scalar(select(LawFollowed)) is None
    monkeypatch.undo()
    assert following.follow() == 1
    assert theirs.verdict is Verdict.IN_SCHEME
    assert db.session.scalar(select(LawFollowed)) is not None
    assert following.follow() == 0
