"""`flask letters`: look at the letters without signing in."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from ulss_tracker import clock
from ulss_tracker.adapters.pdf import PdfFailed
from ulss_tracker.cli import database_file, progress
from ulss_tracker.cli.errors import reporting
from ulss_tracker.cli.paths import WRITABLE
from ulss_tracker.errors import TrackerError
from ulss_tracker.models import LetterKind, LetterSize, Review
from ulss_tracker.services.core import unit_of_work
from ulss_tracker.services.letters import (
    LANGUAGES,
    batch,
    batch_run,
    kind_of,
    prepared,
    to_pdf,
    verifying,
)
from ulss_tracker.services.letters.sample import demo_review, sample_values
from ulss_tracker.services.letters.subject import of_review

letters_cli = AppGroup("letters", help="Look at the letters the office issues.")


@letters_cli.command("sample")
@click.argument("kind", type=click.Choice([kind.value for kind in LetterKind]))
@click.option("--out", required=True, type=WRITABLE)
@click.option("--language", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@click.option(
    "--size",
    type=click.Choice([size.value for size in LetterSize]),
    default=LetterSize.STANDARD.value,
)
def sample(kind: str, out: Path, language: str, size: str) -> None:
    """Write the PDF of a court document of the demo's case to refer, or of a made-up letter.

    Welsh and large print are of letters to those who asked, and so always made up.
    """
    letter_kind = LetterKind(kind)
    if (language, size) != ("en", LetterSize.STANDARD) and not kind_of(letter_kind).is_for_everyone:
        raise click.ClickException(
            "Only letters to those who asked come in Welsh and in large print."
        )
    review = _demo_review() if kind_of(letter_kind).is_court_document else None
    with reporting(PdfFailed):
        if review is None:
            click.echo("This letter is a made-up one: nobody in it is real.")
            values = sample_values(letter_kind, clock.today(), language, LetterSize(size))
            pdf = to_pdf(values)
        else:
            letter = prepared(of_review(review, letter_kind))
            click.echo(f"From the demo case {review.case.reference}.")
            for fact in letter.missing:
                click.echo(f"Not recorded yet: {fact}")
            pdf = to_pdf(letter.values, letter.missing, is_draft=bool(letter.missing))
    out.write_bytes(pdf)
    click.echo(f"Wrote {out}, {len(pdf):,} bytes.")


@letters_cli.command("verify")
@click.option("--sample", default=20, show_default=True, type=click.IntRange(min=0), metavar="N")
def verify(sample: int) -> None:
    """Hash every issued letter and make N of them again. Ends with 1 when one is not as issued."""
    with progress.shown("Verifying", verifying.parts(sample)):
        result = verifying.verify(sample)
    click.echo(f"Letters: {result.hashed:,}. PDF as issued: {result.as_issued:,}.")
    click.echo(f"Made again, byte for byte the same: {result.made_again:,}.")
    if result.made_otherwise:
        click.echo(
            f"Made with other libraries, fonts or stylesheet than today's, so that only their "
            f"hash can be checked: {result.made_otherwise:,}."
        )
    if result.without_text:
        click.echo(f"Issued before their text was kept: {result.without_text:,}.")
    for letter in result.found:
        click.echo(
            f"Letter {letter.letter_id} of {letter.reference}, version {letter.version}: "
            f"{letter.difference.label}.",
            err=True,
        )
    if result.found:
        sys.exit(1)


@letters_cli.group("batch")
def batches() -> None:
    """Letters to everyone who asked."""


@batches.command("run")
@click.argument("batch_id", type=int)
def run_batch(batch_id: int) -> None:
    """Issue what is still to be issued of one batch. Cut off, run it again: nobody gets two."""

    def say(now: batch.Progress) -> None:
        click.echo(f"{now.issued:,} of {now.total:,} letters issued")

    with reporting(TrackerError):
        batch_run.run(batch_id, say)
        left = batch.progress(batch.get(batch_id))
    click.echo(
        f"{left.issued:,} issued, {left.waiting:,} to issue, {len(left.excepted):,} left out"
    )


def _demo_review() -> Review | None:
    """The demo's review to be referred; None when there is no demo, no table or no database."""
    if database_file.is_missing():
        return None
    try:
        return demo_review()
    except (OperationalError, ProgrammingError):
        unit_of_work.rollback()
        return None
