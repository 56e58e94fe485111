"""Days as they are written to people, in English and in Welsh: 3 March 2026, 3 Mawrth 2026."""

from datetime import date

from babel.dates import format_date

_LOCALES = {"en": "en_GB", "cy": "cy"}


def without_year(day: date, language: str = "en") -> str:
    """3 March, or 3 Mawrth."""
    return format_date(day, "d MMMM", _LOCALES[language])


def with_year(day: date, language: str = "en") -> str:
    """3 March 2026, or 3 Mawrth 2026."""
    return format_date(day, "d MMMM y", _LOCALES[language])


def with_weekday(day: date, language: str = "en") -> str:
    """Friday 3 April 2026, or dydd Gwener 3 Ebrill 2026, as it stands within a sentence."""
    words = format_date(day, "EEEE d MMMM y", _LOCALES[language])
    return words.replace("Dydd", "dydd")
