"""Asking for a check: of a letter by a second person, or of a review's facts; of one, or of anyone.

Asking again names somebody else. The check itself is done where it always was.
"""

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, CheckRequest, EventKind, LetterDraft, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services import letters
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.core import users
from ulss_tracker.services.core.preconditions import check_open
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import holders


def of_letter(draft: LetterDraft, of: User | None, by: User) -> CheckRequest:
    """Ask that a letter be checked. Raises `Refused` where it needs no check, or by its writer."""
    require(by, Permission.WORK_CASES)
    if draft.state.is_finished or not letters.needs_check(draft):
        raise Refused("This letter needs no check any more")
    _check_may(of, Permission.WORK_CASES, draft.case)
    if of is not None and of.id == draft.written_by_id:
        raise Refused(f"{of.name} wrote this letter: choose somebody else")
    check = CheckRequest(draft_id=draft.id)
    return _ask(check, draft.kind.label, of, by, case=draft.case, review=draft.review)


def of_facts(review: Review, of: User | None, by: User) -> CheckRequest:
    """Ask that a second person verify a review's facts.

    Raises `Refused` where every fact is verified, none is recorded, or that person recorded them.
    """
    require(by, Permission.WORK_CASES)
    check_open(review)
    _check_may(of, Permission.VERIFY_FACTS, review.case)
    to_verify = [
        fact for fact in verification.statuses(review) if fact.values and not fact.verification
    ]
    if review.unconfirmed_since_at is None or not to_verify:
        raise Refused("There is no fact here that waits to be verified")
    if of is not None and all(fact.why_not(of) for fact in to_verify):
        raise Refused(f"{of.name} recorded these facts: choose somebody else")
    what = "The facts, against the court’s record"
    return _ask(CheckRequest(review_id=review.id), what, of, by, review=review)


def checkers_of_letters(by: User, case: Case) -> list[tuple[int, str]]:
    """Whom this person may ask to check a letter of the case, by id and name."""
    people = holders.who_may_hold(case, users.assignees())
    return [(user.id, user.name) for user in people if user.id != by.id]


def verifiers(by: User, case: Case | None = None) -> list[tuple[int, str]]:
    """Whom this person may ask to verify facts, of this case or of many, by id and name."""
    people = holders.who_may_hold(case, users.verifiers())
    return [(user.id, user.name) for user in people if user.id != by.id]


def latest_of(draft: LetterDraft) -> CheckRequest | None:
    """The check last asked for of a letter, if any."""
    query = select(CheckRequest).where(CheckRequest.draft_id == draft.id)
    return db.session.scalar(query.order_by(CheckRequest.id.desc()).limit(1))


def _ask(
    check: CheckRequest,
    what: str,
    of: User | None,
    by: User,
    *,
    review: Review | None,
    case: Case | None = None,
) -> CheckRequest:
    with transaction():
        check.of_id, check.asked_by_id = of.id if of else None, by.id
        check.asked_at = clock.now()
        db.session.add(check)
        history.record(
            EventKind.CHECK_ASKED, by, case, review, what=what, of=of.name if of else "Anyone"
        )
    return check


def _check_may(of: User | None, permission: Permission, case: Case) -> None:
    if of is None:
        return
    require(of, permission)
    holders.check_may_hold(case, of)
