"""Words that are a name, or a part of one, and nothing else, as labels in an office's record are.

What says more is read as what a person typed (typed.py).
"""

from collections.abc import Iterable
from datetime import date

from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import Catalogue
from ulss_tracker.scheme.reading.form_words import split_form
from ulss_tracker.scheme.reading.names import recorded_names
from ulss_tracker.scheme.reading.offence_reading import Certainty, OffenceReading
from ulss_tracker.scheme.reading.patterns import patterns_of
from ulss_tracker.scheme.reading.search import without_detail
from ulss_tracker.scheme.reading.tokens import flat, without
from ulss_tracker.scheme.reading.typed import TypedText
from ulss_tracker.scheme.reading.words import stems

_SUGGESTIONS = 8
_LEAST_SHARE = 0.6
_NEARLY = 0.85
_SAYS = patterns_of("recorded")


def read_label(text: str, catalogue: Catalogue, on: date | None) -> OffenceReading | None:
    """The offence of which a record is a name, in some form, and nothing else; else None.

    A name that several offences share has its ordinary meaning, where the catalogue gives it one.
    """
    label = _SAYS["counts"].sub(" ", text)
    form, rows = Form.FULL, _named(label, catalogue, on)
    if not rows:
        form, body = split_form(label)
        rows = _named(body, catalogue, on) if form is not Form.FULL else []
    certainty: Certainty = "sure" if len(rows) == 1 else "possible"
    return OffenceReading(text.strip(), certainty, tuple(rows), form) if rows else None


def _named(label: str, catalogue: Catalogue, on: date | None) -> list[Offence]:
    index = catalogue.index
    rows = _at_date(index.named(stems(label)) or index.nearly_named(label), on)
    if len(rows) == 1:
        return rows
    parts = frozenset(index.mended(label))
    usual = recorded_names().get(parts)
    return (
        [row for row in rows if row.id == usual]
        or [row for row in rows if parts in map(_stem_set, row.ordinary_names)]
        or rows
    )


def words_beside(text: str, read: TypedText) -> list[OffenceReading]:
    """The words of a record beside offences that are all out: one may be a slip, or an offence."""
    if any(row.in_scheme for one in read.counted for row in one.rows):
        return []
    places = [(one.start, one.end) for one in read.mentions]
    places += [(fact.start, fact.end) for fact in read.facts]
    rest = _SAYS["aside"].sub(" ", without(flat(text), places)).replace("|", " ")
    is_strange = any(word.isalpha() for word in without_detail(stems(rest)))
    return [OffenceReading(" ".join(rest.split()), "unknown", ())] if is_strange else []


def part_of_a_name(text: str, catalogue: Catalogue, on: date | None) -> list[Offence]:
    """The one offence of whose name words are the greater part, and none is nearly as near.

    Never one that is out: part of a name is too little for a no.
    """
    _, body = split_form(text)
    index = catalogue.index
    offences = index.containing(without_detail(index.mended(body)), _LEAST_SHARE)
    matches = index.search(body, Form.FULL, on, _SUGGESTIONS) if offences else []
    near = [match.offence for match in matches if match.score >= matches[0].score * _NEARLY]
    fit = _at_date(dict.fromkeys([*offences, *near]), on)
    return fit if len(fit) == 1 and fit[0].in_scheme else []


def _stem_set(name: str) -> frozenset[str]:
    return frozenset(stems(name))


def _at_date(found: Iterable[Offence], on: date | None) -> list[Offence]:
    """The rows for the day of sentence; rows of another time where no row governs that day."""
    rows = list(found)
    return [row for row in rows if on is None or row.in_force(on)] or rows
