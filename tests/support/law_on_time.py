"""The table of time limits as it would be with the six months confirmed, for one test."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from ulss_tracker.scheme.law import law
from ulss_tracker.scheme.time import policies

SIX_MONTHS = "2026-act-six-months"
_CONFIRMATION = """
[policy.confirmed]
by = "First Person"
and_by = "Second Person"
on = 2026-11-01
"""
_NOT_KNOWN = re.compile(r"^not_known = \[.*?^\]$\n", re.MULTILINE | re.DOTALL)


def with_six_months_confirmed() -> str:
    """The table's own text with that entry confirmed as docs/time-limits.md says."""
    text = policies.POLICIES_FILE.read_text(encoding="utf-8")
    before, entry, after = re.split(
        rf'(?=id = "{SIX_MONTHS}")|(?=\n\[\[policy\]\]\nid = "2026-act-14)', text
    )
    entry = _NOT_KNOWN.sub("", entry).replace('status = "unconfirmed"', 'status = "confirmed"')
    entry = entry.replace("may_start_later = true\n", "").replace(', "other"]', "]")
    return before + entry + _CONFIRMATION + after


@contextmanager
def table_of_limits(text: str) -> Iterator[None]:
    """Let this table be the one in force."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "policies.toml"
        file.write_text(text, encoding="utf-8")
        with mock.patch.object(policies, "POLICIES_FILE", file):
            _forget()
            try:
                yield
            finally:
                _forget()


def _forget() -> None:
    policies._in_file.cache_clear()
    law.of_the_files.cache_clear()
    law.obey(None)


@contextmanager
def six_months(*, confirmed: bool) -> Iterator[None]:
    """Let the six months be confirmed, or leave the table as it is."""
    if not confirmed:
        yield
        return
    with table_of_limits(with_six_months_confirmed()):
        yield
