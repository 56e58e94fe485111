"""Settling a message once its request joins a case: nobody is asked again what it is for.

It is handed what changed just before a transaction commits (changed_records.py).
"""

from sqlalchemy import select

from ulss_tracker.models import (
    EventKind,
    InboundMessage,
    InboundState,
    Request,
    RequestState,
    db,
)
from ulss_tracker.services.core.changed_records import Changed
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.services.history import history


def sync(changed: Changed) -> None:
    """Accept each message that waits and made a request which is in a case now."""
    requests = changed.requests - changed.new_requests
    if not requests:
        return
    query = (
        select(InboundMessage)
        .join(InboundMessage.request)
        .where(
            InboundMessage.request_id.in_(requests),
            InboundMessage.state == InboundState.WAITING,
            Request.state == RequestState.IN_CASE,
        )
        .order_by(InboundMessage.id)
    )
    for message in db.session.scalars(query):
        if message.proposal.get("made_request"):
            _settle(message)


def _settle(message: InboundMessage) -> None:
    before = {"email_kind": message.kind, "email_state": message.state}
    message.kind, message.state = MailKind.NEW_REQUEST, InboundState.ACCEPTED
    request = message.request
    assert request is not None  # noqa: S101  # nosec B101 - it was found by it
    history.record(
        EventKind.MESSAGE_SORTED,
        None,
        request.case,
        request,
        before=before,
        message=message.id,
        email_kind=message.kind,
        email_state=message.state,
        email_files=0,
    )
