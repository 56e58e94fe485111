"""The message that tells somebody their request has arrived, and when it waits for a person."""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Integer, bindparam, select, text

from ulss_tracker import clock
from ulss_tracker.models import Channel, MessageState, Request, db
from ulss_tracker.scheme.time import limit_sentences
from ulss_tracker.services.core import answer_time, office_details
from ulss_tracker.services.messaging import compose

ACKNOWLEDGEMENT = "acknowledgement"
# Whoever fills an address's box with other people's acknowledgements stops there in a day.
MOST_ACKNOWLEDGED = 10
_HELD = (
    f"More than {MOST_ACKNOWLEDGED} online requests gave this address within a day, so it is not "
    "written to by itself"
)
_REQUESTS: Any = Request.__table__
# The request that is one too many of those that gave a box: how many more does not matter.
_ONE_TOO_MANY = (
    select(_REQUESTS.c.id)
    .where(
        _REQUESTS.c.mailbox == bindparam("box"),
        text("mailbox <> ''"),  # as the index says it
        _REQUESTS.c.received_at > bindparam("since"),
        _REQUESTS.c.channel == bindparam("channel"),
    )
    .limit(1)
    .offset(bindparam("most", type_=Integer))
)


def acknowledge(request: Request, code: str) -> None:
    """Add the message that tells the requester their request has arrived.

    By email when they gave an address; else as a letter for a person to print and post, when they
    gave a postal address and did not say that post is unsafe; else nothing is written, and the
    office must telephone. In the request's language. `code` is the secret code of the status page.
    It goes in a letter and never in an email, where whoever reads the mailbox would have it with
    the reference: it was shown on the screen, or is read out by telephone (secret_code.py).
    Where very many online requests gave one address within a day, the email is held back until a
    person sends it. Calling it twice for one request adds one message.
    """
    db.session.flush()  # the request must have its id
    by_post = not request.email
    if by_post and (not request.postal_address or request.may_post is False):
        return
    is_held = not by_post and request.channel is Channel.FORM and _is_flooded(request.mailbox)
    language = request.language if request.language in compose.LANGUAGES else "en"
    in_words = partial(compose.day_in_words, language)
    hear_by = answer_time.hear_by(request)
    subject, body = compose.write(
        f"{language}/acknowledgement.txt",
        reference=request.reference,
        received_at=compose.moment(request.received_at, language),
        status_page=office_details.current().public_url + compose.STATUS_PATH,
        code=compose.CODE_PLACE if by_post else "",
        was_shown_code=request.channel is Channel.FORM,
        telephone=office_details.current().telephone,
        hear_by=in_words(hear_by) if hear_by else "",
        usual_length=limit_sentences.usual_length(language),
        longer=limit_sentences.who_may_have_longer(language, in_words),
    )
    addressee = "\n".join(part for part in (request.requester_name, request.postal_address) if part)
    compose.add_once(
        once_key=f"ack:{request.id}",
        kind=ACKNOWLEDGEMENT,
        by_post=by_post,
        recipient=addressee if by_post else request.email,
        language=language,
        subject=subject,
        body=body,
        code=code if by_post else "",
        state=MessageState.HELD if is_held else MessageState.WAITING,
        last_error=_HELD if is_held else "",
        request_id=request.id,
    )


def mailbox(email: str) -> str:
    """The box that an address leads to: small letters, and nothing after a + in its name."""
    name, at, domain = email.lower().rpartition("@")
    return name.partition("+")[0] + at + domain


def _is_flooded(box: str) -> bool:
    """Whether more online requests than `MOST_ACKNOWLEDGED` gave this box within a day."""
    asked = {
        "box": box,
        "since": clock.now() - timedelta(days=1),
        "channel": Channel.FORM,
        "most": MOST_ACKNOWLEDGED,
    }
    return db.session.connection().scalar(_ONE_TOO_MANY, asked) is not None
