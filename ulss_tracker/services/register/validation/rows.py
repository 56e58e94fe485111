"""Queries about one row of the register: what was read, what is proposed, and why to look again.

Nothing here changes anything. A query never stops a row: it is put before a person.
"""

from collections.abc import Iterator
from datetime import date

from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import ConvictionFacts, Facts
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.penalties import Convicted, load_penalties
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.offence_reading import OffenceReading
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.scheme.reading.sentence_words import read_sentence
from ulss_tracker.scheme.time import time_words
from ulss_tracker.scheme.time.calendar import CalendarUnknown, working_days
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.register import at_court, words
from ulss_tracker.services.register.cells import (
    STATUSES,
    Revised,
    initials_of,
    is_empty,
    is_judge,
    is_odd_for_initials,
    is_placeholder,
    is_remitted,
    nearest_status,
    read_outcome,
    read_revised,
    simple,
)
from ulss_tracker.services.register.court_names import is_known_spelling
from ulss_tracker.services.register.dates import SCHEME_BEGAN_ON, read_dates
from ulss_tracker.services.register.sheet import Column, SheetRow
from ulss_tracker.services.register.validation.writing import Doubt, doubt, writing_doubts

_SATURDAY = 5


def row_doubts(row: SheetRow, *, has_categories: bool = False) -> Iterator[Doubt]:
    """Find every query that a row raises by itself; its offence may be a category only."""
    yield from writing_doubts(row)
    yield from _initials(row)
    yield from _court(row)
    yield from _sentenced(row)
    yield from _offence(row)
    yield from _ending(row)
    yield from _rules(row, has_categories)
    yield from _hearing(row)
    yield from _sentence(row)


def _initials(row: SheetRow) -> Iterator[Doubt]:
    cell = row.said(Column.INITIALS)
    if is_empty(cell):
        yield doubt(row, Column.INITIALS, "", words.NO_INITIALS)
    elif is_placeholder(cell):
        yield doubt(row, Column.INITIALS, "", words.PLACEHOLDER, initials=cell)
    elif any(letter.islower() for letter in cell):
        yield doubt(row, Column.INITIALS, initials_of(cell), words.NOT_INITIALS)
    elif is_odd_for_initials(cell):
        yield doubt(row, Column.INITIALS, "", words.ODD_INITIALS)


def _court(row: SheetRow) -> Iterator[Doubt]:
    cell = row.said(Column.COURT)
    if is_empty(cell):
        yield doubt(row, Column.COURT, "", words.NO_COURT)
        return
    reading = load_courts().read(cell)
    if is_judge(cell):
        yield doubt(row, Column.COURT, "", words.JUDGE)
    elif reading.kind not in (None, CourtKind.CROWN_COURT):
        name = reading.court.name if reading.court else reading.kind.label
        yield doubt(row, Column.COURT, name, words.NOT_CROWN_COURT[reading.kind])
    elif reading.court is not None and reading.certainty == "sure":
        if not is_known_spelling(cell):
            yield doubt(row, Column.COURT, reading.court.name, words.COURT_SPELLING)
    elif reading.candidates:
        names = "; ".join(court.name for court in reading.candidates[:3])
        yield doubt(row, Column.COURT, names, words.COURT_POSSIBLE)
    else:
        yield doubt(row, Column.COURT, "", words.COURT_UNKNOWN)


def _sentenced(row: SheetRow) -> Iterator[Doubt]:
    cell = row.said(Column.SENTENCED)
    if is_empty(cell):
        yield doubt(row, Column.SENTENCED, "", words.NO_DATE)
        return
    reading = read_dates(row.cells[Column.SENTENCED])
    proposed = "; ".join(day.isoformat() for day in reading.dates)
    if not reading.dates:
        yield doubt(row, Column.SENTENCED, "", words.DATE_UNREAD)
    elif reading.unread:
        yield doubt(row, Column.SENTENCED, proposed, words.DATE_PARTLY_READ, unread=reading.unread)
    elif reading.guessed:
        yield doubt(row, Column.SENTENCED, proposed, words.DATE_GUESSED)
    if reading.is_weekday_wrong:
        yield doubt(row, Column.SENTENCED, proposed, words.WEEKDAY_WRONG)
    if len(set(reading.dates)) > 1:
        yield doubt(row, Column.SENTENCED, proposed, words.SEVERAL_DATES)
    for day in reading.dates:
        if day < SCHEME_BEGAN_ON:
            yield doubt(row, Column.SENTENCED, "", words.BEFORE_SCHEME)
        elif closed := _court_closed(day):
            yield doubt(row, Column.SENTENCED, day.isoformat(), closed)


def _court_closed(day: date) -> str:
    """Why no court sat on that day, or the empty string."""
    if day.weekday() >= _SATURDAY:
        return words.closed(time_words.day_words(day), "")
    try:
        holiday = working_days().holiday_name(day)
    except CalendarUnknown:
        return ""
    return words.closed(time_words.day_words(day), holiday) if holiday else ""


def _offence(row: SheetRow) -> Iterator[Doubt]:
    cell = row.said(Column.OFFENCE)
    if is_empty(cell):
        yield doubt(row, Column.OFFENCE, "", words.NO_OFFENCE)
        return
    days = read_dates(row.cells[Column.SENTENCED]).dates
    on = max(days, default=None)
    readings = read_offences(cell, load_catalogue(), on=on, recorded=True)
    for reading in readings:
        titles = "; ".join(offence.title for offence in reading.candidates[:4])
        if reading.certainty == "possible":
            yield doubt(row, Column.OFFENCE, titles, words.OFFENCE_POSSIBLE, said=reading.text)
        elif reading.certainty == "unknown":
            yield doubt(row, Column.OFFENCE, "", words.OFFENCE_UNKNOWN, said=reading.text)
    if len(readings) > 1:
        titles = "; ".join(reading.text for reading in readings)
        yield doubt(row, Column.OFFENCE, titles, words.SEVERAL_OFFENCES)
    sentence = read_sentence(row.said(Column.SENTENCE))
    if on and sentence.is_whole:
        convicted = [_convicted(reading) for reading in readings]
        if outside := load_penalties().outside(sentence.parts, convicted, on):
            yield doubt(row, Column.OFFENCE, "", words.OUTSIDE_LAW, reason=outside)


