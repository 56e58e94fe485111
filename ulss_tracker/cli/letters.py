"""`flask letters`: look at the letters without signing in."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError, ProgrammingError

from ulss_tracker import clock
from ulss_tracker.models import LetterKind, Review
from ulss_tracker.outside.pdf import PdfFailed
from ulss_tracker.services.letters import MADE
from ulss_tracker.services.letters.issuing import prepared
from ulss_tracker.services.letters.rendering import to_pdf
from ulss_tracker.services.letters.sample import demo_review, sample_values

letters_cli = AppGroup("letters", help="Look at the letters the office issues.")


@letters_cli.command("sample")
@click.argument("kind", type=click.Choice([kind.value for kind in MADE]))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))
def sample(kind: str, out: Path) -> None:
    """Write the PDF of the demo case's letter, or of a made-up case where there is no demo."""
    review = _demo_review()
    try:
        if review is None:
            click.echo("There is no demo case in the database, so this letter is a made-up one.")
            pdf = to_pdf(sample_values(LetterKind(kind), clock.today()))
        else:
            letter = prepared(review, LetterKind(kind))
            click.echo(f"From the demo case {review.case.reference}.")
            for fact in letter.missing:
                click.echo(f"Not recorded yet: {fact}")
            pdf = to_pdf(letter.values, letter.missing, is_draft=bool(letter.missing))
    except PdfFailed as error:
        raise click.ClickException(str(error)) from error
    out.write_bytes(pdf)
    click.echo(f"Wrote {out}, {len(pdf):,} bytes.")


def _demo_review() -> Review | None:
    """The demo's review to be referred; None when there is no demo, no table or no database."""
    address = str(current_app.config["SQLALCHEMY_DATABASE_URI"])
    file = Path(address.removeprefix("sqlite:///"))
    if address.startswith("sqlite:///") and not file.is_file():
        return None  # and do not make an empty one by asking
    try:
        return demo_review()
    except (OperationalError, ProgrammingError):
        return None
