"""The lines of history, in words, and what narrows a list of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from ulss_tracker.models import (
    Case,
    Channel,
    CourtSource,
    DeadlineBasis,
    DecisionChoice,
    DocumentKind,
    Event,
    EventKind,
    InboundState,
    LetterKind,
    Means,
    Plea,
    RestrictionKind,
)
from ulss_tracker.scheme.offences.eligibility import CameBy, OrderKind, Verdict
from ulss_tracker.scheme.offences.offences import UnknownOffence, load_catalogue
from ulss_tracker.scheme.offences.proceedings import SameCase
from ulss_tracker.scheme.time.time_limits import TimeVerdict
from ulss_tracker.scheme.workflow.milestones import Milestone
from ulss_tracker.scheme.workflow.notifying import About
from ulss_tracker.scheme.workflow.stages import LawOfficer, Outcome, Step, state_words
from ulss_tracker.scheme.workflow.two_keys import Opener
from ulss_tracker.services.correspondence.kinds import Kind
from ulss_tracker.web.core.filters import moment, weekday_date
from ulss_tracker.web.core.lists import FilterForm, people
from ulss_tracker.web.forms import DateField, SelectField


class HistoryFilters(FilterForm):
    """Filters of the timeline of a case, and of its notes."""

    by_id = SelectField(
        "By",
        blank="Anybody",
        choices=people,
        coerce=int,
    )
    from_on = DateField("On or after")
    to_on = DateField("On or before")


_TITLES = {
    EventKind.LETTER_COMMENTED: "Comment on a letter",
    EventKind.COMMENT_RESOLVED: "Comment on a letter resolved",
    EventKind.PLAN_MOVED: "A day of the plan was moved",
    EventKind.REQUEST_RECEIVED: "Request received by the online form",
    EventKind.REQUEST_LOGGED: "Request logged",
    EventKind.REQUEST_OWNER_CHANGED: "Request given an owner",
    EventKind.REQUEST_LOOKED_AT: "Request looked at",
    EventKind.WHO_ASKED_CHANGED: "Who asked was corrected",
    EventKind.MESSAGE_SORTED: "Somebody said what an email is for",
    EventKind.MESSAGE_ANSWERED: "An email was answered",
    EventKind.MESSAGE_CORRECTED: "What was read of an email was corrected",
    EventKind.MESSAGE_CAME_BACK: "An email to whoever asked came back",
    EventKind.REQUEST_CORRECTED: "What a request says was corrected from its email",
    EventKind.DEADLINE_CHANGED: "Time limit counted from another day",
    EventKind.ALARM_ACKNOWLEDGED: "Alarm acknowledged",
    EventKind.CASE_OPENED_BY_MISTAKE: "Undone: the case was opened by mistake",
    EventKind.CASE_JOINED: "Joined to another case",
    EventKind.CASE_TAKEN_IN: "Another case was joined to this one",
    EventKind.CASES_SEPARATED: "The joining of two cases was undone",
    EventKind.CARRIED_OVER: "Carried over from the case that was joined",
    EventKind.CARRIED_BACK: "What was carried over is taken out again",
    EventKind.REQUEST_MOVED: "Request moved to this case from another",
    EventKind.REQUEST_ASKS_ABOUT: "Which offenders a request asks about",
    EventKind.REQUEST_JOINED: "Request joined to this case",
    EventKind.CONTACT_CHANGE_ASKED: "The requester asked to change how we reach them",
    EventKind.CONTACT_CHANGE_ANSWERED: "A change of how to reach a requester was answered",
    EventKind.REQUEST_ADDED_TO: "The requester added to their request",
    EventKind.WITHDRAWAL_UNDONE: "The withdrawal of a request was undone",
    EventKind.REQUEST_TAKEN_OUT: "Request taken out of this case",
    EventKind.REQUEST_REOPENED: "Request taken up again",
    EventKind.REQUEST_SET_ASIDE: "Marked as not a duplicate",
    EventKind.REQUEST_BROUGHT_BACK: "No longer marked as not a duplicate",
    EventKind.ASSESSED: "Scheme checked",
    EventKind.FACTS_CONFIRMED: "Facts verified by a second person",
    EventKind.CONFLICT_DECLARED: "A conflict of interest was declared",
    EventKind.CONFLICT_ENDED: "There is no conflict of interest any more",
    EventKind.ADVICE_GIVEN: "Advice was given",
    EventKind.SAME_CASE_RECORDED: "Whether a sentence is of the same case",
    EventKind.OUTSIDE_LAW_FOUND: "Sentence outside what the law allows",
    EventKind.OUTSIDE_LAW_DEALT_WITH: "Sentence outside what the law allows: dealt with",
    EventKind.LOCK_OPENED: "Two-person lock opened",
    EventKind.FILED_UNVERIFIED: "Filed although the two-person lock was shut",
    EventKind.LOCK_OPENING_REVIEWED: "A supervisor reviewed the opening of the lock",
    EventKind.LETTER_ISSUED: "Letter issued",
    EventKind.DECIDED: "The law officer decided",
    EventKind.TELLING_PLANNED: "People to tell",
    EventKind.TELLING_TRIED: "Tried to tell somebody",
    EventKind.REDATING_SIGNED: "A supervisor signed for what had changed",
    EventKind.REMINDER_SEEN_TO: "Reminder acknowledged",
    EventKind.TOLD: "Somebody was told",
    EventKind.TELLING_EXCUSED: "Somebody is not to be told",
    EventKind.TELLING_REINSTATED: "Somebody is to be told after all",
    EventKind.TELLING_SUPERSEDED: "People need not be told of this any more",
    EventKind.PRESS_LINE_WRITTEN: "Press line written",
    EventKind.PRESS_LINE_RELEASED: "Press line released",
    EventKind.SECOND_READING_DONE: "Read by a second reader",
    EventKind.COMPLAINT_RECORDED: "Complaint recorded",
    EventKind.COMPLAINT_ACKNOWLEDGED: "Complaint acknowledged",
    EventKind.COMPLAINT_ANSWERED: "Complaint answered",
}
_NAMES = {
    "line": "Press line",
    "month": "Sample of",
    "view": "View",
    "complaint": "Complaint",
    "finding": "Finding",
    "papers": "Papers",
    "paper": "Paper",
    "promised_by_on": "Promised by",
    "late_reason": "Why late",
    "not_applicable_reason": "Why there is none",
    "spoke_to": "Who was chased",
    "answer": "What they said",
    "addressed_to": "For",
    "sha256": "Fingerprint (SHA-256)",
    "to_officer": "Passed to",
    "law_officer": "Decided by",
    "recorded_by": "Recorded by",
    "served_on": "Served on",
    "heard_on": "Hearing",
    "time_of_day": "Time",
    "constitution": "Before",
    "decided_on": "Decided on",
    "revised_sentence": "Sentence now",
    "citation": "Citation",
    "sentenced_on": "Date of sentence",
    "varied_on": "Varied on",
    "order_kind": "Kind of order",
    "text": "Sentence",
    "judge": "Judge",
    "parts": "Read as",
    "confirmed_doubts": "The date was kept although doubted",
    "offence": "Offence",
    "plea": "Plea or verdict",
    "convicted_on": "Convicted on",
    "offender_name": "Offender",
    "offender_born_on": "Date of birth",
    "offender_address": "Address for service",
    "court": "Court",
    "court_case_number": "Crown Court case number",
    "reference": "Reference",
    "case": "Case",
    "carried": "What",
    "other": "Compared with",
    "channel": "Channel",
    "received_at": "Received",
    "verdict": "Answer",
    "time_verdict": "Time limit",
    "agrees": "Agreed",
    "confirmed": "Verified",
    "source": "Against",
    "draft": "Draft",
    "as": "Given as",
    "passed_to": "Passed to",
    "person": "Whose",
    "unverified": "Not verified",
    "opener": "By what right",
    "was_right": "It was right",
    "ended": "The lock was shut again",
    "source_reference": "Reference of the record",
    "last_day_on": "Last day",
    "came_by": "How it came to the Crown Court",
    "same_case": "The same case",
    "judges_words": "What the judge said",
    "source_of_words": "Where that is from",
    "slip_rule_last_day_on": "Last day of the slip rule",
    "how": "How",
    "file_by_at": "File by",
    "reason": "Reason",
    "assignee": "Assigned to",
    "step": "Step",
    "state": "Stage",
    "note": "Note",
    "choice": "Decision",
    "reasons": "Reasons",
    "letter": "Letter",
    "version": "Version",
    "at": "Arrived",
    "method": "How",
    "outcome": "Outcome",
    "fields": "What changed",
    "restriction": "Restriction",
    "protects": "Protects",
    "terms": "Terms",
    "made_on": "Made on",
    "until_on": "Until",
    "readers": "Open to",
    "reader": "Person",
    "about": "What about",
    "who": "Who",
    "means": "How",
    "people": "How many people",
    "requests": "Requests",
    "offenders": "Offenders",
    "name": "File",
    "reminder": "Reminder",
    "basis": "Day of sentence",
    "earliest_on": "Earliest day",
    "latest_on": "Latest day",
    "owner": "Owner",
    "quote": "Paragraph",
    "comment": "Comment",
    "milestone": "Part of the plan",
    "due_on": "To be done by",
    "alarm": "Alarm",
    "kind": "What it is",
    "email_kind": "What the email is for",
    "email_state": "Where the email stands",
    "email_files": "Files put with the papers",
    "standing": "What they are to the case",
    "was_told": "Told of the scheme",
    "told_by": "Told by",
    "told_on": "Told on",
    "limit_name": "Time limit",
    "description": "Description",
}
# What a fact is called where it says something else than elsewhere.
_NAMES_OF = {EventKind.FILED: {"late_reason": "Why so near the end, or after it"}}
_LABELLED: dict[str, Any] = {
    "addressed_to": LawOfficer,
    "to_officer": LawOfficer,
    "law_officer": LawOfficer,
    "verdict": Verdict,
    "time_verdict": TimeVerdict,
    "source": CourtSource,
    "opener": Opener,
    "order_kind": OrderKind,
    "came_by": CameBy,
    "same_case": SameCase,
    "step": Step,
    "choice": DecisionChoice,
    "outcome": Outcome,
    "letter": LetterKind,
    "channel": Channel,
    "plea": Plea,
    "restriction": RestrictionKind,
    "about": About,
    "means": Means,
    "kind": DocumentKind,
    "email_kind": Kind,
    "email_state": InboundState,
    "basis": DeadlineBasis,
    "milestone": Milestone,
}


# They follow of themselves from what a person did, in the same press.
_FOLLOW = frozenset(
    {
        EventKind.ASSESSED,
        EventKind.STAGE_CHANGED,
        EventKind.DEADLINE_CHANGED,
        EventKind.OUTCOME_REACHED,
        EventKind.TELLING_PLANNED,
        EventKind.TELLING_SUPERSEDED,
    }
)
_ONE_PRESS = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the timeline, as the template's macro takes it; `also` followed from it."""

    title: str
    by: str
    at: datetime
    text: str
    also: tuple["Line", ...] = ()


