"""The sentences that answer "is it in time?", kept apart from the deciding."""

from collections.abc import Sequence
from datetime import date, datetime

from ulss_tracker.scheme.time.time_sentences import say
from ulss_tracker.scheme.time.time_words import SLIP_RULE, day_words, listed, moment_words

# Where the answer rests on something else than the provision of the limit itself.
AUTHORITIES = {
    "after_hours": (
        "Solicitor General, written answer of 24 February 2020: a request at 8:41pm on the 28th "
        "day was too late"
    ),
    "may_be_longer": "Victims and Courts Act 2026 (not confirmed)",
    "varied": SLIP_RULE,
}
_MAY_GIVE_LONGER = "Past the 28 days; the 2026 Act may give longer: a lawyer must check."


def in_time(received: datetime | None, last_day: date, file_by: datetime) -> str:
    start = f"Received at {moment_words(received)}, in time. " if received else "In time. "
    return (
        f"{start}It is the application that must reach the court, not the request: the last day "
        f"is {day_words(last_day)}, so file by {moment_words(file_by)}."
    )


def only_as_one_case(first: date, first_last_day: date, last_day: date) -> str:
    return (
        f"In time only if all the sentences belong to one case. Time for the sentence of "
        f"{day_words(first)} alone ended on {day_words(first_last_day)}; for the last sentence "
        f"it ends on {day_words(last_day)}. A lawyer must check."
    )


def only_if_restarted(sentenced: date, first_last_day: date, varied: date, last_day: date) -> str:
    return (
        f"In time only if the change made on {day_words(varied)} started the 28 days again. Time "
        f"from the sentence of {day_words(sentenced)} ended on {day_words(first_last_day)}; from "
        f"the change it ends on {day_words(last_day)}. A trivial correction may not start time "
        "again. A lawyer must check."
    )


def after_hours(last_day: date, file_by: datetime) -> str:
    return (
        f"The last day, {day_words(last_day)}, has not ended, but the time to file by, "
        f"{moment_words(file_by)}, has passed and the court office is closed. In 2019 a request "
        "in the evening of the last day was too late. A lawyer must check at once."
    )


def past_but_may_be_longer(last_day: date, titles: Sequence[str]) -> str:
    return (
        f"{_MAY_GIVE_LONGER} The 28 days ended on {day_words(last_day)}. Not confirmed: "
        f"{listed(titles)}. Promise nobody that they have longer."
    )


def past_but_for_some(last_day: date, titles: Sequence[str]) -> str:
    return (
        f"The 28 days ended on {day_words(last_day)}. {listed(titles)}: law for some of those who "
        "ask. It is not out of time: verify who asked, at once."
    )


def past_but_doubtful(last_day: date) -> str:
    return (
        f"Counted from the sentence, the 28 days ended on {day_words(last_day)}. There is a "
        "doubt about the day that time runs from: a lawyer must check."
    )


def out_of_time(received: datetime | None, last_day: date) -> str:
    came = ""
    if received:
        came = f" The request came at {moment_words(received)}. A request does not stop the clock."
    return (
        f"The last day was {day_words(last_day)}.{came} {say('no_power')} An application that did "
        "not reach the court by then is out of time."
    )
