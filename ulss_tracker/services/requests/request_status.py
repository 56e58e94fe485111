"""The status page: how far a request is, for whoever holds its reference and its secret code.

It says nothing of the offender, of the case, or of whether anybody else asked. A wrong reference
and a wrong code are the same answer, given in the same time.
"""

import hmac
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import IO

from sqlalchemy import select

from ulss_tracker.errors import Refused
from ulss_tracker.models import AskKind, DeferredAsk, Document, EmailUse, Request, db
from ulss_tracker.scheme.time.policies import Policy
from ulss_tracker.scheme.time.time_limits import may_have_longer
from ulss_tracker.services.core import answer_time, limits, references
from ulss_tracker.services.core.limits import LastDay
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import to_requesters
from ulss_tracker.services.protection import deferred_asks
from ulss_tracker.services.requests import (
    additions,
    call_backs,
    contact,
    contact_changes,
    open_pages,
    posted_codes,
    published_letters,
    request_progress,
    retention,
    withdrawals,
)
from ulss_tracker.services.requests.contact import MaskedContact
from ulss_tracker.services.requests.contact_changes import ADDRESSES, Outcome, ToProve
from ulss_tracker.services.requests.details import (
    Contact,
    SafeContactInput,
    contact_of,
    safe_of,
)
from ulss_tracker.services.requests.published_letters import ReadLetter, TheLetter
from ulss_tracker.services.requests.request_progress import Progress, ReachedStep

_NOBODYS_HASH = references.hash_code("no request has this code")


@dataclass(frozen=True, slots=True)
class Status:
    """The facts of one request that the status page may show.

    `hear_by` is the day by which the office aims to say whether the sentence can be reviewed; None
    once that is known, and where no day is named. `heard_on` is the day of the hearing at the Court
    of Appeal. `letters` are those that were written to them, newest first. `to_prove` is a change
    of contact details that waits until they have proved that it is them. `last_day` is given while
    it is ahead and nothing is decided: as the case has it, before that as they stated it.
    `withdraws_at` is when it is withdrawn, as they asked. `steps` are those that happened.
    `kept_until` is known once it has ended.
    """

    reference: str
    received_at: datetime
    progress: Progress
    steps: tuple[ReachedStep, ...]
    contact: MaskedContact
    limit: Policy
    may_have_longer: bool
    withdraws_at: datetime | None = None
    hear_by: date | None = None
    heard_on: date | None = None
    letters: tuple[TheLetter, ...] = ()
    safe: SafeContactInput = field(default_factory=SafeContactInput)
    to_prove: ToProve | None = None
    may_put_back_until: datetime | None = None
    last_day: LastDay | None = None
    may_be_called: bool = False
    kept_until: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is still something to withdraw."""
        return self.progress.is_open

    @property
    def may_be_tested(self) -> bool:
        """Whether an email or a text may go to them, and so a test of it."""
        return bool(self.contact.email and self.safe.may_email) or self.safe.may_text

    @property
    def may_wait(self) -> bool:
        """Whether they may wait for that day before they telephone."""
        if self.hear_by is None:
            return True
        file_by_at = self.last_day.file_by_at if self.last_day else None
        return answer_time.may_wait(self.hear_by, self.received_at, file_by_at)

    @property
    def is_to_be_told(self) -> bool:
        """Whether there may still be something to tell them, so that how to reach them matters."""
        return self.progress not in {Progress.CLOSED, Progress.WITHDRAWN}


def opens(reference: str, code: str) -> str | None:
    """The request's reference as it is kept, when `code` is its secret code; else None.

    Case, spaces and hyphens do not matter in either. The code of a letter that has reached them
    takes the place of the one from before.
    """
    request, hashed = _find(as_stored(reference)), references.hash_code(code)
    matches = hmac.compare_digest(request.code_hash if request else _NOBODYS_HASH, hashed)
    is_posted = posted_codes.opens(as_stored(reference), hashed)
    if request and is_posted:
        posted_codes.use(request)
    return request.reference if request and (matches or is_posted) else None


def ask_for_code(reference: str) -> None:
    """Have a new code posted to whoever made the request: a job does it, so that no time tells.

    Says nothing of whether there is such a request, or of what comes of it.
    """
    deferred_asks.add(AskKind.CODE_BY_POST, as_stored(reference))


def post_code(ask: DeferredAsk) -> None:
    """Have the code posted that was asked for, where they said that post is safe."""
    request = _find(ask.subject)
    if request is not None:
        posted_codes.ask_online(request)


def status_of(reference: str, *, opened_at: float | None = None) -> Status | None:
    """The status of a request whose code has been given, or None when there is no such request.

    None too when it was closed since `opened_at`, a moment in seconds: see `leave`.
    """
    request = _find(reference)
    if request is None or (opened_at is not None and open_pages.was_closed(request, opened_at)):
        return None
    return _status(request)


def leave(reference: str) -> None:
    """Close the request wherever it is open: a copy of the browser's cookie opens nothing more."""
    request = _find(reference)
    if request is not None:
        open_pages.close(request)


