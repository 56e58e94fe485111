"""The backups in the directory of the settings: named by their moment, thinned, watched.

The directory keeps what came of the last drill too, so that the watchdog, which writes nothing to
the database, can tell of a drill that failed or was left out.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ulss_tracker import clock
from ulss_tracker.adapters.backup import BackupError, archive
from ulss_tracker.scheme.time.time_words import utc_figures
from ulss_tracker.services.core import office_details
from ulss_tracker.services.operations import clock_jumps
from ulss_tracker.services.operations.alarm import Alarm

DRILL_FILE = "drill.json"
_NAME = "tracker-%Y%m%dT%H%M%SZ.backup"
_MISSED = 3  # so many backups left out on end are told of
_DRILL_EVERY = timedelta(days=8)  # a weekly one, and a day's grace
_ALL_FOR = timedelta(hours=2)
_HOURLY_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Stored:
    """A backup in the directory, and when it was begun."""

    path: Path
    at: datetime


def directory() -> Path:
    """Where the backups are kept. Raises `BackupError` where no setting says so."""
    path = office_details.current().BACKUP_DIRECTORY
    if path is None:
        raise BackupError("Give a PATH, or set BACKUP_DIRECTORY")
    return path


def new_path() -> Path:
    """The path of a backup that begins now."""
    return directory() / clock.now().astimezone(UTC).strftime(_NAME)


def stored(where: Path) -> list[Stored]:
    """The backups in a directory, the newest first; other files there are left alone."""
    backups = []
    for path in where.glob("tracker-*.backup"):
        try:
            at = datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)
        except ValueError:
            continue
        backups.append(Stored(path, at))
    return sorted(backups, key=lambda backup: backup.at, reverse=True)


def newest() -> Path:
    """The newest backup. Raises `BackupError` where there is none."""
    where = directory()
    backups = stored(where)
    if not backups:
        raise BackupError(f"There is no backup in {where}")
    return backups[0].path


def thin() -> int:
    """Delete the backups that nobody keeps so long; how many.

    All of two hours stay, the newest of each hour for two days, of each day for BACKUP_DAYS: no
    later one has what was erased. Nothing is deleted after a jump of the clock.
    """
    if not clock_jumps.may_delete():
        return 0
    backups = stored(directory())
    gone = set(backups) - kept(backups, clock.now())
    for each in gone:
        each.path.unlink(missing_ok=True)
        archive.sidecar(each.path).unlink(missing_ok=True)
    return len(gone)


def kept(found: Iterable[Stored], now: datetime) -> set[Stored]:
    """Which of these backups are kept now. The newest always is."""
    newest_first = sorted(found, key=lambda each: each.at, reverse=True)
    keep = set(newest_first[:1])
    keep.update(each for each in newest_first if now - each.at <= _ALL_FOR)
    daily_for = timedelta(days=office_details.current().BACKUP_DAYS)
    for age, period in ((_HOURLY_FOR, "%Y%m%d%H"), (daily_for, "%Y%m%d")):
        first: dict[str, Stored] = {}
        for each in newest_first:
            if now - each.at <= age:
                first.setdefault(each.at.strftime(period), each)
        keep.update(first.values())
    return keep


def record_drill(backup: Path | None, wrong: str) -> None:
    """Keep what came of a drill, for the watchdog; `wrong` is empty where all was well."""
    where = office_details.current().BACKUP_DIRECTORY
    if where is None:
        return
    where.mkdir(parents=True, exist_ok=True)
    file = where / DRILL_FILE
    unfinished = file.with_suffix(".part")
    said = {
        "at": clock.now().isoformat(),
        "backup": backup.name if backup else "",
        "wrong": wrong,
    }
    unfinished.write_text(json.dumps(said), encoding="utf-8")
    unfinished.replace(file)


def alarms() -> list[Alarm]:
    """The alarms of backups and drills; none where no directory is set."""
    own = office_details.current()
    if own.BACKUP_DIRECTORY is None:
        return []
    backups = stored(own.BACKUP_DIRECTORY)
    alarms = [*_late(backups, own.BACKUP_MINUTES), *_uncopied(own.OFFSITE_FILE, own.BACKUP_MINUTES)]
    if words := _drill_words(own.BACKUP_DIRECTORY, backups):
        alarms.append(Alarm("drill", words, again=timedelta(days=1)))
    return alarms


def _late(backups: list[Stored], minutes: int) -> Iterator[Alarm]:
    if backups and clock.now() - backups[0].at <= _MISSED * timedelta(minutes=minutes):
        return
    last = (
        f"The newest backup is of {utc_figures(backups[0].at)}" if backups else "There is no backup"
    )
    yield Alarm(
        "backups",
        f"{last}, and one is due every {minutes} minutes. Read the log of tracker-backup, and look "
        "whether its disk is full (docs/operations.md).",
    )


def copied_at(touched: Path) -> datetime | None:
    """When the backups were last copied off the site; None where they never were."""
    with suppress(OSError):
        return datetime.fromtimestamp(touched.stat().st_mtime, UTC)
    return None


def _uncopied(touched: Path | None, minutes: int) -> Iterator[Alarm]:
    if touched is None:
        return
    last = "No backup has ever been copied off the site"
    if at := copied_at(touched):
        if clock.now() - at <= _MISSED * timedelta(minutes=minutes):
            return
        last = f"The last copy of the backups off the site was at {utc_figures(at)}"
    yield Alarm(
        "off-site copy",
        f"{last}. Read the log of tracker-offsite on the other machine (docs/operations.md).",
    )


def _drill_words(where: Path, backups: list[Stored]) -> str:
    """Say what is wrong with the last drill, or that there was none; nothing where all is well."""
    try:
        drill = json.loads((where / DRILL_FILE).read_text(encoding="utf-8"))
        at, backup, wrong = datetime.fromisoformat(drill["at"]), drill["backup"], drill["wrong"]
    except FileNotFoundError:
        if not backups or clock.now() - backups[-1].at <= _DRILL_EVERY:
            return ""
        return (
            "No backup has ever been restored for a trial. Start tracker-drill "
            "(docs/operations.md)."
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"What came of the last drill cannot be read ({type(error).__name__})."
    if wrong:
        return (
            f"The drill of {utc_figures(at)} failed on {backup or 'no backup'}: {wrong} Nobody can "
            "count on the backups until it is well: see docs/operations.md."
        )
    if clock.now() - at > _DRILL_EVERY:
        return f"No backup was restored for a trial since {utc_figures(at)}. Start tracker-drill."
    return ""
