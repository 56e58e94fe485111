"""Letters: being written, issued, to everyone at once; and the messages that carry them."""

from datetime import timedelta

from sqlalchemy import select

from tests.support import build
from tests.support.query_counts.rows import blanks, full_review
from tests.support.query_counts.scene import NOW, Filled, Scene, people, save
from ulss_tracker.models import (
    BatchItem,
    Letter,
    LetterDraft,
    LetterKind,
    Mention,
    Message,
    MessageState,
    Request,
    User,
    db,
)
from ulss_tracker.services import letters
from ulss_tracker.services.cases import cases, duplicates
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.letters import comments

DRAFT = "/casework/letter-drafts/{draft}"


def _of_a_review(count: int) -> Filled:
    return blanks(full_review(count))


def _lettered(count: int) -> Filled:
    """A case with so many letters being written, to so many people, and as many to print."""
    review = build.review()
    drafts: list[LetterDraft] = []
    for number, person in enumerate(people(count)):
        asked = build.request(requester_name=f"Person {number}", postal_address="1 High Street")
        cases.join_case(asked, review.case, person)
        kind = LetterKind.ACKNOWLEDGEMENT
        drafts.append(letters.draft(kind, person, case=review.case, request=asked))
        made = build.letter(review, kind)
        with transaction():
            message = _message(asked, number, by_post=True)
            save(message)
            save(_version(asked, made, message, person))
    last = db.session.scalars(select(Letter).order_by(Letter.id.desc())).first()
    assert last is not None
    for person in people(count):
        (first, *_), _ = comments.paragraphs(drafts[0])
        comments.add(drafts[0], 1, first.words, f"@{build.user().name}: right?", person)
    return {
        "mention": db.session.scalars(select(Mention.id).limit(1)).one(),
        "case": review.case.reference,
        "draft": drafts[0].id,
        "letter": last.id,
        "message": last.message_id or 0,
    }


def _version(asked: Request, before: Letter, message: Message, by: User) -> Letter:
    """The letter that the message carries, in place of another."""
    return Letter(
        case_id=asked.case_id,
        request_id=asked.id,
        message_id=message.id,
        replaces_id=before.id,
        kind=before.kind,
        series=f"acknowledgement:request:{asked.id}",
        version=1,
        values={},
        html="<p>x</p>",
        pdf=before.pdf,
        sha256=before.sha256,
        issued_at=NOW,
        issued_by_id=by.id,
    )


def _message(asked: Request, number: int, *, by_post: bool = False) -> Message:
    return Message(
        once_key=f"letter:{number}",
        kind="letter",
        by_post=by_post,
        recipient="1 High Street",
        language="en",
        subject="Your request",
        body="It is here.",
        next_try_at=NOW + timedelta(hours=1),
        created_at=NOW,
        request_id=asked.id,
    )


def _sent_to_everyone(count: int) -> Filled:
    """A letter that goes to so many, each of whom asked about one case and has theirs already."""
    review = build.review()
    batch = build.letter_batch(review)
    others = [build.request(requester_name=f"Person {number}") for number in range(count)]
    duplicates.join_many(others, review.case, build.user())
    printed = letters.to_pdf(letters.sample_values(LetterKind.ACKNOWLEDGEMENT, NOW.date()))
    with transaction():
        for number, (each, by) in enumerate(zip(others, people(count), strict=True)):
            draft = letters.draft(LetterKind.ACKNOWLEDGEMENT, by, case=review.case, request=each)
            save(BatchItem(batch=batch, request=each, draft=draft))
            message = _message(each, number, by_post=True)
            save(message)
            letter = _version(each, build.letter(review), message, by)
            letter.draft, letter.replaces_id, letter.pdf = draft, None, printed
            save(letter)
    return {"batch": batch.id}


def _not_sent(count: int) -> Filled:
    """So many emails that failed, so many tried for long, so many letters to print."""
    review = build.review()
    with transaction():
        for number in range(count):
            asked = build.request(requester_name=f"Person {number}")
            asked.case = review.case
            failed, late = _message(asked, 3 * number), _message(asked, 3 * number + 1)
            failed.state, failed.last_error, late.tries = MessageState.FAILED, "No such box", 4
            save(failed, late, _message(asked, 3 * number + 2, by_post=True))
    return {"case": review.case.reference, "message": failed.id}


SCENES = (
    Scene("letters of a review", _of_a_review),
    Scene("letters of a case", _lettered),
    Scene("a letter to everyone", _sent_to_everyone),
    Scene("messages that were not sent", _not_sent),
)
