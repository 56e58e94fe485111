"""The email that files an application with the Registrar, and the answer that proposes when."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import undefer

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    Bundle,
    BundleReader,
    EventKind,
    InboundMessage,
    Letter,
    LetterKind,
    Message,
    PaperContact,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services.assessment import two_keys
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.office_details import FileGoes
from ulss_tracker.services.core.preconditions import check_no_conflict, check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.referral import bundles, filings, paper_contacts, progress

LARGEST = 15 * 1024 * 1024
"""Bytes of the files of one email: on its way it grows by a third, and many servers take 25 MB."""


class Filing(NamedTuple):
    """The email as it would go; `bundle_waits` is why the bundle would not go with it."""

    application: Letter
    to: PaperContact | None
    bundle: Bundle | None
    bundle_waits: str


class Receipt(NamedTuple):
    """The Registrar's answer: when it came, and the Criminal Appeal Office number in it."""

    at: datetime
    number: str


def prepared(review: Review) -> Filing | None:
    """The newest application and bundle for the court; None before an application is issued."""
    issued = [letter for letter in review.letters if letter.kind is LetterKind.REFERRAL]
    if not issued:
        return None
    bundle = bundles.latest(review.case_id, BundleReader.COURT)
    waits = _why_not(bundle) if bundle else ""
    return Filing(issued[-1], paper_contacts.registrar(), bundle, waits)


def send(review: Review, by: User, *, version: int) -> Message:
    """Put the email with the application and the bundle into the outbox; the same is sent once.

    Raises `NotAllowed`, `ChangedMeanwhile`, and `Refused` where the application cannot be filed
    yet, where no address is kept, and where no file can go with an email from here.
    """
    require(by, Permission.WORK_CASES)
    check_no_conflict(review.case, by)
    check_version(review, version)
    if wanting := progress.find(review, Step.FILE, by).wanting:
        raise Refused(wanting)
    keys = two_keys.of_review(review)
    if keys.is_shut and not filings.wants_reason(review, clock.now()):
        raise Refused(f"{keys.words}: the application cannot be sent before that")
    filing = prepared(review)
    if filing is None or filing.to is None:
        raise Refused("No address of the Registrar is kept: a supervisor adds it to the contacts")
    letter = filing.application
    pdf = db.session.scalars(select(Letter.pdf).where(Letter.id == letter.id)).one()
    if office_details.how_file_goes(len(pdf)) is FileGoes.NOT:
        raise Refused("The application cannot go with an email from here. Send it another way")
    bundle = filing.bundle
    subject, body = compose.write("en/filing.txt", review=review, filing=filing)
    once_key = f"filing:{letter.id}:{bundle.id if bundle else 0}"
    with transaction():
        is_new = compose.add_once(
            once_key=once_key,
            kind=compose.FILING,
            recipient=filing.to.email,
            subject=subject,
            body=body,
            file=pdf,
            file_name="application.pdf",
            file_type="application/pdf",
            document_id=bundle.document_id if bundle and not filing.bundle_waits else None,
            case_id=review.case_id,
        )
        message = db.session.scalars(select(Message).where(Message.once_key == once_key)).one()
        if is_new:
            history.record(
                EventKind.APPLICATION_EMAILED,
                by,
                review,
                recipient=message.recipient,
                sha256=letter.sha256,
            )
    return message


def sent(review: Review) -> Sequence[Message]:
    """The emails that filed an application of this review, the newest first."""
    keys = [f"filing:{letter.id}:" for letter in review.letters]
    query = select(Message).where(Message.case_id == review.case_id, Message.kind == compose.FILING)
    messages = db.session.scalars(query.order_by(Message.id.desc()))
    return [message for message in messages if message.once_key.startswith(tuple(keys))]


def receipt(review: Review) -> Receipt | None:
    """The Registrar's first answer about this case, as a proposal; None before one came."""
    emails = sent(review)
    if not emails:
        return None
    query = select(InboundMessage).where(
        InboundMessage.sender_email == emails[0].recipient.lower(),
        InboundMessage.received_at >= emails[0].created_at,
    )
    query = query.options(undefer(InboundMessage.words)).order_by(InboundMessage.id)
    for answer in db.session.scalars(query):
        if answer.proposal.get("reference") == review.case.reference:
            number = filings.appeal_number(f"{answer.subject}\n{answer.words}")
            return Receipt(answer.received_at, number)
    return None


def _why_not(bundle: Bundle) -> str:
    """Why the bundle does not go with the application, in words; nothing where it does."""
    document = bundle.document
    if document is None:
        return "It is not made yet"
    if bundles.replaced(bundle):
        return "It is out of date: make it again"
    if office_details.how_file_goes(0) is not FileGoes.WITH_THE_EMAIL:
        return "GOV.UK Notify takes one file with an email"
    if document.size > LARGEST:
        megabytes = -(-document.size // 1024**2)
        return f"At {counted(megabytes, 'megabyte')} it is too large for an email"
    return ""
