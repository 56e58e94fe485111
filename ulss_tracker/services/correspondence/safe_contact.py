"""Warnings and wishes in a message about how to answer, and whether to answer at all."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from ulss_tracker.services.correspondence.marks import Marked
from ulss_tracker.services.correspondence.passages import Passage, Place
from ulss_tracker.services.correspondence.patterns import patterns_of

_SAYS = patterns_of("safe_contact")
_LONGEST = 400
_NEAR = 45  # letters between a refusal and the way that it refuses


class ContactWay(StrEnum):
    """A way to reach somebody, of which they may say yes, no or nothing."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    TEXT = "text"
    POST = "post"


def find_wishes(passages: Sequence[Passage]) -> dict[ContactWay, bool]:
    """The ways that the writer wants (True) and does not (False); none of which nothing is said.

    Where they say both, they do not: somebody may be in danger.
    """
    wishes: dict[ContactWay, bool] = {}
    for passage in passages:
        if passage.place in (Place.BODY, Place.FORWARDED):
            for sentence in passage.sentences():
                for way, is_wanted in _wishes_of(sentence):
                    wishes[way] = is_wanted and wishes.get(way, True)
    return wishes


def _wishes_of(sentence: str) -> Iterator[tuple[ContactWay, bool]]:
    if _SAYS["not_a_warning"].search(sentence):
        return
    clauses = [
        clause
        for clause in _SAYS["clauses"].split(sentence)
        if clause and not _SAYS["story"].search(clause)
    ]
    for clause in clauses:
        said = dict(_wishes_in(clause))
        yield from said.items()
        if _SAYS["only"].search(clause) and True in said.values():
            yield from ((way, False) for way in ContactWay if way not in said)


def _wishes_in(clause: str) -> Iterator[tuple[ContactWay, bool]]:
    refusals = [refusal.end() for refusal in _SAYS["not_wanted"].finditer(clause)]
    for way in ContactWay:
        for mention in _SAYS[f"by_{way}"].finditer(clause):
            is_refused = any(0 <= mention.start() - end <= _NEAR for end in refusals)
            if is_refused or _SAYS["not_after"].match(clause, mention.end()):
                if not _SAYS["at_times"].search(clause, mention.end()):
                    yield way, False
            elif _is_meant(clause, mention) and _SAYS["wanted"].search(clause):
                yield way, True


def _is_meant(clause: str, mention: "re.Match[str]") -> bool:
    """Whether a way is named as one by which to reach the writer."""
    is_other = _SAYS["not_meant_after"].match(clause, mention.end())
    return bool(_SAYS["meant_before"].search(clause[: mention.start()])) and not is_other


def find_warnings(passages: Sequence[Passage]) -> list[Marked[str]]:
    """Each sentence that says how, when or whether it is safe to answer."""
    found: dict[str, Marked[str]] = {}
    for passage in passages:
        if passage.place is Place.SUBJECT:
            continue
        for sentence in passage.sentences():
            match = _SAYS["warns"].search(sentence)
            if match and not _SAYS["not_a_warning"].search(sentence):
                said = _around(sentence, match.start(), match.end())
                found.setdefault(said, Marked(said, said, passage.place, passage.file_name))
    return list(found.values())


def is_against_email(warning: str, wishes: Mapping[ContactWay, bool]) -> bool:
    """Whether a warning may be about an answer by email: every one but of telephone or post alone.

    In doubt it is: a message that is not sent can be sent later. It is in none where they ask for
    email, unless the warning is of their emails being seen.
    """
    if (is_wanted := wishes.get(ContactWay.EMAIL)) is not None:
        return not is_wanted or bool(_SAYS["of_email"].search(warning))
    return not _SAYS["other_ways"].search(warning) or bool(
        _SAYS["beyond_other_ways"].search(warning)
    )


def asks_for_no_answer(passages: Sequence[Passage]) -> bool:
    """Whether the writer asks not to be answered at all, in whatever way."""
    return any(
        bool(_SAYS["no_answer"].search(sentence)) and not _SAYS["instead"].search(sentence)
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
