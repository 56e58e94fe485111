"""Telling a monitor outside how the tracker is: a file it looks at, or an address it gave us."""

import logging
from datetime import datetime
from pathlib import Path

from ulss_tracker.adapters import outgoing

_SECONDS = 10
log = logging.getLogger("ulss_tracker.jobs")


def beat(now: datetime, file: Path | None, url: str | None) -> None:
    """Write the moment to `file` and ask for `url`, where they are set. Never raises.

    A monitor that does not answer must not stop the reminders.
    """
    if file is not None:
        _write(file, f"{now.isoformat()}\n")
    if url is not None:
        _ask("GET", url, "")


def report(now: datetime, wrong: str, file: Path | None, url: str | None) -> None:
    """Write what is wrong to `file` and send it to `url`, where they are set. Never raises.

    Where nothing is wrong, `wrong` is empty: the file then says so, with the moment, so that a
    report that is old is itself a fault. What is wrong goes to `url` with /fail at its end, as the
    common monitors of scheduled work take it.
    """
    words = wrong or "All is well"
    if file is not None:
        _write(file, f"{now.isoformat()}\n{words}\n")
    if url is not None:
        _ask("POST", url.rstrip("/") + "/fail" if wrong else url, words)


def _write(file: Path, words: str) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words, encoding="utf-8")
    except OSError as error:
        log.warning("heartbeat: the file cannot be written: %s", type(error).__name__)


def _ask(method: str, url: str, words: str) -> None:
    import requests  # nine megabytes, which no web worker needs

    try:
        outgoing.ask(method, url, seconds=_SECONDS, data=words.encode())
    except requests.RequestException as error:
        log.warning("heartbeat: the address does not answer: %s", type(error).__name__)
