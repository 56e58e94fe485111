"""The most and the least that a court may pass for an offence, and a sentence outside either.

Only a maximum read in the text of the law is known (data/penalties.toml names the copy); any other
is `maximum_unverified` and triggers nothing. A recorded sentence above the maximum means that the
label cannot be the conviction, or that the sentence is unlawful and may be varied under the slip
rule (Sentencing Act 2020 s.385). Nothing recorded is ever changed by what is found here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

from ulss_tracker.scheme.offences.catalogue_files import DATA, CatalogueError
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import Catalogue, load_catalogue
from ulss_tracker.scheme.reading.sentence_parts import Length, Part, PartKind
from ulss_tracker.scheme.table import Row, TableError, read_table

MAXIMUM_UNVERIFIED = "maximum_unverified"
"""Nobody read the maximum for this offence at this date in the law itself."""

ABOVE_MAXIMUM = (
    "“{label}”: {term} is above the maximum of {maximum} ({source}). The label cannot be right, or "
    "the sentence is unlawful."
)
LIFE_REQUIRED = (
    "“{label}”: the law requires a life sentence ({source}), and {term} was recorded. The label "
    "cannot be right, or the sentence is unlawful."
)

_SAME_MAXIMUM = frozenset({Form.FULL, Form.ATTEMPT, Form.CONSPIRACY})
"""Criminal Attempts Act 1981 s.4; Criminal Law Act 1977 s.3. Nothing was read of other forms."""
_TERMS = frozenset({PartKind.IMPRISONMENT, PartKind.DETENTION, PartKind.CUSTODY, PartKind.EXTENDED})
_LIFE = frozenset({PartKind.LIFE, PartKind.WHOLE_LIFE, PartKind.AT_PLEASURE})
_LIFE_FOR_SECOND_OFFENCE = 120
"""Months: a life sentence for a second listed offence needs no maximum of life, only ten years."""


@dataclass(frozen=True, slots=True)
class Penalty:
    """The most and the least that a court may pass for an offence from one day to another.

    `maximum` is None where it is life. `is_life_required`: it can pass nothing else. `source` is
    the provision, `copy` the text in which it was read.
    """

    maximum: Length | None
    is_life_required: bool
    from_on: date
    to_on: date | None
    source: str
    copy: str

    @property
    def words(self) -> str:
        """The maximum as people read it."""
        if self.is_life_required:
            return "life, which the court must pass"
        return self.maximum.words if self.maximum else "life"

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


class Penalties:
    """The penalties of the catalogue's rows, by id."""

    def __init__(self, by_id: Mapping[str, Sequence[Penalty]]) -> None:
        self._by_id = by_id

    def periods(self, offence: Offence) -> Sequence[Penalty]:
        """Every penalty known for the row, in the order of their days."""
        return self._by_id.get(offence.id, ())

    def at(self, offence: Offence, day: date) -> Penalty | None:
        """The penalty for a sentence of this day; None is `MAXIMUM_UNVERIFIED`."""
        return next((one for one in self.periods(offence) if one.in_force(day)), None)

    def outside(
        self, parts: Sequence[Part], convicted: Sequence[Convicted], day: date
    ) -> str | None:
        """Why the sentence is outside what the law allows for these offences; None if not known.

        One maximum not verified, or one offence not known, leaves nothing to say. Of several
        offences the terms may follow one another, so the longest is held against all together.
        """
        found = [self._of(each, day) for each in convicted]
        known = [penalty for penalty in found if penalty is not None]
        if not known or len(known) < len(found):
            return None
        label = "; ".join(each.label for each in convicted)
        source = "; ".join(dict.fromkeys(penalty.source for penalty in known))
        kinds = {part.kind for part in parts}
        longest = max(
            (part.length for part in parts if part.kind in _TERMS and part.length),
            key=_size,
            default=None,
        )
        is_required = any(
            penalty.is_life_required and each.form is Form.FULL
            for penalty, each in zip(known, convicted, strict=True)
        )
        if longest and is_required and not kinds & _LIFE:
            return LIFE_REQUIRED.format(label=label, term=longest.words, source=source)
        maxima = [penalty.maximum for penalty in known if penalty.maximum]
        if len(maxima) < len(known):
            return None  # life for one of them
        together = _sum(maxima)
        term = longest.words if longest else ""
        if kinds & _LIFE and _size(together)[0] < _LIFE_FOR_SECOND_OFFENCE:
            term = "a life sentence"
        elif longest is None or _size(longest) <= _size(together):
            return None
        return ABOVE_MAXIMUM.format(label=label, term=term, maximum=together.words, source=source)

    def _of(self, convicted: Convicted, day: date) -> Penalty | None:
        if convicted.offence is None or convicted.form not in _SAME_MAXIMUM:
            return None
        return self.at(convicted.offence, day)


def _size(length: Length) -> tuple[int, int]:
    """Whole months and days over. Weeks count as months of 31 days: never longer than they are."""
    days = length.weeks * 7 + length.days
    return length.years * 12 + length.months + days // 31, days % 31


def _sum(lengths: Iterable[Length]) -> Length:
    total = Length()
    for length in lengths:
        total = total.plus(length)
    return total


@cache
def load_penalties() -> Penalties:
    """The penalties, read and checked once per process. Raises CatalogueError naming a bad row."""
    return read_penalties(load_catalogue())


def read_penalties(catalogue: Catalogue, data: Path = DATA) -> Penalties:
    """The penalties under a data folder, for the rows of a catalogue.

    A penalty is that of every row of the offence's history under the same provision. Raises
    CatalogueError for an id, a copy or days that do not hold together.
    """
    by_id: dict[str, list[Penalty]] = {}
    try:
        table = read_table(data / "penalties.toml").only("copies", "penalty")
        copies = table.row("copies")
        for row in table.rows("penalty"):
            penalty = _penalty(row, copies)
            for offence_id in row.texts("offences"):
                for governed in _governed(row, offence_id, catalogue):
                    by_id.setdefault(governed, []).append(penalty)
    except TableError as fault:
        raise CatalogueError(str(fault)) from fault
    for offence_id, penalties in by_id.items():
        penalties.sort(key=lambda one: one.from_on)
        for one, following in pairwise(penalties):
            if one.to_on is None or following.from_on <= one.to_on:
                raise CatalogueError(f"{offence_id}: two penalties for one day")
    return Penalties(by_id)


def _penalty(row: Row, copies: Row) -> Penalty:
    row.only("offences", "life", "life_required", "years", "months", "from", "to", "source", "copy")
    years, months = row.count_or_none("years"), row.count_or_none("months")
    is_life = row.has("life") and row.flag("life")
    if is_life == bool(years or months):
        raise row.fault("a penalty is life, or a term of years and months")
    return Penalty(
        maximum=None if is_life else Length(years=years or 0, months=months or 0),
        is_life_required=row.has("life_required") and row.flag("life_required"),
        from_on=row.day("from"),
        to_on=row.day_or_none("to"),
        source=row.text("source"),
        copy=copies.text(row.text("copy")),
    )


def _governed(row: Row, offence_id: str, catalogue: Catalogue) -> Iterable[str]:
    named = next((one for one in catalogue if one.id == offence_id), None)
    if named is None:
        raise row.fault(f"there is no offence {offence_id}")
    return (one.id for one in catalogue.history(named) if one.citation == named.citation)
