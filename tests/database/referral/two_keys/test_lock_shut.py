"""The two-person lock on real records: which acts it holds, on every role."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest

from tests.support import build
from tests.support.sentences import correct
from tests.support.traces import nothing_kept
from tests.support.two_keys import (
    FILE_BY,
    NOW,
    PASSED_ON,
    WORKS,
    file,
    lose_a_key,
    submit,
    unlock,
)
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    DecisionChoice,
    LetterKind,
    Origin,
    Review,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome, State, Step
from ulss_tracker.scheme.workflow.two_keys import Lock
from ulss_tracker.services.assessment import two_keys
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.letters.kinds import kind_of
from ulss_tracker.services.referral import decisions, progress


# Refused without a second person, on every role.
@pytest.mark.parametrize("role", WORKS)
def test_nothing_is_sent_to_the_law_officers_that_nobody_verified(role: Role) -> None:
    review, by = build.eligible_review(sentenced_on=PASSED_ON), build.user(role)
    with nothing_kept(), pytest.raises(Refused, match="must first be verified by a second person"):
        submit(review, by)
    build.verify(review)
    submit(review, by)
    lose_a_key(review)
    with nothing_kept(), pytest.raises(Refused, match=r"^Court must first be verified"):
        submit(review, by)


@pytest.mark.parametrize("choice", list(DecisionChoice))
def test_a_law_officer_decides_nothing_that_is_no_longer_verified(choice: DecisionChoice) -> None:
    review = lose_a_key(build.review_to_decide(sentenced_on=PASSED_ON))
    build.user(Role.LAW_OFFICER)
    with nothing_kept(), pytest.raises(Refused, match="Court must first be verified"):
        build.decide(review, choice)
    build.verify(review)
    build.decide(review, choice)
    assert review.decision is not None


def test_the_private_office_records_no_decision_on_it_either() -> None:
    review = lose_a_key(build.review_to_decide(sentenced_on=PASSED_ON))
    said = {
        "officer": build.user(Role.LAW_OFFICER),
        "at": NOW,
        "minute": decisions.Minute("minute.txt", b"Refer."),
        "by": build.user(Role.PRIVATE_OFFICE),
        "seen_sha256": review.submissions[-1].sha256,
    }
    refer = partial(decisions.record, review, DecisionChoice.REFER, "As the minute says", **said)
    with nothing_kept(), pytest.raises(Refused, match="Court must first be verified"):
        refer(version=review.version)
    build.verify(review)
    refer(version=review.version)


@pytest.mark.parametrize("kind", [each for each in LetterKind if kind_of(each).is_court_document])
def test_no_court_document_is_issued_on_it(kind: LetterKind) -> None:
    review = build.review_to_file(sentenced_on=PASSED_ON)
    build.letter(review)
    file(review, NOW)
    assert kind_of(kind).blocked(review) == ""
    lose_a_key(review)
    assert kind_of(kind).blocked(review) == "Court must first be verified by a second person"


@pytest.mark.parametrize("kind", [LetterKind.SUBMISSION, LetterKind.ACKNOWLEDGEMENT])
def test_other_letters_do_not_wait_for_it(kind: LetterKind) -> None:
    assert kind_of(kind).blocked(lose_a_key(build.review_to_file(sentenced_on=PASSED_ON))) == ""


@pytest.mark.parametrize("role", WORKS)
def test_nothing_is_filed_on_it_before_the_last_two_hours(role: Role) -> None:
    review = build.review_to_file(sentenced_on=PASSED_ON)
    build.letter(review)
    lose_a_key(review)
    by = build.user(role)
    with nothing_kept(), pytest.raises(Refused, match="Court must first be verified"):
        file(review, NOW, by, "It was near the end")


@pytest.mark.parametrize("role", WORKS)
def test_no_review_ends_as_not_in_the_scheme_on_it_not_even_opened(role: Role, at) -> None:
    review = build.review(sentenced_on=PASSED_ON)
    build.conviction(build.sentence(review, sentenced_on=PASSED_ON), "no-oapa-47")
    at(FILE_BY - timedelta(hours=1))
    unlock(review)
    by = build.user(role)
    with nothing_kept(), pytest.raises(Refused, match="Nothing runs out while an ending waits"):
        progress.move(review, Step.CLOSE_NOT_IN_SCHEME, by, version=review.version)
    build.verify(review)
    progress.move(review, Step.CLOSE_NOT_IN_SCHEME, by, version=review.version)
    assert review.outcome is Outcome.NOT_IN_SCHEME


def test_no_review_ends_as_out_of_time_on_it_and_a_withdrawal_waits_for_nobody() -> None:
    review, by = build.eligible_review(sentenced_on=date(2024, 3, 4)), build.user(Role.SUPERVISOR)
    with nothing_kept(), pytest.raises(Refused, match="Nothing runs out while an ending waits"):
        progress.move(review, Step.CLOSE_OUT_OF_TIME, by, version=review.version)
    build.withdraw(review)
    assert review.outcome is Outcome.WITHDRAWN


def _new_date(review: Review) -> None:
    correct(review.sentences[0], sentenced_on=PASSED_ON + timedelta(days=1))


def _new_offence(review: Review) -> None:
    build.conviction(review.sentences[0], "io-murder")


def _second_sentence(review: Review) -> None:
    build.conviction(build.sentence(review, sentenced_on=PASSED_ON + timedelta(days=3)))


@pytest.mark.parametrize("change", [_new_date, _new_offence, _second_sentence, lose_a_key])
def test_whatever_is_changed_shuts_it_again(change: Callable[[Review], object]) -> None:
    review = build.verify(build.eligible_review(sentenced_on=PASSED_ON))
    assert two_keys.of_review(review).lock is Lock.VERIFIED
    change(review)
    assert two_keys.of_review(review).lock is Lock.SHUT
    assert review.unconfirmed_since_at == NOW


@pytest.mark.parametrize("origin", [Origin.DEMO, Origin.IMPORTED])
def test_what_was_imported_or_invented_is_outside_and_says_so(origin: Origin) -> None:
    review = build.eligible_review(sentenced_on=PASSED_ON)
    with transaction():
        review.origin = origin
    assert two_keys.of_review(review).lock is Lock.OUTSIDE
    assert origin.outside_words.startswith("This record was")
    submit(review, build.user())
    assert review.state is State.LAW_OFFICERS