def _convicted(reading: OffenceReading) -> Convicted:
    is_sure = reading.certainty == "sure"
    return Convicted(reading.candidates[0] if is_sure else None, reading.form, reading.text)


def _ending(row: SheetRow) -> Iterator[Doubt]:
    """Status, outcome and revised sentence, each and against one another."""
    status, outcome = simple(row.said(Column.STATUS)), read_outcome(row.said(Column.OUTCOME))
    if status not in STATUSES:
        meant = nearest_status(status)
        text = words.NO_STATUS if not status else words.STATUS_UNKNOWN
        yield doubt(row, Column.STATUS, meant, text)
    if not outcome.words:
        is_blank = is_empty(row.said(Column.OUTCOME))
        text = words.NO_OUTCOME if is_blank else words.OUTCOME_UNKNOWN
        yield doubt(row, Column.OUTCOME, "Under Consideration", text)
        return
    if not outcome.is_sure:
        yield doubt(row, Column.OUTCOME, outcome.proposed, words.OUTCOME_SPELLING)
    revised = read_revised(row.said(Column.REVISED))
    is_referred = at_court.is_referred(row)
    if revised.is_known and not is_referred:
        yield doubt(row, Column.REVISED, "", words.REVISED_NOT_REFERRED)
    if revised is Revised.NOT_READ:
        yield doubt(row, Column.REVISED, "", words.REVISED_UNREAD)
    if revised is Revised.TAKEN_AS_INCREASED and is_referred:
        yield doubt(row, Column.REVISED, "Sentence increased", words.TAKEN_AS_INCREASED)
        if simple(row.said(Column.REVISED)) == simple(row.said(Column.SENTENCE)):
            yield doubt(row, Column.REVISED, "Sentence unchanged", words.SAME_AS_ORIGINAL)
    is_over = outcome.outcome is not None or (is_referred and revised.is_known)
    if status == "in progress" and is_over:
        yield doubt(row, Column.STATUS, "Complete", words.STILL_IN_PROGRESS)
    if status == "complete" and not is_over:
        yield doubt(row, Column.STATUS, "In Progress", words.COMPLETE_WITHOUT_ENDING)


def _rules(row: SheetRow, has_categories: bool) -> Iterator[Doubt]:
    """Where the scheme's rules say the opposite of the register."""
    outcome = read_outcome(row.said(Column.OUTCOME))
    if not outcome.words or is_judge(row.said(Column.COURT)):
        return
    days = read_dates(row.cells[Column.SENTENCED]).dates
    offence = row.said(Column.OFFENCE)
    facts = Facts(
        court_id=None,
        court_text=row.said(Column.COURT),
        sentenced_on=max(days, default=None),
        convictions=()
        if is_empty(offence)
        else (ConvictionFacts(None, text=offence, is_category=has_categories),),
        recorded=True,
    )
    verdict = assess(facts, load_catalogue()).verdict
    said_out = outcome.outcome is Outcome.NOT_IN_SCHEME
    if verdict is (Verdict.IN_SCHEME if said_out else Verdict.NOT_IN_SCHEME):
        text = words.RULES_DISAGREE.format(verdict=verdict.label.lower())
        yield doubt(row, Column.OUTCOME, row.said(Column.OUTCOME), text)


def _hearing(row: SheetRow) -> Iterator[Doubt]:
    cell = row.said(Column.HEARING)
    if is_empty(cell):
        if at_court.decision_of(row):
            yield doubt(row, Column.HEARING, "", words.DECIDED_WITHOUT_HEARING)
        return
    reading = read_dates(row.cells[Column.HEARING])
    proposed = "; ".join(day.isoformat() for day in reading.dates)
    if not reading.dates or reading.unread:
        yield doubt(row, Column.HEARING, proposed, words.HEARING_UNREAD)
    elif reading.guessed:
        yield doubt(row, Column.HEARING, proposed, words.DATE_GUESSED)
    if reading.is_weekday_wrong:
        yield doubt(row, Column.HEARING, proposed, words.WEEKDAY_WRONG)
    if len(set(reading.dates)) > 1:
        yield doubt(row, Column.HEARING, proposed, words.SEVERAL_HEARINGS)
    if reading.dates and not at_court.may_be_heard(row):
        yield doubt(row, Column.HEARING, "", words.HEARING_NOT_REFERRED)
    sentenced = read_dates(row.cells[Column.SENTENCED]).dates
    if reading.dates and sentenced and max(reading.dates) < min(sentenced):
        yield doubt(row, Column.HEARING, "", words.HEARING_FIRST)


def _sentence(row: SheetRow) -> Iterator[Doubt]:
    cell = row.said(Column.SENTENCE)
    if is_empty(cell):
        yield doubt(row, Column.SENTENCE, "", words.NO_SENTENCE)
    elif is_remitted(cell):
        yield doubt(row, Column.SENTENCE, "", words.REMITTED)
    elif unread := read_sentence(cell).unread:
        yield doubt(row, Column.SENTENCE, cell, words.SENTENCE_UNREAD, unread="; ".join(unread))