def letter(reference: str, letter_id: int) -> ReadLetter | None:
    """A letter that answers this request, to read; None when it is another's, or was replaced."""
    request = _find(reference)
    return published_letters.read(request, letter_id) if request else None


def withdraw(reference: str) -> Status:
    """Have the request withdrawn in a day, as its maker wishes; twice is the same as once.

    Raises `Refused` when it is decided or closed. A review already begun goes on: the law
    officers may look at a sentence that nobody asked about.
    """
    with transaction():
        request = _locked(reference)
        status = _status(request)
        if status.progress is Progress.WITHDRAWN or status.withdraws_at:
            return status
        if not status.is_open:
            raise Refused("The request is already decided")
        withdrawals.ask(request)
        to_requesters.tell_of_withdrawal(request, contact_changes.email_before(request))
    return _status(request)


def add(reference: str, words: str, files: Sequence[Document] = ()) -> None:
    """Add words, and files kept by `keep_file`, to this request. Raises `Refused` for very many."""
    additions.add(_known(reference), words, files)


def keep_file(reference: str, name: str, content: IO[bytes]) -> Document:
    """Keep a file with this request. Raises `Refused`."""
    return additions.keep_file(_known(reference), name, content)


def keep(reference: str) -> Status:
    """Keep a request after all that was to be withdrawn. Raises `Refused` when it is withdrawn."""
    with transaction():
        request = _locked(reference)
        withdrawals.keep(request)
    return _status(request)


def ask_for_call_back(reference: str, *, when: str, words_to_use: str) -> None:
    """Have somebody on duty telephone them. Raises `Refused` where nobody can, or one is to yet."""
    with transaction():
        call_backs.ask(_locked(reference), when, words_to_use)


def send_test(reference: str) -> None:
    """Send a test of what may be sent to whoever made this request, once to each address."""
    with transaction():
        to_requesters.send_test(_locked(reference))


def change_contact(
    reference: str,
    form: Contact,
    *,
    no_longer: Collection[str] = (),
    email_use: EmailUse | None = None,
    may_text: bool | None = None,
) -> Outcome:
    """Change how they are reached: what is safer at once, the rest with proof.

    They are not shown the details that are kept: what `form` leaves empty stays as it is, unless
    `no_longer` names it ("email", "telephone", "postal_address"). So does how their email may be
    used, and whether they may be texted.
    """
    values = {name: value for name, value in asdict(form).items() if name not in ADDRESSES or value}
    if email_use is not None:
        values["email_use"] = email_use.value
    if may_text is not None:
        values["may_text"] = may_text
    with transaction():
        return contact_changes.change(_locked(reference), values, no_longer)


def give_codes(reference: str, *, email: str, text: str) -> frozenset[str]:
    """Take one-time codes for the change that waits; which of "email" and "text" was wrong.

    Raises `Refused` when no change waits for a code, or it is too old.
    """
    with transaction():
        return contact_changes.give(_locked(reference), {"email": email, "text": text})


def ask_for_call(reference: str) -> None:
    """Have the office telephone in place of a second code. Raises `Refused` before the first."""
    with transaction():
        contact_changes.ask_for_call(_locked(reference))


def put_contact_back(reference: str) -> None:
    """Undo the last change of contact details made here. Raises `Refused` after a day."""
    with transaction():
        contact_changes.put_back(_locked(reference))


def _status(request: Request) -> Status:
    reached = contact.mask(contact_of(request))
    limit = limits.of_request(request)
    progress, steps, heard_on, last_day = request_progress.reached(request)
    return Status(
        request.reference,
        request.received_at,
        progress,
        steps,
        reached,
        limit,
        may_have_longer(request.standing, request.sentenced_on, limit),
        request.withdraws_at,
        answer_time.hear_by(request) if progress.is_before_an_answer else None,
        heard_on,
        published_letters.of_request(request),
        safe_of(request),
        contact_changes.to_prove(request),
        contact_changes.may_put_back_until(request),
        last_day,
        progress.is_open and call_backs.may_be_called(request),
        None if progress.is_open else retention.kept_until(request),
    )


def as_stored(reference: str) -> str:
    """The reference as the table has it, however it was typed: req7k3m9qxf is REQ-7K3M-9QXF."""
    return references.with_prefix("REQ", reference)


def _find(reference: str) -> Request | None:
    return db.session.scalar(select(Request).where(Request.reference == reference))


def _known(reference: str) -> Request:
    return db.session.scalars(select(Request).where(Request.reference == reference)).one()


def _locked(reference: str) -> Request:
    query = select(Request).where(Request.reference == reference).with_for_update()
    return db.session.scalars(query).one()
