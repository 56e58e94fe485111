"""The questions asked about a date of sentence, in words."""

from datetime import date

from ulss_tracker.scheme.time.time_words import day_words


def future(day: date) -> str:
    return f"{day_words(day)} is in the future. Is the date of sentence right?"


def after_request(day: date, received: date) -> str:
    return (
        f"The date of sentence, {day_words(day)}, is later than the request, received on "
        f"{day_words(received)}. Are both dates right?"
    )


def weekend(day: date) -> str:
    return f"{day_words(day)} is at a weekend, when courts seldom sit. Is the date right?"


def bank_holiday(day: date, title: str) -> str:
    return f"{day_words(day)} is a bank holiday ({title}). Is the date right?"


def holidays_not_known(day: date) -> str:
    return f"We do not hold the bank holidays for {day_words(day)}. Is the date right?"


def before_scheme(day: date, began: date) -> str:
    return (
        f"{day_words(day)} is before {day_words(began)}, when sentences could first be reviewed. "
        "Is the date right?"
    )


def before_offence(day: date, title: str, starts: date) -> str:
    return (
        f"Our entry for “{title}” starts with sentences passed on {day_words(starts)}, and "
        f"{day_words(day)} is before that. Are the date and the offence right?"
    )


def before_offence_existed(day: date, title: str, exists: date) -> str:
    return (
        f"“{title}” has been an offence only since {day_words(exists)}, and {day_words(day)} is "
        "before that. Are the date and the offence right?"
    )


def past_limit(day: date, asked: date) -> str:
    return (
        f"The sentence was passed {(asked - day).days} days before {day_words(asked)}, more than "
        "28 days. Is the date right?"
    )


def wrong_year(day: date, meant: date) -> str:
    return f"Was the sentence passed on {day_words(meant)}, and not on {day_words(day)}?"


def swapped(day: date, meant: date) -> str:
    return (
        f"Were the day and the month swapped? Was the sentence passed on {day_words(meant)}, "
        f"and not on {day_words(day)}?"
    )
