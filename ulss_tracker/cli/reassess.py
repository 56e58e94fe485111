"""`flask scheme reassess`: asking the rules again about open reviews when the law has changed."""

import click
from flask.cli import with_appcontext

from ulss_tracker.services.assessment import reassessing


@click.command("reassess")
@with_appcontext
def reassess() -> None:
    """Ask the rules again about each open review last asked under another catalogue.

    What they said before is kept beside what they say now. A person's own answer stays; those
    reviews are named, for a supervisor to look at.
    """
    result = reassessing.reassess()
    click.echo(
        f"{_reviews(result.asked)} asked again; the answer changed for {len(result.changed)}"
    )
    for words, references in (
        ("The answer changed", result.changed),
        ("A person’s own answer stands: a supervisor should look", result.overridden),
        ("Could not be asked: a date beyond the bank holidays that are known", result.failed),
    ):
        if references:
            click.echo(f"{words}: {', '.join(references)}")
    if result.left:
        click.echo(
            f"{_reviews(result.left)} left for the next run: somebody else was changing them"
        )


def _reviews(count: int) -> str:
    return f"{count} review" if count == 1 else f"{count} reviews"
