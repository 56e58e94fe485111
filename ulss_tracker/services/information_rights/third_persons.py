"""Words of others in what is held of a person: names, addresses and numbers, to be masked.

A name is words with capitals side by side; of one alone, the words beside it say whether it is a
person's. A machine proposes and a person decides: what is in doubt is proposed. Judges are not,
who sit in public.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ulss_tracker.adapters.pdf.bundle import masked
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.offences.catalogue_files import DATA
from ulss_tracker.scheme.table import read_table
from ulss_tracker.services.information_rights.finding import Person, is_theirs, squeezed
from ulss_tracker.services.matching.word_similarity import is_given_name

_LISTED = read_table(DATA / "messages" / "offenders.toml").row("lists")
_NO_NAME, _JUDGES, _TITLES, _OF_THINGS = (
    frozenset(_LISTED.text(name).split())
    for name in ("no_name", "judges", "before_person", "before_thing")
)
_PARTICLE = r"(?:(?:[Vv][ao]n|[Dd]e) (?:der |den |la )?|(?:ap|bin|da|del|du|le) )?"
_WORD = rf"{_PARTICLE}[^\W\d_a-z](?:\.|[\w’'-]*)"
_RUN = re.compile(rf"(?<![\w@./’'-]){_WORD}(?: {_WORD})*")
_KIN = re.compile(rf"\b(?:{'|'.join(_TITLES)}),? ([a-z]{{3,}})\b")
_BEFORE = re.compile(r"([\w’']+)([.,:(]*) $")
_CONTACT = re.compile(r"[^\s@,;<>()]+@[^\s@,;<>()]+\.\w+|\+?\d[\d ()-]{8,}\d")
_CAPITAL = re.compile(r"[^\W\d_a-z][\w’'-]+")
_INITIALS = 4  # of an office or a thing: CCTV


class _Named(NamedTuple):
    """Words that may be a name, and the words beside them; "" where none is in the sentence."""

    name: str
    before: str
    after: str


def propose(text: str, person: Person) -> list[str]:
    """Names, addresses and numbers in a text that may be somebody else's, each once.

    A part of a name is there by itself where it stands by itself in the text too.
    """
    named = list(_named(text))
    judges = {word for name, before, _ in named if before in _JUDGES for word in name.split()}
    names = [each.name for each in named if each.before not in _JUDGES and _is_of_person(each)]
    names += [match[1] for match in _KIN.finditer(text) if _is_given(match[1])]
    others = [name for name in dict.fromkeys(names) if not is_theirs(name, person)]
    others = [name for name in others if " " in name or name not in judges]
    parts = {_plain(word) for name in others for word in name.split() if len(word) > 2}
    alone = map(_without_ending, _CAPITAL.findall(masked(text, others)))
    others += [word for word in alone if _plain(word) in parts and not is_theirs(word, person)]
    contacts = [match[0] for match in _CONTACT.finditer(text)]
    others += [each for each in contacts if squeezed(each) not in person.contacts]
    return list(dict.fromkeys(others))


def _named(text: str) -> Iterator[_Named]:
    """Words with capitals side by side, parted where one is no part of a name."""
    for run in _RUN.finditer(text):
        before, name = _word_before(text[max(0, run.start() - 30) : run.start()]), list[str]()
        words = re.findall(_WORD, run[0])
        for place, word in enumerate([*words, ""]):
            if word and _is_of_name(word, words[place + 1 : place + 2]):
                name.append(_without_ending(word))
                continue
            if name:
                yield _Named(" ".join(name), before, _plain(word))
            before, name = _plain(word), []


def _is_of_name(word: str, following: list[str]) -> bool:
    """Whether a word may be of a name: an initial, or one like May, only before another."""
    plain = _plain(word)
    if any(letter.isdigit() for letter in word):
        return False
    if plain in _NO_NAME and not (is_given_name(plain) or word.endswith(".")):
        return False
    return (plain not in _NO_NAME and len(plain) > 1) or any(
        _plain(each) not in _NO_NAME for each in following
    )


def _is_of_person(named: _Named) -> bool:
    """Whether words are a person's name by themselves and by what stands beside them."""
    name, before, after = named
    if " " in name or before in _TITLES:
        return True
    if after or (before in _OF_THINGS and not (before == "the" and name.endswith("s"))):
        return False
    if _is_given(name):
        return True
    is_initials = name.isupper() and len(name) <= _INITIALS
    return bool(before) and not is_initials and not load_courts().read(name).candidates


def _is_given(word: str) -> bool:
    return _plain(word) not in _NO_NAME and is_given_name(_plain(word))


def _word_before(text: str) -> str:
    """The last word of a sentence that goes on, or a title with its full stop; else ""."""
    match = _BEFORE.search(text)
    word = _plain(match[1]) if match else ""
    return "" if match and "." in match[2] and word not in _TITLES else word


def _without_ending(word: str) -> str:
    return re.sub(r"[’'](?:s|m|d|ve|re|ll)?$", "", word)


def _plain(word: str) -> str:
    return _without_ending(word).strip(".").casefold()
