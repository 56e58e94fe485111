"""The words of a text and what each was read as, to stand beside an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import Catalogue
from ulss_tracker.scheme.reading.mentions import Mention
from ulss_tracker.scheme.reading.polarity import Standing

_LONGEST = 200


class ReadAs(StrEnum):
    """The use that was made of some words."""

    OFFENCE = "offence"
    SEVERAL = "several"
    NOT_CONVICTED = "not_convicted"
    ANOTHER_PERSON = "another_person"
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
    Standing.ACQUITTED: ReadAs.NOT_CONVICTED,
    Standing.CHARGED: ReadAs.NOT_CONVICTED,
    Standing.OTHERS: ReadAs.ANOTHER_PERSON,
}


def words_read(text: str, catalogue: Catalogue, on: date | None) -> Sequence[WordsRead]:
    """The words of a text and what each was read as, in their order, each once."""
    read = catalogue.typed.read(text, on)
    counted = read.counted
    found = [(one.start, _mention(text, one, is_counted=one in counted)) for one in read.mentions]
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


def _mention(text: str, one: Mention, *, is_counted: bool) -> WordsRead:
    words = _said(text, one.start, one.end)
    if not is_counted:
        return WordsRead(words, _ASIDE.get(one.standing, ReadAs.SET_ASIDE))
    if len(one.rows) != 1 or one.is_weak or one.is_unsure:
        return WordsRead(words, ReadAs.SEVERAL)
    return WordsRead(words, ReadAs.OFFENCE, one.rows[0], one.form, one.is_cited)


def _said(text: str, start: int, end: int) -> str:
    words = " ".join(text[start:end].split())
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
