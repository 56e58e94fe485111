"""Naming people on a case, and sealing it: it then opens only to those who are named on it.

Counsel is named on each case they are instructed in, sealed or not. `access_filter.py` keeps the
rule; here a case is sealed, opened again, and people are named on it.
"""

from collections.abc import Sequence

from sqlalchemy import (
    Select,
    and_,
    or_,
    select,
    update,
)
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused, existing
from ulss_tracker.models import (
    Case,
    CaseMerge,
    CaseReader,
    EventKind,
    Message,
    MessageState,
    Restriction,
    RestrictionKind,
    Review,
    User,
    Wait,
    WaitNotice,
    db,
)
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import holders
from ulss_tracker.services.protection.access_filter import reading_as_office

_NOT_NAMED = "The case was sealed, and whoever had it was not named on it"
_SEALED_SINCE = "The case was sealed before this was sent"
IN_FORCE = and_(Restriction.kind == RestrictionKind.SEALED, Restriction.ended_at.is_(None))


def is_sealed(case: Case) -> bool:
    """Whether the case is sealed now."""
    return seal_of(case) is not None


def seal_of(case: Case) -> Restriction | None:
    """The case's seal that is in force; None where it is open to the office."""
    query = select(Restriction).where(Restriction.case_id == case.id, IN_FORCE)
    return db.session.scalar(query)


def readers(case: Case) -> list[User]:
    """Those named on the case, by name."""
    query = select(User).join(CaseReader, CaseReader.user_id == User.id)
    query = query.where(CaseReader.case_id == case.id).order_by(User.name, User.id)
    return list(db.session.scalars(query))


def open_reviews(case: Case) -> list[Review]:
    """The reviews that are not closed, of the case and of those that are sealed with it."""
    together = (case, *_joined_to(case))
    return [review for case in together for review in case.reviews if review.outcome is None]


def may_see(case: Case, user: User) -> bool:
    """Whether the case opens to this person: a sealed one only if they are named on it."""
    if not is_sealed(case) and not user.role.sees_named_cases_only:
        return True
    return any(reader.id == user.id for reader in readers(case))


def opens_to(case: Case | None, person: User | None) -> bool:
    """Whether something of the case may be written to this person, or (None) to the whole office.

    What is in no case may.
    """
    if case is None:
        return True
    return not is_sealed(case) if person is None else may_see(case, person)


def readers_of_sealed() -> dict[int, frozenset[int]]:
    """Who is named on each case that is sealed now, by their ids: for what is sent to many."""
    query = (
        select(Restriction.case_id, CaseReader.user_id)
        .outerjoin(CaseReader, CaseReader.case_id == Restriction.case_id)
        .where(IN_FORCE)
    )
    by_case: dict[int, frozenset[int]] = {}
    for case_id, user_id in db.session.execute(query):
        by_case[case_id] = by_case.get(case_id, frozenset()) | ({user_id} - {None})
    return by_case


def sealed() -> list[Restriction]:
    """Every seal in force, newest first, for those who may lift one: it names no offender."""
    query = (
        select(Restriction)
        .where(IN_FORCE)
        .options(joinedload(Restriction.case), joinedload(Restriction.added_by))
        .order_by(Restriction.id.desc())
    )
    with reading_as_office():
        return list(db.session.scalars(query))


def get_seal(number: int) -> Restriction:
    """The seal in force with this number, for those who may lift it. Raises `NotFound`."""
    seal = next((seal for seal in sealed() if seal.id == number), None)
    return existing(seal, "There is no such sealed case. Somebody may have opened it already.")


