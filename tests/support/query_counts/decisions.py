"""Scenes of the law officers' papers, their decision, and the court's."""

from sqlalchemy import select

from tests.support import build
from tests.support.query_counts.rows import blanks, full_review
from tests.support.query_counts.scene import NOW, Filled, Scene, people, save
from ulss_tracker.models import (
    DefencePage,
    DefenceRole,
    DraftOf,
    Hearing,
    LetterKind,
    PackQuestion,
    PassReason,
    RespondentsNotice,
    SubmissionPass,
    User,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import LawOfficer, Outcome, State
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import advice, written_drafts

REVIEW = "/casework/reviews/{review}"


def _with_the_law_officers(count: int) -> Filled:
    """A review full of everything, sent, passed on and asked about so often, each by another."""
    review = full_review(count)
    staff = list(db.session.scalars(select(User).order_by(User.id)))[:count]
    for number, person in enumerate(staff, 1):
        sent = build.submit(review, by=person)
        with transaction():
            save(
                SubmissionPass(
                    submission=sent,
                    to_officer=LawOfficer.ATTORNEY_GENERAL,
                    reason=PassReason.ABSENCE,
                    at=NOW,
                    by_id=person.id,
                )
            )
            question = PackQuestion(
                review=review,
                submission=sent,
                number=number,
                paragraph=1,
                quote=build.WORDS.facts if number % 2 else "Gone",
                words="When?",
                asked_at=NOW,
                asked_by_id=person.id,
                answer="At night",
                answered_at=NOW,
                answered_by_id=person.id,
            )
            save(question)
    for number in range(count):
        build.user(Role.LAW_OFFICER, email=f"officer{number}@example.org")
    return {**blanks(review), "question": question.id}


def _to_file(count: int) -> Filled:
    """A review full of everything, with its application issued and the notice to be served."""
    review = full_review(count)
    with transaction():
        review.state = State.TO_FILE
    build.letter(review, LetterKind.OFFENDER_NOTICE)
    for number, person in enumerate(people(count)):
        words = {"facts": f"He robbed her, version {number}."}
        written_drafts.keep(review, DraftOf.APPLICATION, words, person)
    return blanks(review)


def _at_court(count: int) -> Filled:
    """A review that was filed, answered and listed so often, each recorded by somebody else."""
    review = full_review(count)
    build.letter(review, LetterKind.OFFENDER_NOTICE)
    with transaction():
        review.state = State.AT_COURT
        for person in db.session.scalars(select(User)):
            by = {"recorded_at": NOW, "recorded_by_id": person.id}
            save(
                Hearing(review=review, heard_on=NOW.date(), court="4", constitution="", **by),
                RespondentsNotice(review=review, served_on=NOW.date(), note="", **by),
                DefencePage(
                    reference=f"DEF-7K3M-{person.id:04d}",
                    review=review,
                    recipient="Imogen Blackstock",
                    role=DefenceRole.COUNSEL,
                    application=review.letters[0],
                    code_hash="",
                    made_at=NOW,
                    made_by=person,
                ),
            )
    return blanks(review)


def _to_advise(count: int) -> Filled:
    """A review that so many lawyers have advised on, and so many counsel are instructed in."""
    review = full_review(count)
    with transaction():
        review.state = State.CHECKING
    for number in range(count):
        lawyer = build.user(Role.LAWYER, email=f"lawyer{number}@example.org")
        advice.give(review, "Refer it", lawyer, version=review.version)
        counsel = build.user(Role.COUNSEL, email=f"counsel{number}@example.org")
        sealing.instruct(review.case, counsel, people(1)[0])
        build.user(Role.COUNSEL, email=f"other{number}@example.org")
    sealing.instruct(review.case, build.user(Role.COUNSEL), people(1)[0])
    return blanks(review)


def _like_cases(count: int) -> Filled:
    """A review for robbery, after so many that ended for the same."""
    for number in range(count):
        other = build.eligible_review(offender_name=f"Earlier {number}")
        with transaction():
            other.outcome, other.state = Outcome.NOT_REFERRED, State.CLOSED
    return blanks(full_review(count))


SCENES = (
    Scene("like cases", _like_cases),
    Scene("advice", _to_advise),
    Scene("with the law officers", _with_the_law_officers, by_steps=True),
    Scene("to file", _to_file),
    Scene("at court", _at_court),
)
