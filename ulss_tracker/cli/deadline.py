"""Commands about time: `scheme deadline`, `scheme deadline-csv`, `scheme holidays`."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from operator import methodcaller
from pathlib import Path
from typing import TypeVar

import click

from ulss_tracker.cli.csv_file import add_columns, read_csv, write_csv
from ulss_tracker.cli.dates import read_date
from ulss_tracker.cli.errors import reporting
from ulss_tracker.cli.paths import READABLE, WRITABLE
from ulss_tracker.clock import day_of, today
from ulss_tracker.scheme.time.calendar import CalendarUnknown, published_in, working_days
from ulss_tracker.scheme.time.date_warnings import DateWarning, warnings_about_date
from ulss_tracker.scheme.time.deadline import Deadline, work_out
from ulss_tracker.scheme.time.holiday_check import Difference, DifferenceKind, compare
from ulss_tracker.scheme.time.limits import Asker, limits_for
from ulss_tracker.scheme.time.office_hours import LONDON
from ulss_tracker.scheme.time.time_limits import TimeAnswer, time_answer
from ulss_tracker.scheme.time.time_sentences import say
from ulss_tracker.scheme.time.time_words import counted, day_words, moment_words
from ulss_tracker.scheme.workflow.requester_role import RequesterRole

_DIFFERENCES = {
    DifferenceKind.MISSING_HERE: "{theirs} is in the file and not known here.",
    DifferenceKind.MISSING_THERE: "{ours} is known here and not in the file.",
    DifferenceKind.NAMED_DIFFERENTLY: "{ours} here, {theirs} in the file.",
    DifferenceKind.NOT_KNOWN_HERE: "{theirs} is past what is known here. Update the calendar.",
}
Value = TypeVar("Value", bound=date)
_HAS_TIME = re.compile(r"\d:\d")


class Written(click.ParamType[Value]):
    """A day or a moment as it is written; `read` raises ValueError with what is wrong with it."""

    def __init__(self, name: str, read: Callable[[str], Value]) -> None:
        self.name = name
        self._read = read

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Value:
        try:
            return self._read(str(value))
        except ValueError as fault:
            self.fail(str(fault), param, ctx)


def read_day(text: str) -> date:
    """A date as people write it, day before month. Raises ValueError with words for a person."""
    day = read_date(text)
    if day is None:
        raise ValueError("There is no date of sentence.")
    return day


def read_moment(text: str) -> datetime:
    """A moment, in London time where no offset is given. Raises ValueError with words."""
    if not _HAS_TIME.search(text):
        return datetime.combine(read_day(text), time.max, tzinfo=LONDON)
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"“{text}” is not a moment such as 2026-02-02T16:45.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=LONDON)


@click.command("deadline")
@click.option(
    "--sentenced",
    type=Written("date", read_day),
    multiple=True,
    required=True,
    help="A date of sentence. Give it again for each sentence in the case.",
)
@click.option(
    "--varied", type=Written("date", read_day), help="The day a sentence was varied (slip rule)."
)
@click.option("--deferred", is_flag=True, help="Sentence was deferred.")
@click.option(
    "--received", type=Written("datetime", read_moment), help="When the request came, London time."
)
@click.option("--standing", type=click.Choice([standing.value for standing in RequesterRole]))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def deadline_command(
    sentenced: Sequence[date],
    varied: date | None,
    deferred: bool,
    received: datetime | None,
    standing: str | None,
    as_json: bool,
) -> None:
    """The last day and the moment to file by, with how they were worked out."""
    with reporting(CalendarUnknown):
        found = work_out(sentenced, varied_on=varied, deferred=deferred)
        role = RequesterRole(standing) if standing else None
        asker = Asker(role, day_of(received) if received else found.runs_from_on)
        may_be_until_on = limits_for(found.runs_from_on, [asker]).may_be_until_on
        answer = None
        if received:
            answer = time_answer(
                sentenced,
                role,
                received_at=received,
                varied_on=varied,
                deferred=deferred,
            )
    doubts = _doubts(sentenced, received)
    write = _as_json if as_json else _as_text
    click.echo(write(found, may_be_until_on, answer, doubts))


def _doubts(sentenced: Sequence[date], received: datetime | None) -> tuple[DateWarning, ...]:
    """Collect the warnings about each date of sentence, in order; each is given once."""
    received_on = day_of(received) if received else None
    warnings = [
        doubt
        for day in sentenced
        for doubt in warnings_about_date(day, today=today(), received_on=received_on)
    ]
    return tuple(dict.fromkeys(warnings))


def told_doubts(doubts: Sequence[DateWarning]) -> list[str]:
    """Write date warnings as lines people read; none where there is none."""
    if not doubts:
        return []
    return ["", "Check the date of sentence", *(f"- {doubt.text}" for doubt in doubts)]


def _as_json(
    deadline: Deadline,
    may_be_until_on: date | None,
    answer: TimeAnswer | None,
    doubts: Sequence[DateWarning],
) -> str:
    fields = {
        **asdict(deadline),
        "may_be_until_on": may_be_until_on,
        "time": None,
        "doubts": [asdict(doubt) for doubt in doubts],
    }
    if answer:
        fields["time"] = {
            "verdict": answer.verdict,
            "id": answer.id,
            "reason": answer.reason,
            "authority": answer.authority,
            "may_matter": [policy.id for policy in answer.may_matter],
        }
    return json.dumps(fields, indent=2, ensure_ascii=False, default=methodcaller("isoformat"))


def _as_text(
    deadline: Deadline,
    may_be_until_on: date | None,
    answer: TimeAnswer | None,
    doubts: Sequence[DateWarning],
) -> str:
    lines = [
        f"Last day: {day_words(deadline.last_day_on)}",
        f"File by:  {moment_words(deadline.file_by_at)}",
        *([say("may_have_until", day=day_words(may_be_until_on))] if may_be_until_on else []),
        "",
        "How it was worked out",
        *(f"- {step.text} ({step.authority})" for step in deadline.steps),
    ]
    if deadline.warnings:
        lines += ["", "Take care"]
        lines += [f"- {warning.text} ({warning.authority})" for warning in deadline.warnings]
    lines += told_doubts(doubts)
    if answer:
        lines += ["", f"{answer.verdict.label}: {answer.reason} ({answer.authority})"]
    return "\n".join(lines)


@click.command("deadline-csv")
@click.argument("source", metavar="IN", type=READABLE)
@click.argument("target", metavar="OUT", type=WRITABLE)
def deadline_csv_command(source: Path, target: Path) -> None:
    """Add last_day_on and file_by_at to each row of a CSV file with a column sentence_date.

    Several sentences of one case stand in one cell, with semicolons between. A row that cannot be
    worked out says why in its error column.
    """
    table, errors = add_columns(
        read_csv(source), ("sentence_date",), ("last_day_on", "file_by_at", "error"), _row
    )
    write_csv(table, target)
    click.echo(f"{len(table.rows)} rows, {errors} with an error")


def _row(cells: Mapping[str, str]) -> Mapping[str, str]:
    try:
        deadline = work_out([read_day(text) for text in cells["sentence_date"].split(";")])
    except (ValueError, CalendarUnknown) as fault:
        return {"error": str(fault)}
    return {
        "last_day_on": deadline.last_day_on.isoformat(),
        "file_by_at": deadline.file_by_at.isoformat(),
    }


@click.command("holidays")
@click.option(
    "--check",
    "published",
    type=READABLE,
    help="Compare with a file downloaded from https://www.gov.uk/bank-holidays.json",
)
@click.option("--year", type=int, help="List the bank holidays of one year.")
def holidays_command(published: Path | None, year: int | None) -> None:
    """Print the known bank holidays of England and Wales."""
    days = working_days()
    click.echo(f"Known from {day_words(days.known_from)} to {day_words(days.known_until)}.")
    if year is not None:
        with reporting(ValueError, CalendarUnknown):
            listed = days.holidays_between(date(year, 1, 1), date(year, 12, 31))
        for holiday in listed:
            click.echo(f"{day_words(holiday.on)}: {holiday.title}")
    if published:
        _check(published)


def _check(published: Path) -> None:
    try:
        differences = compare(working_days(), _published(published))
    except ValueError as fault:
        raise click.ClickException(f"{published.name}: {fault}") from fault
    for difference in differences:
        click.echo(_difference_words(difference))
    days_differ = [d for d in differences if d.kind is not DifferenceKind.NAMED_DIFFERENTLY]
    click.echo(
        f"{counted(len(differences), 'difference')}, {len(days_differ)} of them about a day."
    )
    if days_differ:
        raise SystemExit(1)


def _published(path: Path) -> dict[date, str]:
    """The days of a GOV.UK file. Raises ValueError when it is not one."""
    try:
        return published_in(json.loads(path.read_text(encoding="utf-8-sig")))
    except (KeyError, TypeError, ValueError) as fault:
        raise ValueError(f"not a GOV.UK bank holidays file ({fault!r})") from fault


def _difference_words(difference: Difference) -> str:
    words = _DIFFERENCES[difference.kind].format(ours=difference.ours, theirs=difference.theirs)
    return f"{day_words(difference.on)}: {words}"


COMMANDS: list[click.Command] = [deadline_command, deadline_csv_command, holidays_command]
