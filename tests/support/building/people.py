"""People of the office: their accounts, sessions and duty."""

import secrets
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.models import AccountProposal, Case, CaseReader, DutyShift, StaffSession, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import hasher
from ulss_tracker.services.people import accounts, duty_spans, rota, staff_sessions
from ulss_tracker.services.people.agreement import Agreement
from ulss_tracker.services.supervision import account_proposals

PASSWORD = "a long enough password"


@cache
def _password_hash() -> str:
    """Hashing is slow on purpose: once for all the tests' people."""
    return hasher.hash(PASSWORD)


def user(role: Role = Role.CASEWORKER, *, email: str | None = None, name: str = "") -> User:
    """The member of staff with this email (by default one for each role), with `PASSWORD`."""
    email = email or f"{role.value.replace('_', '-')}@example.org"
    found = db.session.scalar(select(User).where(User.email == email))
    if found is not None:
        return found
    with transaction():
        made = User(
            email=email,
            name=name or f"Test {role.label}",
            role=role,
            law_office=LawOfficer.ATTORNEY_GENERAL if role is Role.LAW_OFFICER else None,
            password_hash=_password_hash(),
            session_key=secrets.token_urlsafe(32),
            created_at=clock.now(),
        )
        db.session.add(made)
        db.session.flush()  # its id is needed where the transaction is another's
    return made


def agreed(concerns: User | None = None) -> Agreement:
    """What two administrators agreed about somebody's account."""
    second = user(
        Role.ADMINISTRATOR, email="second-administrator@example.org", name="Second Administrator"
    )
    return Agreement(concerns, user(Role.ADMINISTRATOR), second)


def password_link(person: User) -> str:
    """The key of a link with which they set a password, as two administrators agreed."""
    return accounts.make_link(person, agreed(person))


def proposal(person: User) -> AccountProposal:
    """A proposal that waits: a password link for this person."""
    made = account_proposals.propose_link(person, user(Role.ADMINISTRATOR))
    assert isinstance(made, AccountProposal)
    return made


def session_of(person: User) -> dict[str, object]:
    """What a cookie holds with which they are signed in, whenever the test's clock says it is."""
    with transaction():
        key = staff_sessions.begin(person)
        begun = db.session.scalars(select(StaffSession).order_by(StaffSession.id.desc())).first()
        assert begun
        begun.begun_at = begun.seen_at = datetime(9000, 1, 1, tzinfo=UTC)
    return {"_user_id": person.session_key, "_fresh": True, "session_key": key}


def name_everywhere(counsel: User) -> None:
    """Name counsel on every case there is: nothing else opens to them."""
    by = user(Role.SUPERVISOR)
    with transaction():
        for case_id in db.session.scalars(select(Case.id)).all():
            db.session.add(
                CaseReader(
                    case_id=case_id, user_id=counsel.id, named_at=clock.now(), named_by_id=by.id
                )
            )


def on_duty(who: User | None = None, *, weeks: int = 12) -> DutyShift:
    """Somebody on duty from now on, by day and by night: the first of so many weeks."""
    now = clock.now()
    asked = rota.ShiftInput(
        person=who or user(), starts_at=now, ends_at=duty_spans.days_later(now, 7)
    )
    return rota.add(asked, user(Role.SUPERVISOR), weeks=weeks)[0]
