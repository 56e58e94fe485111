"""Days and moments in a story's words, and what they are where its sentence was of another day."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from dateutil.relativedelta import relativedelta

from ulss_tracker import clock

_MONTHS = "January February March April May June July August September October November December"
_WRITTEN = rf"(?:\b[A-Z][a-z]+day )?\b\d\d? (?:{_MONTHS.replace(' ', '|')}) \d{{4}}\b"
PATTERN = rf"\d{{4}}-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:[+]\d\d(?::\d\d)?)?)?|{_WRITTEN}"
"""A day as 2026-11-30 or as Monday 30 November 2026, or an instant in ISO 8601."""

_DAY, _SECOND = len("2026-11-30"), len("2026-11-30 12:00:00")


class Moments:
    """Moments written of a sentence of one day, to be moved to that of any other.

    A limit that is counted in months, `until`, is counted anew.
    """

    def __init__(self, written: Iterable[str], sentenced_on: date, until: date | None) -> None:
        self._sentenced_on = sentenced_on
        self._until, self._months = until, relativedelta(until, sentenced_on) if until else None
        self._written = [(text, _read(text)) for text in written]

    def moved_to(self, sentenced_on: date) -> list[str]:
        """The same days, and the same hours in London of the same days, written in the same way."""
        later = sentenced_on - self._sentenced_on
        until = sentenced_on + self._months if self._months else None
        moved = []
        for text, before in self._written:
            if isinstance(before, datetime):
                moved.append(_instant(text, before + later))
            else:
                day = until if until and before == self._until else before + later
                moved.append(_day(text, day))
        return moved


def _read(text: str) -> date | datetime:
    """A day, or the moment by London's clock."""
    if not text[:4].isdigit():
        return datetime.strptime(text.rpartition("day ")[2], "%d %B %Y").date()  # noqa: DTZ007
    if len(text) == _DAY:
        return date.fromisoformat(text)
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=instant.tzinfo or UTC).astimezone(clock.LONDON)


def _day(text: str, day: date) -> str:
    if text[:4].isdigit():
        return day.isoformat()
    weekday = f"{day:%A} " if text[0].isalpha() else ""
    return f"{weekday}{day.day} {day:%B %Y}"


def _instant(text: str, there: datetime) -> str:
    if not text.endswith("+01:00"):
        at = there.astimezone(UTC).replace(tzinfo=None)
        return at.isoformat(text[_DAY], "seconds") + text[_SECOND:]
    return there.isoformat()
