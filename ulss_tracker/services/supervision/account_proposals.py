"""Proposals about accounts: one administrator proposes, a supervisor or another approves.

What is approved takes effect at once, and whoever it is about is told at the address they had.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Unpack

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import (
    AccountProposal,
    EventKind,
    ProposalEnd,
    ProposalKind,
    SecurityKind,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core.email_addresses import comparable
from ulss_tracker.services.core.paging import Ordering, Rows
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.table import NO_FILTERS, Column, Filter, Place, Table
from ulss_tracker.services.core.unit_of_work import locked, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import account_emails
from ulss_tracker.services.people import (
    accounts,
    agreement,
    dormancy,
    office_identities,
    second_factor,
)
from ulss_tracker.services.people.accounts import Account
from ulss_tracker.services.people.agreement import Agreement
from ulss_tracker.services.protection import security_log

LASTS = timedelta(days=7)
"""A proposal that nobody approved by then must be made again: what it rested on is old."""

TABLE = Table(
    title="Proposals about accounts",
    columns=(
        Column("proposed", "Proposed", order=Ordering("proposed", AccountProposal.id)),
        Column("who", "Who"),
        Column("what", "What"),
        Column("by", "Proposed by"),
        Column("status", "Status"),
    ),
    filters=(
        Filter(
            "state",
            "Status",
            lambda state: AccountProposal.ended_at.is_(None) == (state == "waiting"),
            [("waiting", "Waiting"), ("ended", "Ended")],
            "Waiting or ended",
        ),
    ),
    default="-proposed",
    heads="who",
)


@dataclass(frozen=True, slots=True)
class AppliedProposal:
    """A proposal that took effect: for whom, and the key of a password link, to be shown once."""

    person: User
    key: str | None = None


def propose_new(account: Account, by: User | None) -> AccountProposal | AppliedProposal:
    """Propose that somebody be added; `by` is none at a terminal.

    Done at once where nobody could approve it, as is every proposal of a terminal.

    Raises `NotAllowed`, and `Refused` where no such account can be added.
    """
    _check_may(by)
    accounts.check_new(account)
    return _propose(AccountProposal(kind=ProposalKind.ADD, **_fields(account)), by)


def change(
    user: User, account: Account, by: User, *, version: int
) -> AccountProposal | AppliedProposal:
    """Change an account at once where one administrator may, and propose what needs two people.

    Raises as `accounts.change`.
    """
    _check_may(by)
    if not accounts.needs_two(user, account):
        with transaction():
            was_active = user.is_active
            accounts.change(user, account, by, version=version)
            if was_active and not user.is_active:
                _tell(user, user.email, ProposalKind.CHANGE)
        security_log.note(SecurityKind.ACCOUNT_CHANGED, by=by, about=user, detail=_now_is(user))
        return AppliedProposal(user)
    check_version(user, version)
    accounts.check_change(user, account, by)
    proposal = AccountProposal(
        kind=ProposalKind.CHANGE, person=user, person_version=version, **_fields(account)
    )
    return _propose(proposal, by)


def propose_link(user: User, by: User | None) -> AccountProposal | AppliedProposal:
    """Propose a link with which `user` sets a new password. Raises `Refused` for who has left."""
    _check_may(by)
    accounts.check_link(user)
    return _propose(AccountProposal(kind=ProposalKind.PASSWORD_LINK, person=user), by)


def propose_reset(user: User, by: User | None) -> AccountProposal | AppliedProposal:
    """Propose that the second factor of `user` be reset.

    Raises `Refused` for one's own, and where none is set up.
    """
    _check_may(by)
    if by is not None and by.id == user.id:
        raise Refused("Ask another administrator to reset your own second factor")
    if not second_factor.has_any(user):
        raise Refused(f"{user.name} has no second factor")
    return _propose(AccountProposal(kind=ProposalKind.RESET_FACTOR, person=user), by)


def propose_wake(user: User, by: User | None) -> AccountProposal | AppliedProposal:
    """Propose that somebody sign in again whose account is asleep. Raises `Refused` where not."""
    _check_may(by)
    dormancy.check_wake(user)
    return _propose(AccountProposal(kind=ProposalKind.WAKE, person=user), by)


def ask_to_join(user: User, issuer: str, subject: str) -> None:
    """Propose that whoever signed in at the office's provider come in as `user` from now on.

    They are told at once, and a supervisor is asked; the same person there is asked about once.
    """
    with locked(user):  # two sign-ins at once make one
        waiting = select(AccountProposal.id).where(
            AccountProposal.person_id == user.id,
            AccountProposal.issuer == issuer,
            AccountProposal.subject == subject,
            AccountProposal.ended_at.is_(None),
            AccountProposal.proposed_at > clock.now() - LASTS,
        )
        if db.session.scalar(waiting) is not None:
            return
        proposal = AccountProposal(
            kind=ProposalKind.JOIN_PROVIDER,
            person=user,
            person_version=user.version,
            issuer=issuer,
            subject=subject,
        )
        _add_waiting(proposal, None, agreement.approvers(user))
        _tell(user, user.email, "join_asked")


def approve(proposal_id: int, by: User) -> AppliedProposal:
    """Approve what somebody else proposed: it takes effect, and whoever it is about is told.

    Raises `NotAllowed`, `NotFound`, and `Refused` for one's own, for what has ended or run out, and
    where the account is no longer as it was when this was proposed.
    """
    with transaction():
        proposal = _locked(proposal_id)
        if proposal.proposed_at <= clock.now() - LASTS:
            raise Refused("This was proposed more than a week ago: it must be proposed again")
        both = Agreement(proposal.person, proposal.proposed_by, by)
        _end(proposal, ProposalEnd.APPROVED, by)
        done = _carry_out(proposal, both)
    _note_done(proposal.kind, done, by)
    return done


def refuse(proposal_id: int, by: User) -> None:
    """Refuse a proposal, or withdraw one's own. Raises `NotAllowed`, `NotFound` and `Refused`."""
    require(by, Permission.APPROVE_ACCOUNTS)
    with transaction():
        proposal = _locked(proposal_id)
        is_own = proposal.proposed_by_id == by.id
        _end(proposal, ProposalEnd.WITHDRAWN if is_own else ProposalEnd.REFUSED, by)
    kind = SecurityKind.ACCOUNT_REFUSED
    security_log.note(kind, by=by, about=proposal.person, detail=proposal.kind.value)


