"""Redactions: words and areas of a paper that are black in every bundle, and the job for that."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.adapters.gate.client import Mark
from ulss_tracker.errors import Refused, TrackerError
from ulss_tracker.models import (
    Case,
    Document,
    DocumentKind,
    EventKind,
    FileRole,
    Paper,
    Redaction,
    RedactionReason,
    StoredFile,
    User,
    db,
)
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services.core.preconditions import check_case_open, check_entered
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.files import attachments, receiving, redacting, storing, viewing
from ulss_tracker.services.history import history

_LONGEST_MAKING = timedelta(minutes=30)
_NOT_MADE = "No copy could be made without it: the file has more than 200 pages, or cannot be read"


def of_case(case_id: int) -> dict[int, Redaction]:
    """The newest redaction of each file of a case, by the file's id."""
    query = select(Redaction).where(Redaction.case_id == case_id).order_by(Redaction.version)
    query = query.options(joinedload(Redaction.copy))
    return {redaction.document_id: redaction for redaction in db.session.scalars(query)}


def of_paper(paper: Paper, redactions: Mapping[int, Redaction]) -> Redaction | None:
    """The redaction of the paper's file; of one without, of an earlier file of the paper."""
    earlier = [one for one in redactions.values() if one.paper_id == paper.id and one.standing]
    return redactions.get(paper.document_id or 0) or next(iter(reversed(earlier)), None)


def why_not(paper: Paper, redactions: Mapping[int, Redaction]) -> str:
    """Why the paper cannot leave the office yet for want of its redacted copy; "" when it can.

    One whose earlier file was redacted, and the one that came since was not, cannot either.
    """
    redaction = of_paper(paper, redactions)
    if redaction is None or not redaction.standing:
        return ""
    if redaction.document_id != paper.document_id:
        return "An earlier file of it was redacted: redact this one too, or withdraw that"
    if redaction.copy is not None:
        places = [mark["places"] for mark in redaction.standing]
        if not all(places):
            return "Words to redact stand nowhere in it: withdraw them, or give the area"
        return viewing.why_not(redaction.copy)
    if is_being_made(redaction):
        return "It is being redacted: that takes some seconds a page"
    return redaction.failure or "It was not redacted in time: withdraw, and redact it again"


def is_being_made(redaction: Redaction) -> bool:
    """Whether its copy waits or is being made; one that was begun long ago has failed."""
    if redaction.copy_id is not None or redaction.failure or not redaction.standing:
        return False
    return redaction.begun_at is None or clock.now() < redaction.begun_at + _LONGEST_MAKING


def page_of(paper: Paper, number: int) -> tuple[StoredFile | None, int]:
    """The picture of a page of the paper's file, and how many pages that has."""
    document = db.session.get(Document, paper.document_id or 0)
    if document is None or viewing.why_not(document):
        return None, 0
    return storing.find(document.id, FileRole.PAGE, number), document.pages


def redact(
    paper: Paper,
    words: Sequence[str],
    areas: Sequence[tuple[int, float, float, float, float]],
    by: User,
    *,
    reason: RedactionReason,
    why: str,
) -> Redaction:
    """Have these words, wherever they stand in the paper, and these areas be black in its copy.

    An area is a page and left, top, width and height in per cent of it. Raises `Refused` without
    any, without a why, for a page that the file has not, and for an area outside the page.
    """
    document = _check(paper, by)
    check_entered(why, "Enter why it is redacted")
    if not words and not areas:
        raise Refused("Enter words, or a page and an area of it")
    for page, left, top, width, height in areas:
        if not 1 <= page <= document.pages:
            raise Refused(f"The paper has {counted(document.pages, 'page')}")
        is_within = 0 <= left <= left + width <= 100 and 0 <= top <= top + height <= 100
        if not is_within or not width * height:
            raise Refused("The area must lie on the page: no edge below 0 or above 100 per cent")
    common: dict[str, Any] = {
        "reason": reason.value,
        "why": why.strip(),
        "by": by.name,
        "at": clock.now().isoformat(),
        "withdrawn": None,
        "places": [],
    }
    marks = [{**common, "words": some, "area": None} for some in words]
    marks += [{**common, "words": "", "area": list(area)} for area in areas]
    with transaction():
        before = _locked(paper).get(document.id)
        marks = [*(before.marks if before else ()), *marks]
        return _keep(paper, document.id, marks, before, by, redacted=reason.label, why=why.strip())


