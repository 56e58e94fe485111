"""The question that asks back which day of sentence somebody's words mean, and what follows."""

from flask_babel import gettext

from ulss_tracker.scheme.dates.spans import Span
from ulss_tracker.scheme.time import written_days
from ulss_tracker.web.core.filters import current_language, day, weekday_date


def ask_back(span: Span) -> str:
    """ "Do you mean Friday 30 October 2026?", or a day from one to another, in their language."""
    if span.is_day:
        return str(gettext("Do you mean %(day)s?", day=weekday_date(span.earliest)))
    question = gettext(
        "Do you mean a day from %(first)s to %(last)s?", first=_first(span), last=day(span.latest)
    )
    return str(question)


def act_as_if(span: Span) -> str:
    """Say that the time is counted from the earliest of these days, while none is stated."""
    if span.is_day:
        words = gettext(
            "From what you told us, the day may be %(day)s. Until we know, we act as if it is.",
            day=weekday_date(span.earliest),
        )
        return str(words)
    words = gettext(
        "From what you told us, it was a day from %(first)s to %(last)s. Until we know which, we"
        " act as if the earliest of them is right.",
        first=_first(span),
        last=day(span.latest),
    )
    return str(words)


def days_in_words(span: Span) -> str:
    """ "A day from 12 to 13 November 2026", or the one day."""
    if span.is_day:
        return weekday_date(span.earliest)
    words = gettext("A day from %(first)s to %(last)s", first=_first(span), last=day(span.latest))
    return str(words)


def _first(span: Span) -> str:
    """The first day of a range, without the month and the year that its last day shares."""
    if span.earliest.year != span.latest.year:
        return day(span.earliest)
    if span.earliest.month != span.latest.month:
        return written_days.without_year(span.earliest, current_language())
    return str(span.earliest.day)
