"""Cases and requests that a message may be about, where no reference of ours says which."""

from datetime import date

from sqlalchemy import select, text

from ulss_tracker.models import Case, InboundMessage, Request, db
from ulss_tracker.services.correspondence import as_request, corrections
from ulss_tracker.services.correspondence.corrections import Field
from ulss_tracker.services.matching import candidates, named_cases
from ulss_tracker.services.matching.indexing import subject_of_words
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.requests.details import RequestDetails

MOST = 5


def cases_of(message: InboundMessage) -> list[Case]:
    """The cases that the words of a message name, as far as this person may open them.

    None for one that is about a request already.
    """
    if message.request_id is not None:
        return []
    read = corrections.current(message)
    day, offender = str(read[Field.SENTENCED_ON]), str(read[Field.OFFENDER])
    words = f"{message.subject}\n{message.words}"
    named = named_cases.find(words, [offender], date.fromisoformat(day) if day else None)
    return list(named.cases[:MOST])


def requests_of(message: InboundMessage) -> list[Request]:
    """The requests that a message may be about: of the same sender, then those like its words.

    None for one that is about a request already.
    """
    if message.request_id is not None:
        return []
    found = {request.id: request for request in [*_of_sender(message), *_like(message)]}
    return list(found.values())[:MOST]


def _of_sender(message: InboundMessage) -> list[Request]:
    if not message.sender_email:
        return []
    is_of_sender = Request.mailbox == compose.mailbox(message.sender_email)
    query = select(Request).where(is_of_sender, text("mailbox <> ''"))  # as the index says it
    return list(db.session.scalars(query.order_by(Request.received_at.desc()).limit(MOST)))


def _like(message: InboundMessage) -> list[Request]:
    read = corrections.current(message)
    if not read[Field.OFFENDER]:
        return []
    court, day = str(read[Field.COURT]), str(read[Field.SENTENCED_ON])
    details = RequestDetails(
        offender_name=str(read[Field.OFFENDER]),
        court_id=as_request.court_id(court),
        court_text=court,
        sentenced_on=date.fromisoformat(day) if day else None,
    )
    wanted = subject_of_words(details.columns | {"received_at": message.received_at})
    like = candidates.like_subject(wanted)
    return [each.request for each in like if each.request is not None and each.is_suggested]
