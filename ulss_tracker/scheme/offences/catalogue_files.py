"""Reading the catalogue from its files, and refusing anything that does not hold together.

One file a family under data/offences; the words of the questions in data/questions.toml; the
periods that many offences share in data/periods.toml (history.py). A fault stops the process at
load and names the row: a wrong answer about the law is worse than none.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from ulss_tracker.scheme.law.change import Change, offences_under
from ulss_tracker.scheme.law.law import version_of as changes_version
from ulss_tracker.scheme.offences.history import with_earlier
from ulss_tracker.scheme.offences.offence import (
    IN,
    OUTCOMES,
    Basis,
    FactAnswer,
    Offence,
    OpenPoint,
    Question,
    Read,
    sections_of,
)
from ulss_tracker.scheme.table import TableError, TableRow, read_table

DATA = Path(__file__).parents[1] / "data"

_NAMES = (
    "id", "title", "act", "provision", "basis", "paragraph", "sentenced_from", "sentenced_to",
    "conduct_from", "day_unverified", "later", "everyday_names", "ordinary_names", "note",
    "source", "verified", "read", "summary", "doubt", "ask",
)  # fmt: skip
_BEFORE_AND_AFTER = 2


class CatalogueError(ValueError):
    """The catalogue does not hold together. The message names the row."""


def version_of(data: Path = DATA, signed: Sequence[Change] = ()) -> str:
    """A short fingerprint of what decides, files and signed changes: another law has another."""
    digest = hashlib.sha256()
    for path in sorted(
        [*(data / "offences").glob("*.toml"), *data.glob("*.toml"), *data.glob("reading/*.toml")]
    ):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    digest.update((data / "inchoate.csv").read_bytes())
    digest.update(changes_version(signed).encode())
    return digest.hexdigest()[:12]


def read_offences_from(data: Path = DATA, signed: Sequence[Change] = ()) -> tuple[Offence, ...]:
    """Every row of the catalogue under a data folder, as signed changes amend it.

    Raises CatalogueError naming a bad row.
    """
    try:
        asked = _tables(data / "questions.toml")
        periods = _tables(data / "periods.toml")
        rows = [
            _offence(row, family, asked)
            for family, held in written_families(data, signed).items()
            for each in held
            for row in with_earlier(each, periods)
        ]
    except TableError as fault:
        raise CatalogueError(str(fault)) from fault
    return _linked(rows)


def written_families(
    data: Path = DATA, signed: Sequence[Change] = ()
) -> Mapping[str, Sequence[TableRow]]:
    """The rows of each family as they are written, as signed changes amend them.

    Raises TableError.
    """
    written = {
        path.stem: read_table(path).only("offence").rows("offence")
        for path in sorted((data / "offences").glob("*.toml"))
    }
    return offences_under(written, signed)


def _tables(path: Path) -> dict[str, TableRow]:
    """The tables of a file by name, each named for messages."""
    table = read_table(path)
    return {name: table.row(name).named(f"{path.name} [{name}]") for name in table.names()}


def read_searched(offences: Sequence[Offence], data: Path = DATA) -> dict[str, list[str]]:
    """The words each offence is looked for by and is not named by, under its id.

    Those of searched.toml, and its citation with the Act shortened. Raises CatalogueError where
    the file names an offence that is not in the catalogue, or an Act that no offence is under.
    """
    searched: dict[str, list[str]] = {offence.id: [] for offence in offences}
    known = {*searched, *(offence.act for offence in offences)}
    try:
        table = read_table(data / "searched.toml").only("names", "acts")
        names, acts = table.row("names"), table.row("acts")
        listed = {words: names.texts(words) for words in names.names()}
        short = {act: acts.text(act) for act in acts.names()}
    except TableError as fault:
        raise CatalogueError(str(fault)) from fault
    unknown = {*(one for ids in listed.values() for one in ids), *short} - known
    if unknown:
        raise CatalogueError(f"searched.toml: {', '.join(sorted(unknown))} is not known")
    for words, ids in listed.items():
        for offence_id in ids:
            searched[offence_id].append(words)
    for offence in offences:
        if offence.act in short:
            searched[offence.id].append(f"{short[offence.act]} {offence.provision}")
    return searched


def _offence(row: TableRow, family: str, asked: dict[str, TableRow]) -> Offence:
    row = row.named(f"{row.where} {row.text('id')}").only(*_NAMES)
    provision = row.text("provision") if row.has("provision") else ""
    ask = row.row("ask") if row.has("ask") else None
    return Offence(
        id=row.text("id"),
        title=row.text("title"),
        act=row.text("act"),
        provision=provision,
        family=family,
        basis=_basis(row),
        paragraph=row.text("paragraph") if row.has("paragraph") else "",
        sentenced_from=row.day_or_none("sentenced_from"),
        sentenced_to=row.day_or_none("sentenced_to"),
        questions=tuple(_question(ask, name, asked) for name in ask.names()) if ask else (),
        everyday_names=row.texts("everyday_names"),
        ordinary_names=row.texts("ordinary_names"),
        source="; ".join(row.texts("source")),
        verified=row.flag("verified"),
        note=row.text("note") if row.has("note") else "",
        conduct_from=row.day_or_none("conduct_from"),
        day_unverified=row.text("day_unverified") if row.has("day_unverified") else "",
        later=row.text("later") if row.has("later") else None,
        open_points=tuple(
            OpenPoint(p.text("reason"), p.day_or_none("from"), p.day_or_none("to"))
            for p in row.rows("doubt")
        ),
        read=_read(row.row("read")) if row.has("read") else None,
        summary=row.flag("summary") if row.has("summary") else False,
        sections=frozenset(sections_of(provision)),
    )


def _read(row: TableRow) -> Read:
    row.only("by", "on", "copy")
    return Read(row.text("by"), row.day("on"), row.text("copy"))


def _basis(row: TableRow) -> Basis:
    try:
        return Basis(row.text("basis"))
    except ValueError as error:
        raise row.fault(str(error)) from error


def _question(ask: TableRow, name: str, asked: dict[str, TableRow]) -> Question:
    row = ask.row(name)
    if name not in asked:
        raise row.fault("there is no such question in questions.toml")
    words = asked[name].only("text", "hint", "answers", "conduct_from")
    answers = words.row("answers")
    if words.has("conduct_from") and len(answers.names()) != _BEFORE_AND_AFTER:
        raise words.fault("a day of conduct parts two answers: before it, and from it on")
    row.only("optional", "taken_as", "asked_from", *answers.names())
    return Question(
        id=name,
        text=words.text("text"),
        hint=words.text("hint"),
        answers=tuple(FactAnswer(v, answers.text(v), row.text(v)) for v in answers.names()),
        optional=row.flag("optional") if row.has("optional") else False,
        taken_as=row.text("taken_as") if row.has("taken_as") else None,
        asked_from=row.day_or_none("asked_from"),
        conduct_from=words.day_or_none("conduct_from"),
    )


def _linked(rows: Sequence[Offence]) -> tuple[Offence, ...]:
    """The rows, checked against one another, each knowing the row it took over from."""
    by_id: dict[str, Offence] = {}
    for row in rows:
        if row.id in by_id:
            raise CatalogueError(f"{row.id}: this id is used twice")
        by_id[row.id] = row
    for row in rows:
        faults = list(_faults(row, by_id))
        if faults:
            raise CatalogueError(f"{row.id}: {'; '.join(faults)}")
    earlier = {row.later: row.id for row in rows if row.later}
    return tuple(replace(row, earlier=earlier.get(row.id)) for row in rows)


def _faults(row: Offence, by_id: dict[str, Offence]) -> Iterable[str]:
    if not row.source:
        yield "a source is needed"
    if row.verified and "UNVERIFIED" in row.source:
        yield "the source is marked UNVERIFIED, so verified must be false"
    if row.sentenced_from and row.sentenced_to and row.sentenced_from > row.sentenced_to:
        yield "sentenced_from is after sentenced_to"
    if row.basis is Basis.SPECIFIED and not row.paragraph:
        yield "an offence on the list needs its paragraph"
    if row.basis is not Basis.NOT_IN_SCHEME and row.sentenced_from is None:
        yield "an offence in the scheme needs the day from which it is in"
    if row.ordinary_names and not row.in_scheme:
        yield "an ordinary name may only keep a case in"
    yield from _faults_of_dates(row, by_id)
    for question in row.questions:
        yield from _faults_of_question(row, question, by_id)


def _faults_of_dates(row: Offence, by_id: dict[str, Offence]) -> Iterable[str]:
    for point in row.open_points:
        if point.from_on and point.to_on and point.from_on > point.to_on:
            yield "a doubt begins after it ends"
    if row.later is None:
        return
    if row.later not in by_id:
        yield f"the later row {row.later} does not exist"
    elif row.sentenced_to is None or by_id[
        row.later
    ].sentenced_from != row.sentenced_to + timedelta(days=1):
        yield f"the later row {row.later} does not begin the day after this one ends"


def _faults_of_question(
    row: Offence, question: Question, by_id: dict[str, Offence]
) -> Iterable[str]:
    if len(question.answers) < 2:
        yield f"question {question.id} needs two answers or more"
    for answer in question.answers:
        if answer.decides not in OUTCOMES and answer.decides not in by_id:
            yield f"question {question.id}: {answer.value} leads to {answer.decides}, unknown"
        if answer.decides == row.id:
            yield f"question {question.id}: {answer.value} leads back to the same row"
    if question.taken_as is not None:
        yield from _faults_of_taken_as(row, question, by_id)


def _faults_of_taken_as(
    row: Offence, question: Question, by_id: dict[str, Offence]
) -> Iterable[str]:
    """A fact taken without asking may only ever keep a case in."""
    taken = question.answer(question.taken_as or "")
    if taken is None:
        yield f"question {question.id} is taken as an answer it does not have"
        return
    target = by_id.get(taken.decides, row if taken.decides != IN else None)
    if taken.decides not in {IN, "next"} and taken.decides not in by_id:
        yield f"question {question.id} may not be taken as {taken.value}"
    elif target is not None and not target.in_scheme:
        yield f"question {question.id} may not be taken as {taken.value}: it takes the case out"
