"""Whose conviction a story tells of, where more people than one are convicted in it.

"Rhett was found guilty of ... . Corinne was convicted of ...": the writer complains of one of them,
and the words do not surely say of which. Such a conviction is asked about.
"""

from collections.abc import Sequence

from ulss_tracker.scheme.reading.patterns import patterns_of
from ulss_tracker.scheme.reading.tokens import sentences_of

_SAYS = patterns_of("whose")


def doubtful(text: str, whole: str, spans: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The places of the spans that may be the offences of somebody else than is asked about.

    text: the flat text. whole: the same text with its capitals, each letter in the same place.
    """
    kin = {match["kin"] for match in _SAYS["his"].finditer(text)}
    others: set[int] = set()
    named: dict[int, str] = {}
    number = 0
    for start, end in sentences_of(text):
        relatives = [m.end() for m in _SAYS["the"].finditer(text, start, end) if m["kin"] in kin]
        names = [
            (match.end(), match["name"])
            for match in _SAYS["named"].finditer(whole, start, end)
            if not _SAYS["no_name"].fullmatch(match["name"])
        ]
        while number < len(spans) and spans[number][0] < end:
            begins = spans[number][0]
            if relatives and relatives[0] <= begins:
                others.add(number)
            if said := [name for after, name in names if after <= begins]:
                named[number] = said[-1]
            number += 1
    if len(set(named.values())) > 1:
        others.update(named)
    return frozenset(others)
