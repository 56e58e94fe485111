"""A change of contact details that waits until the office has telephoned."""

from ulss_tracker.models import Message, Request, db
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.requests import request_status
from ulss_tracker.services.requests.details import Contact


def waiting_for_call(request: Request) -> None:
    """Have whoever made the request ask for one, and prove it by the only contact they gave."""
    request_status.change_contact(request.reference, Contact(postal_address="2 New Street\nLeeds"))
    sent = db.select(Message.code).where(
        Message.kind == compose.ONE_TIME_CODE, Message.request_id == request.id
    )
    code = db.session.scalars(sent).one()
    assert not request_status.give_codes(request.reference, email=code, text="")
