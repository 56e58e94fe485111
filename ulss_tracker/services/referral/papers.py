"""Papers of the CPS and the court: asked for item by item, promised, received, and chased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import (
    Case,
    EventKind,
    Paper,
    PaperChase,
    PaperContact,
    PaperKind,
    Review,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.ladder import NextChase
from ulss_tracker.scheme.workflow.ladders import PAPERS
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services.core.preconditions import check_case_open, check_entered, check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.files import attachments
from ulss_tracker.services.history import history
from ulss_tracker.services.referral import progress

ALL_IN = "Every paper asked for has come or does not apply"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperInput:
    """The facts of one paper, as a caseworker records them; the file it came as is a document."""

    promised_by_on: date | None = None
    received_at: datetime | None = None
    late_reason: str = ""
    incomplete_reason: str = ""
    not_applicable_reason: str = ""
    is_refused: bool = False
    said_by: str = ""
    document_id: int | None = None


@dataclass(frozen=True, slots=True)
class AskedOf:
    """Whom papers are asked of, the CPS and the court, and by when they are to come."""

    cps: PaperContact | None = None
    court: PaperContact | None = None
    wanted_by_on: date | None = None


def of_case(case: Case) -> list[Paper]:
    """The papers of a case, in the order in which they were asked for."""
    query = select(Paper).where(Paper.case_id == case.id)
    query = query.options(joinedload(Paper.asked_by), joinedload(Paper.contact))
    return list(db.session.scalars(query.order_by(Paper.id)))


def wanted(case: Case) -> list[Paper]:
    """The papers of a case that were asked for and are still to come."""
    return [paper for paper in of_case(case) if paper.is_wanted]


def without_file(case: Case) -> list[Paper]:
    """The papers of a case that came, of which no file is here: no pack can show them."""
    return [paper for paper in of_case(case) if paper.received_at and not paper.document_id]


def chases_of(case: Case) -> list[PaperChase]:
    """Each time the CPS was chased for this case, the first first."""
    query = select(PaperChase).where(PaperChase.case_id == case.id)
    query = query.options(joinedload(PaperChase.recorded_by))
    return list(db.session.scalars(query.order_by(PaperChase.id)))


def get(case: Case, paper_id: int) -> Paper:
    """One paper of this case. Raises `NotFound`."""
    paper = db.session.get(Paper, paper_id)
    if paper is None or paper.case_id != case.id:
        raise NotFound("There is no such paper in this case")
    return paper


def ask(
    case: Case,
    kinds: Sequence[PaperKind],
    others: Sequence[str],
    by: User,
    asked_of: AskedOf = AskedOf(),
) -> list[Paper]:
    """Record that papers were asked for; `others` are named, one each.

    One asked for already is not asked for twice. Every review of the case that was being checked
    and may be in the scheme now awaits papers. Raises `Refused` when nothing new is asked for.
    """
    require(by, Permission.WORK_CASES)
    check_case_open(case)
    with transaction():
        known = {(paper.kind, paper.name.casefold()) for paper in of_case(case)}
        wanted: list[tuple[PaperKind, str]]
        wanted = [(kind, "") for kind in kinds if kind is not PaperKind.OTHER]
        wanted += [(PaperKind.OTHER, name.strip()) for name in others if name.strip()]
        new = [
            Paper(
                case_id=case.id,
                kind=kind,
                name=name,
                asked_at=clock.now(),
                asked_by_id=by.id,
                contact=asked_of.court if kind.is_of_court else asked_of.cps,
                wanted_by_on=asked_of.wanted_by_on,
            )
            for kind, name in dict.fromkeys(wanted)
            if (kind, name.casefold()) not in known
        ]
        if not new:
            raise Refused("Choose or name at least one paper that has not been asked for yet")
        db.session.add_all(new)
        history.record(EventKind.PAPERS_ASKED, by, case, papers=[paper.label for paper in new])
        for review in case.reviews:
            _take_if_it_may(review, State.CHECKING, Step.REQUEST_PAPERS, by, "")
    return new


def record(case: Case, paper: Paper, known: PaperInput, by: User, *, version: int) -> None:
    """Record what is known of a paper. With the last one in, the reviews go on to consideration.

    Raises `Refused` for a paper that both came and will not come or is incomplete, one received in
    the future, a refusal without its reason, and a file that is not the case's or of a paper of
    which nothing has come.
    """
    require(by, Permission.WORK_CASES)
    check_version(paper, version)
    if known.received_at and known.not_applicable_reason.strip():
        raise Refused("A paper that does not apply cannot have been received: clear one of the two")
    if known.received_at and known.incomplete_reason.strip():
        raise Refused("A paper of which something is missing is not received: clear one of the two")
    if known.is_refused:
        check_entered(known.not_applicable_reason, "Enter why they will not send it")
    if known.received_at and known.received_at > clock.now():
        raise Refused("When it was received must be now or in the past")
    if known.document_id is not None:
        _check_file(case, known)
    with transaction():
        before = _values(paper)
        paper.document_id = known.document_id
        paper.promised_by_on = known.promised_by_on
        paper.received_at = known.received_at
        paper.late_reason = known.late_reason.strip()
        paper.incomplete_reason = known.incomplete_reason.strip() or None
        paper.not_applicable_reason = known.not_applicable_reason.strip()
        paper.is_refused = known.is_refused or None
        paper.said_by = known.said_by.strip() or None
        history.record(
            EventKind.PAPER_CHANGED,
            by,
            case,
            before={"paper": paper.label} | before,
            **({"paper": paper.label} | _values(paper)),
        )
        if not any(paper.is_wanted for paper in of_case(case)):
            for review in case.reviews:
                _take_if_it_may(review, State.AWAITING_PAPERS, Step.RECEIVE_PAPERS, by, ALL_IN)


def arrive(
    case: Case,
    come: Sequence[Paper],
    received_at: datetime,
    by: User,
    files: Mapping[int, int | None] | None = None,
) -> None:
    """Record that these papers came together. With the last one in, the reviews go on.

    `files` has the document that each came as, by the paper's id.

    Raises `Refused` when none is named, for one that is not of this case or not wanted any more,
    and for a moment in the future.
    """
    require(by, Permission.WORK_CASES)
    if not come:
        raise Refused("Choose which papers have come")
    known_ids = {paper.id for paper in wanted(case)}
    if any(paper.id not in known_ids for paper in come):
        raise Refused("One of these papers is not wanted any more: look at the papers as they are")
    with transaction():
        for paper in come:
            known = PaperInput(
                promised_by_on=paper.promised_by_on,
                received_at=received_at,
                late_reason=paper.late_reason,
                said_by=paper.said_by or "",
                document_id=(files or {}).get(paper.id) or paper.document_id,
            )
            record(case, paper, known, by, version=paper.version)


def receive(
    review: Review, come: Sequence[Paper], by: User, *, version: int, note: str = ""
) -> None:
    """Record that these papers came, now, and take the review on to consideration.

    The rest stay wanted: enough may come before all has. Raises `Refused` when papers are wanted
    and none is named, and for one that is not of this case or not wanted any more.
    """
    require(by, Permission.WORK_CASES)
    check_version(review, version)
    with transaction():
        state = review.state
        if come or wanted(review.case):
            arrive(review.case, come, clock.now(), by)
        if review.state is state:  # the last one in takes it on by itself
            progress.take(review, Step.RECEIVE_PAPERS, by, note=note)


def record_chase(
    case: Case,
    *,
    at: datetime,
    spoke_to: str,
    answer: str = "",
    by: User | None = None,
    message_id: int | None = None,
) -> PaperChase:
    """Record that somebody was chased for what is still wanted; by the tracker with a message.

    Raises `Refused` when nothing is, without a name, and for a moment in the future.
    """
    if by is not None:
        require(by, Permission.WORK_CASES)
    pending = wanted(case)
    if not pending:
        raise Refused("No paper is wanted: there is nothing to chase")
    check_entered(spoke_to, "Enter who was chased")
    if at > clock.now():
        raise Refused("When they were chased must be now or in the past")
    with transaction():
        made = select(func.count(PaperChase.id)).where(PaperChase.case_id == case.id)
        chase = PaperChase(
            case_id=case.id,
            at=at,
            rung=1 + (db.session.scalar(made) or 0),
            spoke_to=spoke_to.strip(),
            answer=answer.strip(),
            recorded_at=clock.now(),
            recorded_by_id=by.id if by else pending[0].asked_by_id,
            message_id=message_id,
        )
        db.session.add(chase)
        history.record(
            EventKind.PAPERS_CHASED, by, case, at=at, spoke_to=chase.spoke_to, answer=chase.answer
        )
    return chase


def next_chase(
    case: Case, papers: Sequence[Paper], chases: Sequence[PaperChase]
) -> NextChase | None:
    """When and whom to chase next; None when no paper is wanted or nothing is left to file."""
    wanted = [paper for paper in papers if paper.is_wanted]
    file_by_at = first_to_file(case)
    if not wanted or file_by_at is None:
        return None
    expected = [paper.promised_by_on or paper.wanted_by_on for paper in wanted]
    promised = [day for day in expected if day]
    asked_at = min(paper.asked_at for paper in wanted)
    return PAPERS.next_chase(
        clock.day_of(max([asked_at, *(chase.at for chase in chases)])),
        len(chases),
        # One paper without a day is reason enough to chase.
        promised_by_on=min(promised) if len(promised) == len(wanted) else None,
        file_by_on=clock.day_of(file_by_at),
    )


def first_to_file(case: Case) -> datetime | None:
    """The soonest safest moment by which something of the case is still to be filed."""
    to_file = [
        review.earliest_file_by_at
        for review in case.reviews
        if review.earliest_file_by_at and review.outcome is None and not review.is_filed
    ]
    return min(to_file, default=None)


def _take_if_it_may(review: Review, state: State, step: Step, by: User, note: str) -> None:
    """Take the step for a review that is at `state`, unless its condition is not met."""
    if review.state is state and not progress.find(review, step, by).wanting:
        progress.take(review, step, by, note=note)


def _check_file(case: Case, known: PaperInput) -> None:
    if known.received_at is None and not known.incomplete_reason.strip():
        raise Refused("Enter when the paper was received, or choose no file")
    if not attachments.is_of_case(case, known.document_id):
        raise Refused("That file is not one of this case’s")


def _values(paper: Paper) -> dict[str, object]:
    return {
        "promised_by_on": paper.promised_by_on,
        "received_at": paper.received_at,
        "late_reason": paper.late_reason,
        "incomplete_reason": paper.incomplete_reason or "",
        "not_applicable_reason": paper.not_applicable_reason,
        "is_refused": bool(paper.is_refused),
        "said_by": paper.said_by or "",
        "document": paper.document_id,
    }
