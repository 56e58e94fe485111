"""The words of the history: the heading of each kind of event, and its facts by name."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from ulss_tracker.models import (
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
    RequestState,
    RestrictionKind,
)
from ulss_tracker.scheme.offences.facts import CameBy, OrderKind
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.scheme.offences.proceedings import SameCase
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.time_limits import TimeVerdict
from ulss_tracker.scheme.workflow.milestones import Milestone
from ulss_tracker.scheme.workflow.notifying import About
from ulss_tracker.scheme.workflow.stages import LawOfficer, Outcome, Step, state_words
from ulss_tracker.scheme.workflow.two_keys import Opener
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.web.core.filters import moment, weekday_date

# Facts that are called as their key is.
_NAMED_BY_KEY = (
    "view complaint finding papers paper recorded_by served_on decided_on citation varied_on "
    "judge offence offences convicted_on court reference case channel draft passed_to how "
    "reason step note reasons letter version outcome restriction protects terms made_on who "
    "requests offenders reminder owner comment alarm told_by told_on description tag contact "
    "said_by prosecution_counsel question"
)
_NAMES = {
    **{key: key.replace("_", " ").capitalize() for key in _NAMED_BY_KEY.split()},
    "event_kind": "What",
    "event_at": "Done",
    "request_state": "Request",
    "line": "Press line",
    "month": "Sample of",
    "promised_by_on": "Promised by",
    "late_reason": "Why late",
    "incomplete_reason": "What is missing of it",
    "not_applicable_reason": "Why it will not come",
    "is_refused": "Refused",
    "cps_lawyer": "CPS lawyer",
    "spoke_to": "Who was chased",
    "answer": "What they said",
    "addressed_to": "For",
    "works_until_on": "To be used by",
    "code_before": "The code from before",
    "sha256": "Fingerprint (SHA-256)",
    "to_officer": "Passed to",
    "law_officer": "Decided by",
    "heard_on": "Hearing",
    "time_of_day": "Time",
    "constitution": "Before",
    "revised_sentence": "Sentence now",
    "sentenced_on": "Date of sentence",
    "order_kind": "Kind of order",
    "text": "Sentence",
    "parts": "Read as",
    "confirmed_doubts": "The date was kept although doubted",
    "plea": "Plea or verdict",
    "offence_role": "Role in the offence",
    "offender_name": "Offender",
    "offender_born_on": "Date of birth",
    "offender_address": "Address for service",
    "court_case_number": "Crown Court case number",
    "cps_reference": "CPS reference",
    "carried": "What",
    "other": "Compared with",
    "received_at": "Received",
    "verdict": "Answer",
    "time_verdict": "Time limit",
    "agrees": "Agreed",
    "confirmed": "Verified",
    "source": "Against",
    "as": "Given as",
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
    "file_by_at": "File by",
    "assignee": "Assigned to",
    "state": "Stage",
    "choice": "Decision",
    "at": "Arrived",
    "method": "How",
    "fields": "What changed",
    "until_on": "Until",
    "readers": "Open to",
    "reader": "Person",
    "bundle": "For",
    "defence_page": "Reference",
    "recipient": "For",
    "about": "What about",
    "means": "How",
    "people": "How many people",
    "name": "File",
    "basis": "Day of sentence",
    "earliest_on": "Earliest day",
    "latest_on": "Latest day",
    "quote": "Paragraph",
    "milestone": "Part of the plan",
    "due_on": "To be done by",
    "kind": "What it is",
    "same_words": "How many, by now",
    "joins_later": "Later ones join too",
    "email_kind": "What the email is for",
    "email_state": "Where the email stands",
    "email_files": "Files put with the papers",
    "standing": "What they are to the case",
    "verified_against": "Verified against",
    "was_told": "Told of the scheme",
    "limit_name": "Time limit",
}
# What a fact is called where it says something else than elsewhere.
_NAMES_OF = {
    EventKind.FILED: {"late_reason": "Why so near the end, or after it"},
    EventKind.PACK_QUESTION_ANSWERED: {"answer": "Answer"},
}
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
    "email_kind": MailKind,
    "email_state": InboundState,
    "basis": DeadlineBasis,
    "milestone": Milestone,
    "event_kind": EventKind,
    "request_state": RequestState,
}


def text_of(event: Event) -> str:
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
    if event.kind.keys - event.after.keys():
        parts.append("Erased: what a person wrote, or who they are")
    return "\n".join(parts + list(_answers(event.after)))


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Each fact that differs, by name: its words before and after, empty where there are none."""
    earlier, later = _facts(before), _facts(after)
    names = dict.fromkeys((*later, *earlier))
    facts = ((name, earlier.get(name, ""), later.get(name, "")) for name in names)
    return [fact for fact in facts if fact[1] != fact[2]]


def _facts(values: Mapping[str, Any]) -> dict[str, str]:
    """Each fact in words, by its name."""
    facts = {
        _NAMES[key]: _words(key, value)
        for key, value in values.items()
        if key in _NAMES and value is not None and value not in ("", [])
    }
    answers = "\n".join(_answers(values))
    return facts | ({"What decides": answers} if answers else {})


def _answers(values: Mapping[str, Any]) -> Iterable[str]:
    """Each question answered about an offence, with its answer in the catalogue's own words."""
    answers = values.get("answers") or {}
    offence = find_offence(values.get("offence_id"))
    return [
        f"{question.text} {answer.text}"
        for question in (offence.questions if offence else ())
        for answer in question.answers
        if answers.get(question.id) == answer.value
    ]


def _words(key: str, value: Any) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if key == "state":
        return state_words(value)
    if key == "offences":
        return ", ".join(conviction["offence"] for conviction in value)
    if key in _LABELLED:
        return str(_LABELLED[key](value).label)
    if key.endswith("_on"):
        return weekday_date(date.fromisoformat(value))
    if key.endswith("_at") or key == "at":
        return moment(datetime.fromisoformat(value))
    if isinstance(value, list):
        return ", ".join(str(item).replace("_", " ") for item in value)
    return str(value)
