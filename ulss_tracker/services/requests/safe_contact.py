"""Ways that somebody says are safe to reach them: kept with their request, changed by them."""

from dataclasses import dataclass

from ulss_tracker import clock
from ulss_tracker.models import EmailUse, Request, SafeContact, db
from ulss_tracker.services.messaging import stopped_texts
from ulss_tracker.services.messaging.safe_contacts import mobile_number

_NO_TEXTS = "They want no texts, or the number has changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeContactInput:
    """Their answers. Each is the safe answer until they say otherwise."""

    email_use: EmailUse = EmailUse.NEWS
    may_text: bool = False
    times: str = ""
    safe_person: str = ""
    interpreter: str = ""
    words_to_use: str = ""

    @property
    def may_email(self) -> bool:
        """Whether anything at all may be written to their email address."""
        return self.email_use is not EmailUse.NONE


def keep(request: Request, said: SafeContactInput) -> SafeContact:
    """Keep it with a new request, in the caller's transaction."""
    safe_contact = SafeContact(
        request_id=request.id,
        email_use=said.email_use,
        text_to=mobile_number(request.telephone) if said.may_text else "",
        texts_from=clock.now(),
        times=said.times,
        safe_person=said.safe_person,
        interpreter=said.interpreter,
        words_to_use=said.words_to_use,
    )
    db.session.add(safe_contact)
    return safe_contact


def asked_of(request: Request) -> SafeContact | None:
    """The answers given with a request; None where nobody asked."""
    return db.session.get(SafeContact, request.id)


def of_request(request: Request) -> SafeContactInput:
    """The answers given with a request, as they stand; all is allowed where nobody asked."""
    safe_contact = asked_of(request)
    if safe_contact is None:
        return SafeContactInput(email_use=EmailUse.FULL)
    return SafeContactInput(
        email_use=safe_contact.email_use,
        may_text=bool(safe_contact.text_to),
        times=safe_contact.times,
        safe_person=safe_contact.safe_person,
        interpreter=safe_contact.interpreter,
        words_to_use=safe_contact.words_to_use,
    )


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
