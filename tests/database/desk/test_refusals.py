"""A "no" in three presses: each is whole or nothing, and every lock there was still holds."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build, refusing
from tests.support.traces import nothing_kept
from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import (
    BatchState,
    CourtSource,
    DraftState,
    Fact,
    LetterBatch,
    LetterKind,
    NotificationState,
    Request,
    Review,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Outcome, State
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.cases.convictions import ConvictionInput
from ulss_tracker.services.cases.sentences import SentenceInput
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.desk import refusal_preview, refusals
from ulss_tracker.services.desk.opening import CaseFacts
from ulss_tracker.services.desk.refusals import Chosen, CourtRecord
from ulss_tracker.services.letters import batch_run
from ulss_tracker.services.messaging import queue

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
RECORD = CourtRecord(facts=list(Fact), source=CourtSource.SEALED_ORDER, reference="Order 7")
LONG_AGO = date(2024, 3, 4)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)
    build.user()
    build.user(Role.SUPERVISOR)
    second()


@transaction()
def out_of_scheme(**changes: object) -> Review:
    """A review of a sentence for an offence that is not in the scheme."""
    review = build.review(**changes)
    build.conviction(build.sentence(review), "no-rta-2")
    return review


def facts(**changes: object) -> CaseFacts:
    """Make what a caseworker puts right and records."""
    said: dict[str, object] = {
        "offender_name": "John Archer",
        "court_id": "leeds",
        "court_text": "Leeds",
        "sentence": SentenceInput(
            sentenced_on=clock.today() - timedelta(days=7),
            order_kind=OrderKind.IMPRISONMENT,
            text="8 months’ imprisonment",
        ),
        "convictions": [ConvictionInput(offence_id="no-rta-2", text="Dangerous driving")],
    }
    return CaseFacts(**said | changes)


def refuse_request(asked: Request, said: CaseFacts) -> Review:
    choice = Chosen(record=asked, is_read_whole=True, facts=said)
    return refusals.prepare([choice], build.user()).only()


def prepared(**changes: object) -> Review:
    review = out_of_scheme(**changes)
    refusing.prepare(review)
    return review


def second() -> object:
    return build.user(email="second@example.org", name="Second Person")


def release(review: Review, by: object = None, record: CourtRecord | None = RECORD) -> None:
    refusals.release(refusing.chosen(review, court_record=record), by or second()).only()


def test_a_request_becomes_a_case_with_its_facts_and_its_letter_in_one_press() -> None:
    asked = build.request(offence_text="Dangerous driving")
    review = refuse_request(asked, facts(offender_name="John Archer-Hill"))
    assert review.offender_name == "John Archer-Hill"
    assert asked.case is review.case
    (draft,) = refusal_preview.prepared(review)
    assert draft.kind is LetterKind.NOT_IN_SCHEME
    assert "Dangerous driving" in draft.words["why"]
    assert "none of these" not in draft.words["why"]
    assert review.outcome is None


@pytest.mark.parametrize(("offence", "words"), [("io-robbery", "Robbery"), (None, "assault")])
def test_nothing_is_kept_of_it_where_the_rules_do_not_say_no(offence, words: str) -> None:
    asked, said = build.request(), [ConvictionInput(offence_id=offence, text=words)]
    with nothing_kept(), pytest.raises(Refused, match="do not say no"):
        refuse_request(asked, facts(convictions=said))


@pytest.mark.slow
def test_the_second_person_verifies_ends_and_sends_in_one_press() -> None:
    review = prepared()
    release(review)
    assert review.outcome is Outcome.NOT_IN_SCHEME
    (letter,) = review.letters
    assert letter.issued_by_id == letter.checked_by_id == second().id
    (notification,) = notifying.untold(review.case)
    assert notification.message_id == letter.message_id
    with pytest.raises(Refused, match="not been told"):
        refusals.close(refusing.chosen(review), build.user()).only()
    queue.send_waiting()
    db.session.expire_all()
    assert notification.state is NotificationState.TOLD
    refusals.close(refusing.chosen(review), build.user()).only()
    assert review.state is State.CLOSED


@pytest.mark.slow
def test_without_every_fact_verified_nothing_ends_and_nothing_is_kept() -> None:
    review = prepared()
    part = CourtRecord(facts=[Fact.COURT], source=CourtSource.SEALED_ORDER, reference="")
    with nothing_kept(), pytest.raises(Refused, match="must first be verified"):
        release(review, record=part)
    with nothing_kept(), pytest.raises(Refused, match="must first be verified"):
        release(review, record=None)
    with nothing_kept(), pytest.raises(Refused, match="somebody else must verify it"):
        release(review, build.user())
    assert review.outcome is None


def test_nothing_is_prepared_or_released_that_is_in_the_scheme_or_may_be() -> None:
    """The Victims and Courts Act 2026 may give a victim six months: a lawyer must check."""
    review = build.verify(build.eligible_review())
    passed_on = clock.today() - timedelta(days=60)
    may_be = build.eligible_review(sentenced_on=passed_on, standing=RequesterRole.VICTIM)
    assert refusal_preview.ending_of(may_be) is None
    for press in (
        lambda: refusing.prepare(review),
        lambda: release(review, record=None),
        lambda: refusing.prepare(may_be),
    ):
        with nothing_kept(), pytest.raises(Refused, match="do not say no"):
            press()


@pytest.mark.slow
def test_out_of_time_is_ended_by_a_supervisor_alone() -> None:
    review = build.eligible_review(sentenced_on=LONG_AGO)
    refusing.prepare(review)
    with nothing_kept(), pytest.raises(NotAllowed):
        release(review)
    release(review, build.user(Role.SUPERVISOR))
    assert review.outcome is Outcome.OUT_OF_TIME
    assert [each.kind for each in review.letters] == [LetterKind.OUT_OF_TIME]


@pytest.mark.slow
def test_everybody_who_asked_has_the_letter_in_their_own_language() -> None:
    review = out_of_scheme()
    for language in ("cy", "en", "cy"):
        asked: Request = build.request(requester_name=f"Reader {language}")
        asked.language = language
        cases.join_case(asked, review.case, build.user())
    nobody = build.request(email="", telephone="020 7946 0000")
    cases.join_case(nobody, review.case, build.user())
    db.session.expire_all()
    refusing.prepare(review)
    assert [each.language for each in refusal_preview.prepared(review)] == ["en", "cy"]
    assert [each.request for each in refusal_preview.readers(review).excepted] == [nobody]
    release(review)
    batches = db.session.query(LetterBatch).all()
    assert [each.state for each in batches] == [BatchState.RUNNING] * 2
    assert batch_run.run_waiting() == 4
    db.session.expire_all()
    assert sorted(each.language for each in review.letters) == ["cy", "cy", "en", "en"]


@pytest.mark.slow
def test_what_changed_while_the_letter_was_made_keeps_it_back(monkeypatch) -> None:
    review = prepared()

    def change(html: str) -> bytes:
        db.session.query(Review).update({Review.offender_name: "Another Name"})
        db.session.commit()
        return b"%PDF-1.7"

    monkeypatch.setattr(refusals, "pdf_of_html", change)
    with pytest.raises(ChangedMeanwhile):
        release(review)
    assert review.outcome is None
    assert [each.state for each in refusal_preview.prepared(review)] == [DraftState.WRITING]


def test_words_typed_for_the_letter_take_the_place_of_the_rules_own() -> None:
    review = prepared()
    refusing.prepare(review, reasons={"en": "It was dealt with by another court."})
    (draft,) = refusal_preview.prepared(review)
    assert draft.words["why"] == "It was dealt with by another court."
    assert refusal_preview.reason_for(review, "en") == "It was dealt with by another court."