def why_not_approve(proposal: AccountProposal, by: User) -> str:
    """Why `by` cannot approve this; "" when they can."""
    if proposal.proposed_at <= clock.now() - LASTS:
        return "This was proposed more than a week ago: it must be proposed again"
    return agreement.why_not(by, proposal.person, proposal.proposed_by)


def get(proposal_id: int) -> AccountProposal:
    """The proposal with this id. Raises `NotFound`."""
    query = _with_people().where(AccountProposal.id == proposal_id)
    return existing(db.session.scalar(query), "There is no such proposal")


def page(
    filters: Mapping[str, Any] = NO_FILTERS,
    *,
    about_id: int | None = None,
    **place: Unpack[Place],
) -> Rows[AccountProposal]:
    """A page of proposals, the newest first; `about_id` leaves those about one person's account."""
    query = _with_people()
    if about_id is not None:
        query = query.where(AccountProposal.person_id == about_id)
    return TABLE.rows(query, filters, **place)


def count_waiting() -> int:
    """How many wait to be approved."""
    query = select(func.count(AccountProposal.id)).where(*TABLE.conditions({"state": "waiting"}))
    return db.session.scalar(query) or 0


def _check_may(by: User | None) -> None:
    if by is not None:
        require(by, Permission.MANAGE_USERS)


def _propose(proposal: AccountProposal, by: User | None) -> AccountProposal | AppliedProposal:
    with transaction():
        others = agreement.approvers(proposal.person, by)
        if by is None and not others:
            done = _carry_out(proposal, Agreement(proposal.person, None, None))
            _note_done(proposal.kind, done, None)
            return done
        _add_waiting(proposal, by, others)
    return proposal


def _add_waiting(proposal: AccountProposal, by: User | None, approvers: Sequence[User]) -> None:
    """Keep a proposal until one of these approves it, and ask them by email."""
    with transaction():
        proposal.proposed_at, proposal.proposed_by = clock.now(), by
        db.session.add(proposal)
        history.record(
            EventKind.ACCOUNT_PROPOSED,
            by,
            what=proposal.kind,
            name=proposal.name,
            email=_email(proposal),
            role=proposal.role,
            is_active=proposal.is_active,
            law_office=proposal.law_office,
        )
        for approver in approvers:
            account_emails.ask_to_approve(
                approver.email, once_key=f"account:{proposal.id}:{approver.id}", number=proposal.id
            )
    kind = SecurityKind.ACCOUNT_PROPOSED
    security_log.note(kind, by=by, about=proposal.person, detail=proposal.kind.value)


