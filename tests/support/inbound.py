"""Messages as people send them."""

from datetime import UTC, datetime
from email.message import EmailMessage

from ulss_tracker.models import InboundMessage, Request, db
from ulss_tracker.services.correspondence import mailbox, taking

ARRIVED = datetime(2026, 10, 14, 12, tzinfo=UTC)
BODY = (
    "Dear Sir or Madam,\n\nI was robbed by Lee Exford. He was sentenced to two years at Leeds "
    "Crown Court on 9 October 2026. Please review it, it is too lenient.\n\nAnn Example\n"
)


def email(body: str = BODY, **headers: str) -> EmailMessage:
    """A message from Ann Example of 14 October 2026; `headers` have _ for -."""
    made = EmailMessage()
    said = {
        "From": "Ann Example <ann@example.org>",
        "To": "uls@example.gov.uk",
        "Subject": "A sentence",
        "Date": "Wed, 14 Oct 2026 10:00:00 +0100",
        "Message-ID": "<one@example.org>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in said.items():
        made[name] = value
    made.set_content(body)
    return made


def take(body: str = BODY, **headers: str) -> InboundMessage:
    """The same message, taken in as it arrives."""
    return taking.take(email(body, **headers).as_bytes(), received_at=ARRIVED).message


def again(message: InboundMessage) -> InboundMessage:
    """The message as the database holds it now."""
    db.session.expire_all()
    return mailbox.get(message.id)


def about(request: Request, number: int = 0) -> InboundMessage:
    """A message that says more about a request, taken in."""
    made = email(
        "The judge was HHJ Example.",
        Subject=f"Re: {request.reference}",
        Message_ID=f"<about{number}@example.org>",
    )
    return taking.take(made.as_bytes()).message
