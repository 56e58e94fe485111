"""The most and the least that a court may pass for an offence, and a sentence outside either.

Only what was read in the text of the law is known (data/penalties.toml names the copy); any other
is `maximum_unverified` or `minimum_unverified` and triggers nothing. A recorded sentence above the
one or below the other means that the label cannot be the conviction, or that the sentence is
unlawful and may be varied under the slip rule (Sentencing Act 2020 s.385). Nothing recorded is ever
changed by what is found here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from ulss_tracker.scheme.law.change import Change, ChangeKind, maxima_under
from ulss_tracker.scheme.law.law import current
from ulss_tracker.scheme.offences.catalogue_files import DATA, CatalogueError
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import Catalogue, load_catalogue
from ulss_tracker.scheme.reading.sentence_parts import Length, Part, PartKind
from ulss_tracker.scheme.table import TableError, TableRow, read_table

MAXIMUM_UNVERIFIED = "maximum_unverified"
"""Nobody read the maximum for this offence at this date in the law itself."""
MINIMUM_UNVERIFIED = "minimum_unverified"
"""Nobody read in the law itself whether there is a minimum for this offence at this date."""

_OUTSIDE = "The label cannot be right, or the sentence is unlawful"
ABOVE_MAXIMUM = "“{label}”: {term} is above the maximum of {maximum} ({source}). " + _OUTSIDE + "."
BELOW_MINIMUM = (
    "“{label}”: {term} is below the minimum of {minimum} ({source}). " + _OUTSIDE + "{unless}."
)
LIFE_REQUIRED = (
    "“{label}”: the law requires a life sentence ({source}), and {term} was recorded. "
    + _OUTSIDE
    + "{unless}."
)

_SAME_MAXIMUM = frozenset({Form.FULL, Form.ATTEMPT, Form.CONSPIRACY})
"""Criminal Attempts Act 1981 s.4; Criminal Law Act 1977 s.3. Nothing was read of other forms."""
_TERMS = frozenset({PartKind.IMPRISONMENT, PartKind.DETENTION, PartKind.CUSTODY, PartKind.EXTENDED})
_LIFE = frozenset({PartKind.LIFE, PartKind.WHOLE_LIFE, PartKind.AT_PLEASURE})
_LIFE_FOR_SECOND_OFFENCE = 120
"""Months: a life sentence for a second listed offence needs no maximum of life, only ten years."""
_LONGEST_MONTH, _SHORTEST_MONTH = 31, 28


@dataclass(frozen=True, slots=True)
class Penalty:
    """The most, or the least, that a court may pass for an offence, from one day to another.

    `length` is None where it is life. `source` is the provision, `copy` the text in which it was
    read. `unless` is what the law lets a court find so as to pass less than the least.
    """

    length: Length | None
    from_on: date
    to_on: date | None
    source: str
    copy: str
    unless: str = ""

    @property
    def words(self) -> str:
        """The term as people read it."""
        return self.length.words if self.length else "life"

    def in_force(self, day: date) -> bool:
        """True if it governs a sentence passed on this day."""
        return self.from_on <= day and (self.to_on is None or day <= self.to_on)


@dataclass(frozen=True, slots=True)
class Convicted:
    """An offence that a sentence was passed for; `offence` is None where it is not known.

    `label` is how the record names it.
    """

    offence: Offence | None
    form: Form
    label: str


_ById = Mapping[str, Sequence[Penalty]]


class Penalties:
    """The maxima and the minima of the catalogue's rows, by id."""

    def __init__(self, maxima: _ById, minima: _ById) -> None:
        self._maxima, self._minima = maxima, minima

    def maxima(self, offence: Offence) -> Sequence[Penalty]:
        """Every maximum known for the row, in the order of their days."""
        return self._maxima.get(offence.id, ())

    def minima(self, offence: Offence) -> Sequence[Penalty]:
        """Every minimum known for the row, in the order of their days."""
        return self._minima.get(offence.id, ())

    def maximum_at(self, offence: Offence, day: date) -> Penalty | None:
        """The maximum for a sentence of this day; None is `MAXIMUM_UNVERIFIED`."""
        return _at(self.maxima(offence), day)

    def minimum_at(self, offence: Offence, day: date) -> Penalty | None:
        """The minimum for a sentence of this day; None is `MINIMUM_UNVERIFIED`."""
        return _at(self.minima(offence), day)

    def outside(
        self, parts: Sequence[Part], convicted: Sequence[Convicted], day: date
    ) -> str | None:
        """Why the sentence is outside what the law allows for these offences; None if not known."""
        return self._below(parts, convicted, day) or self._above(parts, convicted, day)

    def _below(
        self, parts: Sequence[Part], convicted: Sequence[Convicted], day: date
    ) -> str | None:
        """Why it is below the minimum for one of the offences, whatever the others are.

        Life is never below one, and an order that is no term (a hospital order) says nothing.
        """
        longest = _longest(parts, _SHORTEST_MONTH)
        if longest is None or any(part.kind in _LIFE for part in parts):
            return None
        for each in convicted:
            if each.offence is None or each.form is not Form.FULL:
                continue
            minimum = self.minimum_at(each.offence, day)
            if minimum is None:
                continue
            words = BELOW_MINIMUM if minimum.length else LIFE_REQUIRED
            if minimum.length is None or _size(longest, _SHORTEST_MONTH) < _size(minimum.length):
                return words.format(
                    label=each.label,
                    term=longest.words,
                    minimum=minimum.words,
                    source=minimum.source,
                    unless=f", unless {minimum.unless}" if minimum.unless else "",
                )
        return None

    def _above(
        self, parts: Sequence[Part], convicted: Sequence[Convicted], day: date
    ) -> str | None:
        """Why it is above the maximum.

        One maximum not verified, or one offence not known, leaves nothing to say. Of several
        offences the terms may follow one another, so the longest is held against all together.
        """
        penalties = [self._maximum_of(each, day) for each in convicted]
        known = [penalty for penalty in penalties if penalty is not None]
        maxima = [penalty.length for penalty in known if penalty.length]
        if not known or len(known) < len(penalties) or len(maxima) < len(known):
            return None  # not known for one of them, or life
        together, longest = _sum(maxima), _longest(parts, _LONGEST_MONTH)
        is_life = any(part.kind in _LIFE for part in parts)
        if is_life and _size(together)[0] < _LIFE_FOR_SECOND_OFFENCE:
            term = "a life sentence"
        elif longest is not None and _size(longest) > _size(together):
            term = longest.words
        else:
            return None
        return ABOVE_MAXIMUM.format(
            label="; ".join(each.label for each in convicted),
            term=term,
            maximum=together.words,
            source="; ".join(dict.fromkeys(penalty.source for penalty in known)),
        )

    def _maximum_of(self, convicted: Convicted, day: date) -> Penalty | None:
        if convicted.offence is None or convicted.form not in _SAME_MAXIMUM:
            return None
        return self.maximum_at(convicted.offence, day)