def _note_done(kind: ProposalKind, done: AppliedProposal, by: User | None) -> None:
    security_log.note(_NOTED_AS[kind], by=by, about=done.person, detail=_now_is(done.person))


def _now_is(person: User) -> str:
    """The role they have now, or that they have left: a word for the security log."""
    return person.role.value if person.is_active else "left"


def _carry_out(proposal: AccountProposal, by: Agreement) -> AppliedProposal:
    """Do what two people agreed, and tell whoever it is about at the address they had."""
    if proposal.kind is ProposalKind.ADD:
        return AppliedProposal(*accounts.add(_account(proposal), by))
    person = proposal.person
    assert person is not None  # noqa: S101 - all but who is to be added are about one
    was_at = person.email
    key = _DOING[proposal.kind](proposal, person, by)
    _tell(person, was_at, proposal.kind)
    return AppliedProposal(person, key)


def _tell(person: User, was_at: str, what: str) -> None:
    account_emails.tell_of_change(
        was_at, once_key=f"account:{what}:{person.id}:{clock.now().isoformat()}", what=str(what)
    )


def _change(proposal: AccountProposal, person: User, by: Agreement) -> None:
    accounts.change_by_two(person, _account(proposal), by, version=_version(proposal))


def _join(proposal: AccountProposal, person: User, _by: Agreement) -> None:
    assert proposal.issuer and proposal.subject  # noqa: S101 - it says who is to be joined to it
    check_version(person, _version(proposal))
    office_identities.join(person, proposal.issuer, proposal.subject)


def _version(proposal: AccountProposal) -> int:
    """The version of the account that was looked at, or found by its address."""
    assert proposal.person_version is not None  # noqa: S101 - a change and a joining say it
    return proposal.person_version


_NOTED_AS = {
    ProposalKind.ADD: SecurityKind.ACCOUNT_ADDED,
    ProposalKind.CHANGE: SecurityKind.ACCOUNT_CHANGED,
    ProposalKind.PASSWORD_LINK: SecurityKind.PASSWORD_LINK_MADE,
    ProposalKind.RESET_FACTOR: SecurityKind.FACTOR_RESET,
    ProposalKind.WAKE: SecurityKind.ACCOUNT_WOKEN,
    ProposalKind.JOIN_PROVIDER: SecurityKind.PROVIDER_JOINED,
}
_DOING: dict[ProposalKind, Callable[[AccountProposal, User, Agreement], str | None]] = {
    ProposalKind.CHANGE: _change,
    ProposalKind.PASSWORD_LINK: lambda _proposal, person, by: accounts.make_link(person, by),
    ProposalKind.RESET_FACTOR: lambda _proposal, person, by: second_factor.reset(person, by),
    ProposalKind.WAKE: lambda _proposal, person, by: dormancy.wake(person, by),
    ProposalKind.JOIN_PROVIDER: _join,
}
"""The act on a person's account of each kind; it gives the key of a link where it makes one."""


def _end(proposal: AccountProposal, outcome: ProposalEnd, by: User) -> None:
    proposal.ended_at, proposal.ended_by, proposal.outcome = clock.now(), by, outcome
    history.record(
        EventKind.ACCOUNT_PROPOSAL_ENDED,
        by,
        what=proposal.kind,
        email=_email(proposal),
        outcome=outcome,
    )


def _locked(proposal_id: int) -> AccountProposal:
    """The proposal, which nobody else may end meanwhile. Raises `NotFound`, and `Refused`."""
    proposal = existing(
        db.session.get(AccountProposal, proposal_id, populate_existing=True, with_for_update=True),
        "There is no such proposal",
    )
    if proposal.ended_at is not None:
        raise Refused("This proposal has ended")
    return proposal


def _with_people() -> Select[AccountProposal]:
    return select(AccountProposal).options(
        joinedload(AccountProposal.person),
        joinedload(AccountProposal.proposed_by),
        joinedload(AccountProposal.ended_by),
    )


def _fields(account: Account) -> dict[str, object]:
    return asdict(account) | {"email": comparable(account.email)}


def _account(proposal: AccountProposal) -> Account:
    assert proposal.role is not None  # noqa: S101 - a proposal of this kind says how it is to be
    return Account(
        name=proposal.name,
        email=proposal.email,
        role=proposal.role,
        is_active=proposal.is_active,
        law_office=proposal.law_office,
    )


def _email(proposal: AccountProposal) -> str:
    """Whose account it is about, as the history names it."""
    return proposal.person.email if proposal.person else proposal.email
