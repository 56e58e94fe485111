"""Asking the CPS and the court for papers and chasing them: by email in one thread, or letter."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import exists, select

from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    InboundMessage,
    InboundState,
    Message,
    Paper,
    PaperContact,
    PaperKind,
    Request,
    User,
    db,
)
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.scheme.time.time_words import day_words, moment_words
from ulss_tracker.scheme.workflow.ladders import PAPERS
from ulss_tracker.services.core import office_details
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose, outgoing
from ulss_tracker.services.referral import paper_contacts, papers
from ulss_tracker.services.referral.due_chases import DueChase
from ulss_tracker.services.referral.papers import AskedOf

_MANAGER, _APPEALS_UNIT = 2, len(PAPERS.rungs)


def ask(
    case: Case, kinds: Sequence[PaperKind], others: Sequence[str], by: User, asked_of: AskedOf
) -> tuple[list[Paper], list[Message]]:
    """Ask for papers: record it, and write to each whom they are asked of.

    Gives the papers and what was written. Refuses as `papers.ask` does.
    """
    with transaction():
        new = papers.ask(case, kinds, others, by, asked_of)
        messages = [
            _write(case, contact, wanted, contact.email, f"ask:{wanted[0].id}")
            for contact, wanted in _by_contact(new)
            if contact is not None
        ]
    return new, messages


def sent(case: Case) -> list[Message]:
    """The messages that asked for papers of a case, and chased them, the first first."""
    query = select(Message).where(Message.case_id == case.id, Message.kind == compose.PAPERS_ASKED)
    return list(db.session.scalars(query.order_by(Message.id)))


def to_chase(due: DueChase) -> list[Paper]:
    """The papers for which the tracker may chase by itself: by email, while no answer waits."""
    waiting = exists().where(
        InboundMessage.state == InboundState.WAITING,
        InboundMessage.request_id == Request.id,
        Request.case_id == due.case.id,
    )
    if db.session.scalar(select(waiting)):
        return []
    return [paper for paper in due.wanted if paper.contact and paper.contact.email]


def chase(due: DueChase) -> bool:
    """Chase everybody who can be; False when nobody can, or this chase was made before."""
    rung = min(due.chase.rung, _APPEALS_UNIT)
    with transaction():
        messages = [
            _write(due.case, contact, wanted, _address(wanted[0], rung), f"chase:{due.chase.rung}")
            for contact, wanted in _by_contact(to_chase(due))
            if contact is not None
        ]
        known = {chase.message_id for chase in papers.chases_of(due.case)}
        if not messages or known.intersection(message.id for message in messages):
            return False
        papers.record_chase(
            due.case,
            at=clock.now(),
            spoke_to=", ".join(message.recipient for message in messages),
            message_id=messages[0].id,
        )
    return True


def _address(paper: Paper, rung: int) -> str:
    """Where a chase on this rung goes: to the contact, its manager, or the unit above them."""
    contact = paper.contact
    assert contact is not None  # noqa: S101 - nobody else is written to
    if rung == _MANAGER:
        return contact.manager_email or contact.email
    is_above = rung == _APPEALS_UNIT and not paper.kind.is_of_court
    unit = paper_contacts.appeals_unit() if is_above else None
    return unit.email if unit and unit.email else contact.email


def _by_contact(wanted: Iterable[Paper]) -> Iterable[tuple[PaperContact | None, list[Paper]]]:
    in_order = sorted(wanted, key=lambda paper: (paper.contact_id or 0, paper.id))
    for _, group in groupby(in_order, key=lambda paper: paper.contact_id):
        of_one = list(group)
        yield of_one[0].contact, of_one


def _write(
    case: Case, contact: PaperContact, wanted: Sequence[Paper], to: str, occasion: str
) -> Message:
    """Add what asks one contact, in the thread of what was written to it before."""
    thread = f"papers:{case.id}:{contact.id}:"
    before = [message for message in sent(case) if message.once_key.startswith(thread)]
    subject, body = compose.write("en/papers_asked.txt", by_post=not to, **_values(case, wanted))
    return compose.add_and_give(
        once_key=thread + occasion,
        kind=compose.PAPERS_ASKED,
        by_post=not to,
        recipient=to or f"{contact.label}\n{contact.address}",
        subject=subject,
        body=body,
        case_id=case.id,
        thread=" ".join(outgoing.name_of(message) for message in before if not message.by_post),
    )


def _values(case: Case, wanted: Sequence[Paper]) -> dict[str, Any]:
    file_by_at = papers.first_to_file(case)
    by_on = max((paper.wanted_by_on for paper in wanted if paper.wanted_by_on), default=None)
    asked_on = clock.day_of(min(paper.asked_at for paper in wanted))
    return {
        "case": case,
        "offenders": [_offender(review) for review in case.reviews if review.outcome is None],
        "is_of_court": wanted[0].kind.is_of_court,
        "papers": wanted,
        "by_on": day_words(by_on) if by_on and by_on >= clock.today() else "",
        "asked_on": day_words(asked_on) if asked_on < clock.today() else "",
        "file_by": moment_words(file_by_at.astimezone(clock.LONDON)) if file_by_at else "",
        "reply_to": office_details.current().MAIL_FROM,
    }


def _offender(review: Any) -> dict[str, Any]:
    """An offender's name, and each sentence with its day and its offences."""
    return {
        "name": review.offender_name,
        "sentences": [
            (
                day_words(sentence.sentenced_on),
                " ".join(sentence.text.split()),
                [
                    known.title if (known := find_offence(row.offence_id)) else row.text
                    for row in sentence.convictions
                ],
            )
            for sentence in review.sentences
        ],
    }
