"""Whether the tracker is fit to serve in production: each rule, and what to do where one is broken.

The start asks those of the settings and the database, and refuses; `flask --app wsgi deploy check`
prints them all.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from config import Config, ConfigurationError
from ulss_tracker.adapters.gate import jail
from ulss_tracker.services.operations import lacks, reachability
from ulss_tracker.services.operations.deployment import (
    database_rules,
    key_rules,
    machine_rules,
    release_rules,
    setting_rules,
)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that must be right: its name, and what to do; "" where nothing is to be done.

    A warning is told, and hinders no start.
    """

    name: str
    to_do: str
    is_warning: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether production does not start with this."""
        return bool(self.to_do) and not self.is_warning


def of_settings(config: Config, today: date | None = None) -> Iterator[Point]:
    """Findings from the settings alone.

    Given `today`, what was accepted for a time that is over is refused. No start is: what served
    yesterday serves today, and the watchdog tells.
    """
    for name, rule in (*key_rules.RULES, *setting_rules.RULES):
        yield Point(name, rule(config))
    for lack in lacks.LACKS:
        written = lack.exception(config, today)
        yield Point(lack.title, lack.to_do(config, written), is_warning=written is not None)


def of_services(config: Config) -> Iterator[Point]:
    """Whether each service that the settings name answers now, to the tracker's own sign-in."""
    for name, rule in reachability.RULES:
        yield Point(name, rule(config))


def of_jail() -> Iterator[Point]:
    """Whether there is a jail for strangers' files; `of_release` tries what it holds."""
    to_do = "Files from strangers would be opened without a jail: install bubblewrap, or name a"
    yield Point("Jail", "" if jail.is_there() else f"{to_do} jail in GATE_JAIL (docs/files.md)")


def of_database() -> Iterator[Point]:
    """Findings from the database; a database that does not answer says nothing of itself here."""
    for name, rule in database_rules.RULES:
        yield Point(name, rule())


def of_release(config: Config) -> Iterator[Point]:
    """Findings that hold a release back before it is let in; what serves starts all the same."""
    for name, rule in release_rules.RULES:
        yield Point(name, rule(config))


def of_machine(config: Config) -> Iterator[Point]:
    """Findings from the machine: warnings alone."""
    for name, rule in machine_rules.RULES:
        yield Point(name, rule(config), is_warning=True)


def refuse(points: Iterator[Point]) -> None:
    """Raise `ConfigurationError` with what to do, where production must not start."""
    messages = [point.to_do for point in points if point.is_refused]
    if messages:
        raise ConfigurationError("; ".join(messages))
