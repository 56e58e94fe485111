"""Who is signed in, and when the database may be written."""

from contextlib import suppress
from datetime import timedelta

from flask import Flask, Response, current_app, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf import CSRFProtect

from ulss_tracker import clock
from ulss_tracker.models import SecurityKind, User, locks_at_once, may_write
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.law import law
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.core.unit_of_work import DatabaseRefused
from ulss_tracker.services.operations import restored_copy
from ulss_tracker.services.people import sign_in, staff_sessions
from ulss_tracker.services.protection import access_filter, security_log
from ulss_tracker.services.protection.access_filter import Reader
from ulss_tracker.services.waiting import assignment_rules
from ulss_tracker.web.core import devices
from ulss_tracker.web.core.own_transaction import own_transaction

LONGEST_WAIT_FOR_CODE = 60 * 10
CODE_IS_FRESH = 60 * 5
FIRST_OWN_ERROR = 500
_TOKEN = "csrf_token"  # noqa: S105 - its name
WARNED_BEFORE = timedelta(minutes=5)
_CARRIED = ("language", "by_provider", "kept_form")
"""All that a new session knows of the one before: the language, by whom one came in, and the number
of a form that waits for whoever sent it."""
READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

csrf = CSRFProtect()
login_manager = LoginManager()


class SignedIn(UserMixin):
    """A member of staff as Flask-Login knows them."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.user = reader.user

    def get_id(self) -> str:
        """Return the key in the cookie, which can be changed to end every session of theirs."""
        return self.user.session_key


def set_up(app: Flask) -> None:
    """Join sign-in, form tokens and the reading/writing rule to the application."""
    app.session_interface = CookieOutlivesErrors()
    csrf.init_app(app)
    login_manager.init_app(app, add_context_processor=False)
    login_manager.session_protection = "basic"
    app.before_request(_let_only_posts_write)
    app.after_request(_keep_use)
    app.teardown_request(_let_all_write)
    app.context_processor(_context)


def staff() -> User:
    """The signed-in member of staff; only for pages that the access table closes to others."""
    user = staff_or_none()
    assert user is not None  # noqa: S101 - the table asked already
    return user


def staff_or_none() -> User | None:
    """The signed-in member of staff, or None on a page open to anyone."""
    reader = reader_or_none()
    return reader.user if reader else None


def reader_or_none() -> Reader | None:
    """Whoever is signed in, and whether any case is hidden from them: found once in a request."""
    if "reader" not in g:
        g.reader = current_user.reader if current_user.is_authenticated else None
        g.staff_id = g.reader.user.id if g.reader else None
    reader: Reader | None = g.reader
    return reader


def staff_id() -> int | None:
    """The number of whoever is signed in: known also when what the page read is done with."""
    reader_or_none()
    number: int | None = g.get("staff_id")
    return number


def forget_staff() -> None:
    """Draw the rest of this page without asking the database who is signed in."""
    g.reader = None


def begin(user: User, way: str) -> None:
    """Begin a session of this person's, in this browser, with a key of its own: none beside it.

    `way` is how they came in, for the security log: "passkey", say.
    """
    if own_key():
        staff_sessions.sign_out(own_key())
    _begin_anew()
    login_user(SignedIn(Reader(user)))
    device = devices.remember()
    address = request.remote_addr or ""
    session["begun_at"] = _now()
    session["session_key"] = staff_sessions.begin(user, device=device, address=address)
    sign_in.came_in(user, device, way)


def wants_code() -> bool:
    """Whether staff sign in with a code besides the password, as the settings say."""
    return bool(current_app.config["SECOND_FACTOR"])


def await_code(user: User) -> None:
    """Remember, for ten minutes, that this person gave their password: they are not signed in."""
    _begin_anew()
    session["password_of"] = user.session_key
    way = "provider" if session.get("by_provider") else ""
    security_log.note(SecurityKind.PASSWORD_GIVEN, by=user, detail=way)
    session["password_at"] = _now()


def awaiting_code() -> User | None:
    """Whoever gave their password and must give a code yet."""
    key = session.get("password_of")
    if key is None or _now() - int(session["password_at"]) > LONGEST_WAIT_FOR_CODE:
        return None
    reader = access_filter.by_session_key(key)
    return reader.user if reader else None


def code_given() -> None:
    """Remember when this person last gave a code."""
    session["code_at"] = _now()


def stepped_up(user: User) -> None:
    """Remember that whoever is signed in gave a fresh code, in a session with a new key."""
    session["session_key"] = staff_sessions.renew(own_key())
    code_given()
    security_log.note(SecurityKind.STEPPED_UP, by=user)


def code_given_elsewhere() -> None:
    """Remember that the office's provider vouched for a second factor: nobody says how fresh."""
    session["code_at"] = 0


