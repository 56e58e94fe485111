"""Letters photographed or scanned while their request is logged: kept, read, details proposed.

They wait in a draft of their own form, and go with the request that is logged.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import undefer

from ulss_tracker.adapters.mailbox.message import MailMessage
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Document, Draft, FileState, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day
from ulss_tracker.services.core.users import require
from ulss_tracker.services.correspondence import as_request, mailbox
from ulss_tracker.services.correspondence.proposal import propose
from ulss_tracker.services.files import documents, viewing
from ulss_tracker.services.files.paper_readings import PAGE_END
from ulss_tracker.services.requests import drafts

_BEING_MADE = frozenset({FileState.WAITING, FileState.TO_MAKE})
_LONGEST_POST = timedelta(days=60)
_MOST_IN_DATE = 5  # words of the line that dates a letter


@dataclass(frozen=True, slots=True)
class LetterReading:
    """The letters of one form, and what their words state: a proposal.

    waiting: those that a job has yet to read; shown: those with pictures. details: of a request,
    by name; what no words state is left out. pieces: the words, each piece with what was read from
    it (`mailbox.marked`). written_on: the day from which "last Friday" counts.
    """

    letters: list[Document]
    waiting: list[Document]
    shown: list[Document]
    details: Mapping[str, object]
    pieces: list[tuple[str, str]]
    written_on: date


def draft_of(form_key: str) -> Draft | None:
    """The draft with the letters that were dropped on a form; None where none were."""
    return drafts.find(_journey(form_key))


def keep(form_key: str, name: str, content: IO[bytes], by: User) -> None:
    """Keep a letter with the form that it was dropped on, to be read by the jobs.

    Raises `NotAllowed`, and `Refused` as `documents.keep`. A caller should have committed what it
    has begun: it takes seconds.
    """
    require(by, Permission.WORK_CASES)
    if not form_key:
        raise Refused("This form has lost its key: open it anew")
    draft = drafts.change(_journey(form_key), dict)
    documents.keep(draft=draft, name=name, content=content, by=by)


def remove(form_key: str, document_id: int) -> None:
    """Take a letter away from a form; one already taken away is no error."""
    draft = draft_of(form_key)
    with suppress(NotFound):
        if draft is not None:
            documents.remove(draft, document_id)


def of_form(form_key: str, received_on: date) -> LetterReading:
    """Read the letters of a form, which reached the office on that day, as an email is read."""
    draft = draft_of(form_key)
    if draft is None:
        return LetterReading([], [], [], {}, [], received_on)
    query = select(Document).where(Document.draft_key == draft.key).order_by(Document.id)
    letters = list(db.session.scalars(query.options(undefer(Document.words))))
    words = "\n\n".join(letter.words.replace(PAGE_END, "\n\n") for letter in letters)
    text = "\n".join(words.splitlines()).strip()
    written_on = _written_on(text, received_on)
    mail = MailMessage(text=text, sent_at=datetime.combine(written_on, time(12), UTC))
    proposal = propose(mail)
    details = as_request.details_of(proposal, may_answer=True).columns if text else {}
    return LetterReading(
        letters,
        [letter for letter in letters if letter.state in _BEING_MADE],
        [letter for letter in letters if not viewing.why_not(letter)],
        {name: value for name, value in details.items() if value not in ("", None)},
        mailbox.marked(text, as_request.as_record(proposal, mail, {})) if text else [],
        written_on,
    )


def _written_on(text: str, received_on: date) -> date:
    """The day that a letter bears in a line of its own; that of its receipt where none is."""
    lines = (line for line in text.splitlines() if 0 < len(line.split()) <= _MOST_IN_DATE)
    spans = (read_sentence_day(line, received_on) for line in lines)
    days = (span.latest for span in spans if span and span.is_day)
    return max((day for day in days if day > received_on - _LONGEST_POST), default=received_on)


def _journey(form_key: str) -> str:
    return f"log-request:{form_key}" if form_key else ""
