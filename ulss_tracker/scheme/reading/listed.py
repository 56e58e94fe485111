"""The items of a list of offences that nobody read: what stands in the list is an offence too.

"ABH, mipo and affray", "theft and a word not known", "tda x3, theft": none of these is a "no". Told
in prose ("ABH, he broke her arm", "theft, a football coach") the same place holds detail.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ulss_tracker.scheme.reading.stated_facts import FactTable
from ulss_tracker.scheme.reading.tokens import inside

_MOST_WORDS = 4
# What parts the items: a stop, what joins two offences closely, or a comma and its like.
_NUMBERED = r"(?:^|(?<=\s))(?:\(?(?:\d{1,2}|[a-h]|i{1,3}v?)\)|(?:counts?|cts?) \d{1,2}\b:?|\d\.)"
_SLASH = r"(?<=[\s)\]])/|(?<=[a-z0-9]{3})/(?=\s?[a-z]{3})"
_WITH = r"\b(?:and|plus|together with|along with|as well as|ac)\b"
_PARTED = re.compile(
    r"(?P<stop>[.!?:]+(?=\s|$)|\n\s*\n)"
    rf"|(?P<close>(?<!\b[a-z])[&+]|{_SLASH}|{_WITH})"
    rf"|(?P<loose>[,;\n]|\s-+\s|{_NUMBERED}(?=\s+[^\W\d]))"
)
_WORD = re.compile(r"[^\W_]+(?:['/][a-z]+)*")
_TIMES = re.compile(
    r"\bx ?\d{1,2}\b|\b\d{1,2} ?x\b(?! )|\(x? ?\d{1,2}\)"
    r"|\b(?:\d{1,2}|two|three|four|five|six) (?:counts?|cts?|offences)\b"
    r"|\(?\b(?:counts?|cts?) \d{1,2}\b\)?"
)
# What stands before an offence: "pleaded guilty to", "two years for", "one of".
_CUE = re.compile(
    r"^.*\b(?:guilty|guilt|convict\w*|plea\w*|plead\w*|pled|admit\w*|sentenced|jailed|done|years?|yrs"
    r"|months?|mths|weeks?|also|one|two|charges?)\b.*?\b(?:of|to|for|on|is|were)\b|^\s*also\b"
)
# No offence begins with one: "at the start".
_WHERE_OR_WHEN = frozenset(
    {"after", "at", "before", "by", "during", "from", "in", "on", "since", "under", "until", "with"}
)
_LETTERS = re.compile(r"[A-Z][A-Z0-9]{2,5}")
_GAP = re.compile(rf"[\s\"').]*(?:(?:{_TIMES.pattern})[\s)]*)?")


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
    items = _items_of(text)
    found: list[tuple[int, int]] = []
    for place, item in enumerate(items):
        if inside(item.start, item.end, read):
            continue
        start, is_told_of = _after_cue(text, item)
        said = text[start : item.end]
        words = _WORD.findall(_TIMES.sub(" ", said))
        if not 0 < len(words) <= _MOST_WORDS or words[0] in _WHERE_OR_WHEN:
            continue
        if facts.is_told(words) or facts.is_aside(said):
            continue
        before = item.joined if item.joined and _ends(text, items[place - 1], counted) else ""
        following = items[place + 1] if place + 1 < len(items) else None
        after = following.joined if following and _begins(text, following, counted) else ""
        is_close = "close" in (before, after) or bool((before or is_told_of) and after)
        is_letters = bool(_LETTERS.fullmatch(whole[start : item.end].strip()))
        is_known = is_letters or facts.is_listed(said) or inside(start, item.end, weak)
        if is_close or _TIMES.search(said) or (is_known and _is_among(text, items, place, counted)):
            found.append((start, start + len(said.rstrip())))
    return found


def _items_of(text: str) -> list[_Item]:
    items: list[_Item] = []
    start, joined = 0, ""
    for mark in _PARTED.finditer(text):
        if text[start : mark.start()].strip():
            items.append(_Item(start, mark.start(), joined))
            joined = ""
        kind = mark.lastgroup or ""
        joined = "" if kind == "stop" else "close" if "close" in (kind, joined) else kind
        start = mark.end()
    if text[start:].strip():
        items.append(_Item(start, len(text), joined))
    return items


def _is_among(
    text: str, items: Sequence[_Item], place: int, counted: Sequence[tuple[int, int]]
) -> bool:
    """True if an item of the same list ends or begins with an offence.

    Of an item that is a sentence by itself ("Theft. Perjury."), one beside it, if no headline.
    """
    first = last = place
    while items[first].joined:
        first -= 1
    while last + 1 < len(items) and items[last + 1].joined:
        last += 1
    if first == last:
        first, last = _beside(text, items, place)
    return any(
        _ends(text, one, counted) or _begins(text, one, counted) for one in items[first : last + 1]
    )


def _beside(text: str, items: Sequence[_Item], place: int) -> tuple[int, int]:
    """The places from the sentence before to the one after, as far as only full stops part them."""
    first = last = place
    if place > 0 and ":" not in text[items[place - 1].end : items[place].start]:
        first -= 1
    if place + 1 < len(items) and ":" not in text[items[place].end : items[place + 1].start]:
        last += 1
    return first, last


def _after_cue(text: str, item: _Item) -> tuple[int, bool]:
    """Where the item begins, after "pleaded guilty to"; and whether such words stand there."""
    cue = _CUE.match(text[item.start : item.end])
    said = text[item.start + (cue.end() if cue else 0) : item.end]
    return item.end - len(said.lstrip()), cue is not None


def _ends(text: str, item: _Item, spans: Sequence[tuple[int, int]]) -> bool:
    """True if the item ends with an offence, but for how many there are."""
    return any(
        item.start <= end <= item.end and _GAP.fullmatch(text, end, item.end) for _, end in spans
    )


def _begins(text: str, item: _Item, spans: Sequence[tuple[int, int]]) -> bool:
    """True if the item begins with an offence."""
    return any(
        item.start <= start < item.end and not text[item.start : start].strip(" ('\"")
        for start, _ in spans
    )
