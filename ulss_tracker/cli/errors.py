"""Errors of a command, told as click tells them."""

from collections.abc import Iterator
from contextlib import contextmanager

import click


@contextmanager
def reporting(*errors: type[Exception]) -> Iterator[None]:
    """End the command with the message of such an error, and without a traceback."""
    try:
        yield
    except errors as error:
        raise click.ClickException(str(error)) from error
