"""A custodial sentence as one number of months, where its words are read to the last."""

from collections.abc import Sequence
from typing import NamedTuple

from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.reading.sentence_parts import Length, Part, PartKind
from ulss_tracker.scheme.reading.sentence_words import read_sentence

_TERMS = frozenset({PartKind.IMPRISONMENT, PartKind.DETENTION, PartKind.CUSTODY})
_CUSTODIAL = _TERMS | {PartKind.EXTENDED, PartKind.LIFE, PartKind.WHOLE_LIFE, PartKind.AT_PLEASURE}

_SUSPENDED = "suspended term"


class Custody(NamedTuple):
    """A custodial sentence as one number: what is measured, and how many months of it.

    Only like is held against like: a term, a suspended term, the custodial term of an extended
    sentence, the minimum term of life.
    """

    measure: str
    months: int

    @property
    def is_suspended(self) -> bool:
        """Whether it is not served at once."""
        return self.measure == _SUSPENDED


def custody_of(text: str, kind: OrderKind | None = None) -> Custody | None:
    """The one custodial part of a sentence in words; None for several, and where any word is not
    understood. A length alone is read where `kind` says that it is of imprisonment."""
    reading = read_sentence(text, kind)
    parts = [part for part in reading.parts if part.kind in _CUSTODIAL]
    return _measured(parts) if reading.is_whole else None


def in_months(length: Length | None) -> int | None:
    """A length as whole months; None where it has weeks or days in it, or there is none."""
    if length is None or length.weeks or length.days:
        return None
    return length.years * 12 + length.months


def _measured(parts: Sequence[Part]) -> Custody | None:
    if len(parts) != 1:
        return None
    (part,) = parts
    if part.kind in _TERMS:
        measure, length = _SUSPENDED if part.is_suspended else "term", part.length
    elif part.kind is PartKind.EXTENDED:
        measure, length = "custodial term", part.length
    else:
        measure, length = "minimum term", None if part.less else part.minimum_term
    months = in_months(length)
    return None if months is None else Custody(measure, months)
