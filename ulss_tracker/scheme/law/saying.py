"""A change of the law in sentences: what it makes the law, and what it leaves unknown.

They are made from its rows, so that one written by an engineer is read like one from a form. The
law obeyed meanwhile must be that with the change: its titles are there.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from ulss_tracker.scheme.law import retention
from ulss_tracker.scheme.law.change import Change, ChangeKind
from ulss_tracker.scheme.offences.offence import COMMENCEMENT_DAYS, Basis
from ulss_tracker.scheme.offences.offence_forms import Form, rule_for
from ulss_tracker.scheme.offences.offences import (
    AMEND_OFFENCES,
    Catalogue,
    UnknownOffence,
    find_offence,
    load_catalogue,
)
from ulss_tracker.scheme.offences.reasons import day_words
from ulss_tracker.scheme.table import TableRow
from ulss_tracker.scheme.time.policies import limit_named
from ulss_tracker.scheme.time.time_words import counted, listed
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

_IN = {
    Basis.SPECIFIED: "is in the scheme",
    Basis.INDICTABLE_ONLY: "is in the scheme, as only the Crown Court can try it",
    Basis.NOT_IN_SCHEME: "is not in the scheme",
}
_EFFECTS = {"in": "is in the scheme", "not": "is not in the scheme", "check": "is for a lawyer"}
_PARAGRAPH_4 = (Form.ATTEMPT, Form.ENCOURAGING, Form.INCITEMENT)


def sentences(change: Change) -> tuple[str, ...]:
    """Say what the change makes the law, a sentence a row. Raises TableError."""
    if change.undoes:
        return (f"{change.undoes} counts no longer.",)
    return tuple(_SAID[change.kind](row) for row in change.rows())


def unknown(change: Change) -> tuple[str, ...]:
    """Say what the change leaves open. Raises TableError."""
    if change.undoes:
        return ()
    text = change.text_read()
    typed = (text.not_known,) if text and text.not_known else ()
    left = [words for row in change.rows() for words in _UNKNOWN.get(change.kind, _nothing)(row)]
    return (*typed, *(words for words in left if words not in typed))


def _offence(row: TableRow) -> str:
    title = _in_a_sentence(row.text("title")) if row.has("title") else _title(row.text("id"))
    if not row.has("basis"):
        return f"The row of {title} is changed: {listed(row.without('id').names())}."
    begins = row.day_or_none("sentenced_from")
    start = f"From {day_words(begins)} {title}" if begins else title.capitalize()
    said = f"{start} {_IN[row.choice('basis', Basis)]}"
    if row.has("doubt"):
        return f"{said}, and a lawyer must check each sentence."
    return f"{said}, whatever the day of the offence."


def _offence_unknown(row: TableRow) -> Iterator[str]:
    begins = row.day_or_none("sentenced_from")
    if not row.has("basis") or begins is None:
        return
    for doubt in row.rows("doubt"):
        yield doubt.text("reason")
    basis = row.choice("basis", Basis)
    if basis is Basis.SPECIFIED:
        yield (
            f"Whether it reaches a sentence of {day_words(begins - timedelta(COMMENCEMENT_DAYS))} "
            f"to {day_words(begins - timedelta(days=1))}: a lawyer must check."
        )
        paragraph = row.text("paragraph")
        if any(rule_for(form, basis, paragraph, begins) is None for form in _PARAGRAPH_4):
            yield (
                "An attempt, encouraging or incitement: nothing says of each whether it is covered "
                f"under paragraph {paragraph}, and a lawyer must check. Propose that too."
            )
    if not _governs_before(load_catalogue(), row.text("id"), begins):
        yield f"A sentence before {day_words(begins)}: nothing is said of it, a lawyer must check."


def forgotten(change: Change, held: Catalogue) -> tuple[str, ...]:
    """Say whose sentences have an answer in the catalogue held, and would be of no row at all.

    Raises TableError.
    """
    if change.undoes or change.kind not in AMEND_OFFENCES:
        return ()
    name = "id" if change.kind is ChangeKind.OFFENCE else "offence"
    rows = [row for row in change.rows() if row.has(name) and row.has("sentenced_from")]
    days = [(row.text(name), row.day("sentenced_from")) for row in rows]
    return tuple(
        f"{_title(offence_id)}, sentenced before {day_words(begins)}"
        for offence_id, begins in days
        if _governs_before(held, offence_id, begins)
        and not _governs_before(load_catalogue(), offence_id, begins)
    )


def _governs_before(catalogue: Catalogue, offence_id: str, begins: date) -> bool:
    """Whether a row governs a sentence from before any that its beginning may still reach."""
    day = begins - timedelta(days=COMMENCEMENT_DAYS + 1)
    try:
        return catalogue.row_at(catalogue.get(offence_id), day).in_force(day)
    except UnknownOffence:
        return False


def _form(row: TableRow) -> str:
    forms = listed([Form(form).label.lower() for form in row.texts("forms")])
    return (
        f"From {day_words(row.day('sentenced_from'))} {forms}, of an offence in paragraph "
        f"{listed(row.texts('paragraphs'))} of the Order, {_EFFECTS[row.text('effect')]}."
    )


def _limit(row: TableRow) -> str:
    policy = limit_named(row.text("id"))
    if row.has("removed") or policy.id != row.text("id"):
        return f"{row.text('id')} is no limit any more."
    length = counted(policy.months or policy.days or 0, "month" if policy.months else "day")
    begins = "the day of sentence" if policy.from_sentence else "the day the request came"
    roles = [role.label for role in RequesterRole if role in policy.standings]
    first = policy.sentenced_from
    passed = f"passed on {day_words(first)} or later" if first else "of any day"
    said = (
        f"For sentences {passed}, {length} from {begins}, for "
        f"{listed(roles) if roles else 'everyone'}"
    )
    if not policy.decides:
        return f"{said}: it may be, and a lawyer must check. Nobody is promised it."
    if not policy.from_sentence:
        return f"{said}: shown beside the day from the sentence, which stays the one to file by."
    return f"{said}{', once a second person has verified who asked' if roles else ''}."


def _limit_unknown(row: TableRow) -> Iterator[str]:
    yield from limit_named(row.text("id")).not_known


def _maximum(row: TableRow) -> str:
    is_life = row.has("life") and row.flag("life")
    counts = ((row.count_or_none(f"{unit}s"), unit) for unit in ("year", "month"))
    term = "life" if is_life else listed([counted(count, unit) for count, unit in counts if count])
    titles = listed([_title(offence_id) for offence_id in row.texts("offences")])
    return f"From {day_words(row.day('from'))} the most for {titles} is {term}."


def _commencement(row: TableRow) -> str:
    name = limit_named(row.text("limit")).title if row.has("limit") else _title(row.text("offence"))
    return f"{name} counts for sentences from {day_words(row.day('sentenced_from'))}."


def _bank_holiday(row: TableRow) -> str:
    is_holiday = "is" if row.flag("holiday") else "is not"
    return f"{day_words(row.day('on'))} {is_holiday} a bank holiday ({row.text('title')})."


def _nothing(_row: TableRow) -> Iterator[str]:
    yield from ()


_SAID: Mapping[ChangeKind, Callable[[TableRow], str]] = {
    ChangeKind.OFFENCE: _offence,
    ChangeKind.FORM: _form,
    ChangeKind.LIMIT: _limit,
    ChangeKind.MAXIMUM: _maximum,
    ChangeKind.COMMENCEMENT: _commencement,
    ChangeKind.BANK_HOLIDAY: _bank_holiday,
    ChangeKind.RETENTION: lambda row: retention.rule(row.text("id")).sentence,
}
_UNKNOWN: Mapping[ChangeKind, Callable[[TableRow], Iterator[str]]] = {
    ChangeKind.OFFENCE: _offence_unknown,
    ChangeKind.LIMIT: _limit_unknown,
}


def _title(offence_id: str) -> str:
    offence = find_offence(offence_id)
    return _in_a_sentence(offence.title) if offence else offence_id


def _in_a_sentence(title: str) -> str:
    """A title as it stands inside a sentence: GBH stays as it is."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title
