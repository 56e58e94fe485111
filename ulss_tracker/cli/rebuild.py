"""`flask data rebuild [WHAT]`: what follows from the records is made again from them.

The commands of before (`match index`, `search rebuild`, `clock rebuild`, `scheme reassess`) do one
part each, and answer until 0.2.0.
"""

from collections.abc import Callable

import click
from flask.cli import with_appcontext

from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services.assessment import reassessing
from ulss_tracker.services.deadlines import reconcile
from ulss_tracker.services.matching import indexing
from ulss_tracker.services.search import index


def _deadlines() -> None:
    click.echo(f"{reconcile.reconcile()} deadlines made or put right")


def _answers() -> None:
    result = reassessing.reassess()
    click.echo(
        f"{counted(result.asked, 'review')} asked again; the answer changed for "
        f"{len(result.changed)}"
    )
    for words, references in (
        ("The answer changed", result.changed),
        ("A person’s own answer stands: a supervisor should look", result.overridden),
        ("Could not be asked: a date beyond the bank holidays that are known", result.failed),
    ):
        if references:
            click.echo(f"{words}: {', '.join(references)}")
    if result.left:
        left = counted(result.left, "review")
        click.echo(f"{left} left for the next run: somebody else was changing them")


def _matches() -> None:
    click.echo(f"{indexing.keep_missing()} requests and reviews given their keys")


def _search() -> None:
    click.echo(f"{index.rebuild()} records can be found")


_REBUILDS: dict[str, Callable[[], None]] = {
    "deadlines": _deadlines,
    "answers": _answers,
    "matches": _matches,
    "search": _search,
}


@click.command("rebuild")
@click.argument("what", type=click.Choice(list(_REBUILDS)), required=False)
@with_appcontext
def rebuild(what: str | None) -> None:
    """Make again what follows from the records: all of it, or WHAT.

    deadlines: those that are missing or not as their records say. answers: the rules are asked
    again about each open review last asked under another catalogue; a person's own answer stays.
    matches: the keys of requests and reviews that have none. search: all that the search box looks
    in.
    """
    for name in [what] if what else _REBUILDS:
        _REBUILDS[name]()


def old_name(name: str, what: str) -> click.Command:
    """The command of before that does one part."""
    summary = f"The same as `data rebuild {what}`, until 0.2.0."
    return click.Command(name, callback=with_appcontext(_REBUILDS[what]), help=summary)
