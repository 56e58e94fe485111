"""The catalogue of offences: what is in the scheme, what is not, and since when.

The rows are data, under data/offences, each with its authority. Nothing here decides a case:
eligibility.py does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, cached_property, lru_cache

from ulss_tracker.scheme.law.change import Change, ChangeKind
from ulss_tracker.scheme.law.law import Law, current
from ulss_tracker.scheme.offences.catalogue_files import (
    read_offences_from,
    read_searched,
    version_of,
)
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form, load_form_rules
from ulss_tracker.scheme.reading.form_words import split_form
from ulss_tracker.scheme.reading.names import further_names
from ulss_tracker.scheme.reading.search import Match, SearchIndex
from ulss_tracker.scheme.reading.typed import TypedReader
from ulss_tracker.scheme.reading.words import stems

AMEND_OFFENCES = (ChangeKind.OFFENCE, ChangeKind.COMMENCEMENT)


class UnknownOffence(KeyError):
    """No row of the catalogue has this id."""


class Catalogue:
    """Every row, by id, by name and by search. It never changes once made.

    searched: by id, words that people look for an offence by and that do not name it. The search
    finds them; `index`, from which a conviction is read, does not know them.
    """

    def __init__(
        self,
        offences: tuple[Offence, ...],
        version: str,
        searched: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.offences = offences
        self.version = version
        self._by_id = {offence.id: offence for offence in offences}
        self.index = SearchIndex(offences)
        self._finder = SearchIndex(offences, searched)

    @cached_property
    def typed(self) -> TypedReader:
        """The reader of what people type, made when it is first asked for."""
        return TypedReader(self.offences)

    def __iter__(self) -> Iterator[Offence]:
        """The rows, family by family, in the order of the files."""
        return iter(self.offences)

    def get(self, offence_id: str) -> Offence:
        """The row with this id. Raises UnknownOffence."""
        try:
            return self._by_id[offence_id]
        except KeyError:
            raise UnknownOffence(offence_id) from None

    def row_at(self, offence: Offence, day: date) -> Offence:
        """The row of the same offence that governs a sentence of this day; itself if none does."""
        return next((row for row in self._chain(offence) if row.in_force(day)), offence)

    def distinct(self, rows: Iterable[Offence], day: date | None) -> tuple[Offence, ...]:
        """Each offence among the rows once: as on the day, or as it is where none is known."""
        chosen = (self.latest(row) if day is None else self.row_at(row, day) for row in rows)
        return tuple(dict.fromkeys(chosen))

    def latest(self, offence: Offence) -> Offence:
        """The row of the same offence that governs sentences of today."""
        while offence.later is not None:
            offence = self.get(offence.later)
        return offence

    def history(self, offence: Offence) -> tuple[Offence, ...]:
        """Every row of the same offence, the oldest first."""
        latest = self.latest(offence)
        return (*reversed(list(self._earlier(latest))), latest)

    def _chain(self, offence: Offence) -> Iterator[Offence]:
        """The offence's row, then those after it, then those before it."""
        yield offence
        later = offence.later
        while later is not None:
            yield self.get(later)
            later = self.get(later).later
        yield from self._earlier(offence)

    def _earlier(self, offence: Offence) -> Iterator[Offence]:
        earlier = offence.earlier
        while earlier is not None:
            yield self.get(earlier)
            earlier = self.get(earlier).earlier

    def as_at(self, day: date) -> tuple[Offence, ...]:
        """The rows that govern a sentence passed on this day."""
        return tuple(offence for offence in self.offences if offence.in_force(day))

    def changes(self, after: date, to: date) -> tuple[Offence, ...]:
        """The rows that began or ended after one day and up to another, oldest first.

        A row that ends on a day has changed for sentences of the day after it.
        """
        return tuple(
            offence
            for offence in self.offences
            if (offence.sentenced_from is not None and after < offence.sentenced_from <= to)
            or (offence.sentenced_to is not None and after <= offence.sentenced_to < to)
        )

    def search(self, text: str, *, on: date | None = None, limit: int = 8) -> list[Match]:
        """The offences that best match what was typed, in the form typed, best first.

        on: the day of sentence, which leaves out rows that do not govern it.
        """
        form, rest = split_form(text)
        matches = self._finder.search(text, Form.FULL, on, limit)
        if form is not Form.FULL:
            matches += self._finder.search(rest, form, on, limit)
        best: dict[str, Match] = {}
        for match in matches:
            held = best.get(match.offence.id)
            if held is None or match.score > held.score:
                best[match.offence.id] = match
        # "Attempted murder" is an offence with a name of its own before it is an attempt at one.
        own = {offence.id for offence in self._finder.named(stems(text))}
        ranked = sorted(
            best.values(), key=lambda match: (match.offence.id not in own, -match.score)
        )
        return ranked[:limit]


def load_catalogue() -> Catalogue:
    """The catalogue in force, read and checked once. Raises CatalogueError naming a bad row."""
    return current().once(_catalogue)


def find_offence(offence_id: str | None) -> Offence | None:
    """The offence with this id; None for none, and for one that the catalogue does not hold."""
    try:
        return load_catalogue().get(offence_id) if offence_id else None
    except UnknownOffence:
        return None


def _catalogue(law: Law) -> Catalogue:
    signed, forms = law.of(*AMEND_OFFENCES), law.of(ChangeKind.FORM)
    return _amended(signed, forms) if signed or forms else _as_written()


@cache
def _as_written() -> Catalogue:
    """That of the files, which many a proposed change tried meanwhile does not push out."""
    return _read((), ())


@lru_cache(maxsize=4)
def _amended(signed: tuple[Change, ...], forms: tuple[Change, ...]) -> Catalogue:
    return _read(signed, forms)


def _read(signed: tuple[Change, ...], forms: tuple[Change, ...]) -> Catalogue:
    load_form_rules()
    offences = read_offences_from(signed=signed)
    searched = read_searched(offences)
    for offence_id, names in further_names().items():
        searched[offence_id] += names
    catalogue = Catalogue(offences, version_of(signed=(*signed, *forms)), searched)
    catalogue.typed.read("", None)  # made now: a fault in its data stops the start
    return catalogue
