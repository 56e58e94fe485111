"""Judges in a text that may name a court. "Recorder of Cardiff" is a judge, and no court."""

from dataclasses import dataclass

from ulss_tracker.scheme.courts.court_index import CourtIndex
from ulss_tracker.scheme.courts.court_table import CourtWords
from ulss_tracker.scheme.courts.court_text import Words

_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """A text without its judges, and whether only a judge of the lower courts was named."""

    text: Words
    is_lower: bool = False


def without_judges(text: Words, words: CourtWords, index: CourtIndex) -> Judged:
    """The text without the titles and names of judges."""
    titles = dict.fromkeys(words.district_judge, True) | dict.fromkeys(words.judge, False)
    longest = max((title.count(" ") + 1 for title in titles), default=0)
    hidden: set[int] = set()
    lower: set[bool] = set()
    place = 0
    while place < len(text.words):
        for length in range(min(longest, len(text.words) - place), 0, -1):
            title = " ".join(text.words[place : place + length])
            if title in titles and not _is_court(text, place, index):
                lower.add(titles[title])
                end = _end_of_name(text, place + length, words, index)
                hidden |= set(range(place, end))
                place = end - 1
                break
        place += 1
    return Judged(text.without(hidden), lower == {True})


def _is_court(text: Words, place: int, index: CourtIndex) -> bool:
    """An office that tells the court: the Recorder of London sits at the Old Bailey."""
    ends = range(place + 2, place + _LONGEST_NAME)
    return any(index.key(text.words[place:end]) in index.places for end in ends)


def _end_of_name(text: Words, start: int, words: CourtWords, index: CourtIndex) -> int:
    """Where the judge's name ends: at a comma, at a word of no name, or before "Leeds Crown"."""
    end = start
    while (
        end < len(text.words)
        and end - start < _LONGEST_NAME
        and end not in text.breaks
        and text.words[end] not in words.cues["after_judge"]
    ):
        end += 1
    if end < len(text.words) and text.words[end] in words.cues["court"] and end not in text.breaks:
        for first in range(start + 1, end):
            if index.key(text.words[first:end]) in index.places:
                return first
    return end
