"""Courts and offences, looked up by the words that anybody types for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

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
from ulss_tracker.scheme.reading.cues import MentionStatus
from ulss_tracker.scheme.reading.offence_reading import OffenceReading
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.scheme.reading.search import Match
from ulss_tracker.scheme.reading.ticks import CONVICTIONS
from ulss_tracker.scheme.reading.words import stems
from ulss_tracker.scheme.reading.words_read import WordsRead, words_read
from ulss_tracker.services.requests.details import RequestDetails

_MOST_CANDIDATES = 8
_DEATH = "io-manslaughter"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The offences that words mean, best first, and whether that is certain.

    Where it is not, none outside the scheme comes before one that is in it.

    is_death: the words tell of a death and do not name the offence.
    """

    matches: tuple[Match, ...]
    is_certain: bool = False
    is_death: bool = False


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
    """The offences to suggest while the words are being typed, best first.

    They are those that the words mean, then those of whose names they may be the beginning.
    """
    meaning = offences_meant(text, on)
    if not meaning.is_certain:
        return meaning.matches
    law = load_catalogue()
    whole = frozenset(stems(text.rpartition(" ")[0]))  # the last word may not be finished
    begun = [
        match
        for match in law.search(text, on=on)
        if not whole or match.offence in law.index.longer_names(whole)
    ]
    unique = dict.fromkeys((match.offence, match.form) for match in [*meaning.matches, *begun])
    return [Match(*named, 1.0) for named in unique][:_MOST_CANDIDATES]


def offences_on(day: date | None) -> Sequence[Offence]:
    """Every offence that a sentence of that day may be for, or one of today if it is not known."""
    law = load_catalogue()
    return law.distinct(law.offences, None) if day is None else law.as_at(day)


def offences_meant(text: str, on: date | None) -> Meaning:
    """The offences that the words mean: the one answer of the live list and of the question.

    Several offences in one text are certain together: the check reads the text as a whole, and of
    a charge sheet it is asked which are convictions. Of several everyday words each is asked for.
    A text in which nothing can be read, such as "?", gives none.
    """
    law = load_catalogue()
    readings = read_offences(text, law, on=on)
    deaths = [
        OffenceReading(text, "unknown", mention.rows)
        for mention in law.typed.read(text, on).mentions
        if mention.is_weak and mention.standing is MentionStatus.SAID
        if _DEATH in {row.id for row in mention.rows}
    ]
    read = [each for each in readings if each.candidates]
    # What was left over may be an offence that no choice among those read would name.
    named = [each for each in read if each.certainty != "unknown"]
    is_asked = (len(named) < len(read) or bool(deaths)) and not any(map(_is_in, named))
    is_more_said = len(read) != len(readings) > 1 and bool(named)
    is_sure = any(each.certainty == "sure" for each in named)
    is_settled = is_more_said or is_sure
    if (is_settled and not is_asked) or listed_offences(text, on):
        return Meaning(_matches(read, on), is_certain=True)
    first = _matches([] if is_sure else deaths[:1], on)
    both = list(dict.fromkeys((*first, *_matches(read, on))))[:_MOST_CANDIDATES]
    both.sort(key=lambda match: not match.offence.in_scheme)  # a wrong “no” is the worst fault
    return Meaning(tuple(both), is_death=bool(deaths))


def _is_in(reading: OffenceReading) -> bool:
    """Whether words name an offence that is in the scheme, so that no other of them matters."""
    return all(offence.in_scheme for offence in reading.candidates)


def _matches(readings: Sequence[OffenceReading], on: date | None) -> tuple[Match, ...]:
    """The offences of readings in turn, the likeliest of each before the rest of any."""
    turns = zip_longest(*(load_catalogue().distinct(each.candidates, on) for each in readings))
    return tuple(
        Match(offence, form, 1.0)
        for offence, form in dict.fromkeys(
            (offence, reading.form)
            for turn in turns
            for offence, reading in zip(turn, readings, strict=True)
            if offence is not None
        )
    )[:_MOST_CANDIDATES]


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
