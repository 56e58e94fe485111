"""The effects of a change on the law itself: the answers around its days, and the words changed.

Asked of the same functions that answer and write for everybody, under the law in force and under
the law with the change. A rehearsal keeps it, so that the second lawyer signs what was shown.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from ulss_tracker.scheme.law.change import Change, ChangeKind
from ulss_tracker.scheme.law.law import Law, current, obeying
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import ConvictionFacts, Facts
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import find_offence, load_catalogue
from ulss_tracker.scheme.table import TableRow
from ulss_tracker.scheme.time import deadline, limit_sentences
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.limits import Asker, limits_for
from ulss_tracker.scheme.time.policies import limit_named
from ulss_tracker.scheme.time.time_words import day_words, listed, moment_words
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

Texts = Callable[[], dict[str, str]]
"""Texts by what they are: written as the law that counts has it."""

_FORMS = (Form.FULL, Form.ATTEMPT, Form.CONSPIRACY, Form.ENCOURAGING)
_AROUND = (-1, 0, 1)
_ANY = "Any offence in the scheme"
_ASKERS = [(role, is_verified) for is_verified in (True, False) for role in RequesterRole]
_Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Answered:
    """The answer and the limit of a case of one offence, for one requester."""

    what: str
    on: date
    role: RequesterRole
    is_verified: bool
    verdict: str
    limit: str


def effects(change: Change, law: Law, texts: Texts) -> dict[str, Any]:
    """The rows of the grid, each as it is and with the change; and the words that change.

    `grid` has a row for each offence, form, day around the change and kind of requester, verified
    and not; those of requesters who have the same are one.
    """
    with obeying(law):
        cases = list(_cases(change))
        after, becomes = _grid(cases), public_sentences() | texts()
    with obeying(current()):
        before, was = _grid(cases), public_sentences() | texts()
    grid = [_row(was, is_) for was, is_ in zip(before, after, strict=True)]
    return {"grid": list(_joined(grid)), "words": list(_other_words(was, becomes))}


def public_sentences() -> dict[str, str]:
    """Write the sentences of the public pages about how long there is."""
    return {
        "Public pages, to anybody": limit_sentences.who_may_have_longer("en", day_words),
        "Public pages, to whoever has asked": limit_sentences.some_have_longer("en", day_words),
    }


def _cases(change: Change) -> Iterator[tuple[str, str, Form, date]]:
    """Each offence (its id and title; none where any is meant), form and day around the change."""
    for row in change.rows():
        begins = _begins(change, row)
        for offence_id in _offences(change, row):
            offence = find_offence(offence_id) if offence_id else None
            title = offence.title if offence else _ANY
            for form in _FORMS if offence_id else (Form.FULL,):
                for days in _AROUND:
                    yield offence_id, title, form, begins + timedelta(days=days)


def _begins(change: Change, row: TableRow) -> date:
    """The first day of sentence that a row reaches; of a holiday, that whose last day it is."""
    if change.kind is ChangeKind.BANK_HOLIDAY:
        day = row.day("on")
        return day - (deadline.last_day(day) - day)
    begins = row.day_or_none("sentenced_from")
    if begins is None and change.kind is ChangeKind.LIMIT:
        begins = limit_named(row.text("id")).sentenced_from
    return begins or change.decides_from_on


def _offences(change: Change, row: TableRow) -> Sequence[str]:
    """The ids of the offences that a row touches; an empty one where it touches any."""
    match change.kind:
        case ChangeKind.OFFENCE:
            return [row.text("id")]
        case ChangeKind.COMMENCEMENT if row.has("offence"):
            return [row.text("offence")]
        case ChangeKind.FORM:
            paragraphs = row.texts("paragraphs")
            return [one.id for one in load_catalogue() if one.paragraph in paragraphs]
        case ChangeKind.MAXIMUM | ChangeKind.RETENTION:  # they decide no answer
            return []
    return [""]


def _grid(cases: Sequence[tuple[str, str, Form, date]]) -> list[_Answered]:
    """The answer and the limit of each case, for each requester."""
    answered = []
    for offence_id, title, form, on in cases:
        verdict = ""
        if offence_id:
            convictions = (ConvictionFacts(offence_id, form),)
            facts = Facts(None, on, convictions, "Crown Court")
            verdict = f"{assess(facts, load_catalogue()).verdict.label}."
        what = title if form is Form.FULL else f"{title}: {form.label.lower()}"
        for role, is_verified in _ASKERS:
            limit = _limit(on, Asker(role, on, is_verified))
            answered.append(_Answered(what, on, role, is_verified, verdict, limit))
    return answered


def _row(was: _Answered, becomes: _Answered) -> tuple[_Answered, str, str]:
    """Give the case, and what is said before and after: of the limit where it differs, or alone."""
    says_limit = was.limit != becomes.limit or not was.verdict
    before, after = (
        " ".join(filter(None, (answered.verdict, answered.limit if says_limit else "")))
        for answered in (was, becomes)
    )
    return was, before, after


def _limit(on: date, asker: Asker) -> str:
    limits = limits_for(on, [asker])
    try:
        by = f", file by {moment_words(deadline.file_by(limits.last_day_on))}"
    except CalendarUnknown:
        by = ""
    said = f"{limits.leading.title}: last day {day_words(limits.last_day_on)}{by}."
    if limits.may_be is None:
        return said
    is_law = "is, once they are verified," if limits.may_be.decides else "may be"
    return f"{said} It {is_law} until {day_words(limits.may_be_until_on)}."


def _joined(grid: Sequence[tuple[_Answered, str, str]]) -> Iterator[_Row]:
    """The rows as they are kept: requesters who have the same answers are in one."""
    for (what, on), of_case in groupby(grid, key=lambda row: (row[0].what, row[0].on)):
        askers: dict[tuple[str, str], list[_Answered]] = {}
        for answered, before, after in of_case:
            askers.setdefault((before, after), []).append(answered)
        for (before, after), same in askers.items():
            row = {"what": what, "on": on.isoformat(), "who": _who(same)}
            yield row | {"before": before, "after": after, "is_same": before == after}


def _who(askers: Sequence[_Answered]) -> str:
    """Who these are: whether they are verified is said where that decides."""
    if len(askers) == len(_ASKERS):
        return "Anybody"
    verified: dict[RequesterRole, list[bool]] = {}
    for asker in askers:
        verified.setdefault(asker.role, []).append(asker.is_verified)
    return listed(
        [
            role.label
            if len(values) > 1
            else f"{role.label} ({'verified' if values[0] else 'not verified'})"
            for role, values in verified.items()
        ]
    )


def _other_words(was: Mapping[str, str], becomes: Mapping[str, str]) -> Iterator[_Row]:
    """The lines of each text that are not in both."""
    for name in was:
        before, after = was[name].splitlines(), becomes[name].splitlines()
        gone = "\n".join(line for line in before if line not in after)
        new = "\n".join(line for line in after if line not in before)
        if gone or new:
            yield {"what": name, "before": gone, "after": new}
