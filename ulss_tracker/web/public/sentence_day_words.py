"""The question that asks back which day of sentence somebody's words mean."""

from babel.dates import format_date
from flask_babel import gettext

from ulss_tracker.scheme.dates.spans import Span
from ulss_tracker.web.core.filters import current_locale, day, weekday_date


def ask_back(span: Span) -> str:
    """ "Do you mean Friday 30 October 2026?", or a day from one to another, in their language."""
    if span.is_day:
        return str(gettext("Do you mean %(day)s?", day=weekday_date(span.earliest)))
    question = gettext(
        "Do you mean a day from %(first)s to %(last)s?", first=_first(span), last=day(span.latest)
    )
    return str(question)


def _first(span: Span) -> str:
    """The first day of a range, without the month and the year that its last day shares."""
    if span.earliest.year != span.latest.year:
        return day(span.earliest)
    if span.earliest.month != span.latest.month:
        return str(format_date(span.earliest, "d MMMM", current_locale()))
    return str(span.earliest.day)
