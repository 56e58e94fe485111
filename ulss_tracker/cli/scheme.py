"""`flask scheme ...`: asking the law from the command line."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from operator import methodcaller
from pathlib import Path

import click

from ulss_tracker.cli.check_csv import ADDED, NOT_THE_DAY, as_typed, check_row, needed
from ulss_tracker.cli.courts_csv import courts_csv
from ulss_tracker.cli.csv_file import add_columns, read_csv, write_csv
from ulss_tracker.cli.dates import DAY
from ulss_tracker.cli.dates_csv import dates_csv
from ulss_tracker.cli.deadline import COMMANDS, told_doubts
from ulss_tracker.cli.paths import READABLE, WRITABLE
from ulss_tracker.cli.read_words import read_words
from ulss_tracker.clock import today
from ulss_tracker.scheme.offences.case_on_day import answers_by_conduct
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import Assessment, ConvictionFacts, Facts
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offences import Catalogue, UnknownOffence, load_catalogue
from ulss_tracker.scheme.offences.penalties import (
    MAXIMUM_UNVERIFIED,
    MINIMUM_UNVERIFIED,
    Penalty,
    load_penalties,
)
from ulss_tracker.scheme.offences.proof import proof_of
from ulss_tracker.scheme.offences.reasons import day_words, list_of
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.date_warnings import DateWarning, warnings_about_date

# Warnings that weigh the date of sentence against the day of a request, which is not told here.
_ABOUT_THE_REQUEST = {"past_limit", "wrong_year", "day_month_swapped"}


@click.group("scheme")
def scheme_cli() -> None:
    """The law of the scheme: offences, verdicts, deadlines, working days."""


for _command in COMMANDS:
    scheme_cli.add_command(_command)
scheme_cli.add_command(courts_csv)
scheme_cli.add_command(dates_csv)
scheme_cli.add_command(read_words)


@scheme_cli.command()
@click.option("--offence", "offences", multiple=True, required=True, help="As written, or its id.")
@click.option("--court", default="", help="The court, as written.")
@click.option("--sentenced", type=DAY, help="The date of sentence, YYYY-MM-DD.")
@click.option("--conduct", type=DAY, help="The last day on which any of it was done.")
@click.option("--answer", "answers", multiple=True, help="A fact that decides: QUESTION=ANSWER.")
@click.option("--fraud-notice/--no-fraud-notice", default=None, help="Notice of complex fraud.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def check(
    offences: Sequence[str],
    court: str,
    sentenced: datetime | None,
    conduct: datetime | None,
    answers: Sequence[str],
    fraud_notice: bool | None,
    as_json: bool,
) -> None:
    """Say whether a sentence is in the scheme, and why: as `check-csv --typed` of one row."""
    catalogue = load_catalogue()
    day = sentenced.date() if sentenced else None
    given = answers_by_conduct(catalogue, conduct.date()) if conduct else {}
    given |= dict(_answer(text) for text in answers)
    facts = Facts(
        court_id=None,
        court_text=court,
        sentenced_on=day,
        convictions=tuple(_conviction(text, given, catalogue) for text in offences),
        fraud_notice=fraud_notice,
    )
    assessment = assess(as_typed(facts), catalogue)
    doubts = _doubts(day, [catalogue.get(offence_id) for offence_id in assessment.offence_ids])
    if NOT_THE_DAY & {doubt.id for doubt in doubts}:
        assessment = replace(assessment, verdict=Verdict.MUST_CHECK)
    if as_json:
        plain = {**as_plain(assessment), "doubts": [asdict(doubt) for doubt in doubts]}
        click.echo(
            json.dumps(plain, ensure_ascii=False, indent=2, default=methodcaller("isoformat"))
        )
        return
    click.echo("\n".join([told(assessment), *told_doubts(doubts)]))


def _doubts(day: date | None, offences: Sequence[Offence]) -> tuple[DateWarning, ...]:
    """Collect the warnings about the date of sentence, for each offence; each is given once.

    Whether the limit has passed is asked of `scheme deadline`.
    """
    if day is None:
        return ()
    warnings = [
        doubt
        for offence in (*offences, None)
        for doubt in warnings_about_date(day, today=today(), offence=offence)
        if doubt.id not in _ABOUT_THE_REQUEST
    ]
    return tuple(dict.fromkeys(warnings))


def _answer(text: str) -> tuple[str, str]:
    question, found, value = text.partition("=")
    if not found:
        raise click.BadParameter(f"“{text}” must be QUESTION=ANSWER", param_hint="--answer")
    return question.strip(), value.strip()


def _conviction(text: str, answers: dict[str, str], catalogue: Catalogue) -> ConvictionFacts:
    try:
        return ConvictionFacts(catalogue.get(text.strip()).id, answers=answers)
    except UnknownOffence:
        return ConvictionFacts(None, answers=answers, text=text)


def as_plain(found: Assessment) -> dict[str, object]:
    """An assessment as plain values, for JSON."""
    return {
        "verdict": found.verdict.value,
        "label": found.verdict.label,
        "offence_ids": list(found.offence_ids),
        "forms": [form.value for form in found.forms],
        "bases": list(found.bases),
        "tests": [
            {
                "test": test.test,
                "verdict": test.verdict.value,
                "reason": test.reason,
                "authority": test.authority,
            }
            for test in found.tests
        ],
        "questions": [
            {
                "id": question.id,
                "text": question.text,
                "hint": question.hint,
                "conviction": question.conviction,
                "answers": [{"value": one.value, "text": one.text} for one in question.answers],
            }
            for question in found.questions
        ],
        "catalogue_version": found.catalogue_version,
    }


def told(found: Assessment) -> str:
    """An assessment as lines people read."""
    lines = [found.verdict.label, ""]
    for test in found.tests:
        lines += [f"{test.label}: {test.verdict.label.lower()}", f"  {test.reason}"]
        lines += [f"  Authority: {test.authority}"]
        lines += [f"  Basis: {test.basis}"] if test.basis else []
    if found.questions:
        lines += ["", "To decide, find out:"]
    for question in found.questions:
        lines.append(f"  {question.text}")
        lines += [f"    {question.id}={one.value}  {one.text}" for one in question.answers]
    return "\n".join(lines)


@scheme_cli.command("check-csv")
@click.argument("source", type=READABLE)
@click.argument("target", type=WRITABLE)
@click.option("--typed", is_flag=True, help="Rows are what people wrote, not an office's record.")
def check_csv(source: Path, target: Path, typed: bool) -> None:
    """Check every row of a CSV file with columns offence (or offence_text), court, sentence_date.

    The other columns pass through in their order. Added after them: verdict, offence_ids, form,
    reasons. A column of the file that has one of these names is kept as “verdict (given)”.
    """
    catalogue = load_catalogue()
    read = read_csv(source)
    table, errors = add_columns(
        read,
        needed(read.heading),
        ADDED,
        lambda cells: check_row(cells, catalogue, today(), typed=typed),
    )
    write_csv(table, target)
    place = table.heading.index("verdict")
    counts = ", ".join(
        f"{sum(row[place] == verdict for row in table.rows)} {verdict.label.lower()}"
        for verdict in Verdict
    )
    click.echo(f"{len(table.rows)} rows: {counts}; {errors} not read", err=True)


@scheme_cli.command()
@click.option("--on", type=DAY, help="Only the rows for sentences passed on this day.")
@click.option("--changes", type=DAY, nargs=2, help="What changed after one day, up to another.")
@click.option("--offence", help="The id of one offence: its law through time, oldest first.")
@click.option("--unconfirmed", is_flag=True, help="Only what a lawyer should read first.")
def law(
    on: datetime | None,
    changes: tuple[datetime, datetime] | None,
    offence: str | None,
    unconfirmed: bool,
) -> None:
    """Print the catalogue of offences on a date, as changed between two, or one through time."""
    catalogue = load_catalogue()
    if offence:
        try:
            history = catalogue.history(catalogue.get(offence))
        except UnknownOffence as error:
            raise click.BadParameter("not in the catalogue", param_hint="--offence") from error
        click.echo("\n".join(_line(row) for row in history))
        return
    if changes:
        after, to = (moment.date() for moment in changes)
        if after > to:
            raise click.BadParameter(
                "the first day must not be after the second", param_hint="--changes"
            )
        rows = catalogue.changes(after, to)
        click.echo("\n".join(_changed(row, after, to) for row in rows) or "Nothing changed")
        return
    rows = catalogue.as_at(on.date()) if on else catalogue.offences
    if unconfirmed:
        rows = tuple(row for row in rows if row.wants_a_lawyer)
    click.echo(f"Catalogue {catalogue.version}, {len(rows)} rows")
    family = ""
    for row in rows:
        if row.family != family:
            family = row.family
            click.echo(f"\n{family.replace('_', ' ').capitalize()}")
        click.echo(_line(row))


def _line(row: Offence) -> str:
    basis = f"{row.basis.label}: {list_of(row)}" if row.paragraph else row.basis.label
    dates = _dates(row.sentenced_from, row.sentenced_to)
    checked = "" if row.verified else "; not confirmed"
    offence = f"{row.id}: {row.title}. {row.citation}"
    proof = f"\n    Proof: {proof_of(row).words}"
    about = f"{row.source}{proof}{_open(row)}{_penalties(row)}"
    return f"  {offence}. {basis}{dates}{checked}\n    {about}"


def _penalties(row: Offence) -> str:
    law = load_penalties()
    return _periods("Maximum", law.maxima(row), MAXIMUM_UNVERIFIED) + _periods(
        "Minimum", law.minima(row), MINIMUM_UNVERIFIED
    )


def _periods(name: str, periods: Sequence[Penalty], unverified: str) -> str:
    if not periods:
        return f"\n    {name}: {unverified}"
    return "".join(
        f"\n    {name}: {one.words}{_dates(one.from_on, one.to_on)}. {one.source}. "
        f"Read in: {one.copy}"
        for one in periods
    )


def _open(row: Offence) -> str:
    day = f"\n    First day not verified: {row.day_unverified}" if row.day_unverified else ""
    return day + "".join(f"\n    Not settled: {point.reason}" for point in row.open_points)


def _dates(begins: date | None, ends: date | None) -> str:
    words = f"; sentences from {day_words(begins)}" if begins else ""
    return f"{words}; to {day_words(ends)}" if ends else words


def _changed(row: Offence, after: date, to: date) -> str:
    began = row.sentenced_from is not None and after < row.sentenced_from <= to
    return f"{'Begins' if began else 'Ends'}: {_line(row).strip()}"
