"""Warnings in a message about how it is safe to answer, and whether to answer at all."""

from collections.abc import Sequence

from ulss_tracker.services.correspondence.marks import Marked
from ulss_tracker.services.correspondence.passages import Passage, Place
from ulss_tracker.services.correspondence.safe_contact_words import (
    BEYOND_OTHER_WAYS,
    INSTEAD,
    NO_ANSWER,
    NOT_A_WARNING,
    OTHER_WAYS,
    WARNS,
)

_LONGEST = 400


def find_warnings(passages: Sequence[Passage]) -> list[Marked[str]]:
    """Each sentence that says how, when or whether it is safe to answer."""
    found: dict[str, Marked[str]] = {}
    for passage in passages:
        if passage.place is Place.SUBJECT:
            continue
        for sentence in passage.sentences():
            if match := WARNS.search(sentence):
                if NOT_A_WARNING.search(sentence):
                    continue
                said = _around(sentence, match.start(), match.end())
                found.setdefault(said, Marked(said, said, passage.place, passage.file_name))
    return list(found.values())


def is_against_email(warning: str) -> bool:
    """Whether a warning may be about an answer by email: every one but of telephone or post alone.

    In doubt it is: a message that is not sent can be sent later.
    """
    return not OTHER_WAYS.search(warning) or bool(BEYOND_OTHER_WAYS.search(warning))


def asks_for_no_answer(passages: Sequence[Passage]) -> bool:
    """Whether the writer asks not to be answered at all, in whatever way."""
    return any(
        bool(NO_ANSWER.search(sentence)) and not INSTEAD.search(sentence)
        for passage in passages
        if passage.place in (Place.BODY, Place.FORWARDED)
        for sentence in passage.sentences()
    )


def _around(sentence: str, start: int, end: int) -> str:
    """The sentence; of a very long one, the part with the warning in it."""
    if len(sentence) <= _LONGEST:
        return sentence
    first = max(0, start - _LONGEST // 4)
    return sentence[first : max(end, first + _LONGEST)].partition(" ")[2].rpartition(" ")[0]
