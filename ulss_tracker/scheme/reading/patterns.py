"""The patterns that the steps of the reader match, each under its step: data patterns.toml."""

import re
from collections.abc import Mapping
from pathlib import Path

from ulss_tracker.scheme.table import read_table

_STEPS = read_table(Path(__file__).parents[1] / "data" / "reading" / "patterns.toml")


def patterns_of(step: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of one step, by the name of each."""
    row = _STEPS.row(step)
    return {name: re.compile(row.text(name)) for name in row.names()}
