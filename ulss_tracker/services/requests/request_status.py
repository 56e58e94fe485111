"""The status page: how far a request is, for whoever holds its reference and its secret code.

It says nothing of the offender, of the case, or of whether anybody else asked. A wrong reference
and a wrong code are the same answer, given in the same time.
"""

import hmac
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import or_, select

from ulss_tracker.errors import Refused
from ulss_tracker.models import AskedAbout, Channel, Request, RequestState, Review, db
from ulss_tracker.scheme.time.policies import Policy
from ulss_tracker.scheme.time.time_limits import may_have_longer
from ulss_tracker.scheme.workflow.workflow import State
from ulss_tracker.services.core import answer_time, limits, references
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.requests import contact, withdrawals
from ulss_tracker.services.requests.contact import Contact, MaskedContact

DETAILS = ("email", "telephone", "postal_address")
_NOBODYS_HASH = references.hash_code("no request has this code")


class Progress(StrEnum):
    """How far a request is, in the order in which it moves."""

    RECEIVED = "received"
    BEING_CHECKED = "being_checked"
    PAPERS = "papers"
    LAW_OFFICERS = "law_officers"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


_STAGES: dict[State, Progress] = {
    State.RECEIVED: Progress.BEING_CHECKED,
    State.CHECKING: Progress.BEING_CHECKED,
    State.AWAITING_PAPERS: Progress.PAPERS,
    State.UNDER_CONSIDERATION: Progress.PAPERS,
    State.LAW_OFFICERS: Progress.LAW_OFFICERS,
}
_ORDER = tuple(Progress)
_BEFORE_AN_ANSWER = frozenset({Progress.RECEIVED, Progress.BEING_CHECKED})


@dataclass(frozen=True, slots=True)
class Status:
    """The facts of one request that the status page may show.

    `hear_by` is the day by which the office aims to say whether the sentence can be reviewed; None
    once that is known, and where no day is named.
    """

    reference: str
    received_at: datetime
    progress: Progress
    contact: MaskedContact
    limit: Policy
    may_have_longer: bool
    may_bring_back_until: datetime | None = None
    hear_by: date | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is still something to withdraw or to be told about."""
        return self.progress not in {Progress.DECIDED, Progress.CLOSED, Progress.WITHDRAWN}


def opens(reference: str, code: str) -> str | None:
    """The request's reference as it is kept, when `code` is its secret code; else None.

    Case, spaces and hyphens do not matter in either.
    """
    request = _find(as_kept(reference))
    stored = request.code_hash if request else _NOBODYS_HASH
    matches = hmac.compare_digest(stored, references.hash_code(code))
    return request.reference if request and matches else None


def look(reference: str) -> Status | None:
    """The status of a request whose code has been given, or None when there is no such request."""
    request = _find(reference)
    return _status(request) if request else None


def withdraw(reference: str) -> Status:
    """Withdraw the request at the wish of the person who made it; twice is the same as once.

    Raises `Refused` when it is decided or closed. A review already begun goes on: the law
    officers may look at a sentence that nobody asked about.
    """
    with transaction():
        request = _locked(reference)
        status = _status(request)
        if status.progress is Progress.WITHDRAWN:
            return status
        if not status.is_open:
            raise Refused("The request is already decided")
        withdrawals.mark(request, Channel.FORM, "", None)
        compose.tell_of_withdrawal(request)
    return _status(request)


def bring_back(reference: str) -> Status:
    """Undo a withdrawal made here, within a day of it.

    Raises `Refused` when that is over, or it was not withdrawn here.
    """
    with transaction():
        request = _locked(reference)
        withdrawals.bring_back(request)
    return _status(request)


def correct_contact(
    reference: str, said: Contact, *, no_longer: Collection[str] = ()
) -> tuple[str, ...]:
    """Keep the details that the person who asked has given; the names of those that changed.

    They are not shown those that are kept: what `said` leaves empty stays as it is, unless
    `no_longer` names it ("email", "telephone", "postal_address").
    """
    with transaction():
        request = _locked(reference)
        kept: dict[str, Any] = {
            name: getattr(said, name) or ("" if name in no_longer else getattr(request, name))
            for name in DETAILS
        }
        return contact.keep(request, replace(said, **kept), None)


def _status(request: Request) -> Status:
    reached = contact.mask(contact.of_request(request))
    until = withdrawals.may_bring_back_until(request)
    limit = limits.of_request(request)
    progress = _progress(request)
    return Status(
        request.reference,
        request.received_at,
        progress,
        reached,
        limit,
        may_have_longer(request.standing, request.sentenced_on, limit),
        until,
        answer_time.hear_by(request) if progress in _BEFORE_AN_ANSWER else None,
    )


def _progress(request: Request) -> Progress:
    if request.state is RequestState.WITHDRAWN:
        return Progress.WITHDRAWN
    if request.state is RequestState.CLOSED:
        return Progress.CLOSED
    if request.case_id is None:
        return Progress.RECEIVED  # whether or not a person must look at it first
    return _furthest_behind(request)


def _furthest_behind(request: Request) -> Progress:
    """A case may hold several offenders: it is as far as the one that is furthest behind.

    Of those the request asks about, where it names any.
    """
    named = select(AskedAbout.review_id).where(AskedAbout.request_id == request.id)
    query = select(Review.state).where(
        Review.case_id == request.case_id, or_(~named.exists(), Review.id.in_(named))
    )
    states = db.session.scalars(query).all()
    stages = [_STAGES.get(state, Progress.DECIDED) for state in states]
    return min(stages, key=_ORDER.index, default=Progress.BEING_CHECKED)


def as_kept(reference: str) -> str:
    """The reference as the table has it, however it was typed: req7k3m9qxf is REQ-7K3M-9QXF."""
    typed = "".join(letter for letter in reference.upper() if letter.isalnum())
    letters = typed.removeprefix("REQ")
    return f"REQ-{letters[:4]}-{letters[4:]}"


def _find(reference: str) -> Request | None:
    return db.session.scalar(select(Request).where(Request.reference == reference))


def _locked(reference: str) -> Request:
    query = select(Request).where(Request.reference == reference).with_for_update()
    return db.session.scalars(query).one()