def presses(events: Sequence[Event], case: Case) -> list[Line]:
    """The events as lines in the order given; those that followed from one stand under it."""
    drawn = dict(zip((event.id for event in events), lines(events, case), strict=True))
    under: dict[int, list[Line]] = {}
    cause = last = None
    for event in sorted(events, key=lambda each: each.id):
        if cause is not None and last is not None and _follows(event, last, cause):
            under[cause.id].append(drawn[event.id])
        else:
            cause, under[event.id] = event, []
        last = event
    return [
        replace(drawn[event.id], also=tuple(under[event.id]))
        for event in events
        if event.id in under
    ]


def _follows(event: Event, last: Event, cause: Event) -> bool:
    is_near = event.by_id == last.by_id and event.at - last.at < _ONE_PRESS
    return is_near and event.kind in _FOLLOW and event.review_id == cause.review_id


def lines(events: Iterable[Event], case: Case) -> list[Line]:
    """The events as lines, in the order given; whose they are, where a case has several."""
    names = {review.id: review.offender_name for review in case.reviews}
    several = len(names) > 1
    return [
        Line(
            title=_TITLES.get(event.kind, event.kind.label)
            + (f": {names[event.review_id]}" if several and event.review_id in names else ""),
            by=event.by.name if event.by else "",
            at=event.at,
            text=_text(event),
        )
        for event in events
    ]