def seal(case: Case, named: list[User], reason: str, by: User) -> list[Review]:
    """Seal the case: from now on it opens to `named` and to the person who sealed it.

    The cases that were joined to it are sealed with it: they are about the same people. What is
    assigned to somebody not named goes to whoever seals it, for its time runs on; where they have a
    conflict of interest, to the first of those named who has none. Gives what went so past them.
    Raises `NotAllowed`, and `Refused` when it is sealed already, without a reason, when somebody
    not named is not to be replaced by anybody named, or for a case that was itself joined to
    another.
    """
    require(by, Permission.SEAL_CASE)
    check_entered(reason, "Enter the reason for sealing the case")
    if seal_of(case) is not None:
        raise Refused("This case is already sealed")
    if db.session.scalar(select(_joined().where(CaseMerge.case_id == case.id).exists())):
        raise Refused("This case was joined to another. Seal that one, and this is sealed with it.")
    with transaction():
        people = {user.id: user for user in (by, *named)}
        for merged in (case, *_joined_to(case)):
            _seal(merged, reason, list(people.values()), by)
        db.session.flush()  # who may have what is asked of the tables
        _stop_unsent([case, *_joined_to(case)], list(people.values()))
        to_give = [
            each for each in open_reviews(case) if each.assignee and each.assignee.id not in people
        ]
        return [review for review in to_give if _take_over(review, list(people.values()), by) != by]


def unseal(case: Case, reason: str, by: User) -> None:
    """Open the case to the office again. A supervisor may who is not named, with a reason.

    Raises `NotAllowed`, and `Refused` without a reason or when it is not sealed.
    """
    require(by, Permission.SEAL_CASE)
    check_entered(reason, "Enter the reason for opening the case")
    with reading_as_office(), transaction():
        if seal_of(case) is None:
            raise Refused("This case is not sealed")
        for merged in (case, *_joined_to(case)):
            _unseal(merged, reason, by)


def name_reader(case: Case, user: User, by: User) -> None:
    """Let one more person read a sealed case. Raises `Refused` when it is not sealed."""
    require(by, Permission.SEAL_CASE)
    if seal_of(case) is None:
        raise Refused("This case is not sealed: everybody who works on cases can open it")
    _name_on_all(case, user, by)


def instruct(case: Case, counsel: User, by: User) -> None:
    """Name counsel on a case, which opens to them from now on.

    Raises `Refused` for somebody who sees every case anyway or has left, and `NotAllowed` on a
    sealed case to those who do not name its readers.
    """
    require(by, Permission.WORK_CASES)
    if is_sealed(case):
        require(by, Permission.SEAL_CASE)
    if not counsel.role.sees_named_cases_only or not counsel.is_active:
        raise Refused(f"{counsel.name} is not counsel who can sign in")
    _name_on_all(case, counsel, by)


def end_instruction(case: Case, counsel: User, by: User) -> None:
    """Close a case to counsel who was named on it. Raises `Refused` when they are not."""
    require(by, Permission.WORK_CASES)
    if not counsel.role.sees_named_cases_only or counsel not in readers(case):
        raise Refused(f"{counsel.name} is not instructed in this case")
    with transaction():
        for merged in (case, *_joined_to(case)):
            _unname(merged, counsel, by)


def counsel_of(case: Case) -> list[User]:
    """Counsel instructed in the case, by name."""
    return [user for user in readers(case) if user.role.sees_named_cases_only]


def _name_on_all(case: Case, user: User, by: User) -> None:
    with transaction():
        for merged in (case, *_joined_to(case)):
            if db.session.get(CaseReader, (merged.id, user.id)) is None:
                merged.changed_at = clock.now()
                _name(merged, user, by)
                history.record(EventKind.READER_NAMED, by, merged, reader=user.name)


def remove_reader(case: Case, user: User, by: User) -> None:
    """Close a sealed case to a person.

    Raises `Refused` for the last supervisor named on it, and for who has an open review of it.
    """
    require(by, Permission.SEAL_CASE)
    left = [reader for reader in readers(case) if reader.id != user.id]
    if not any(may(reader.role, Permission.SEAL_CASE) for reader in left):
        raise Refused(
            "A sealed case needs a supervisor named on it. Name another supervisor first, "
            "or open the case to the office."
        )
    held = [review for review in open_reviews(case) if review.assignee_id == user.id]
    if held:
        raise Refused(
            f"{user.name} has the review of {held[0].offender_name}. Give it to somebody else who "
            "is named on the case first."
        )
    with transaction():
        if db.session.get(CaseReader, (case.id, user.id)) is None:
            raise Refused(f"{user.name} is not named on this case")
        cases = [case, *_joined_to(case)]
        for merged in cases:
            _unname(merged, user, by)
        _stop_unsent(cases, left)


