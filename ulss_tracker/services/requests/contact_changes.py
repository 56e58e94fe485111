"""Contact details changed on the status page, where the reference and the code alone prove little.

Whoever has both may have read them over a shoulder. What only has less sent, or nothing sent to a
place any more, happens at once: it may be a matter of safety. All else waits for a one-time code
from a contact that was known before and, besides, for one from a second such contact or for a call
by the office. Old and new contact are told, and within a day it can be put back.
"""

import hmac
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    ContactChange,
    ContactChangeState,
    EmailUse,
    EventKind,
    Request,
    User,
    db,
)
from ulss_tracker.services.core import changed_records, references
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import one_time_codes, safe_contacts, to_requesters
from ulss_tracker.services.messaging.one_time_codes import EMAIL, TEXT
from ulss_tracker.services.requests import contact, safe_contact
from ulss_tracker.services.requests.details import CONTACT, Contact, contact_of, safe_of

CODE_LASTS = timedelta(hours=1)
PUT_BACK_WITHIN = timedelta(days=1)
MOST_A_DAY = 5
MOST_WRONG = 5
ADDRESSES = ("email", "telephone", "postal_address")
_EMAIL_USES = (EmailUse.NONE, EmailUse.NEWS, EmailUse.FULL)  # the safest first

Details = dict[str, Any]
"""How somebody is reached: the fields of `Contact`, with `email_use` and `may_text`."""


@dataclass(frozen=True, slots=True)
class ToProve:
    """A change that waits for proof, as much of it as the status page may show.

    `email` and `telephone` are masked, and empty where no code went there.
    """

    email: str = ""
    telephone: str = ""
    email_given: bool = False
    telephone_given: bool = False
    is_for_call: bool = False

    @property
    def may_ask_for_call(self) -> bool:
        """Whether a call may stand for the code that they cannot get."""
        return not self.is_for_call and (self.email_given or self.telephone_given)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The names of what was changed at once, and what became of the rest.

    `is_too_often`: so many changes were asked for within a day that no more codes are sent.
    """

    at_once: tuple[str, ...]
    is_to_prove: bool
    is_too_often: bool


def details(request: Request) -> Details:
    """How the person who asked is reached now, whole."""
    safe = safe_of(request)
    wishes = {"email_use": safe.email_use.value, "may_text": safe.may_text}
    return asdict(contact_of(request)) | wishes


def change(request: Request, typed: Mapping[str, Any], no_longer: Collection[str]) -> Outcome:
    """Do at once what makes a locked request safer, and ask for proof of the rest.

    `typed` is by the names of `details`, and `no_longer` names addresses to use no more.
    """
    now = details(request)
    changed = {name: value for name, value in typed.items() if value != now[name]}
    gone = {name: "" for name in no_longer if now[name] and (name in changed or name not in typed)}
    safer = {name: value for name, value in changed.items() if _is_safer(name, now[name], value)}
    rest = {name: value for name, value in changed.items() if name not in safer}
    if "telephone" in rest and typed.get("may_text"):
        rest["may_text"] = True  # of the new number: what was said of the old one ends with it
    at_once = gone | safer
    if at_once:
        make(request, _begun(request, at_once), None)
    is_too_often = bool(rest) and _count_lately(request) >= MOST_A_DAY
    if rest and not is_too_often:
        _ask_for_proof(request, rest)
    return Outcome(tuple(at_once), bool(rest) and not is_too_often, is_too_often)


def to_prove(request: Request) -> ToProve | None:
    """The change that waits for proof; None where none does."""
    waiting = _waiting(request)
    if waiting is None:
        return None
    masked = contact.mask(contact_of(request))
    return ToProve(
        masked.email if waiting.email_hash else "",
        masked.telephone if waiting.text_hash else "",
        waiting.email_given_at is not None,
        waiting.text_given_at is not None,
        waiting.call_since is not None,
    )


def give(request: Request, codes: Mapping[str, str]) -> frozenset[str]:
    """Take the codes that were typed, by `EMAIL` and `TEXT`; those that are wrong.

    The request is locked. With the second right code the change is made; with the only one that
    could be sent it waits for a call. Raises `Refused` when no change waits, or it is too old.
    """
    waiting = _waiting(request)
    if waiting is None:
        raise Refused("No change of contact details waits for a code")
    hashes = {EMAIL: waiting.email_hash, TEXT: waiting.text_hash}
    typed = {way: references.hash_code(code) for way, code in codes.items() if code.strip()}
    right = {way for way, digest in typed.items() if hmac.compare_digest(digest, hashes[way])}
    now = clock.now()
    if EMAIL in right:
        waiting.email_given_at = waiting.email_given_at or now
    if TEXT in right:
        waiting.text_given_at = waiting.text_given_at or now
    wrong = frozenset(typed) - right
    if wrong:
        waiting.wrong_tries += 1
        if waiting.wrong_tries >= MOST_WRONG:
            waiting.state = ContactChangeState.ENDED
    elif waiting.email_given_at and waiting.text_given_at:
        make(request, waiting, None)
    elif waiting.is_given and not all(hashes.values()):
        _wait_for_call(request, waiting)
    return wrong


def ask_for_call(request: Request) -> None:
    """Have the office telephone in place of the second code. Raises `Refused` before the first."""
    waiting = _waiting(request)
    if waiting is None or not waiting.is_given:
        raise Refused("Give one of the codes first")
    _wait_for_call(request, waiting)


def may_put_back_until(request: Request) -> datetime | None:
    """Until when the last change made online can be put back; None where none can be."""
    last = _last_made(request)
    return last.done_at + PUT_BACK_WITHIN if last and last.done_at else None


def email_before(request: Request) -> str:
    """The email address before the last change of a day; empty where they took it away."""
    last = _last_made(request)
    return str(last.before["email"]) if last and last.wanted.get("email") else ""


def put_back(request: Request) -> None:
    """Put the details of a locked request back as they were. Raises `Refused` after a day."""
    last = _last_made(request)
    if last is None:
        raise Refused("There is no change of contact details to put back")
    restored = {name: last.before[name] for name in last.wanted}
    if "telephone" in restored and last.before["may_text"]:
        restored["may_text"] = True  # of the number from before
    _set(request, restored, None)
    last.state = ContactChangeState.PUT_BACK


def make(request: Request, change: ContactChange, by: User | None) -> None:
    """Make a change that waited, which may be put back for a day; in the caller's transaction."""
    _set(request, change.wanted, by)
    after = details(request)
    # As it is kept: a number that is no mobile one is not texted, nor one that was taken away.
    change.wanted = {name: now for name, now in after.items() if now != change.before[name]}
    change.state, change.done_at = ContactChangeState.DONE, clock.now()


