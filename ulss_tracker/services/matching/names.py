"""Names as people write them, read into words that can be compared.

Nothing is thrown away that tells two people apart: titles, accents, capitals, punctuation and the
order of the words do not. Any script is read (anyascii), so that a name and its usual Latin
spelling meet.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from anyascii import anyascii


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_TITLES = _listed("""
mr mrs miss ms mx master dr doctor prof professor sir dame lord lady rev reverend revd cllr pc
dc ds di pte cpl sgt sergeant capt captain major hon the defendant def offender messrs mister
regina rex
""")
_ENDINGS = _listed("""
jr jnr junior snr sr senior ii iii iv esq esquire kc qc obe mbe
""")
# "Name not known", as the office and the public say it.
_NO_NAME = _listed(
    "name names not known given unknown unnamed none na n a no idea dont know i erased"
)
# Written with the word that follows, apart from it, or not at all.
_JOINED_ON = frozenset(("o", "mc", "mac", "fitz", "st"))
PARTICLES = _listed("""
al el ul ur ud bin binti bint ibn ben abu umm de da das do dos del della der den di du la le les
van von ter ten te y e ap ab
""")
_CROWN_AGAINST = re.compile(
    r"^\s*(?:r|rex|regina|the king|the queen)\.?\s+(?:v|vs|and)\.?\s+", re.I
)
_OTHERWISE = re.compile(
    r"\b(?:a\.?k\.?a\.?|alias|also known as|otherwise known as|known as|formerly|n[ée]e)\b\.?", re.I
)
_SEVERAL = re.compile(r"\s(?:and|with)\s|[&;/+\n\r]", re.I)
_AGED = re.compile(r"\(?\b(?:aged?\s*\d+|d\.?o\.?b\.?|born)\b.*$", re.I)
_APOSTROPHES = re.compile("['’‘`´ʼ]")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_LETTERS_READ_AS_FIGURES = str.maketrans("0123456789", "olzeasbtbg")
_HYPHENED = re.compile(r"[^\W\d_]['’\w]+(?:\s?[-‐‑–]\s?[^\W\d_]['’\w]+)+(?=\s*$|\s*,)")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TWO_AS_ONE = re.compile(r"(?<=[^\W\d_A-Z][^\W\d_A-Z])(?=[A-Z][^\W\d_A-Z]{2})")
_LONGEST_NAME = 200
_MOST_WORDS = 8
_MOST_NAMES = 6
_SHORTEST_REST = 3


@dataclass(frozen=True, slots=True)
class Name:
    """One name in plain words, in the order written; `is_family_first` when a comma said so.

    `distinctive` are the words that tell people apart: those without particles, unless there is
    nothing else. `double` are words that a hyphen joins in one family name. `plain` is the name
    with nothing changed but capitals, to tell what accents hid.
    """

    words: tuple[str, ...]
    is_family_first: bool = False
    plain: str = ""
    double: frozenset[str] = frozenset()
    distinctive: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        distinctive = tuple(word for word in self.words if word not in PARTICLES)
        object.__setattr__(self, "distinctive", distinctive or self.words)

    @property
    def family(self) -> str:
        """The word that is most likely the family name."""
        return self.distinctive[0] if self.is_family_first else self.distinctive[-1]

    @property
    def first(self) -> str:
        """The word that is most likely the first name."""
        if self.is_family_first:
            return next(
                (word for word in self.distinctive[1:] if word not in self.double), self.family
            )
        return self.distinctive[0]

    @property
    def together(self) -> str:
        """All the words as one, for those that some write apart and some do not."""
        return "".join(self.words)


@lru_cache(maxsize=50_000)
def read_names(text: str) -> tuple[Name, ...]:
    """Every name in a text: several people, and other names a person is known by."""
    text = _CROWN_AGAINST.sub("", text[:_LONGEST_NAME])
    names: list[Name] = []
    for part in _SEVERAL.split(text):
        for written in _OTHERWISE.split(part):
            name = _read(written)
            if not _NO_NAME.issuperset(name.words) and name not in names:
                names.append(name)
    return tuple(names[:_MOST_NAMES])


def read_listed_names(text: str) -> tuple[Name, ...]:
    """The names in a list that a person typed: by lines, commas or "and"."""
    found = dict.fromkeys(name for part in listed(text) for name in read_names(part))
    return tuple(found)[:_MOST_NAMES]


def listed(text: str) -> list[str]:
    """Each person in a list that somebody typed, as they wrote it.

    A comma stands between people when what it divides are whole names ("Ann Lee, Bo Lee"), and
    inside one when it is not ("Lee, Ann").
    """
    found: list[str] = []
    for line in text.splitlines():
        parts = [part for part in line.split(",") if part.strip()]
        is_list = len(parts) > 1 and all(len(part.split()) > 1 for part in parts)
        for part in parts if is_list else [line]:
            found += [each.strip() for each in _SEVERAL.split(part) if read_names(each)]
    return found


def _read(written: str) -> Name:
    written = _AGED.sub("", written).strip(" ,.-")
    if written.isalpha():
        written = _TWO_AS_ONE.sub(" ", written)  # "GarySmith"
    before, comma, after = written.partition(",")
    family, given = _words(before, is_family=bool(comma)), _words(after)
    is_family_first = bool(comma and family and given)
    words = _without_titles([*family, *given] if is_family_first else _words(written))
    if is_family_first:
        words = _without_titles(family) + [word for word in given if word not in _TITLES]
    return Name(
        tuple(words[:_MOST_WORDS]),
        is_family_first,
        " ".join(unicodedata.normalize("NFC", written).casefold().split()),
        frozenset(word for part in _HYPHENED.findall(written) for word in _words(part)),
    )


def _words(text: str, *, is_family: bool = False) -> list[str]:
    plain = []
    for word in _APOSTROPHES.sub("", text).replace("|", "l").split():
        latin = anyascii(unicodedata.normalize("NFKC", word))
        if latin != word and not any("LATIN" in unicodedata.name(each, "") for each in word):
            latin = _CAPITAL_INSIDE.sub(" ", latin)
        plain += [_without_figures(part) for part in _NOT_WORD.sub(" ", _plain_case(latin)).split()]
    return _join([word for word in plain if not word.isdigit()], is_family=is_family)


def _plain_case(word: str) -> str:
    return _APOSTROPHES.sub("", word).casefold()


def _without_figures(word: str) -> str:
    """A figure inside a word is a letter that was read wrongly from paper."""
    return word if word.isdigit() else word.translate(_LETTERS_READ_AS_FIGURES)


def _join(words: list[str], *, is_family: bool) -> list[str]:
    """ "O Brien" and "Mc Donald" are one word; an O that begins a full name is an initial."""
    joined: list[str] = []
    for place, word in enumerate(words):
        # An initial is not the rest of a name.
        may_join = len(word) >= _SHORTEST_REST and joined and joined[-1] in _JOINED_ON
        if may_join and (joined[-1] != "o" or place > 1 or is_family):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _without_titles(words: list[str]) -> list[str]:
    kept = list(words)
    while len(kept) > 1 and kept[0] in _TITLES:
        kept.pop(0)
    while len(kept) > 1 and kept[-1] in _ENDINGS:
        kept.pop()
    return kept
