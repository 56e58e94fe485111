"""The items of a list of offences that nobody read: what stands in the list is an offence too.

"ABH, mipo and affray", "theft and a word not known", "tda x3, theft": none of these is a "no". Told
in prose ("ABH, he broke her arm", "theft, a football coach") the same place holds detail.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ulss_tracker.scheme.reading.patterns import patterns_of
from ulss_tracker.scheme.reading.stated_facts import FactTable

_MOST_WORDS = 4
_LONGEST_ITEM = 160
"""Characters of an item that are looked at: its last, as what a cue speaks of stands after it."""
_SAYS = patterns_of("listed")
# No offence begins with one: "at the start".
_WHERE_OR_WHEN = frozenset(
    {"after", "at", "before", "by", "during", "from", "in", "on", "since", "under", "until", "with"}
)


@dataclass(frozen=True, slots=True)
class _Item:
    """An item: where it stands, and how it is joined to the one before ("" after a stop)."""

    start: int
    end: int
    joined: str


def listed_unread(
    text: str,
    whole: str,
    counted: Sequence[tuple[int, int]],
    read: Sequence[tuple[int, int]],
    weak: Sequence[tuple[int, int]],
    facts: FactTable,
) -> list[tuple[int, int]]:
    """Where an item of a list stands that may be an offence, and was not read.

    `counted` is where the offences that count stand, `read` all that was read, `weak` the everyday
    words that lead to questions; `whole` is the text with its capitals, letter for letter.
    """
    listed = _List(text, counted)
    is_read, is_weak = _marked(text, read), _marked(text, weak)
    found: list[tuple[int, int]] = []
    for place, item in enumerate(listed.items):
        if 1 in is_read[item.start : item.end]:
            continue
        start, is_told_of = _after_cue(text, item)
        said = text[start : item.end]
        words = _SAYS["word"].findall(_SAYS["times"].sub(" ", said))
        if not 0 < len(words) <= _MOST_WORDS or words[0] in _WHERE_OR_WHEN:
            continue
        if facts.is_told(words) or facts.is_aside(said):
            continue
        before, after = listed.joined(place)
        is_close = "close" in (before, after) or bool((before or is_told_of) and after)
        is_counted = item.joined == "number" or _SAYS["times"].search(said) is not None
        is_letters = bool(_SAYS["letters"].fullmatch(whole[start : item.end].strip()))
        is_known = is_letters or facts.is_listed(said) or 1 in is_weak[start : item.end]
        if is_close or is_counted or (is_known and listed.is_among(place)):
            found.append((start, start + len(said.rstrip())))
    return found


class _List:
    """The items of a text, and which of them end or begin with an offence that counts."""

    def __init__(self, text: str, counted: Sequence[tuple[int, int]]) -> None:
        self._text = text
        self.items = _items_of(text)
        starts = [item.start for item in self.items]
        self._ending: set[int] = set()
        self._beginning: set[int] = set()
        for start, end in counted:
            place = bisect_right(starts, start) - 1
            if place >= 0 and not text[starts[place] : start].strip(" ('\""):
                self._beginning.add(place)
            place = bisect_right(starts, end - 1) - 1
            if place >= 0 and _SAYS["gap"].fullmatch(text, end, max(end, self.items[place].end)):
                self._ending.add(place)
        self._run: list[int] = []
        for place, item in enumerate(self.items):
            self._run.append(self._run[-1] if item.joined and self._run else place)
        self._runs = {self._run[place] for place in self._ending | self._beginning}

    def joined(self, place: int) -> tuple[str, str]:
        """How an item is joined to an offence before it, and to one after it."""
        following = place + 1
        is_followed = following < len(self.items) and following in self._beginning
        return (
            self.items[place].joined if place - 1 in self._ending else "",
            self.items[following].joined if is_followed else "",
        )

    def is_among(self, place: int) -> bool:
        """True if an item of the same list ends or begins with an offence.

        Of an item that is a sentence by itself ("Theft. Perjury."), one beside it, if no headline.
        """
        is_alone = not self.items[place].joined and (
            place + 1 == len(self.items) or not self.items[place + 1].joined
        )
        if not is_alone:
            return self._run[place] in self._runs
        return any(
            self._is_parted_by_stops(*pair) and {*pair} & (self._ending | self._beginning)
            for pair in ((place - 1, place), (place, place + 1))
        )

    def _is_parted_by_stops(self, first: int, last: int) -> bool:
        if first < 0 or last >= len(self.items):
            return False
        return ":" not in self._text[self.items[first].end : self.items[last].start]


def _items_of(text: str) -> list[_Item]:
    items: list[_Item] = []
    start, joined = 0, ""
    for mark in _SAYS["parted"].finditer(text):
        if text[start : mark.start()].strip():
            items.append(_Item(start, mark.start(), joined))
            joined = ""
        kind = mark.lastgroup or ""
        joined = "" if kind == "stop" else "close" if (kind, joined) == ("loose", "close") else kind
        start = mark.end()
    if text[start:].strip():
        items.append(_Item(start, len(text), joined))
    return items


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> bytearray:
    """A byte for each letter of the text: 1 inside one of the spans."""
    marks = bytearray(len(text))
    for start, end in spans:
        marks[start:end] = b"\1" * (end - start)
    return marks


def _after_cue(text: str, item: _Item) -> tuple[int, bool]:
    """Where the item begins, after "pleaded guilty to"; and whether such words stand there."""
    start = max(item.start, item.end - _LONGEST_ITEM)
    cue = _SAYS["cue"].match(text[start : item.end])
    said = text[start + (cue.end() if cue else 0) : item.end]
    return item.end - len(said.lstrip()), cue is not None
