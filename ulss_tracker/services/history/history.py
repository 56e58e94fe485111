"""History: every change leaves one declared event, in the same transaction as the change."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Case, Event, EventKind, Request, Review, User, db
from ulss_tracker.services.core import changed_records, paging, record_hashes
from ulss_tracker.services.core.paging import Ordering, Rows

ORDERINGS = (Ordering("happened", Event.id),)
PAGE = 200  # a case's first weeks are read at one go


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFilter:
    """The filter of lines of history: who, and the days in London; empty is everything."""

    by_id: int | None = None
    from_on: date | None = None
    to_on: date | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """The same, to be asked of the database."""
        found: list[ColumnElement[bool]] = []
        if self.by_id is not None:
            found.append(Event.by_id == self.by_id)
        if self.from_on is not None:
            found.append(Event.at >= clock.start_of(self.from_on))
        if self.to_on is not None:
            found.append(Event.at < clock.end_of(self.to_on))
        return found


# What each kind of event says: exactly these keys, in `after` (and in `before`, for a change).
_SENTENCE = frozenset({"sentenced_on", "varied_on", "order_kind", "came_by", "text", "judge"})
_CONVICTION = frozenset({"offence", "offence_id", "form", "answers", "plea", "convicted_on"})
_OFFENDER = frozenset({"offender_name", "offender_born_on", "offender_address"})
_CASE = frozenset({"court", "court_id", "court_case_number"})
_RESTRICTION = frozenset({"restriction", "protects", "terms", "made_on", "until_on"})
_SHIFT = frozenset({"person", "starts_at", "ends_at", "place", "public_number"})
_PERSON = frozenset({"name", "email", "role", "is_active", "law_office"})
_LAW_STEP = frozenset({"change", "title", "note"})
_REVERSAL = frozenset({"event_kind", "event_at"})
_QUESTION = frozenset({"question", "name", "number", "words", "asked", "as_at"})
KEYS: dict[EventKind, frozenset[str]] = {
    EventKind.REQUEST_RECEIVED: frozenset({"channel", "reference"}),
    EventKind.REQUEST_LOGGED: frozenset(
        {"channel", "reference", "received_at", "confirmed_doubts"}
    ),
    EventKind.REQUEST_JOINED: frozenset({"reference"}),
    EventKind.REQUEST_RELEASED: frozenset({"reference"}),
    EventKind.REQUEST_CLOSED: frozenset({"reference", "reason"}),
    EventKind.REQUEST_TAKEN_OUT: frozenset({"reference", "case", "reason"}),
    EventKind.REQUEST_ASKS_ABOUT: frozenset({"reference", "offenders"}),
    EventKind.REQUEST_MOVED: frozenset({"reference", "case"}),
    EventKind.REQUEST_REOPENED: frozenset({"reference", "reason"}),
    EventKind.REQUEST_SET_ASIDE: frozenset({"reference", "other", "reason"}),
    EventKind.REQUEST_BROUGHT_BACK: frozenset({"reference", "other"}),
    EventKind.REQUEST_WITHDRAWN: frozenset({"reference", "channel", "note"}),
    EventKind.WITHDRAWAL_ASKED: frozenset({"reference", "from_at"}),
    EventKind.WITHDRAWAL_UNDONE: frozenset({"reference", "reason"}),
    EventKind.REQUEST_OWNER_CHANGED: frozenset({"reference", "owner", "note"}),
    EventKind.REQUEST_LOOKED_AT: frozenset({"reference"}),
    EventKind.MESSAGE_SORTED: frozenset({"message", "email_kind", "email_state", "email_files"}),
    EventKind.MESSAGE_ANSWERED: frozenset({"message", "answer"}),
    EventKind.MESSAGE_CORRECTED: frozenset({"message", "fields"}),
    EventKind.MESSAGE_CAME_BACK: frozenset({"reference"}),
    EventKind.REQUEST_CORRECTED: frozenset({"reference", "fields"}),
    EventKind.DEADLINE_CHANGED: frozenset(
        {"limit_name", "basis", "earliest_on", "latest_on", "file_by_at"}
    ),
    EventKind.ALARM_ACKNOWLEDGED: frozenset({"reference", "alarm"}),
    EventKind.CONTACT_CORRECTED: frozenset({"reference", "fields"}),
    EventKind.CONTACT_CHANGE_ASKED: frozenset({"reference", "fields"}),
    EventKind.CONTACT_CHANGE_ANSWERED: frozenset({"reference", "answer", "note"}),
    EventKind.WHO_ASKED_CHANGED: frozenset({"standing", "was_told", "told_by", "told_on"}),
    EventKind.CODE_RENEWED: frozenset({"reference"}),
    EventKind.CODE_LETTER_ASKED: frozenset({"reference"}),
    EventKind.CODE_LETTER_MADE: frozenset({"reference", "works_until_on", "code_before"}),
    EventKind.CODE_LETTER_REFUSED: frozenset({"reference"}),
    EventKind.CODE_LETTER_USED: frozenset({"reference"}),
    EventKind.REQUEST_ADDED_TO: frozenset({"reference", "files"}),
    EventKind.CASE_OPENED: frozenset({"reference"}),
    EventKind.CASE_CHANGED: _CASE,
    EventKind.CASE_OPENED_BY_MISTAKE: frozenset({"requests", "reason"}),
    EventKind.CASE_JOINED: frozenset({"case", "requests", "reason"}),
    EventKind.CASE_TAKEN_IN: frozenset({"case", "requests", "reason"}),
    EventKind.CASES_SEPARATED: frozenset({"case", "reason"}),
    EventKind.CARRIED_OVER: frozenset({"case", "carried"}),
    EventKind.CARRIED_BACK: frozenset({"case"}),
    EventKind.REVIEW_OPENED: frozenset({"offender_name"}),
    EventKind.OFFENDER_CHANGED: _OFFENDER,
    EventKind.SENTENCE_RECORDED: _SENTENCE | {"parts", "confirmed_doubts"},
    EventKind.SENTENCE_CHANGED: _SENTENCE | {"parts", "confirmed_doubts"},
    EventKind.SENTENCE_REMOVED: _SENTENCE | {"offences"},
    EventKind.SAME_CASE_RECORDED: frozenset(
        {"sentenced_on", "same_case", "judges_words", "source_of_words"}
    ),
    EventKind.CONVICTION_RECORDED: _CONVICTION,
    EventKind.CONVICTION_CHANGED: _CONVICTION,
    EventKind.CONVICTION_REMOVED: _CONVICTION | {"sentenced_on", "words"},
    EventKind.ASSESSED: frozenset({"verdict", "last_day_on", "file_by_at"}),
    EventKind.ASSESSMENT_OVERRIDDEN: frozenset({"verdict", "time_verdict", "reason"}),
    EventKind.OVERRIDE_SIGNED: frozenset({"verdict", "time_verdict", "agrees", "note"}),
    EventKind.FACTS_CONFIRMED: frozenset({"confirmed", "source", "source_reference"}),
    EventKind.CONFLICT_DECLARED: frozenset({"reason", "passed_to"}),
    EventKind.CONFLICT_ENDED: frozenset({"person"}),
    EventKind.DRAFT_KEPT: frozenset({"draft", "version"}),
    EventKind.ADVICE_GIVEN: frozenset({"version", "as"}),
    EventKind.OUTSIDE_LAW_FOUND: frozenset({"sentenced_on", "reason", "slip_rule_last_day_on"}),
    EventKind.OUTSIDE_LAW_DEALT_WITH: frozenset({"sentenced_on", "how"}),
    EventKind.LOCK_OPENED: frozenset({"unverified", "opener", "reason"}),
    EventKind.FILED_UNVERIFIED: frozenset({"unverified", "reason"}),
    EventKind.LOCK_OPENING_REVIEWED: frozenset({"was_right", "note", "ended"}),
    EventKind.ASSIGNEE_CHANGED: frozenset({"assignee", "note"}),
    EventKind.STAGE_CHANGED: frozenset({"step", "state", "note"}),
    EventKind.DECIDED: frozenset(
        {"choice", "reasons", "law_officer", "submission", "sha256", "recorded_by"}
    ),
    EventKind.APPLICATION_CHANGED: frozenset({"fields"}),
    EventKind.LETTER_DRAFTED: frozenset({"letter"}),
    EventKind.LETTER_CHECKED: frozenset({"letter"}),
    EventKind.LETTER_DISCARDED: frozenset({"letter"}),
    EventKind.LETTERS_TO_EVERYONE_BEGUN: frozenset({"letter"}),
    EventKind.LETTERS_TO_EVERYONE_STOPPED: frozenset({"letter"}),
    EventKind.LETTERS_TO_EVERYONE_RESUMED: frozenset({"letter"}),
    EventKind.LETTER_ISSUED: frozenset({"letter", "version", "sha256"}),
    EventKind.FILED: frozenset({"at", "method", "reference", "late_reason"}),
    EventKind.SERVED: frozenset({"at", "method", "reference", "late_reason"}),
    EventKind.OUTCOME_REACHED: frozenset({"outcome", "note"}),
    EventKind.REVIEW_CLOSED: frozenset({"outcome", "note"}),
    EventKind.PAPERS_ASKED: frozenset({"papers"}),
    EventKind.PAPER_CHANGED: frozenset(
        {
            "paper",
            "promised_by_on",
            "received_at",
            "late_reason",
            "not_applicable_reason",
            "document",
        }
    ),
    EventKind.PAPERS_CHASED: frozenset({"at", "spoke_to", "answer"}),
    EventKind.SUBMITTED: frozenset({"version", "sha256", "addressed_to"}),
    EventKind.SUBMISSION_PASSED: frozenset({"to_officer", "reason", "note"}),
    EventKind.RESPONDENTS_NOTICE_RECORDED: frozenset({"served_on", "note"}),
    EventKind.HEARING_LISTED: frozenset({"heard_on", "time_of_day", "court", "constitution"}),
    EventKind.COURT_DECIDED: frozenset({"decided_on", "outcome", "revised_sentence", "citation"}),
    EventKind.NOTE_ADDED: frozenset({"note"}),
    EventKind.LETTER_COMMENTED: frozenset({"draft", "letter", "quote", "comment"}),
    EventKind.COMMENT_RESOLVED: frozenset({"draft", "letter", "comment_id", "comment"}),
    EventKind.PLAN_MOVED: frozenset({"milestone", "due_on"}),
    EventKind.REGISTER_ROW_IMPORTED: frozenset({"reference", "row", "cells"}),
    EventKind.REGISTER_DOUBT_SETTLED: frozenset({"row", "column", "doubt", "how"}),
    EventKind.FACT_CORRECTED: frozenset({"fact", "value", "why"}),
    EventKind.RESTRICTION_ADDED: _RESTRICTION,
    EventKind.RESTRICTION_ENDED: frozenset({"restriction", "reason"}),
    EventKind.CASE_SEALED: frozenset({"reason", "readers"}),
    EventKind.CASE_UNSEALED: frozenset({"reason"}),
    EventKind.READER_NAMED: frozenset({"reader"}),
    EventKind.READER_REMOVED: frozenset({"reader"}),
    EventKind.REDATING_SIGNED: frozenset({"last_day_on", "file_by_at", "verdict"}),
    EventKind.REMINDER_SEEN_TO: frozenset({"reminder"}),
    EventKind.NOTE_PINNED: frozenset({"note"}),
    EventKind.NOTE_UNPINNED: frozenset({"note"}),
    EventKind.DOCUMENT_ADDED: frozenset({"name", "kind", "description"}),
    EventKind.NOTIFICATION_PLANNED: frozenset({"about", "people"}),
    EventKind.NOTIFICATION_TRIED: frozenset({"about", "who", "means", "note"}),
    EventKind.TOLD: frozenset({"about", "who", "means", "at", "note"}),
    EventKind.NOTIFICATION_EXEMPTED: frozenset({"about", "who", "reason"}),
    EventKind.NOTIFICATION_REINSTATED: frozenset({"about", "who"}),
    EventKind.NOTIFICATION_SUPERSEDED: frozenset({"about", "people"}),
    EventKind.PRESS_LINE_WRITTEN: frozenset({"line"}),
    EventKind.PRESS_LINE_RELEASED: frozenset({"line"}),
    EventKind.SECOND_READING_DONE: frozenset({"month", "outcome", "view", "reason"}),
    EventKind.REVERSAL_PROPOSED: _REVERSAL | {"reason"},
    EventKind.REVERSAL_APPROVED: _REVERSAL | {"reason"},
    EventKind.REVERSAL_REFUSED: _REVERSAL | {"note"},
    EventKind.REVERSAL_WITHDRAWN: _REVERSAL,
    EventKind.COMPLAINT_RECORDED: frozenset({"complaint", "channel", "received_at"}),
    EventKind.COMPLAINT_ACKNOWLEDGED: frozenset({"complaint", "at"}),
    EventKind.COMPLAINT_ANSWERED: frozenset({"complaint", "at", "finding"}),
    EventKind.PERSON_TO_TELL_ADDED: frozenset({"who"}),
    EventKind.ABSENCE_RECORDED: frozenset({"person", "cover", "from_on", "to_on"}),
    EventKind.ABSENCE_ENDED: frozenset({"person", "cover", "from_on", "to_on"}),
    EventKind.DUTY_SHIFT_ADDED: _SHIFT,
    EventKind.DUTY_SHIFT_CHANGED: _SHIFT,
    EventKind.DUTY_SHIFT_REMOVED: _SHIFT,
    EventKind.DUTY_CONTACT_CHANGED: frozenset({"person", "fields"}),
    EventKind.WAIT_TAKEN: frozenset({"what"}),
    EventKind.WORK_DECLINED: frozenset({"reference", "reason", "given_by"}),
    EventKind.CHECK_ASKED: frozenset({"what", "of"}),
    EventKind.CALL_PLANNED: frozenset({"person", "due_on", "words"}),
    EventKind.CALL_ENDED: frozenset({"person", "due_on", "words", "outcome"}),
    EventKind.ITEM_OWED: frozenset({"reference", "item", "wanted_by_on"}),
    EventKind.ITEM_REMINDED: frozenset({"reference", "item"}),
    EventKind.ITEM_CHASED: frozenset({"reference", "item", "wanted_by_on", "note"}),
    EventKind.ITEM_ENDED: frozenset({"reference", "item", "answer"}),
    EventKind.LAW_RECORD_WRITTEN: frozenset({"record", "title", "status"}),
    EventKind.LAW_CHANGE_PROPOSED: frozenset({"change", "title", "decides_from_on", "undoes"}),
    EventKind.LAW_CHANGE_SIGNED: _LAW_STEP,
    EventKind.LAW_CHANGE_REFUSED: _LAW_STEP,
    EventKind.LAW_CHANGE_WITHDRAWN: _LAW_STEP,
    EventKind.WORKING_HOURS_CHANGED: frozenset({"person", "hours"}),
    EventKind.TEAM_CHANGED: frozenset({"team", "members", "lead", "is_ended"}),
    EventKind.PERSON_ADDED: _PERSON,
    EventKind.PERSON_CHANGED: _PERSON,
    EventKind.QUESTION_KEPT: _QUESTION,
    EventKind.VIEW_KEPT: frozenset({"name", "list", "is_shared"}),
    EventKind.VIEW_DELETED: frozenset({"name", "list", "is_shared"}),
    EventKind.QUESTION_DELETED: _QUESTION,
    EventKind.RECORD_ERASED: frozenset({"table", "row", "authority"}),
    EventKind.CALENDAR_MADE: frozenset({"email"}),
    EventKind.CALENDAR_ENDED: frozenset({"email"}),
    EventKind.PASSWORD_LINK_MADE: frozenset({"email"}),
    EventKind.PASSWORD_SET: frozenset({"email"}),
    EventKind.SECOND_FACTOR_SET_UP: frozenset({"email"}),
    EventKind.SECOND_FACTOR_RESET: frozenset({"email"}),
    EventKind.PASSKEY_ADDED: frozenset({"email"}),
    EventKind.PASSKEY_NAMED: frozenset({"email"}),
    EventKind.PASSKEY_REMOVED: frozenset({"email"}),
    EventKind.RECOVERY_CODES_MADE: frozenset({"email"}),
    EventKind.RECOVERY_CODE_USED: frozenset({"email", "left"}),
    EventKind.ACCOUNT_WOKEN: frozenset({"email"}),
    EventKind.ACCOUNT_PROPOSED: _PERSON | {"what"},
    EventKind.ACCOUNT_PROPOSAL_ENDED: frozenset({"what", "email", "outcome"}),
}

_BEGIN_A_REQUEST = frozenset({EventKind.REQUEST_RECEIVED, EventKind.REQUEST_LOGGED})
_COLUMNS = ("kind", "at", "by_id", "request_id", "case_id", "review_id", "before", "after")
_ADDING = (
    insert(Event)
    .returning(Event.id, sort_by_parameter_order=True)
    .execution_options(render_nulls=True)
)
_WAITING = "events whose records have no ids yet"


def record(
    kind: EventKind,
    *,
    by: User | None,
    after: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
    request: Request | None = None,
    case: Case | None = None,
    review: Review | None = None,
) -> Event:
    """Add one line of history; `by` is None for the public and for the tracker itself.

    Raises ValueError when the keys are not those declared for `kind`.
    """
    declared = KEYS[kind]
    if set(after) != declared or not set(before or {}) <= declared:
        raise ValueError(f"{kind} says {sorted(declared)}, not {sorted({*after, *(before or {})})}")
    if review is not None and case is None:
        case = review.case
    event = Event(
        kind=kind,
        at=clock.now(),
        by_id=by.id if by else None,
        before={key: plain(value) for key, value in (before or {}).items()},
        after={key: plain(value) for key, value in after.items()},
    )
    waiting = db.session().info.get(_WAITING)
    if waiting is not None:
        waiting.append((event, request, case, review))
        return event
    db.session.flush()  # the records must have their ids
    _join(event, request, case, review)
    db.session.add(event)
    return event


@contextmanager
def together() -> Iterator[None]:
    """Let hundreds of records get their ids by one flush at the end of the block.

    Their events are written after it, in the order in which they were recorded; none is where the
    block fails.
    """
    info = db.session().info
    waiting = info[_WAITING] = []
    try:
        yield
    finally:
        del info[_WAITING]
    db.session.flush()
    for each in waiting:
        _join(*each)
    if waiting:
        events = [{name: getattr(event, name) for name in _COLUMNS} for event, *_ in waiting]
        ids = db.session.scalars(_ADDING, events)
        record_hashes.add_rows(
            Event, ({**row, "id": id_} for row, id_ in zip(events, ids, strict=True))
        )


def _join(event: Event, request: Request | None, case: Case | None, review: Review | None) -> None:
    """Say whose event it is, and note that they have changed."""
    is_new = event.kind in _BEGIN_A_REQUEST
    changed_records.note(review=review, case=case, request=request, is_new=is_new)
    event.request_id = request.id if request else None
    event.case_id = case.id if case else None
    event.review_id = review.id if review else None


def plain(value: Any) -> Any:
    """`value` as JSON can keep it: dates and instants in ISO form, enumerations by value."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


