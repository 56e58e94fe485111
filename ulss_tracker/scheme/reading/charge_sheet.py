"""A charge sheet: a text that lists several offences, to be shown one by one and ticked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ulss_tracker.scheme.offences.offences import Catalogue
from ulss_tracker.scheme.reading.patterns import patterns_of
from ulss_tracker.scheme.reading.ticks import key_of, listed
from ulss_tracker.scheme.reading.words_read import WordsRead, mention_read

_SAYS = patterns_of("charge_sheet")
_LEAST_MARKED, _LEAST = 2, 3
SEVERAL = 2
"""So many offences are several, for the office to tick: nobody else is asked about two in prose."""


@dataclass(frozen=True, slots=True)
class Count:
    """One offence of a charge sheet: how it was read, and whether as a conviction.

    `key` is what is kept where it is ticked. Of a count set aside, `read` says why.
    """

    key: str
    read: WordsRead
    is_conviction: bool


def charge_sheet(
    text: str, catalogue: Catalogue, on: date | None, least: int = _LEAST
) -> Sequence[Count]:
    """The counts of a text that names so many offences, or sets out two as counts; else none."""
    read = catalogue.typed.read(text, on)
    mentions = listed(read)
    begun = [0, *(one.end for one in mentions)]
    marked = [
        one
        for start, one in zip(begun, mentions, strict=False)
        if _SAYS["opens"].search(text, start, one.start)
    ]
    if len(mentions) < least and len(marked) < _LEAST_MARKED:
        return ()
    counted = read.counted
    return [
        Count(key_of(one), mention_read(text, one, is_counted=one in counted), one in counted)
        for one in mentions
    ]
