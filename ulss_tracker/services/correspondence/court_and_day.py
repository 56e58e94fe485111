"""The court and the day of sentence in a message: sentence by sentence, the likeliest first."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from ulss_tracker.scheme.courts.court_answer import court_answer
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.dates.sentence_day import read_sentence_day
from ulss_tracker.scheme.dates.spans import Span
from ulss_tracker.services.correspondence.marks import Marked
from ulss_tracker.services.correspondence.passages import Passage
from ulss_tracker.services.correspondence.patterns import patterns_of

_SAYS = patterns_of("court_and_day")
_WEEK = timedelta(days=7)
_BESIDE = 3  # words on either side of "court" in which its town stands
_AROUND = 9  # words on either side of a cue in a message without stops
_MOST_IN_LINE = 6  # words of a line of a list
_LONG = 28  # words of a sentence that is then read in windows

# What a court of a town is called that is no Crown Court, by its kind.
_NAMES_ELSEWHERE = {
    "magistrates": "{} Magistrates' Court",
    "scotland": "High Court of Justiciary at {}",
}
_LATELY = 256  # words that a message says over and over, or quotes, are read once
_LEAST_SURE = 2
_SHORT = 700  # letters


def find_days(passages: Sequence[Passage]) -> list[Marked[Span]]:
    """The days that may be that of sentence, the likeliest first.

    A day is read only of words that speak of the sentence, of a court, or of "the date".
    """
    found: list[tuple[int, Marked[Span]]] = []
    for place, passage in enumerate(passages):
        if passage.written_on is None:
            continue
        sentences = ["", *passage.sentences(), ""]
        for number, sentence in enumerate(sentences[1:-1], 1):
            beside = _of_lines(sentence, sentences[number - 1], sentences[number + 1])
            for words in _windows(sentence):
                subject = _with_its_subject(words, sentences[number - 1])
                weight = _weight_of_day(subject) + beside
                if weight < _LEAST_SURE:
                    continue
                span = _read(words, passage.written_on)
                if span is None:
                    continue
                is_vague = 0 if span.is_day else -3
                mark = Marked(span, words, passage.place, passage.file_name)
                found.append((-(weight + is_vague) + place, mark))
    return [mark for _, mark in sorted(found, key=itemgetter(0))]


@lru_cache(maxsize=_LATELY)
def _read(words: str, written_on: date) -> Span | None:
    """The day that words say; of words that correct themselves, the day they end with.

    Where the whole says none, its parts: a term or a sum beside the day may keep it from being
    read.
    """
    corrected = _SAYS["correction"].split(words)
    if len(corrected) > 1 and (span := read_sentence_day(corrected[-1], written_on)):
        return span
    if span := read_sentence_day(words, written_on):
        return span
    for part in _SAYS["parts"].split(_SAYS["called"].sub("", words)):
        if _SAYS["like_a_day"].search(part) and (span := read_sentence_day(part, written_on)):
            return span
    return None


def names_a_town(passages: Sequence[Passage]) -> bool:
    """Whether a short message has a sentence of a Crown Court's town and hardly another word.

    "Leeds. Last week." tells of a court, as far as the kind of message goes. It proposes none: the
    town may be where somebody lives.
    """
    readings = (
        load_courts().read(sentence)
        for passage in passages
        if len(passage.text) <= _SHORT
        for sentence in passage.sentences()
        if len(sentence.split()) <= _MOST_IN_LINE
    )
    return any(each.kind is CourtKind.CROWN_COURT and each.certainty == "sure" for each in readings)


def likeliest_day(days: Sequence[Marked[Span]]) -> Marked[date] | None:
    """The one day to propose; None where the words leave several open.

    "Last Tuesday", said on a Saturday, is the later of two Tuesdays: the clock keeps the earlier.
    """
    if not days:
        return None
    first = days[0]
    span = first.value
    if not span.is_day and span.latest - span.earliest != _WEEK:
        return None
    return Marked(span.latest, first.words, first.place, first.file_name)


def earliest_day(days: Sequence[Marked[Span]]) -> date | None:
    """The earliest day that the words allow for the sentence: the clock counts from it.

    A month around the likeliest day says that day less exactly, and is no other.
    """
    spans = [day.value for day in days]
    wider = [span for span in spans if span != spans[0] and _holds(span, spans[0])]
    return min((span.earliest for span in spans if span not in wider), default=None)


def _holds(span: Span, other: Span) -> bool:
    return span.earliest <= other.earliest and other.latest <= span.latest


def _weight_of_day(words: str) -> int:
    weight = 4 * bool(_SAYS["sentenced"].search(words)) + 2 * bool(_SAYS["court"].search(words))
    weight += 2 * bool(_SAYS["day_said"].search(words))
    weight -= 4 * bool(_SAYS["other_day"].search(words))
    return weight - 2 * bool(_SAYS["offence_day"].search(words))


def _of_lines(line: str, before: str, after: str) -> int:
    """How much a line beside that of a court speaks for a day alone in it, with no other words."""
    lines = (line, before, after)
    is_list = all(len(one.split()) <= _MOST_IN_LINE for one in lines)
    is_beside = bool(_SAYS["court"].search(before) or _SAYS["court"].search(after))
    return _LEAST_SURE if is_list and is_beside and _SAYS["like_a_day"].search(line) else 0


def _windows(sentence: str) -> Iterator[str]:
    """The sentence; of a long one also the words around each cue, for nothing else parts them.

    No date is cut: of "the 29th of April" the end alone would be the whole month.
    """
    yield sentence
    words = sentence.split()
    if len(words) <= _LONG:
        return
    for number, word in enumerate(words):
        if _SAYS["window_at"].search(word):
            start, end = max(0, number - _AROUND), number + _AROUND
            while max(0, number - 2 * _AROUND) < start and _SAYS["of_a_date"].match(words[start]):
                start -= 1
            while end < min(len(words), number + 2 * _AROUND) and _SAYS["of_a_date"].match(
                words[end]
            ):
                end += 1
            yield " ".join(words[start:end])


def find_courts(passages: Sequence[Passage]) -> list[Marked[str]]:
    """The courts named, the likeliest first: the name of a Crown Court, else as it was written."""
    found: list[tuple[int, Marked[str]]] = []
    for place, passage in enumerate(passages):
        for before, sentence in pairwise(["", *passage.sentences()]):
            for words, weight in _court_words(sentence, before):
                *_, corrected = _SAYS["correction"].split(words)
                if name := _court_of(corrected) or _court_of(words):
                    mark = Marked(name, words, passage.place, passage.file_name)
                    found.append((place * 2 - weight, mark))
    return [mark for _, mark in sorted(found, key=itemgetter(0))]


def _court_words(sentence: str, before: str) -> Iterator[tuple[str, int]]:
    """The words of a sentence that may name a court, and how much speaks for them."""
    is_sentenced = bool(_SAYS["sentenced"].search(_with_its_subject(sentence, before)))
    if _SAYS["court"].search(sentence):
        is_long = len(sentence.split()) > _LONG  # then a part of it says more surely which
        for words in _windows(sentence):
            if _SAYS["court"].search(words):
                yield words, 6 + 2 * is_sentenced - (is_long and words == sentence)
        yield from ((words, 5) for words in _beside_court(sentence.split()))
    elif not is_sentenced:
        return
    for match in (*_SAYS["town"].finditer(sentence), *_SAYS["town_alone"].finditer(sentence)):
        town = match[match.lastindex or 0]
        if not _SAYS["no_town"].match(town):
            yield town, 3 * is_sentenced
    if is_sentenced and (sentence[0].islower() or not re.search(r"[A-Z]", sentence[1:])):
        towns = (match[match.lastindex or 0] for match in _SAYS["lower_town"].finditer(sentence))
        yield from ((town, 3) for town in towns if _is_court(town))


def _with_its_subject(sentence: str, before: str) -> str:
    """A sentence of a place and a day alone, "It was Monday, at Leeds", behind what it tells of."""
    is_short = len(sentence.split()) <= _MOST_IN_LINE or _SAYS["it_was"].match(sentence)
    is_dated = (
        is_short and _SAYS["like_a_day"].search(sentence) and _SAYS["sentenced"].search(before)
    )
    return f"{before} {sentence}" if is_dated else sentence


def _beside_court(words: Sequence[str]) -> Iterator[str]:
    for number, word in enumerate(words):
        if _SAYS["court"].search(word):
            yield " ".join(words[max(0, number - _BESIDE) : number + _BESIDE + 1])


def _is_court(words: str) -> bool:
    return load_courts().read(words).certainty == "sure"


def _court_of(words: str) -> str:
    reading = load_courts().read(words)
    answer = court_answer(reading)
    if answer.court:
        if reading.certainty != "sure" and not _SAYS["court"].search(words):
            return ""
        return answer.court if "Court" in answer.court else f"{answer.court} Crown Court"
    if (literal := _SAYS["crown_court"].search(words)) and answer.kind in ("crown", "several"):
        return f"{(literal[1] or literal[2]).strip()} Crown Court"
    if answer.kind == "crown" and reading.candidates:
        return f"{reading.candidates[0].in_short.partition(' (')[0]} Crown Court"
    if answer.kind not in ("unknown", "crown", "several") and (
        named := _SAYS["named_court"].search(words)
    ):
        return named[1]
    named_by = _NAMES_ELSEWHERE.get(answer.kind)
    town = _SAYS[f"{answer.kind}_in"].search(words) if named_by else None
    return named_by.format(town[town.lastindex or 0]) if named_by and town else ""