def _is_safer(name: str, now: Any, value: Any) -> bool:
    """Whether less is sent then, or nothing: nobody need prove who they are for that."""
    if name in ADDRESSES:
        return not value
    if name == "email_use":
        return _EMAIL_USES.index(EmailUse(value)) < _EMAIL_USES.index(EmailUse(now))
    return value is not True


def _begun(request: Request, changes: Details) -> ContactChange:
    begun = ContactChange(
        request_id=request.id,
        asked_at=clock.now(),
        state=ContactChangeState.WAITING,
        before=details(request),
        wanted=changes,
    )
    db.session.add(begun)
    return begun


def _ask_for_proof(request: Request, changes: Details) -> None:
    """Begin a change that waits, in place of one that waits already, and send its codes."""
    for earlier in db.session.scalars(newest_first(request, ContactChangeState.WAITING)):
        earlier.state = ContactChangeState.ENDED
        changed_records.note(request=request)  # nobody need call about it
    begun = _begun(request, changes)
    db.session.flush()  # it must have its id
    safe = safe_contact.of_request(request)
    codes = one_time_codes.send(request, safe, once_key=f"one-time:{begun.id}")
    begun.email_hash = references.hash_code(codes[EMAIL]) if EMAIL in codes else ""
    begun.text_hash = references.hash_code(codes[TEXT]) if TEXT in codes else ""
    if not codes:
        _wait_for_call(request, begun)


def _count_lately(request: Request) -> int:
    """How many changes that need proof were asked for within a day."""
    lately = select(func.count(ContactChange.id)).where(
        ContactChange.request_id == request.id,
        ContactChange.asked_at > clock.now() - timedelta(days=1),
        or_(
            ContactChange.email_hash != "",
            ContactChange.text_hash != "",
            ContactChange.call_since.is_not(None),
        ),
    )
    return db.session.scalar(lately) or 0


def _waiting(request: Request) -> ContactChange | None:
    """The change that may still be proved: not too old, and all else is as it was."""
    is_not_too_old = or_(
        ContactChange.call_since.is_not(None), ContactChange.asked_at > clock.now() - CODE_LASTS
    )
    query = newest_first(request, ContactChangeState.WAITING).where(is_not_too_old)
    change = db.session.scalar(query.limit(1))
    return change if change is not None and change.before == details(request) else None


def newest_first(request: Request, state: ContactChangeState) -> Select[ContactChange]:
    """The changes of this request that are in one state, the last asked for first."""
    of_request = ContactChange.request_id == request.id
    query = select(ContactChange).where(of_request, ContactChange.state == state)
    return query.order_by(ContactChange.id.desc())


def _wait_for_call(request: Request, waiting: ContactChange) -> None:
    if waiting.call_since is not None:
        return
    waiting.call_since = clock.now()
    history.record(
        EventKind.CONTACT_CHANGE_ASKED, None, request.case, request, fields=tuple(waiting.wanted)
    )


def _set(request: Request, changes: Details, by: User | None) -> None:
    """Have them reached so from now on, and tell where they were reached before and are now."""
    safe_ways, email_before = safe_contact.of_request(request), request.email
    text_before = safe_ways.text_to if safe_ways else ""
    whole = details(request) | changes
    contact.keep(request, Contact(**{name: whole[name] for name in CONTACT}), by)
    use = EmailUse(changes["email_use"]) if "email_use" in changes else None
    safe_contact.change(request, use, may_text=changes.get("may_text"))
    db.session.flush()
    safe = safe_contacts.of_requests([request.id]).get(request.id)
    to_requesters.tell_of_contact_change(request, email_before, text_before, safe)


def _last_made(request: Request) -> ContactChange | None:
    """The last change made online within a day, where all that it changed is still so."""
    query = select(ContactChange).where(
        ContactChange.request_id == request.id,
        ContactChange.state == ContactChangeState.DONE,
        ContactChange.done_at > clock.now() - PUT_BACK_WITHIN,
    )
    last = db.session.scalar(query.order_by(ContactChange.done_at.desc(), ContactChange.id.desc()))
    if last is None:
        return None
    now = details(request)
    return last if all(now[name] == value for name, value in last.wanted.items()) else None
