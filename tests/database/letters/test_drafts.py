"""Letters to those who asked: begun, written, issued once, sent, and who is told by them."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from tests.support import build
from tests.support.roles import NOT_CASEWORK
from tests.support.traces import nothing_kept
from ulss_tracker.errors import ChangedMeanwhile, MissingFacts, NotAllowed, Refused
from ulss_tracker.models import (
    DecisionChoice,
    DraftState,
    Letter,
    LetterKind,
    LetterSize,
    Message,
    Notification,
    NotificationState,
    db,
)
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services import letters
from ulss_tracker.services.cases import duplicates
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.letters import LetterInput
from ulss_tracker.services.messaging import queue
from ulss_tracker.services.protection import restrictions

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
WHY = {"why": "The sentence was within the range that was open to the judge."}


@pytest.fixture
def refused(app, at):
    """A review that a law officer decided not to refer: whoever asked is still to be told."""
    at(NOW)
    review = build.review_to_decide(sentenced_on=date(2026, 3, 2))
    build.decide(review, DecisionChoice.DO_NOT_REFER, "Within the range.")
    assert review.state is State.TO_TELL
    return review


def begun(review, kind=LetterKind.NOT_REFERRED, **words):
    request = review.case.requests[0]
    return letters.draft(kind, build.user(), review=review, request=request, words=words)


def test_begun_twice_it_is_one_letter_and_what_is_needed_and_not_typed_blocks_it(refused):
    assert begun(refused) is begun(refused)
    with pytest.raises(MissingFacts) as raised:
        letters.issue(begun(refused), build.user())
    assert raised.value.missing == ("Why, in a few plain sentences",)


def test_issued_it_is_kept_sent_and_when_it_has_gone_they_have_been_told(refused):
    draft = begun(refused, **WHY)
    letter = letters.issue(draft, build.user())
    assert draft.state is DraftState.ISSUED
    assert letter.template_version == letters.template_version()
    assert WHY["why"] in letter.html
    message = db.session.get_one(Message, letter.message_id)
    assert WHY["why"] in message.body
    assert "<" not in message.body
    assert refused.offender_name not in message.subject
    notification = db.session.scalars(
        select(Notification).where(Notification.message_id == message.id)
    ).one()
    assert notification.state is NotificationState.TO_TELL
    if message.by_post:
        queue.record_posted([message.id], build.user())
    else:
        queue.send_waiting()
    db.session.expire_all()
    assert notification.state is NotificationState.TOLD


def test_issuing_one_again_gives_the_same_letter(refused):
    draft = begun(refused, **WHY)
    by = build.user()
    first = letters.issue_one(draft.id, by)
    assert letters.issue_one(draft.id, by).id == first.id
    assert db.session.scalar(select(func.count(Letter.id))) == 1
    assert db.session.scalar(select(func.count(Message.id)).where(Message.kind == "letter")) == 1


def test_a_new_version_replaces_the_last_and_leaves_it_as_it_was(refused):
    by = build.user()
    first = letters.issue(begun(refused, **WHY), by)
    before = (first.sha256, first.html)
    again = letters.again(first, by)
    assert again.words["why"] == WHY["why"]
    written = LetterInput(recipient=again.recipient, words={"why": "Said better."})
    letters.change(again, written, by, version=again.version)
    second = letters.issue(again, by)
    assert (first.version, second.version, second.replaces_id) == (1, 2, first.id)
    assert (first.sha256, first.html) == before
    assert letters.replaced_by(first) is second


def test_welsh_and_large_print_are_one_choice_away(refused):
    draft = begun(refused, **WHY)
    by = build.user()
    written = LetterInput(
        recipient="Siân Example", words=draft.words, language="cy", size=LetterSize.LARGE
    )
    letters.change(draft, written, by, version=draft.version)
    letter = letters.issue(draft, by)
    assert (letter.language, letter.size) == ("cy", LetterSize.LARGE)
    assert 'lang="cy"' in letter.html
    assert "Annwyl" in letter.html


@pytest.mark.parametrize(
    ("needs", "size"),
    [
        ("Large print please", LetterSize.LARGE),
        ("I cannot read small letters: bigger type, at least 18 point", LetterSize.LARGE),
        ("Print bras, os gwelwch yn dda", LetterSize.LARGE),
        ("A British Sign Language interpreter", LetterSize.STANDARD),
        ("I have a large family. Please telephone in the evening", LetterSize.STANDARD),
        ("", LetterSize.STANDARD),
    ],
)
def test_who_said_that_they_need_large_print_is_written_to_in_it(refused, needs, size):
    refused.case.requests[0].support_needs = needs
    assert begun(refused, **WHY).size is size
    assert begun(refused, LetterKind.CPS).size is LetterSize.STANDARD  # nobody else is


@pytest.mark.parametrize("kind", [LetterKind.OUT_OF_TIME, LetterKind.NOT_IN_SCHEME])
def test_a_no_is_issued_only_when_it_is_the_outcome(refused, kind):
    with pytest.raises(Refused):
        letters.issue(begun(refused, kind, **WHY), build.user())


def test_nobody_is_told_that_it_is_too_late_while_that_is_not_certain(app, at):
    """For a sentence since 29 December 2025 the 2026 Act may give six months."""
    at(datetime(2026, 5, 18, 10, tzinfo=UTC))
    review = build.eligible_review(sentenced_on=date(2026, 3, 2))
    draft = begun(review, LetterKind.OUT_OF_TIME)
    with pytest.raises(Refused, match="A lawyer must check"):
        letters.issue(draft, build.user())


def test_a_court_document_is_not_issued_unchecked_or_checked_by_its_writer(app, at):
    at(NOW)
    review = build.review_to_file()
    by = build.user()
    draft = letters.draft(LetterKind.REFERRAL, by, review=review)
    with pytest.raises(Refused, match="You wrote this letter"):
        letters.check(draft, by, version=draft.version)


def test_a_discarded_letter_can_be_neither_changed_nor_issued(refused):
    draft, by = begun(refused, **WHY), build.user()
    letters.discard(draft, by, version=draft.version)
    with pytest.raises(Refused, match="discarded"):
        letters.issue(draft, by)
    assert begun(refused) is not draft


def test_only_those_who_work_cases_write_letters_and_the_second_of_two_is_told(refused):
    for role in NOT_CASEWORK:
        with pytest.raises(NotAllowed):
            letters.draft(LetterKind.MP, build.user(role), review=refused)
    draft, by = begun(refused), build.user()
    seen = draft.version
    letters.change(draft, LetterInput(recipient="A", words={}), by, version=seen)
    with pytest.raises(ChangedMeanwhile):
        letters.change(draft, LetterInput(recipient="B", words={}), by, version=seen)


def test_the_name_of_an_offender_who_may_not_be_named_is_left_out(refused):
    refused.offender_born_on = date(2012, 1, 1)
    with transaction():
        restrictions.set_from_birth_date(refused, build.user())
    letter = letters.issue(begun(refused, **WHY), build.user())
    assert refused.offender_name not in letter.html
    assert "Offender under 18" in letter.html


def test_a_letter_is_to_nobody_of_another_case(app):
    """Nor once a request has moved on: whoever asked about one case hears nothing of another."""
    one, other, me = build.review(), build.review(), build.user()
    asked = other.case.requests[0]
    for about in ({"request": asked}, {"review": other}):
        with nothing_kept(), pytest.raises(Refused, match="somebody who asked about that case"):
            letters.draft(LetterKind.ACKNOWLEDGEMENT, me, case=one.case, **about)
    duplicates.take_out(asked, "Another sentence", me)
    with nothing_kept(), pytest.raises(Refused):
        letters.draft(LetterKind.ACKNOWLEDGEMENT, me, case=other.case, request=asked)


def test_a_letter_begun_to_somebody_who_left_the_case_is_not_issued(refused):
    letter, me = begun(refused, **WHY), build.user()
    duplicates.take_out(refused.case.requests[0], "Another sentence", me)
    with nothing_kept(), pytest.raises(Refused, match="no longer in this case"):
        letters.issue(letter, me)
    assert db.session.scalar(select(func.count(Letter.id))) == 0