def of_case(case: Case, limit: int = 200) -> list[Event]:
    """The events of a case and of the requests in it, newest first, with who made each."""
    requests = select(Request.id).where(Request.case_id == case.id)
    query = (
        select(Event)
        .where(or_(Event.case_id == case.id, Event.request_id.in_(requests)))
        .options(joinedload(Event.by))
        .order_by(Event.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(query))


def page(
    case: Case,
    by: Ordering = ORDERINGS[0],
    *,
    descending: bool = True,
    after: str | None = None,
    asked: HistoryFilter | None = None,
) -> Rows[Event]:
    """A page of what `of_case` tells, newest first unless asked otherwise."""
    requests = select(Request.id).where(Request.case_id == case.id)
    query = (
        select(Event)
        .where(or_(Event.case_id == case.id, Event.request_id.in_(requests)))
        .where(*(asked or HistoryFilter()).conditions)
        .options(joinedload(Event.by))
    )
    return paging.rows(query, by, descending=descending, after=after, size=PAGE)


def since(case: Case, at: datetime | None, limit: int = 20) -> list[Event]:
    """List the events of a case since an instant, newest first; without one, the newest."""
    query = (
        select(Event)
        .where(Event.case_id == case.id)
        .options(joinedload(Event.by))
        .order_by(Event.id.desc())
        .limit(limit)
    )
    if at is not None:
        query = query.where(Event.at >= at)
    return list(db.session.scalars(query))
