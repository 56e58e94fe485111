"""How to reach somebody who asked: corrected by themselves, or by staff who heard of it.

What was written and has not gone follows the correction: an email goes to the new address, and
nothing goes any more to one that they took away. That may be the one address that is not safe.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile
from ulss_tracker.models import (
    EmailUse,
    EventKind,
    Message,
    MessageState,
    Request,
    SafeContact,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.requests import safe_contact
from ulss_tracker.services.requests.details import (
    CONTACT,
    WISHES,
    Contact,
    mask_email,
    mask_telephone,
    version_token,
)

_NOT_GONE = (MessageState.WAITING, MessageState.FAILED, MessageState.HELD)
_GONE_AWAY = "They use this address no longer. Reach them another way"
_POST_CHANGED = "How to reach them by post has changed. Write again, or telephone them"


@dataclass(frozen=True, slots=True)
class MaskedContact:
    """As much of how to reach somebody as the status page may show: they know it by that.

    Whoever else holds the reference and the code, because they read the mailbox, must not find
    where the person lives or can be reached: of a postal address it says only that there is one.
    """

    email: str = ""
    telephone: str = ""
    has_postal_address: bool = False
    may_leave_message: bool | None = None
    may_post: bool | None = None


def mask(contact: Contact) -> MaskedContact:
    """Hide the details."""
    return MaskedContact(
        email=mask_email(contact.email),
        telephone=mask_telephone(contact.telephone),
        has_postal_address=bool(contact.postal_address),
        may_leave_message=contact.may_leave_message,
        may_post=contact.may_post,
    )


def token_of(request: Request, safe_ways: SafeContact | None) -> str:
    """Another one for other details: tells whether they are as somebody saw them.

    `safe_ways` is what they answered of them, if they were asked.
    """
    safe = (safe_ways.email_use.value, safe_ways.text_to) if safe_ways else ()
    return version_token(request, (*CONTACT, *WISHES), safe)


def correct(
    request: Request,
    contact: Contact,
    by: User,
    *,
    seen: str,
    email_use: EmailUse | None = None,
    ends_texts: bool = False,
    wishes: Mapping[str, bool | None] | None = None,
) -> tuple[str, ...]:
    """Keep the details that staff heard of; the names of those that changed.

    `wishes` is what they said of the ways of `WISHES`; one that is not among them stays. Who wants
    no email is sent none.
    `email_use` is what may be emailed, where they said. `ends_texts`: they want no more; they agree
    to texts themselves and nobody does for them. `seen` is the mark of the details staff were
    looking at. Raises `ChangedMeanwhile`.
    """
    require(by, Permission.WORK_CASES)
    if wishes and wishes.get("may_email") is False:
        email_use = EmailUse.NONE
    ends_texts = ends_texts or bool(wishes and wishes.get("may_text") is False)
    with locked(request):
        safe_ways = safe_contact.of_request(request)
        if token_of(request, safe_ways) != seen:
            raise ChangedMeanwhile(
                "Somebody else changed how to reach them while you were working on it. "
                "Look at it as it is now, then make your change again."
            )
        new_use = email_use if safe_ways is None or safe_ways.email_use is not email_use else None
        may_text = False if ends_texts and safe_ways and safe_ways.text_to else None
        also = {"email_use": new_use, "may_text": may_text}
        new_wishes = {
            name: value
            for name, value in (wishes or {}).items()
            if getattr(request, name) is not value
        }
        named = [*(name for name, value in also.items() if value is not None), *new_wishes]
        changed = keep(request, contact, by, named)
        for name, value in new_wishes.items():
            setattr(request, name, value)
        safe_contact.change(request, new_use, may_text=may_text)
        return changed


def keep(
    request: Request, contact: Contact, by: User | None, also: Sequence[str] = ()
) -> tuple[str, ...]:
    """Keep the corrected details of a locked request; the names of those that changed.

    In the caller's transaction. `by` is None for the person themselves; `also` names what the
    caller keeps of `safe_contact`. The history says which details changed and not what they are:
    it is kept for ever.
    """
    own = [name for name in CONTACT if getattr(request, name) != getattr(contact, name)]
    changed = (*own, *also)
    if not changed:
        return ()
    _follow(request, contact, changed)
    if "telephone" in changed:
        safe_contact.number_changed(request)
    for name in own:
        setattr(request, name, getattr(contact, name))
    request.mailbox = compose.mailbox(request.email)
    history.record(EventKind.CONTACT_CORRECTED, by, request.case, request, fields=changed)
    return changed


def _follow(request: Request, contact: Contact, changed: Collection[str]) -> None:
    """Have what was written to them and has not gone go where they can be reached now."""
    written = (
        select(Message)
        .where(
            Message.request_id == request.id,
            Message.kind.not_in(compose.OFFICE_KINDS),
            Message.by_text.is_(False),  # these go to a number
            or_(Message.state.in_(_NOT_GONE), Message.is_being_posted),
            # What was written to somebody else, or to where they were before, stays as it is.
            or_(Message.by_post, Message.recipient == request.email),
        )
        .order_by(Message.id)
        .with_for_update()
    )
    for message in db.session.scalars(written):
        if message.by_post and {"postal_address", "may_post"} & set(changed):
            if message.is_being_posted:
                message.last_error = f"{_POST_CHANGED}. Cancel it in GOV.UK Notify"
            else:
                _stop(message, _POST_CHANGED)
        elif not message.by_post and "email" in changed and not contact.email:
            _stop(message, _GONE_AWAY)
        elif not message.by_post and "email" in changed:
            message.recipient = contact.email
            # Another message to whoever sends it: no try before was to this address.
            message.taken_as, message.tries, message.created_at = "", 0, clock.now()
            message.came_back_at = None


def _stop(message: Message, why: str) -> None:
    message.state, message.code, message.last_error = MessageState.STOPPED, "", why