def is_code_fresh() -> bool:
    """Whether this person gave a code within the last five minutes."""
    code_at = session.get("code_at")
    return code_at is not None and _now() - int(code_at) <= CODE_IS_FRESH


def _begin_anew() -> None:
    """Carry nothing over from before that opens anything: no fixation."""
    carried = {name: session[name] for name in _CARRIED if name in session}
    session.clear()
    session.update(carried)
    session.permanent = True
    g.pop("reader", None)
    g.pop("csrf_token", None)  # the token made for this page was the old session's


def own_key() -> str:
    """The key of this session; "" where there is none."""
    return str(session.get("session_key", ""))


def use() -> None:
    """Write down that this session is used now: it lasts another half an hour."""
    staff_sessions.use(own_key())


def leave_unused() -> None:
    """Let this request be no use of the session: nobody asked for it but a page's script."""
    g.is_no_use = True


def lost_key() -> str:
    """The key that came with this request and opened nothing any more; "" for none."""
    reader_or_none()
    return str(g.get("lost_session", ""))


def end() -> None:
    """End this session."""
    staff_sessions.sign_out(own_key())
    logout_user()
    session.clear()
    g.pop("reader", None)


def _context() -> dict[str, object]:
    reader = reader_or_none()
    return {
        "staff": reader.user if reader else None,
        "warn_in": _warn_in() if reader else 0,
        "restored_from": reader.restored_from if reader else None,
        "may_confirm_restore": bool(reader and may(reader.user.role, Permission.CONFIRM_RESTORE)),
    }


def _warn_in() -> int:
    """The seconds until a page opened now must ask when its session ends, to warn in time."""
    until_unused = staff_sessions.IDLE - staff_sessions.SEEN_AFTER - WARNED_BEFORE
    begun_at = int(session.get("begun_at", _now()))
    until_longest = begun_at - _now() + (staff_sessions.LONGEST - WARNED_BEFORE).total_seconds()
    return max(0, int(min(until_unused.total_seconds(), until_longest)))


@login_manager.user_loader
def _load(session_key: str) -> SignedIn | None:
    if wants_code() and "code_at" not in session:
        return None  # a session from before the setting was on
    reader = access_filter.by_session_key(
        session_key,
        assignment_rules.COUNT,
        restored_copy.AS_OF,
        law_in_force.LATEST,
        staff_sessions.seen_at(own_key(), devices.device()),
    )
    if reader is None or reader.seen_at is None:
        g.lost_session = own_key()
        return None
    law.obey(law_in_force.after(reader.law_after))
    return SignedIn(reader)


def _keep_use(response: Response) -> Response:
    """Write down that the session was used, or that it has ended: in a transaction of its own.

    Where the database is busy, the next page that is asked for does it: nobody waits for this.
    """
    lost, reader = g.pop("lost_session", ""), g.get("reader")
    was_used = (
        reader is not None
        and reader.seen_at is not None
        and clock.now() - reader.seen_at > staff_sessions.SEEN_AFTER
        and "is_no_use" not in g
    )
    if lost or was_used:
        with suppress(DatabaseRefused), own_transaction(waits=False):
            if lost:
                staff_sessions.end_lost(lost, devices.device())
            else:
                use()
    return response


class CookieOutlivesErrors(SecureCookieSessionInterface):
    """Keeps the session in the cookie, which an answer that failed leaves as it came.

    Whatever was done to the session before something broke was not done: nobody is signed out, or
    in, by an error. The short form while the database is away needs its token.
    """

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Send the cookie, unless the answer is an error of ours."""
        if response.status_code >= FIRST_OWN_ERROR:
            came = self.open_session(app, request)
            if came is None or _TOKEN in came or _TOKEN not in session:
                return
            came[_TOKEN] = session[_TOKEN]
            session = came
        super().save_session(app, session, response)


def _now() -> int:
    return int(clock.now().timestamp())


def _let_all_write(_error: BaseException | None) -> None:
    may_write.set(True)
    locks_at_once.set(True)


def _let_only_posts_write() -> None:
    may_write.set(request.method not in READING_METHODS)
    locks_at_once.set(False)
