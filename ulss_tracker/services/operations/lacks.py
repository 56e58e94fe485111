"""Things that an installation in production must not lack, unless somebody accepts it in writing.

Weak keys, what goes in clear text, and cookies that others read are no such things: nobody can.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from config import Office, WrittenException
from ulss_tracker import clock
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.services.core import office_details
from ulss_tracker.services.operations.alarm import Alarm

_TOLD_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing, by its name in EXCEPTIONS: it is there where one of the settings is."""

    name: str
    title: str
    settings: tuple[str, ...]
    harm: str

    def is_there(self, office: Office) -> bool:
        """Whether this installation lacks it."""
        return not any(getattr(office, name) for name in self.settings)

    def exception(self, office: Office, today: date | None) -> WrittenException | None:
        """Who accepted it, where it lacks; until their day, unless `today` is None."""
        written = office.exception(self.name) if self.is_there(office) else None
        is_over = written and today and written.until_on < today
        return None if is_over else written

    def to_do(self, office: Office, written: WrittenException | None) -> str:
        """How it is put right; nothing where it does not lack."""
        if not self.is_there(office):
            return ""
        if written:
            until = day_words(written.until_on)
            return f"{self.harm}. {written.by} accepted this until {until}: {written.reason}"
        return (
            f"{' or '.join(self.settings)} is not set: {self.harm}. Set it, or have somebody accept"
            f" that in EXCEPTIONS (“{self.name}: NAME until 2027-01-31: REASON”)"
        )


LACKS = (
    Lack("backups", "Backups kept", ("BACKUP_DIRECTORY",), "nothing can be restored"),
    Lack(
        "off-site copy",
        "Backups copied off the site",
        ("OFFSITE_FILE",),
        "whatever takes this site takes the backups too",
    ),
    Lack(
        "outside proof",
        "Checkpoints proved outside",
        ("CHECKPOINT_EMAILS", "TIMESTAMP_URL"),
        "whoever runs the machine could write another history and its checkpoints",
    ),
    Lack(
        "scanner",
        "Virus scanner",
        ("CLAMD_URL",),
        "files that anybody sends are not scanned for viruses",
    ),
    Lack(
        "monitor",
        "Somebody outside is told",
        ("HEARTBEAT_URL", "HEARTBEAT_FILE", "WATCHDOG_REPORT_URL", "WATCHDOG_REPORT_FILE"),
        "nobody hears that the machine or its mail stands still",
    ),
)


def accepted() -> list[tuple[Lack, WrittenException]]:
    """All that is lacking by somebody’s word, also where their time is over."""
    office = office_details.current()
    written = [(lack, lack.exception(office, None)) for lack in LACKS]
    return [(lack, exception) for lack, exception in written if exception]


def alarms() -> Iterator[Alarm]:
    """That the time of an exception is over, or nearly."""
    for lack, exception in accepted():
        if exception.until_on - clock.today() < _TOLD_BEFORE:
            yield Alarm(
                "exception",
                f"The exception for “{lack.name}” holds until {day_words(exception.until_on)}: by "
                "then set what is lacking, or have somebody accept it anew (docs/production.md).",
                about=frozenset({lack.name}),
                again=timedelta(days=1),
            )
