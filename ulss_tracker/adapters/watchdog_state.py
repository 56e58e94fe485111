"""The watchdog's state, in a file: it writes nothing to the database."""

import json
import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

log = logging.getLogger("ulss_tracker.watchdog")


def read(file: Path) -> dict[str, datetime]:
    """Read what was told, and when; nothing where there is no file or it cannot be read."""
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
        return {str(name): datetime.fromisoformat(at) for name, at in stored.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        log.warning("what was told before cannot be read: %s", type(error).__name__)
        return {}


def write(file: Path, told: Mapping[str, datetime]) -> None:
    """Keep what was told, whole or not at all. Never raises: telling twice is the lesser evil."""
    unfinished = file.with_suffix(".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        stored = {name: at.isoformat() for name, at in told.items()}
        unfinished.write_text(json.dumps(stored), encoding="utf-8")
        unfinished.replace(file)
    except OSError as error:
        log.warning("what was told cannot be kept: %s", type(error).__name__)
