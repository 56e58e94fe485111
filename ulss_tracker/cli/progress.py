"""The bar of a command that takes more than some seconds, on a terminal: it is no output."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from ulss_tracker.services.core import progress


@contextmanager
def shown(label: str, parts: int) -> Iterator[None]:
    """Show a bar while the block works, moved on by each part that it begins, and its name."""
    with (
        click.progressbar(
            length=parts,
            label=label,
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
            item_show_func=lambda part: part or "",
        ) as bar,
        progress.watched(lambda part: bar.update(1, part)),
    ):
        yield
