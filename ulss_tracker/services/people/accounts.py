"""Accounts of members of staff: adding, changing, ending them, and the link that sets a password.

What gives anybody more than they had needs two people (agreement.py); a name is corrected, and an
account ended, by one.

A password is never known to an administrator: a link is, which works once and for two days. Its
key is kept only as a hash. An account is never deleted, for history names it; it is made inactive.
"""

import hashlib
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import EventKind, PasswordLink, SecurityKind, User, db
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.services.core import users
from ulss_tracker.services.core.email_addresses import comparable
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.unit_of_work import locked, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.people import calendars, office_identities, passwords, throttling
from ulss_tracker.services.people.agreement import Agreement
from ulss_tracker.services.protection import security_log

LINK_LASTS = timedelta(days=2)
EMAILED_LINK_LASTS = timedelta(minutes=30)
MOST_EMAILED, EMAILED_WINDOW = 3, timedelta(hours=1)
_EMAILED_BYTES = 15  # 120 bits, for half an hour: as long as a message keeps apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The details of a member of staff's account; `law_office` is of a law officer alone."""

    name: str
    email: str
    role: Role
    is_active: bool = True
    law_office: LawOfficer | None = None


def add(account: Account, by: Agreement) -> tuple[User, str]:
    """Add a member of staff; the key of the link with which they set their password.

    Raises `Refused` when the email is another's, and for a law officer without their office.
    """
    check_new(account)
    with transaction():
        # Nobody knows this password: the account opens by the link alone.
        user = users.add(
            email=account.email,
            name=account.name,
            role=account.role,
            password=secrets.token_urlsafe(32),
            law_office=account.law_office,
        )
        history.record(EventKind.PERSON_ADDED, by.made_by, **_values(user))
        return user, make_link(user, replace(by, concerns=user))


def needs_two(user: User, account: Account) -> bool:
    """Whether two people must agree to this change of somebody's account.

    Another role, address or law office, coming back, and whatever changes a law officer's account.
    """
    before, after = _values(user), {**asdict(account), "email": comparable(account.email)}
    if before == after:
        return False
    if Role.LAW_OFFICER in (user.role, account.role):
        return True
    comes_back = account.is_active and not user.is_active
    return comes_back or (user.role, user.email) != (account.role, after["email"])


def change(user: User, account: Account, by: User, *, version: int) -> None:
    """Correct somebody's name or end their account, which one administrator may do alone.

    Raises `ChangedMeanwhile`, and `Refused` for what needs two people, when one would end one's own
    account, or when nobody would be left to manage accounts.
    """
    require(by, Permission.MANAGE_USERS)
    if needs_two(user, account):
        raise Refused("This needs two people: propose it, and somebody else approves it")
    _change(user, account, by, version=version)


def change_by_two(user: User, account: Account, by: Agreement, *, version: int) -> None:
    """Change who somebody is or what they may do, as two people agreed.

    Another role or leaving ends their sessions and their calendar's address. Raises as `change`,
    and `Refused` when the email is another's and for a law officer without their office.
    """
    _change(user, account, by.made_by, version=version)


def check_new(account: Account) -> None:
    """Raise `Refused` where this account cannot be added: before anybody is asked to approve it."""
    _want_office(account)
    if users.by_email(account.email) is not None:
        raise Refused("Somebody with this email address can already sign in")


def check_change(user: User, account: Account, by: User | None) -> None:
    """Raise `Refused` where this change cannot be made, whoever approves it."""
    _want_office(account)
    loses = (user.role, user.is_active) != (account.role, account.is_active)
    if loses and by is not None and user.id == by.id:
        raise Refused("Ask another administrator to change your own role or end your account")
    _keep_a_manager(user, account)
    assignee = users.by_email(account.email)
    if assignee is not None and assignee.id != user.id:
        raise Refused("Somebody with this email address can already sign in")


def _change(user: User, account: Account, by: User | None, *, version: int) -> None:
    with locked(user):
        check_version(user, version)
        check_change(user, account, by)
        loses = (user.role, user.is_active) != (account.role, account.is_active)
        before = _values(user)
        if user.email != comparable(account.email):
            office_identities.forget(user)
        user.name, user.email = account.name, comparable(account.email)
        user.role, user.is_active = account.role, account.is_active
        user.law_office = account.law_office if account.role is Role.LAW_OFFICER else None
        user.version += 1
        if loses:
            user.session_key = secrets.token_urlsafe(32)
            _end_links(user)
            calendars.end_of(user, by)
        history.record(EventKind.PERSON_CHANGED, by, before=before, **_values(user))


