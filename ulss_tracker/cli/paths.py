"""Files that commands read and write, as click takes them."""

from pathlib import Path

import click

READABLE = click.Path(exists=True, dir_okay=False, path_type=Path)
"""A file that is there."""

WRITABLE = click.Path(dir_okay=False, path_type=Path)
"""A file that may be made."""
