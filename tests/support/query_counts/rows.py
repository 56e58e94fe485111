"""Rows that many pages of a case have in common: one case with much of everything."""

import hashlib
from datetime import date

from tests.support import build
from tests.support.query_counts.scene import NOW, Filled, people, save
from ulss_tracker.models import (
    Assessment,
    Channel,
    Conviction,
    Decision,
    DecisionChoice,
    Event,
    EventKind,
    Filing,
    FilingKind,
    Letter,
    LetterKind,
    Plea,
    Request,
    RequestState,
    Review,
    Sentence,
    User,
    db,
)
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.core.unit_of_work import transaction

PDF = b"%PDF-1.7 stand-in"


def full_review(count: int) -> Review:
    """A review with so much of everything, each made by somebody else.

    Sentences and offences, assessments, decisions, letters, filings and history; and its case has
    as many other offenders and requests.
    """
    review = build.eligible_review(sentenced_on=date(2026, 3, 2))
    made_by = people(count)
    tests = list(review.assessment.tests)
    with transaction(), db.session.no_autoflush:
        for number, person in enumerate(made_by):
            save(*_sentenced(review, number), *_decided(review, tests, person))
            letter = _letter(review, number + 1, person)
            save(letter, _asked(review, number), *_history(review, person))
            save(_filed(review, letter, person))
    db.session.flush()
    db.session.expire_all()  # what was saved by its number is then found
    return review


def blanks(review: Review) -> Filled:
    """Return what fills the addresses of the pages of a review and of its case."""
    sentence = review.sentences[0]
    return {
        "review": review.id,
        "case": review.case.reference,
        "sentence": sentence.id,
        "conviction": sentence.convictions[-1].id,
        "letter": review.letters[-1].id if review.letters else 0,
    }


def _sentenced(review: Review, number: int) -> tuple[Sentence, Review]:
    """A sentence of two offences, and another offender in the same case."""
    sentence = Sentence(
        review_id=review.id,
        sentenced_on=date(2026, 3, 2),
        order_kind=OrderKind.IMPRISONMENT,
        text=f"Sentence {number}",
    )
    sentence.convictions = [
        Conviction(offence_id="no-burglary", form=Form.FULL, plea=Plea.VERDICT, text="")
        for _ in range(2)
    ]
    other = Review(
        case_id=review.case_id,
        offender_name=f"Other {number}",
        state=State.CHECKING,
        assignee_id=build.user().id,
        opened_at=NOW,
        changed_at=NOW,
    )
    return sentence, other


def _decided(review: Review, tests: list[object], by: User) -> tuple[Assessment, Decision]:
    assessment = Assessment(
        review_id=review.id,
        verdict=Verdict.IN_SCHEME,
        tests=tests,
        questions=[],
        facts={},
        catalogue_version="x",
        made_at=NOW,
        made_by_id=by.id,
        overrides=True,
        override_reason="x",
    )
    decision = Decision(
        review_id=review.id,
        choice=DecisionChoice.REFER,
        reasons="x",
        decided_by_id=by.id,
        decided_at=NOW,
    )
    return assessment, decision


def _letter(review: Review, version: int, by: User) -> Letter:
    return Letter(
        case_id=review.case_id,
        series=f"referral:review:{review.id}",
        review_id=review.id,
        kind=LetterKind.REFERRAL,
        version=version,
        values={},
        html="<p>x</p>",
        pdf=PDF,
        sha256=hashlib.sha256(PDF).hexdigest(),
        issued_at=NOW,
        issued_by_id=by.id,
    )


def _filed(review: Review, letter: Letter, by: User) -> Filing:
    return Filing(
        review_id=review.id,
        letter_id=letter.id,
        kind=FilingKind.FILING,
        at=NOW,
        method="x",
        recorded_at=NOW,
        recorded_by_id=by.id,
    )


def _asked(review: Review, number: int) -> Request:
    return Request(
        reference=f"REQ-MANY-{number:04d}",
        code_hash="x",
        state=RequestState.IN_CASE,
        channel=Channel.FORM,
        received_at=NOW,
        logged_at=NOW,
        standing=build.asked().standing,
        case_id=review.case_id,
    )


def _history(review: Review, by: User) -> tuple[Event, ...]:
    return (
        Event(
            kind=EventKind.NOTE_ADDED,
            at=NOW,
            by_id=by.id,
            case_id=review.case_id,
            review_id=review.id,
            after={"note": "x"},
        ),
    )