def make_link(user: User, by: Agreement) -> str:
    """The key of a new link with which `user` sets a password; any earlier link stops working.

    It is shown once and cannot be read again. Raises `Refused` for somebody who has left.
    """
    check_link(user)
    key = secrets.token_urlsafe(32)
    with transaction():
        _end_links(user)
        db.session.add(
            PasswordLink(
                user_id=user.id,
                key_hash=_hashed(key),
                made_at=clock.now(),
                # At a terminal, where nobody could approve, it is made in their own name.
                made_by_id=(by.made_by or user).id,
                expires_at=clock.now() + LINK_LASTS,
            )
        )
        history.record(EventKind.PASSWORD_LINK_MADE, by.made_by, email=user.email)
    return key


def make_emailed_link(user: User) -> str | None:
    """The key of a link that its owner asked for by email; None where they asked too often.

    It leaves a link that two people agreed to as it is, and takes the place of one emailed before.
    """
    now = clock.now()
    emailed = (PasswordLink.user_id == user.id, PasswordLink.is_emailed)
    with locked(user):
        query = select(func.count()).where(*emailed, PasswordLink.made_at > now - EMAILED_WINDOW)
        if (db.session.scalar(query) or 0) >= MOST_EMAILED:
            return None
        db.session.execute(
            update(PasswordLink).where(*emailed, PasswordLink.used_at.is_(None)).values(used_at=now)
        )
        key = secrets.token_urlsafe(_EMAILED_BYTES)
        db.session.add(
            PasswordLink(
                user_id=user.id,
                key_hash=_hashed(key),
                made_at=now,
                made_by_id=user.id,
                expires_at=now + EMAILED_LINK_LASTS,
                is_emailed=True,
            )
        )
    return key


def check_link(user: User) -> None:
    """Raise `Refused` for somebody who has left: no link opens for them."""
    if not user.is_active:
        raise Refused(f"{user.name} has left: make the account active first")


def opens_for(key: str) -> User | None:
    """Whose password this link sets, or None when it was used, ran out, or never was."""
    link = _open_link(key)
    return link.user if link else None


def set_password(key: str, password: str, *, device: str = "") -> User:
    """Set the password of whoever the link is for; none works any more, and their sessions end.

    Of the browsers they had, none is known any more but `device`, in which they do this.

    Raises `Refused` when the link no longer works or the password is not good enough.
    """
    with transaction():
        link = _open_link(key, for_update=True)
        if link is None:
            raise Refused("This link no longer works: ask for another")
        user = link.user
        _end_links(user)
        _set_password(user, password, device)
    security_log.note(SecurityKind.PASSWORD_SET, by=user)
    return user


def change_own_password(user: User, password: str, *, device: str = "") -> None:
    """Change one's own password; every session of theirs ends, and any link stops working.

    The caller has asked for the password from before. Raises `Refused` when this is not good enough
    or the same. Of their browsers `device` alone is still known.
    """
    if users.hasher.verify(password, user.password_hash):
        raise Refused("This is your password already: choose another")
    with transaction():
        _end_links(user)
        _set_password(user, password, device)


def _set_password(user: User, password: str, device: str) -> None:
    if reason := passwords.why_not(password, user):
        raise Refused(reason)
    user.password_hash = users.hasher.hash(password)
    user.session_key = secrets.token_urlsafe(32)
    throttling.forget_devices(user)
    if device:
        throttling.remember(user, device)
    history.record(EventKind.PASSWORD_SET, user, email=user.email)


def _open_link(key: str, *, for_update: bool = False) -> PasswordLink | None:
    query = (
        select(PasswordLink)
        .join(User, PasswordLink.user_id == User.id)
        .where(
            PasswordLink.key_hash == _hashed(key),
            PasswordLink.used_at.is_(None),
            PasswordLink.expires_at > clock.now(),
            User.is_active,
        )
    )
    if for_update:
        query = query.with_for_update(of=PasswordLink)
    return db.session.scalar(query)


def _end_links(user: User) -> None:
    db.session.execute(
        update(PasswordLink)
        .where(PasswordLink.user_id == user.id, PasswordLink.used_at.is_(None))
        .values(used_at=clock.now())
    )


def _want_office(account: Account) -> None:
    """Refuse a law officer who may sign in and is neither: their decision would be nobody's."""
    if account.role is Role.LAW_OFFICER and account.is_active and account.law_office is None:
        raise Refused("Choose which law officer they are")


def _keep_a_manager(user: User, account: Account) -> None:
    """Refuse what would leave nobody to manage accounts."""
    if account.is_active and may(account.role, Permission.MANAGE_USERS):
        return
    managers = [role for role in Role if may(role, Permission.MANAGE_USERS)]
    query = select(func.count(User.id)).where(
        User.is_active, User.role.in_(managers), User.id != user.id
    )
    if not db.session.scalar(query):
        raise Refused("Somebody must be left who can manage accounts")


def _values(user: User) -> dict[str, Any]:
    return history.values_of(user, "name", "email", "role", "is_active", "law_office")


def _hashed(key: str) -> str:
    """The key is random and long: a plain hash gives nothing away."""
    return hashlib.sha256(key.encode()).hexdigest()
