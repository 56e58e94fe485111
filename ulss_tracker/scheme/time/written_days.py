"""Days as they are written to people, in English and in Welsh: 3 March 2026, 3 Mawrth 2026."""

from calendar import day_name, month_name
from datetime import date
from typing import Final

WEEKDAYS: Final = {
    "en": tuple(day_name),
    "cy": (
        "Dydd Llun",
        "Dydd Mawrth",
        "Dydd Mercher",
        "Dydd Iau",
        "Dydd Gwener",
        "Dydd Sadwrn",
        "Dydd Sul",
    ),
}
"""By language, from Monday."""

MONTHS: Final = {
    "en": tuple(month_name)[1:],
    "cy": (
        "Ionawr",
        "Chwefror",
        "Mawrth",
        "Ebrill",
        "Mai",
        "Mehefin",
        "Gorffennaf",
        "Awst",
        "Medi",
        "Hydref",
        "Tachwedd",
        "Rhagfyr",
    ),
}
"""By language, from January."""


def without_year(day: date, language: str = "en") -> str:
    """3 March, or 3 Mawrth."""
    return f"{day.day} {MONTHS[language][day.month - 1]}"


def with_year(day: date, language: str = "en") -> str:
    """3 March 2026, or 3 Mawrth 2026."""
    return f"{without_year(day, language)} {day.year}"


def with_weekday(day: date, language: str = "en") -> str:
    """Friday 3 April 2026, or Dydd Gwener 3 Ebrill 2026."""
    return f"{WEEKDAYS[language][day.weekday()]} {with_year(day, language)}"