def withdraw(paper: Paper, place: int, why: str, by: User) -> Redaction:
    """Withdraw the mark at this place of the list: it stays there, with who and why.

    Raises `Refused` without a why, and for one that is not there or withdrawn already.
    """
    _check(paper, by)
    check_entered(why, "Enter why it is withdrawn")
    with transaction():
        before = of_paper(paper, _locked(paper))
        marks = list(before.marks) if before else []
        if before is None or not 0 <= place < len(marks) or marks[place]["withdrawn"]:
            raise Refused("It is withdrawn already")
        reason = RedactionReason(marks[place]["reason"]).label
        who = {"by": by.name, "at": clock.now().isoformat(), "why": why.strip()}
        marks[place] = marks[place] | {"withdrawn": who}
        label, number = f"Withdrawn: {reason}", before.document_id
        return _keep(paper, number, marks, before, by, redacted=label, why=why.strip())


def make_waiting() -> int:
    """Make the redacted copies that wait; how many were made or given up."""
    waiting = select(Redaction).where(Redaction.begun_at.is_(None), Redaction.copy_id.is_(None))
    redaction = db.session.scalar(waiting.order_by(Redaction.id).limit(1))
    if redaction is None:
        return 0
    with transaction():  # begun once: one that ends its process is not begun again and again
        redaction.begun_at = clock.now()
    if redaction.standing:
        try:
            _make(redaction.id)
        except TrackerError as error:
            db.session.rollback()
            with transaction():
                db.session.get_one(Redaction, redaction.id).failure = str(error)[:300]
    return 1


def _make(redaction_id: int) -> None:
    redaction = db.session.get_one(Redaction, redaction_id)
    marks = redaction.standing
    asked: list[Mark] = [mark["words"] or tuple(mark["area"]) for mark in marks]
    with redacting.redacted(redaction.document_id, asked) as made:
        if made is None:
            raise Refused(_NOT_MADE)
        received = receiving.receive(made.file.read_bytes())
        places = iter(made.places)
    with transaction():
        redaction = db.session.get_one(Redaction, redaction_id)
        redaction.copy = attachments.add(
            redaction.case,
            name=f"redacted-{redaction.id}.pdf",
            content=received,
            kind=DocumentKind.REDACTED,
            description=f"{redaction.paper.label}, redacted"[:300],
            by=redaction.asked_by,
        )
        redaction.marks = [
            mark if mark["withdrawn"] else mark | {"places": list(next(places))}
            for mark in redaction.marks
        ]


def _check(paper: Paper, by: User) -> Document:
    require(by, Permission.WORK_CASES)
    check_case_open(paper.case)
    document = db.session.get(Document, paper.document_id or 0)
    if document is None or viewing.why_not(document):
        raise Refused("The paper has no file that can be looked at yet")
    return document


def _locked(paper: Paper) -> dict[int, Redaction]:
    """The redactions of the case, which nobody else changes meanwhile."""
    db.session.execute(select(Case.id).where(Case.id == paper.case_id).with_for_update())
    return of_case(paper.case_id)


def _keep(
    paper: Paper,
    document_id: int,
    marks: list[dict[str, Any]],
    before: Redaction | None,
    by: User,
    redacted: str,
    why: str,
) -> Redaction:
    redaction = Redaction(
        case_id=paper.case_id,
        paper_id=paper.id,
        document_id=document_id,
        version=before.version + 1 if before else 1,
        marks=[mark if mark["withdrawn"] else mark | {"places": []} for mark in marks],
        asked_at=clock.now(),
        asked_by_id=by.id,
    )
    db.session.add(redaction)
    history.record(
        EventKind.PAPER_REDACTED, by, paper.case, paper=paper.label, redacted=redacted, why=why
    )
    return redaction
