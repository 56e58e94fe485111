"""The press line of a case: written at any time, released when victims and family know.

Nobody should learn from a newspaper what the office has not told them. A line is released when each
victim, bereaved family and whoever asks for them has been told what there is to tell, or a try to
reach them is recorded.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, EventKind, PressLine, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.stages import VOID
from ulss_tracker.services import notifying
from ulss_tracker.services.cases.cases import NAME_NOT_KNOWN, lock
from ulss_tracker.services.core.preconditions import check_case_open, check_entered, check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import restrictions
from ulss_tracker.services.protection.named_words import named_in, words_of_names


def of_case(case: Case) -> Sequence[PressLine]:
    """Every line of the case, the newest first; only that one may be unreleased."""
    query = (
        select(PressLine)
        .where(PressLine.case_id == case.id)
        .options(joinedload(PressLine.written_by), joinedload(PressLine.released_by))
        .order_by(PressLine.id.desc())
    )
    return list(db.session.scalars(query))


def unreleased() -> Sequence[PressLine]:
    """Every line that is written and not released, the oldest first, with its case."""
    is_void = Case.reviews.any(Review.outcome.in_(VOID))
    query = select(PressLine).join(PressLine.case).options(contains_eager(PressLine.case))
    query = query.where(PressLine.released_at.is_(None), ~is_void).order_by(PressLine.id)
    return list(db.session.scalars(query))


def write(case: Case, text: str, by: User, *, version: int = 0) -> PressLine:
    """Write the line, or write it again while it is not released; after that, another line.

    `version` is that of the unreleased line that was looked at. Raises `Refused` for an empty line
    and where it names somebody who may not be named, and `ChangedMeanwhile`.
    """
    require(by, Permission.WORK_CASES)
    check_case_open(case)
    check_entered(text, "Enter the press line")
    _check_names(case, text)
    with transaction():
        lock(case)
        line = _unreleased(case)
        if line is None:
            line = PressLine(case_id=case.id)
            db.session.add(line)
        else:
            check_version(line, version)
        line.text, line.written_at, line.written_by_id = text.strip(), clock.now(), by.id
        history.record(EventKind.PRESS_LINE_WRITTEN, by, case, line=line.text)
    return line


def why_not_release(case: Case) -> str:
    """Why nothing may be said to the press yet, in words; empty when it may."""
    if not notifying.has_anything_to_tell(case):
        return "There is nothing to publish yet: no application is made and no review has ended"
    waiting = len(notifying.untried_first(case))
    if waiting:
        are = "1 victim or family is" if waiting == 1 else f"{waiting} victims or families are"
        return f"{are} still to be told, and no try to reach them is recorded"
    return ""


def release(case: Case, by: User, *, version: int) -> None:
    """Release the line as it was looked at. Raises `Refused` with `why_not_release`."""
    require(by, Permission.RELEASE_PRESS_LINE)
    with transaction():
        lock(case)  # against whoever joins it at this moment: a victim may be among them
        line = _unreleased(case)
        if line is None:
            raise Refused("There is no press line to release: write one first")
        check_version(line, version)
        if why_not := why_not_release(case):
            raise Refused(why_not)
        _check_names(case, line.text)  # a restriction may be newer than the line
        line.released_at, line.released_by_id = clock.now(), by.id
        history.record(EventKind.PRESS_LINE_RELEASED, by, case, line=line.text)


def _unreleased(case: Case) -> PressLine | None:
    query = select(PressLine).where(PressLine.case_id == case.id, PressLine.released_at.is_(None))
    return db.session.scalar(query)


def _check_names(case: Case, text: str) -> None:
    """Refuse a line that names whoever asked, or an offender who may not be named.

    A word that is also of an offender's name who may be named is not refused: families share them.
    """
    withheld = [
        each for each in case.reviews if restrictions.public_name(each) == restrictions.WITHHELD
    ]
    protected = [each.offender_name for each in withheld if each.offender_name != NAME_NOT_KNOWN]
    protected += [request.requester_name for request in case.requests]
    public = [each.offender_name for each in case.reviews if each not in withheld]
    if names := named_in(text, words_of_names(protected) - words_of_names(public)):
        raise Refused(
            f"The line may name somebody who must not be named: {', '.join(sorted(names))}"
        )
