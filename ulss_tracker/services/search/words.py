"""Words as the search looks at them: plain Latin letters, whatever script they were written in.

What is kept and what is looked for are read alike, so that Müller meets Muller, Иванов Ivanov,
and 王伟 Wang Wei. A story keeps its words in order; nothing here decides who is who.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii

from ulss_tracker.services.matching.name_variants import variants_of
from ulss_tracker.services.matching.word_similarity import short_forms, skeleton

# A mark that no folded word has, before the letters of how a name sounds.
SOUND = "qq"

CONTACT = "qqat"
"""The same before an email address, the digits of a telephone number, or a writer's reference.

Each is one word, and found by those of the office alone: counsel is shown none of them.
"""

_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]*")
_TELEPHONE = re.compile(r"\+?\d[\d ()./-]{4,}\d")
_LEAST_DIGITS = 6
_REFERENCE = re.compile(
    r"\bref(?:erence)?(?:\s+(?:no|number))?\s*[.:#]*\s*"
    r"((?=[\w/.-]*\d)[A-Za-z0-9][A-Za-z0-9/._-]{2,30})",
    re.IGNORECASE,
)
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_HAN = re.compile(r"([\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_UK = "44"
_LONGEST_WORD = 60
_SHORTEST_NAME = 3
_SHORTEST_SOUND = 2
_MOST_SOUNDS = 8


def fold(text: str) -> list[str]:
    """The words of a text: small plain letters and figures, in the order written."""
    text = unicodedata.normalize("NFKC", text)
    if not text.isascii():
        # A Chinese name is written without spaces: each character is a word of its own.
        text = _HAN.sub(r" \1 ", text)
        text = " ".join(_plain(word) for word in text.split())
    text = _APOSTROPHES.sub("", text).casefold()
    return [word[:_LONGEST_WORD] for word in _NOT_WORD.split(text) if word]


def contacts_of(text: str) -> list[str]:
    """Each email address and telephone number of a text, however written, as one marked word.

    A number is its digits, without the code of the country or the nought of the trunk.
    """
    contacts = [CONTACT + "".join(fold(each)) for each in _EMAIL.findall(text)]
    for each in _TELEPHONE.findall(_EMAIL.sub(" ", text)):
        digits = "".join(letter for letter in each.replace("(0)", "") if letter.isdigit())
        if len(digits) >= _LEAST_DIGITS:
            national = digits.removeprefix("00").removeprefix(_UK)
            contacts.append(CONTACT + national.removeprefix("0"))
    return contacts


def references_of(text: str) -> list[str]:
    """Each reference that a text gives as its writer's own, “Our ref: JS/118”, marked."""
    return [CONTACT + "".join(fold(each)) for each in _REFERENCE.findall(text)]


def as_contact(text: str) -> list[str]:
    """The marked words under which what was typed may be kept: as a contact, or a reference."""
    found = contacts_of(text)
    if any(letter.isdigit() for letter in text):
        found.append(CONTACT + "".join(fold(text)))
    return list(dict.fromkeys(found))


def sounds_of(words: Iterable[str]) -> list[str]:
    """How each word of a name sounds, marked as a sound; nothing for initials and figures."""
    return [SOUND + sound for word in words if (sound := _sound(word))]


@lru_cache(maxsize=50_000)
def heard_as(word: str) -> tuple[str, ...]:
    """The sounds under which a name may be kept that is remembered as `word`: Bill, William."""
    others = sorted(short_forms(word) | variants_of(word))
    return tuple(dict.fromkeys(sounds_of([word, *others])))[:_MOST_SOUNDS]


@lru_cache(maxsize=100_000)
def _sound(word: str) -> str:
    if len(word) < _SHORTEST_NAME or not word.isalpha():
        return ""
    sound = skeleton(word)
    return sound if len(sound) >= _SHORTEST_SOUND else ""


@lru_cache(maxsize=100_000)
def _plain(word: str) -> str:
    if word.isascii():
        return word
    latin = anyascii(word)
    is_latin = any("LATIN" in unicodedata.name(letter, "") for letter in word)
    # Other scripts come out with a capital at each syllable: "WangWei" was two words.
    return latin if is_latin else _CAPITAL_INSIDE.sub(" ", latin)
