"""The words of a text and what each was read as, to stand beside an answer."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import Catalogue
from ulss_tracker.scheme.reading.cues import MentionStatus
from ulss_tracker.scheme.reading.mentions import Mention
from ulss_tracker.scheme.reading.offence_reading import OffenceReading
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.scheme.reading.ticks import ticked

_LONGEST = 200


class ReadAs(StrEnum):
    """The use that was made of some words."""

    OFFENCE = "offence"
    SEVERAL = "several"
    NOT_CONVICTED = "not_convicted"
    ANOTHER_PERSON = "another_person"
    UNTICKED = "unticked"
    SET_ASIDE = "set_aside"
    FACT = "fact"
    LEFT_OVER = "left_over"


@dataclass(frozen=True, slots=True)
class WordsRead:
    """Some words, what they were read as and, where that is one offence, which.

    by_provision: it was read by a provision of an Act, not by a name. question, answer: what a
    fact read answers, by their ids.
    """

    words: str
    read_as: ReadAs
    offence: Offence | None = None
    form: Form = Form.FULL
    by_provision: bool = False
    question: str = ""
    answer: str = ""


_ASIDE = {
    MentionStatus.ACQUITTED: ReadAs.NOT_CONVICTED,
    MentionStatus.CHARGED: ReadAs.NOT_CONVICTED,
    MentionStatus.OTHERS: ReadAs.ANOTHER_PERSON,
    MentionStatus.UNTICKED: ReadAs.UNTICKED,
}


def words_read(
    text: str, catalogue: Catalogue, on: date | None, ticks: str | None = None
) -> tuple[WordsRead, ...]:
    """The words of a text and what each was read as, in their order, each once.

    ticks: which of the offences listed a person said are convictions, where they were asked.
    """
    read = ticked(catalogue.typed.read(text, on), ticks)
    counted = read.counted
    found = [
        (one.start, mention_read(text, one, is_counted=one in counted)) for one in read.mentions
    ]
    found += [
        (
            fact.start,
            WordsRead(
                _said(text, fact.start, fact.end),
                ReadAs.FACT,
                question=fact.question,
                answer=fact.answer,
            ),
        )
        for fact in read.facts
        if any(q.id == fact.question for one in counted for row in one.rows for q in row.questions)
    ]
    found += [
        (start, WordsRead(_said(text, start, end), ReadAs.LEFT_OVER))
        for start, end in read.left_over
    ]
    return tuple(dict.fromkeys(one for _, one in sorted(found, key=lambda pair: pair[0])))


def record_read(text: str, catalogue: Catalogue, on: date | None) -> tuple[WordsRead, ...]:
    """The offences of an office's record, as its names are read, and what each was read as."""
    readings = read_offences(text, catalogue, on=on, recorded=True)
    return tuple(_record(reading, catalogue) for reading in readings)


def _record(reading: OffenceReading, catalogue: Catalogue) -> WordsRead:
    words = _said(reading.text, 0, len(reading.text))
    if reading.certainty == "unknown":
        return WordsRead(words, ReadAs.LEFT_OVER)
    if len(reading.candidates) > 1:
        return WordsRead(words, ReadAs.SEVERAL)
    is_cited = any(one.is_cited for one in catalogue.typed.read(reading.text, None).mentions)
    return WordsRead(words, ReadAs.OFFENCE, reading.candidates[0], reading.form, is_cited)


def mention_read(text: str, one: Mention, *, is_counted: bool) -> WordsRead:
    """The reading of one offence mentioned."""
    words = _said(text, one.start, one.end)
    if not is_counted:
        return WordsRead(words, _ASIDE.get(one.standing, ReadAs.SET_ASIDE))
    if len(one.rows) != 1 or one.is_weak or one.is_unsure:
        return WordsRead(words, ReadAs.SEVERAL)
    return WordsRead(words, ReadAs.OFFENCE, one.rows[0], one.form, one.is_cited)


def _said(text: str, start: int, end: int) -> str:
    words = " ".join(text[start:end].split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