def _joined() -> Select[int]:
    """The cases that are joined to another, while that stands."""
    return select(CaseMerge.case_id).where(CaseMerge.undone_at.is_(None))


def _joined_to(case: Case) -> list[Case]:
    """The cases joined to this one, and those joined to them."""
    cases: list[Case] = []
    around = [case.id]
    while around:
        joined = select(Case).where(Case.id.in_(_joined().where(CaseMerge.into_id.in_(around))))
        new = list(db.session.scalars(joined.order_by(Case.id)))
        cases += new
        around = [case.id for case in new]
    return cases


def _seal(case: Case, reason: str, named: list[User], by: User) -> None:
    now = case.changed_at = clock.now()
    db.session.add(
        Restriction(
            case=case,
            kind=RestrictionKind.SEALED,
            terms=reason,
            added_at=now,
            added_by_id=by.id,
        )
    )
    for counsel in counsel_of(case):
        if counsel not in named:  # a seal closes the case to whoever it does not name
            _unname(case, counsel, by)
    for user in named:
        if db.session.get(CaseReader, (case.id, user.id)) is None:
            _name(case, user, by)
    history.record(
        EventKind.CASE_SEALED, by, case, reason=reason, readers=[user.name for user in named]
    )


def _stop_unsent(cases: Sequence[Case], named: Sequence[User]) -> None:
    """Stop what was written of these cases to anybody who is not named, and has not gone."""
    numbers = [case.id for case in cases]
    addresses = {to for user in named for to in (user.email, user.second_email, user.mobile) if to}
    notices = (
        select(WaitNotice.message_id)
        .join(Wait, Wait.id == WaitNotice.wait_id)
        .where(Wait.case_id.in_(numbers))
    )
    db.session.execute(
        update(Message)
        .where(
            or_(Message.case_id.in_(numbers), Message.id.in_(notices)),
            Message.state.in_((MessageState.WAITING, MessageState.FAILED, MessageState.HELD)),
            Message.recipient.not_in(addresses),
        )
        .values(state=MessageState.STOPPED, last_error=_SEALED_SINCE)
    )


def _take_over(review: Review, named: Sequence[User], by: User) -> User:
    workers = [user for user in named if may(user.role, Permission.WORK_CASES)]
    to = holders.give_to_first(review, workers, by, _NOT_NAMED)
    if to is None:
        raise Refused(
            f"Nobody named may have the review of {review.offender_name}: a conflict of interest "
            "is declared for them. Name somebody who works on cases and has none."
        )
    return to


def _unseal(case: Case, reason: str, by: User) -> None:
    restriction = seal_of(case)
    if restriction is None:
        return
    now = case.changed_at = clock.now()
    restriction.ended_at, restriction.ended_by_id, restriction.end_reason = now, by.id, reason
    query = select(CaseReader).where(CaseReader.case_id == case.id)
    for reader in db.session.scalars(query.options(joinedload(CaseReader.user))):
        if not reader.user.role.sees_named_cases_only:  # counsel stays instructed
            db.session.delete(reader)
    history.record(EventKind.CASE_UNSEALED, by, case, reason=reason)


def _name(case: Case, user: User, by: User) -> None:
    if not may(user.role, Permission.SEE_CASES):
        raise NotAllowed(f"{user.name} does not work with cases")
    db.session.add(
        CaseReader(case_id=case.id, user_id=user.id, named_at=clock.now(), named_by_id=by.id)
    )


def _unname(case: Case, user: User, by: User) -> None:
    reader = db.session.get(CaseReader, (case.id, user.id))
    if reader is not None:
        db.session.delete(reader)
        case.changed_at = clock.now()
        history.record(EventKind.READER_REMOVED, by, case, reader=user.name)
