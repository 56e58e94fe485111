"""The sentences about the time limit on a page, in the reader's language."""

from flask import Flask

from ulss_tracker import clock
from ulss_tracker.scheme.time import limit_sentences, office_hours
from ulss_tracker.scheme.time.policies import Policy
from ulss_tracker.scheme.time.time_sentences import say
from ulss_tracker.web.core.filters import current_language, weekday_date


def set_up(app: Flask) -> None:
    """Name the sentences for templates."""
    app.jinja_env.globals.update(
        time_says=time_says,
        telephone_us=telephone_us,
        usual_length=usual_length,
        some_have_longer=some_have_longer,
        who_may_have_longer=who_may_have_longer,
    )
    app.add_template_filter(limit_length, "limit_length")


def time_says(name: str, **values: object) -> str:
    """The sentence of this name, with days and moments already in the reader's words."""
    return say(name, current_language(), **values)


def telephone_us() -> str:
    """The sentence that asks for a call: now while the line is open, else as soon as it is."""
    is_open = office_hours.may_be_open(clock.now())
    return time_says("telephone_now" if is_open else "telephone_when_open")


def usual_length() -> str:
    """The length of everyone's limit: 28 days."""
    return limit_sentences.usual_length(current_language())


def limit_length(limit: Policy) -> str:
    """The length of a limit: 28 days, six months."""
    return limit_sentences.length(limit, current_language())


def who_may_have_longer() -> str:
    """The sentence about those who have, or may have, longer; empty where nobody does."""
    return limit_sentences.who_may_have_longer(current_language(), weekday_date)


def some_have_longer() -> str:
    """The same said to somebody who has asked already, and need not be told to ask."""
    return limit_sentences.some_have_longer(current_language(), weekday_date)