def _text(event: Event) -> str:
    """Write the event, a fact on each line; a changed fact says what it was before."""
    parts = []
    for key, value in event.after.items():
        if key not in _NAMES or value is None or value in ("", []):
            continue
        name = _NAMES_OF.get(event.kind, {}).get(key, _NAMES[key])
        words = f"{name}: {_words(key, value)}"
        before = event.before.get(key)
        if before not in (None, "", value):
            words += f" (was {_words(key, before)})"
        parts.append(words)
    return "\n".join(parts + _answers(event))


def _answers(event: Event) -> list[str]:
    """Each question answered about an offence, with its answer in the catalogue's own words."""
    answers = event.after.get("answers") or {}
    offence_id = event.after.get("offence_id")
    try:
        questions = load_catalogue().get(offence_id).questions if offence_id else ()
    except UnknownOffence:
        questions = ()
    return [
        f"{question.text} {answer.text}"
        for question in questions
        for answer in question.answers
        if answers.get(question.id) == answer.value
    ]


def _words(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if key == "state":
        return state_words(value)
    if key in _LABELLED:
        return str(_LABELLED[key](value).label)
    if key.endswith("_on"):
        return weekday_date(date.fromisoformat(value))
    if key.endswith("_at") or key == "at":
        return moment(datetime.fromisoformat(value))
    if isinstance(value, list):
        return ", ".join(str(item).replace("_", " ") for item in value)
    return str(value)
