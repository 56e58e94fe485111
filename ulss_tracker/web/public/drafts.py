"""Whose journey this is: the key in the session's cookie, and the answers kept under it."""

from collections.abc import Callable

from flask import session

from ulss_tracker import clock
from ulss_tracker.models import Draft
from ulss_tracker.services.requests import drafts, intake, request_status
from ulss_tracker.services.requests.intake import Received
from ulss_tracker.web.public.answers import Answers

OPEN_SECONDS = 15 * 60
SENT, KEPT = "sent", "kept"
_JOURNEY, _STATUS = "journey", "status"
_PRESSED_AT = "pressed_at"


def journey_key() -> str | None:
    """The key of the journey under way in this browser, or None."""
    return session.get(_JOURNEY)


def draft() -> Draft | None:
    """The draft of the journey under way, or None while nothing was kept."""
    return drafts.find(journey_key())


def answers() -> Answers:
    """The answers kept so far; none before the first."""
    current = draft()
    return dict(current.answers) if current else {}


def keep(how: Callable[[Answers], Answers]) -> Draft:
    """Change the answers kept, and begin the journey if this is its first page.

    Where this journey was sent but its confirmation never arrived, what is typed now begins
    another: words are never added to a request that has gone, and never thrown away.
    """
    key = journey_key()
    if key and intake.of_journey(key) is not None:
        mark_sent()
        key = None
    key = key or drafts.new_journey_key()
    session[_JOURNEY] = key
    # Written each time, so that the cookie is signed again and lasts from now.
    session["kept_at"] = int(clock.now().timestamp())
    return drafts.change(key, how)


def with_code() -> str:
    """Put the journey under way in this browser under a code, and return it: it is shown once."""
    code, key = drafts.give_code(journey_key() or "")
    session[_JOURNEY] = key
    return code


def take_up(key: str) -> None:
    """Carry on in this browser with the journey of this key."""
    session[_JOURNEY] = key
    session.permanent = False


def is_carried_on() -> bool:
    """Whether a code opens the journey under way."""
    return drafts.has_code(journey_key() or "")


def stays_open(name: str) -> bool:
    """Whether what was sent, under this name of the session, still opens here: this is a press.

    It closes `OPEN_SECONDS` after the last one, unless they said that the device is theirs alone.
    """
    if name not in session:
        return False
    now = int(clock.now().timestamp())
    # An earlier release wrote no moment: while it is being replaced, the press was just now.
    if not session.permanent and now - int(session.get(_PRESSED_AT, now)) >= OPEN_SECONDS:
        return False
    session[_PRESSED_AT] = now
    return True


def begin_open(name: str, value: object) -> None:
    """Let what was just sent be opened here."""
    session[name] = value
    session[_PRESSED_AT] = int(clock.now().timestamp())


def mark_sent() -> None:
    """The journey is over: what comes now is the confirmation, or another journey."""
    key = session.pop(_JOURNEY, None)
    if key:
        begin_open(SENT, key)
        session.pop("equality_counted", None)


def received() -> Received | None:
    """The request last sent from this browser, or None."""
    return intake.of_journey(session[SENT]) if stays_open(SENT) else None


def is_sent() -> bool:
    """Whether this browser shows a request that was sent, and none is being written."""
    return SENT in session and _JOURNEY not in session


def close(*names: str) -> bool:
    """Forget in this browser what was sent from it, or only these; whether anything was.

    A journey under way stays.
    """
    forgotten = [session.pop(name, None) for name in names or (SENT, _STATUS, KEPT)]
    return any(forgotten)


def is_known() -> bool:
    """Whether this browser holds the key of anything: answers, a request sent, one looked up."""
    return any(name in session for name in (_JOURNEY, SENT, _STATUS, KEPT))


def leave() -> None:
    """Close the request wherever it is open and, but on a device that is theirs alone, forget all.

    Answers that a code opens elsewhere are forgotten here only.
    """
    opened = session.pop(_STATUS, None)
    if opened:
        request_status.leave(opened["reference"])
    if session.permanent:
        return
    if is_carried_on():
        session.pop(_JOURNEY)
    forget()


def forget() -> None:
    """Delete the answers, and all that this browser knows of any journey."""
    drafts.forget(journey_key())
    for name in (_JOURNEY, SENT, "kept_at", _STATUS, KEPT):
        session.pop(name, None)
    session.permanent = False
