"""Sameness of the words in which people ask: all but the writer's name, address and greeting.

What is left out is only what is surely one of these. Anything else makes the words others, and a
person looks: a sentence of somebody's own is never taken for a part of a campaign's words.
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection
from typing import NamedTuple

from ulss_tracker.services.matching.scoring import Subject


class Wording(NamedTuple):
    """Hashes of the sentence that a request names, and of that with the words it is asked in."""

    sentence: str
    words: str


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_POSTCODE = r"\b[A-Za-z]{1,2}\d[A-Za-z\d]?\s*\d[A-Za-z]{2}\b"
# From a number of a house to the postcode, with no word between that begins small.
_ADDRESS = re.compile(rf"\b\d+\w?,?\s+(?:[A-Z][\w’'-]*,?\s+){{1,9}}{_POSTCODE}")
_TELEPHONE = re.compile(r"(?:\+44|\b0)[\d\s()-]{9,14}\b")
_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+\w")
_PREFIX = re.compile(r"^(?:(?:re|fwd?|fw)\s*:\s*)+", re.I)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_WORD = re.compile(r"\w+")

_TITLES = _set("mr mrs ms miss mx dr rev revd prof sir lady lord dame baroness")
_GREETING = _set("dear hello hi good to")
_GREETED = _TITLES | _set(
    "attorney solicitor general the rt right hon honourable kc qc mp office team all madam or and "
    "sirs colleagues colleague whom it this may concern minister officer officers law review "
    "morning afternoon evening day s of for england wales her his majesty"
)
_CLOSING = _set(
    "yours sincerely faithfully truly kind kindest best warm regards wishes many thanks thank you "
    "with and in advance respectfully"
)
_DEVICE = _set(
    "sent from my iphone ipad samsung galaxy android phone mobile device outlook for ios get yahoo "
    "mail blackberry tablet huawei s using on"
)
_LABELS = _set("name address postcode telephone tel mobile phone email e")
# In a name or an address these would be words of somebody's own.
_OWN = _set(
    "i me my mine we us our he him his she her they them their you your mum mother dad father son "
    "daughter brother sister wife husband partner nan gran aunt uncle cousin niece nephew friend "
    "victim family was is were not please"
)
_MOST_GREETED_NAMES = 2
_LONGEST_NAME = 5  # words


def wording(subject: Subject, title: str, words: str, writer: str) -> Wording | None:
    """The hashes of a request about `subject`; None where it names nobody or says nothing.

    `title` is the subject of an email, `writer` the name of whoever wrote.
    """
    text = fold(words, writer)
    if not subject.names or not text:
        return None
    names = sorted(" ".join(sorted(name.distinctive)) for name in subject.names)
    courts = sorted(subject.court.ids) or subject.court.words
    sentence = _hash(repr((names, courts, subject.days)))
    return Wording(sentence, _hash(f"{sentence}\n{fold(_PREFIX.sub('', title), writer)}\n{text}"))


def fold(words: str, writer: str) -> str:
    """The words without name, address, greeting and closing, in small letters without signs."""
    text = unicodedata.normalize("NFKC", words)
    name = _words_of(writer)[:_LONGEST_NAME]
    if _OWN.intersection(name):
        name = []
    for pattern in (_ADDRESS, re.compile(_POSTCODE), _TELEPHONE, _EMAIL):
        text = pattern.sub(_unless_own, text)
    lines = [line for line in text.splitlines() if line.strip()]
    if lines and _is_greeting(lines[0], name):
        del lines[0]
    kept = (line for line in lines if not _is_of_writer(_words_of(line), name))
    folded = " ".join(word for line in kept for word in _words_of(line))
    return re.sub(rf"\b{re.escape(' '.join(name))}\b", "", folded) if len(name) > 1 else folded


def own_words(words: str, known: str, writer: str) -> list[str]:
    """The sentences of somebody's words that are not among the known ones."""
    folded = fold(known, "")
    return [
        sentence.strip()
        for sentence in _SENTENCE_END.split(words)
        if (own := fold(sentence, writer)) and own not in folded
    ]


def _words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _unless_own(match: re.Match[str]) -> str:
    return match[0] if _OWN.intersection(_words_of(match[0])) else " "


def _is_greeting(line: str, name: Collection[str]) -> bool:
    """Whether a first line greets, in words of which nearly all are known."""
    words = _WORD.findall(line)
    if not words or words[0].casefold() not in _GREETING:
        return False
    others = [
        word
        for word in words[1:]
        if word.casefold() not in _GREETED and word.casefold() not in name
    ]
    is_named = all(word[0].isupper() and word.casefold() not in _OWN for word in others)
    return is_named and len(others) <= _MOST_GREETED_NAMES


def _is_of_writer(words: Collection[str], name: Collection[str]) -> bool:
    """Whether a line has nothing but the writer's name, a closing, or what a telephone adds."""
    spare = {word for word in words if word not in name and word not in _TITLES}
    is_device = "sent" in spare or "get" in spare
    return spare <= _CLOSING or spare <= _LABELS or (is_device and spare <= _DEVICE)


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
