"""Planned work: until a stated moment what people send is not put into the database.

It is said by a file beside what is kept meanwhile (`OUTAGE_DIRECTORY`), which every process sees
at its next request or job, and which needs no database.
"""

import json
from datetime import datetime
from pathlib import Path

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.services.core import office_details

_NAME = "planned-work.json"


def until() -> datetime | None:
    """When the work that is under way should be over; None where there is none.

    It is over when somebody says so (`end`), and not by itself: work takes longer than planned.
    """
    path = _path()
    if path is None:
        return None
    try:
        return datetime.fromisoformat(json.loads(path.read_text())["until"])
    except FileNotFoundError:
        return None


def begin(end_at: datetime) -> None:
    """Take nothing more into the database from now on. Raises `Refused` for what has passed."""
    path = _path()
    if path is None:
        raise Refused("Set OUTAGE_DIRECTORY first: requests are kept there meanwhile")
    if end_at <= clock.now():
        raise Refused("Say when the work will be over: that moment has passed")
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps({"until": end_at.isoformat()}))
    new.replace(path)


def end() -> bool:
    """The work is over; whether there was any."""
    path = _path()
    if path is None or not path.exists():
        return False
    path.unlink()
    return True


def _path() -> Path | None:
    directory = office_details.current().OUTAGE_DIRECTORY
    return directory / _NAME if directory else None
