"""Cases and requests whose time to be kept is over: a person looks whether each can be erased.

Nothing here erases. What is open is never due: a review that has not closed, a request that waits,
a complaint not answered. What is held (`protection/holds.py`) is shown as held.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, case, exists, func, select

from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    Complaint,
    Event,
    RecordHash,
    Request,
    RequestState,
    RequestVersion,
    Review,
    ReviewVersion,
    db,
)
from ulss_tracker.scheme.law import retention
from ulss_tracker.scheme.law.retention import Rule
from ulss_tracker.services.core import office_details
from ulss_tracker.services.operations import erasing
from ulss_tracker.services.protection import holds

_ENDED = (RequestState.CLOSED, RequestState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Due:
    """A case or a request that was kept as long as its rule says, and since when that is over."""

    model: type[Case] | type[Request]
    number: int
    reference: str
    rule: Rule
    due_on: date

    @property
    def held_for(self) -> list[str]:
        """The matters that it is held for."""
        record: Case | Request = (
            db.session.get_one(Case, self.number)
            if self.model is Case
            else db.session.get_one(Request, self.number)
        )
        return [hold.matter for hold in holds.of(record, holds.in_force())]


def due(on: date | None = None) -> list[Due]:
    """Every case and request whose time is over by a day, today where none is given; oldest first.

    In two questions, however many there are. Held ones are among them.
    """
    day = on or clock.today()
    every = [*_cases(), *_requests()]
    return sorted(
        (record for record in every if record.due_on <= day),
        key=lambda record: (record.due_on, record.reference),
    )


def rehearse(record: Due) -> tuple[int, bool]:
    """How many records an erasure would empty, and whether a row that figures count would change.

    It is done and undone, here alone.
    """
    before = _counted(record)
    of_it = erasing.belonging((record.model.__tablename__, (record.number,)))
    with erasing.tried(of_it) as records:
        return records, _counted(record) != before


def _counted(record: Due) -> list[str]:
    """The rows of a case or request that figures count, as they are now."""
    is_alone = record.model is Request
    versions: list[Any] = [RequestVersion] if is_alone else [ReviewVersion, RequestVersion]
    rows: list[str] = []
    for version in versions:
        is_own = (version.request_id if is_alone else version.case_id) == record.number
        columns = [column for column in version.__table__.columns if column.name != "id"]
        newest = select(*columns).where(is_own, version.to_at.is_(None))
        rows += sorted(map(str, db.session.execute(newest)))
    return rows


def kept_until(request: Request) -> date | None:
    """The day until which an ended request is kept at least; None before its end, and where no two
    lawyers have signed the rule.
    """
    if request.case_id is None:
        records = _requests(Request.id == request.id)
    else:
        records = _cases(Case.id == request.case_id)
    return next((record.due_on for record in records if record.rule.signed), None)


def _cases(*which: ColumnElement[bool]) -> Iterator[Due]:
    is_referred = func.max(case((Review.filed_at.is_not(None), 1), else_=0))
    open_complaints = select(Complaint.case_id).where(
        Complaint.answered_at.is_(None), Complaint.case_id.is_not(None)
    )
    query = (
        select(Case.id, Case.reference, func.max(Review.closed_at), is_referred)
        .join(Review, Review.case_id == Case.id)
        .where(Case.id.not_in(open_complaints), ~_is_erased(Case), *which)
        .group_by(Case.id, Case.reference)
        .having(func.count() == func.count(Review.closed_at))
    )
    for number, reference, closed_at, is_at_court in db.session.execute(query):
        rule = retention.rule("case_referred" if is_at_court else "case_not_referred")
        yield Due(Case, number, reference, rule, _end(rule, closed_at))


def _requests(*which: ColumnElement[bool]) -> Iterator[Due]:
    query = (
        select(Request.id, Request.reference, func.max(Event.at))
        .join(Event, Event.request_id == Request.id)
        .where(Request.case_id.is_(None), Request.state.in_(_ENDED), ~_is_erased(Request), *which)
        .group_by(Request.id, Request.reference)
    )
    rule = retention.rule("request")
    for number, reference, ended_at in db.session.execute(query):
        yield Due(Request, number, reference, rule, _end(rule, ended_at))


def _is_erased(model: type[Case] | type[Request]) -> ColumnElement[bool]:
    """Whether a record is a tombstone: its hashes tell nothing any more (ADR 0018)."""
    is_of_it = (RecordHash.table_name == model.__tablename__) & (RecordHash.row_id == model.id)
    return exists().where(is_of_it, RecordHash.salt.is_(None))


def _end(rule: Rule, since: datetime) -> date:
    return rule.end(clock.day_of(since))


def texts() -> dict[str, str]:
    """The rules, and what is due by them, a line each: what a rehearsal compares."""
    lines = [f"{record.reference}, since {record.due_on.isoformat()}" for record in due()]
    return {
        "How long data is kept": "\n".join(rule.sentence for rule in retention.rules()),
        "Cases and requests to look at": "\n".join([f"{len(lines)} in all", *lines]),
    }


def record_of_processing(language: str = "en") -> Iterator[str]:
    """The lines of the record of processing (UK GDPR art. 30(1)), as Markdown."""
    say, own = partial(retention.say, language=language), office_details.current()
    yield f"# {say('record')}"
    facts = {
        "controller": own.OFFICE_NAME,
        "officer": own.DATA_PROTECTION_OFFICER or say("not_said"),
        "purpose": say("purpose_is"),
        "basis": own.DATA_LAWFUL_BASIS or say("not_said"),
        "abroad": say("abroad_is"),
        "safe": say("safe_is"),
    }
    yield from (f"- {say(name)}: {words}" for name, words in facts.items())
    for rule in retention.rules():
        yield f"## {rule.words('what', language)}"
        for name in ("whose", "holds", "seen_by"):
            yield f"- {say(name)}: {rule.words(name, language)}"
        yield f"- {say('kept')}: {rule.kept(language, getattr(own, rule.setting, None))}"
