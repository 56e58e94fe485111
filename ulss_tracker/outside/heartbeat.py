"""Telling a monitor outside that the jobs run: a file it looks at, or an address it gave us."""

import logging
from datetime import datetime
from pathlib import Path

import requests

_SECONDS = 10
log = logging.getLogger("ulss_tracker.jobs")


def beat(now: datetime, file: Path | None, url: str | None) -> None:
    """Write the moment to `file` and ask for `url`, where they are set. Never raises.

    A monitor that does not answer must not stop the reminders.
    """
    if file is not None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{now.isoformat()}\n", encoding="utf-8")
        except OSError as error:
            log.warning("heartbeat: the file cannot be written: %s", type(error).__name__)
    if url is not None:
        try:
            requests.get(url, timeout=_SECONDS).raise_for_status()
        except requests.RequestException as error:
            log.warning("heartbeat: the address does not answer: %s", type(error).__name__)
