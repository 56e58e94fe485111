"""Ways that somebody says are safe to reach them: kept with their request, changed by them."""

from ulss_tracker import clock
from ulss_tracker.models import EmailUse, Request, SafeContact, db
from ulss_tracker.services.messaging import stopped_texts
from ulss_tracker.services.messaging.safe_contacts import mobile_number
from ulss_tracker.services.requests.details import SAFE_TEXTS, SafeContactInput

_NO_TEXTS = "They want no texts, or the number has changed"


def keep(request: Request, entered: SafeContactInput) -> SafeContact:
    """Keep it with a new request, in the caller's transaction."""
    safe_contact = SafeContact(
        request_id=request.id,
        email_use=entered.email_use,
        text_to=mobile_number(request.telephone) if entered.may_text else "",
        texts_from=clock.now(),
        **{name: getattr(entered, name) for name in SAFE_TEXTS},
    )
    db.session.add(safe_contact)
    return safe_contact


def of_request(request: Request) -> SafeContact | None:
    """The answers given with a request; None where nobody asked."""
    return db.session.get(SafeContact, request.id)


def change(request: Request, email_use: EmailUse | None, *, may_text: bool | None) -> None:
    """Keep what they say again on the status page; None leaves a matter as it is."""
    safe_contact = db.session.get(SafeContact, request.id, with_for_update=True)
    if safe_contact is None:
        if email_use is None and may_text is None:
            return
        safe_contact = keep(request, SafeContactInput(email_use=EmailUse.FULL))
    if email_use is not None:
        safe_contact.email_use = email_use
    if may_text is not None:
        safe_contact.text_to = mobile_number(request.telephone) if may_text else ""
        safe_contact.texts_from = clock.now()
    if not safe_contact.text_to:
        stopped_texts.stop_texts(request.id, _NO_TEXTS)


def number_changed(request: Request) -> None:
    """End texts to a number that is not theirs any more, unless they agree to them again."""
    safe_contact = db.session.get(SafeContact, request.id, with_for_update=True)
    if safe_contact is not None and safe_contact.text_to:
        safe_contact.text_to = ""
        stopped_texts.stop_texts(request.id, _NO_TEXTS)