def _at(periods: Sequence[Penalty], day: date) -> Penalty | None:
    return next((one for one in periods if one.in_force(day)), None)


def _longest(parts: Sequence[Part], days_of_month: int) -> Length | None:
    terms = [part.length for part in parts if part.kind in _TERMS and part.length]
    return max(terms, key=lambda term: _size(term, days_of_month), default=None)


def _size(length: Length, days_of_month: int = _LONGEST_MONTH) -> tuple[int, int]:
    """Whole months and days over; weeks and days are counted in months of so many days.

    In the longest months a term is never counted longer than it is, in the shortest never shorter.
    """
    days = length.weeks * 7 + length.days
    months = length.years * 12 + length.months + days // days_of_month
    return months, days % days_of_month


def _sum(lengths: Iterable[Length]) -> Length:
    total = Length()
    for length in lengths:
        total = total.plus(length)
    return total


def load_penalties() -> Penalties:
    """The penalties, read and checked once. Raises CatalogueError naming a bad row."""
    return read_penalties(load_catalogue(), signed=current().of(ChangeKind.MAXIMUM))


@lru_cache(maxsize=4)
def read_penalties(
    catalogue: Catalogue, data: Path = DATA, signed: tuple[Change, ...] = ()
) -> Penalties:
    """The penalties under a data folder, as signed changes amend them, for a catalogue's rows.

    A penalty is that of every row of the offence's history under the same provision. Raises
    CatalogueError for an id, a copy or days that do not hold together.
    """
    try:
        table = read_table(data / "penalties.toml").only("copies", "maximum", "minimum")
        table = maxima_under(table, signed)
        copies = table.row("copies")
        maxima = _by_id(table.rows("maximum"), copies, catalogue)
        minima = _by_id(table.rows("minimum"), copies, catalogue)
    except TableError as fault:
        raise CatalogueError(str(fault)) from fault
    return Penalties(maxima, minima)


def _by_id(rows: Iterable[TableRow], copies: TableRow, catalogue: Catalogue) -> _ById:
    by_id: dict[str, list[Penalty]] = {}
    for row in rows:
        penalty = _penalty(row, copies)
        for offence_id in row.texts("offences"):
            for governed in _governed(row, offence_id, catalogue):
                by_id.setdefault(governed, []).append(penalty)
    for offence_id, penalties in by_id.items():
        penalties.sort(key=lambda one: one.from_on)
        for one, following in pairwise(penalties):
            if one.to_on is None or following.from_on <= one.to_on:
                raise CatalogueError(f"{offence_id}: two penalties for one day")
    return by_id


def _penalty(row: TableRow, copies: TableRow) -> Penalty:
    row.only("offences", "life", "years", "months", "from", "to", "source", "copy", "unless")
    years, months = row.count_or_none("years"), row.count_or_none("months")
    is_life = row.has("life") and row.flag("life")
    if is_life == bool(years or months):
        raise row.fault("a penalty is life, or a term of years and months")
    return Penalty(
        length=None if is_life else Length(years=years or 0, months=months or 0),
        from_on=row.day("from"),
        to_on=row.day_or_none("to"),
        source=row.text("source"),
        copy=copies.text(row.text("copy")),
        unless=row.text("unless") if row.has("unless") else "",
    )


def _governed(row: TableRow, offence_id: str, catalogue: Catalogue) -> Iterable[str]:
    named = next((one for one in catalogue if one.id == offence_id), None)
    if named is None:
        raise row.fault(f"there is no offence {offence_id}")
    return (one.id for one in catalogue.history(named) if one.citation == named.citation)
