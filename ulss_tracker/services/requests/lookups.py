"""Courts and offences, looked up by the words that anybody types for them."""

from collections.abc import Sequence
from datetime import date

from ulss_tracker.models import Request
from ulss_tracker.scheme.courts.court_table import Court
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import Facts
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading import charge_sheet
from ulss_tracker.scheme.reading.charge_sheet import Count
from ulss_tracker.scheme.reading.offence_reading import OffenceReading
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.scheme.reading.search import Match
from ulss_tracker.scheme.reading.ticks import CONVICTIONS
from ulss_tracker.scheme.reading.words_read import WordsRead, words_read
from ulss_tracker.services.requests.details import RequestDetails

_MOST_CANDIDATES = 8
_DEATH = "io-manslaughter"


def is_outside_by_court(court_id: str | None, court_text: str) -> bool:
    """Whether the court alone puts a sentence outside the scheme, whatever it was for."""
    facts = Facts(court_id, None, (), court_text=court_text)
    return assess(facts, load_catalogue()).verdict is Verdict.NOT_IN_SCHEME


def search_courts(text: str) -> Sequence[Court]:
    """The courts to suggest while a name is being typed, best first."""
    return load_courts().search(text)


def courts_meant(text: str) -> Sequence[Court]:
    """The courts that the words mean: one when it is certain, several to choose from, or none."""
    reading = load_courts().read(text)
    if reading.certainty == "sure" and reading.court is not None:
        return (reading.court,)
    return reading.candidates[:_MOST_CANDIDATES]


def court_named(text: str) -> Court | None:
    """The court that the words certainly name; None where they name none, or only its kind."""
    return load_courts().read(text).court


def search_offences(text: str, on: date | None) -> Sequence[Match]:
    """The offences to suggest while the words are being typed, best first."""
    return load_catalogue().search(text, on=on)


def offences_on(day: date | None) -> Sequence[Offence]:
    """Every offence that a sentence of that day may be for, or one of today if it is not known."""
    law = load_catalogue()
    return law.distinct(law.offences, None) if day is None else law.as_at(day)


def offences_meant(text: str, on: date | None) -> tuple[Sequence[Match], bool]:
    """The offences that the words may mean, and whether that is certain.

    Several offences in one text are certain together, and give none to choose from: the check
    reads the text as a whole. Of a charge sheet it is asked which are convictions. A text in which
    nothing can be read, such as "?", gives none.
    """
    readings = read_offences(text, load_catalogue(), on=on)
    if not readings or listed_offences(text, on):
        return (), False
    if len(readings) != 1:
        unsure = [each for each in readings if each.candidates and each.certainty != "sure"]
        if len(unsure) != len(readings):
            return (), bool(readings)
        # Of several everyday words, what tells of a death offers its offences first.
        readings = sorted(unsure, key=lambda reading: not _tells_of_a_death(reading))
    reading = readings[0]
    others = readings[1:] if _tells_of_a_death(reading) else ()
    unique = dict.fromkeys(one for each in (reading, *others) for one in each.candidates)
    offences = load_catalogue().distinct(tuple(unique), on)
    matches = [Match(offence, reading.form, 1.0) for offence in offences]
    return matches[:_MOST_CANDIDATES], reading.certainty == "sure"


def listed_offences(text: str, on: date | None) -> Sequence[Count]:
    """The offences of a charge sheet, to be ticked as convictions; none of any other words."""
    return charge_sheet.charge_sheet(text, load_catalogue(), on)


def several_offences(text: str, on: date | None) -> Sequence[Count]:
    """The offences of words that name more than one, for the office to tick; none of any other."""
    return charge_sheet.charge_sheet(text, load_catalogue(), on, charge_sheet.SEVERAL)


def ticked_offences(details: Request | RequestDetails) -> Sequence[Count] | None:
    """The offences ticked of those that the words list; None where nobody was asked."""
    ticks = details.offence_answers.get(CONVICTIONS)
    if ticks is None:
        return None
    keys = ticks.split()
    listed = listed_offences(details.offence_text, details.sentenced_on)
    return [count for count in listed if count.key in keys]


def how_read(details: Request | RequestDetails) -> Sequence[WordsRead]:
    """The words of the offence and what each was read as, for a page to show beside the answer."""
    ticks = details.offence_answers.get(CONVICTIONS)
    return words_read(details.offence_text, load_catalogue(), details.sentenced_on, ticks)


def tells_of_a_death(text: str, on: date | None) -> bool:
    """Whether the words tell of a death and do not name the offence."""
    readings = read_offences(text, load_catalogue(), on=on)
    return any(map(_tells_of_a_death, readings))


def _tells_of_a_death(reading: OffenceReading) -> bool:
    is_death = _DEATH in {offence.id for offence in reading.candidates}
    return is_death and reading.certainty != "sure"
