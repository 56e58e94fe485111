"""The one clock. Everything that needs the time asks here, so that it can be set."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_set_to: ContextVar[datetime | None] = ContextVar("clock_set_to", default=None)


def now() -> datetime:
    """The instant, aware, in UTC."""
    return _set_to.get() or datetime.now(UTC)


def today() -> date:
    """Today's date in London."""
    return now().astimezone(LONDON).date()


def day_of(instant: datetime) -> date:
    """The date in London at that instant."""
    return instant.astimezone(LONDON).date()


@contextmanager
def set_to(instant: datetime) -> Iterator[None]:
    """Hold the clock at `instant` (aware) inside the block: for the demo and for tests."""
    if instant.tzinfo is None:
        raise ValueError("the clock takes aware instants only")
    token = _set_to.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _set_to.reset(token)


def start_of(day: date) -> datetime:
    """The instant at which a day begins in London."""
    return datetime.combine(day, time.min, LONDON).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The instant at which a day is over in London, which is when the next begins."""
    return start_of(day + timedelta(days=1)) if day < date.max else datetime.max.replace(tzinfo=UTC)
