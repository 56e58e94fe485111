"""The sentences that explain a time limit, kept apart from the counting they explain.

Each takes plain dates and numbers and returns one sentence in plain English. Nothing here
decides anything.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from ulss_tracker.scheme.time.office_hours import LONDON

SCHEDULE_3 = "Criminal Justice Act 1988 Schedule 3 paragraph 1"
COUNTING = "CPS guidance, Unduly Lenient Sentences: the day of sentence is day 0"
RULE_41_2 = "Criminal Procedure Rules r.41.2(4) and its note"
OFFICE_PRACTICE = "GOV.UK, Ask for a Crown Court sentence to be reviewed (practice, not statute)"
SLIP_RULE = (
    "Sentencing Act 2020 s.385 (for older cases Powers of Criminal Courts (Sentencing) Act 2000 "
    "s.155)"
)
DEFERRAL = "No authority confirmed"
CONFISCATION = "Proceeds of Crime Act 2002 s.15(5)(b), whose effect is not confirmed"
CALENDAR_COMPUTED = "Banking and Financial Dealings Act 1971 s.1 and Schedule 1"
RULE_41_4 = "Criminal Procedure Rules r.41.4(3) and r.2.2"
SCHEDULE_3_PARAGRAPH_4 = "Criminal Justice Act 1988 Schedule 3 paragraph 4"


_NOON = {"en": "midday", "cy": "hanner dydd"}
_HALVES = {"en": ("am", "pm"), "cy": ("yb", "yh")}


def day_words(day: date | None) -> str:
    """Friday 1 January 2021; "" for no day."""
    return f"{day:%A} {day.day} {day:%B %Y}" if day else ""


def month_words(month: str) -> str:
    """A month such as 2026-03 in words."""
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def slip_rule_words(last_day_on: date) -> str:
    """The clock of the slip rule, by its last day. Sentencing Act 2020 s.385(1), (2)."""
    return f"Slip rule: 56 days, last day {day_words(last_day_on)}."


def clock_words(moment: datetime | time, language: str = "en") -> str:
    """5pm, 8:41pm, 12:00am, midday; or 5yh, 8:41yh, 12:00yb, hanner dydd."""
    if (moment.hour, moment.minute) == (12, 0):
        return _NOON[language]
    hour = f"{moment.hour % 12 or 12}"
    minute = f":{moment:%M}" if moment.minute or not moment.hour else ""
    return f"{hour}{minute}{_HALVES[language][moment.hour >= 12]}"


def moment_words(instant: datetime | None) -> str:
    """5pm on Thursday 31 December 2020, in London, of an aware instant; "" for none."""
    if instant is None:
        return ""
    moment = instant.astimezone(LONDON)
    return f"{clock_words(moment)} on {day_words(moment.date())}"


def near_words(instant: datetime, today: date) -> str:
    """The same, but shorter: 3pm today, 3pm tomorrow, and 3pm on Friday 1 January in that year."""
    moment = instant.astimezone(LONDON)
    day, hour = moment.date(), clock_words(moment)
    named_days = {today: "today", today + timedelta(days=1): "tomorrow"}
    if day in named_days:
        return f"{hour} {named_days[day]}"
    if day.year == today.year:
        return f"{hour} on {day:%A} {day.day} {day:%B}"
    return moment_words(moment)


def utc_figures(instant: datetime) -> str:
    """31/12/2020 17:00 UTC, for whoever keeps the machines."""
    return f"{instant:%d/%m/%Y %H:%M} UTC"


def london_figures(instant: datetime) -> str:
    """31/12/2020 17:00:00, in London."""
    return f"{instant.astimezone(LONDON):%d/%m/%Y %H:%M:%S}"


def counted(number: int, one: str, many: str = "") -> str:
    """1 day, 2 days."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """A, B and C."""
    return f" {last} ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)


# How the last day was counted


def sentence_is_day_zero(day: date) -> str:
    return f"The sentence was passed on {day_words(day)}. That day is not counted."


def last_of_several(days: Sequence[date]) -> str:
    return (
        f"There are {len(days)} dates of sentence: {listed([day_words(day) for day in days])}. "
        f"Time runs from the last of the sentences in the case, {day_words(days[-1])}. "
        "That day is not counted."
    )


def varied_restarts(varied: date, window_ends: date) -> str:
    return (
        f"The sentence was varied on {day_words(varied)}. That is inside the 56 days beginning "
        f"with the day of sentence, which end on {day_words(window_ends)}. The sentence is "
        "treated as passed on the day it was varied, so that day is day 0 and time runs again "
        "from it."
    )


def varied_before_the_last(varied: date, last: date) -> str:
    return (
        f"A sentence was varied on {day_words(varied)}, but another was passed later, on "
        f"{day_words(last)}. Time runs from the later day. That day is not counted."
    )


def days_counted(first: date, last: date) -> str:
    return (
        f"28 calendar days follow, from {day_words(first)} to {day_words(last)}. Weekends and "
        "bank holidays count. The last day is the same day of the week, four weeks later."
    )


def everyones_limit(last: date) -> str:
    return f"Everyone’s 28 days: the last of them is {day_words(last)}."


def limit_counted(title: str, last: date) -> str:
    return (
        f"The limit that counts is “{title}”. Weekends and bank holidays count. Its last day is "
        f"{day_words(last)}."
    )


def closed_days_met(holidays: Sequence[str]) -> str:
    # Four whole weeks, wherever they start.
    met = "Those 28 days take in 8 weekend days"
    if not holidays:
        return f"{met} and no bank holidays."
    return f"{met} and {counted(len(holidays), 'bank holiday')}: {listed(holidays)}."


def holiday_words(title: str, day: date) -> str:
    return f"{title} ({day_words(day)})"


def last_day_is_working(file_until: str) -> str:
    return f"The last day is a working day, so {file_until}."


def last_day_is_closed(last: date, holiday: str | None, file_until: str) -> str:
    why = f"a bank holiday ({holiday})" if holiday else f"a {last:%A}"
    return (
        f"The last day is {why} and the court office is closed. The last day never moves "
        f"forward, so {file_until}, the last working day before it."
    )


# Warnings


def earliest_alarm(first: date, last_day: date, file_by: datetime) -> str:
    return (
        "A lawyer must say whether the sentences belong to one case. If they do not, time for "
        f"the sentence of {day_words(first)} ends on {day_words(last_day)}. The earliest safe "
        f"time to file is {moment_words(file_by)}."
    )


def earliest_without_variation(last_day: date, file_by: datetime) -> str:
    return (
        "It is not settled whether a trivial correction starts time again. Without the "
        f"variation the last day is {day_words(last_day)}. The earliest safe time to file is "
        f"{moment_words(file_by)}."
    )


def variation_outside(varied: date, window_ends: date) -> str:
    return (
        f"The variation on {day_words(varied)} is outside the 56 days beginning with the day of "
        f"sentence, which ended on {day_words(window_ends)}. Time is counted from the sentence. "
        "A lawyer must check."
    )


def variation_before(varied: date, first: date) -> str:
    return (
        f"The variation is dated {day_words(varied)}, before the sentence of {day_words(first)}. "
        "Time is counted from the sentence. Check both dates. A lawyer must check."
    )


def variation_of_which(varied: date) -> str:
    return (
        f"The variation on {day_words(varied)} is inside the 56 days for one sentence and "
        "outside them for another. Time is counted from the last sentence. A lawyer must check "
        "which sentence was varied."
    )


DEFERRED = (
    "Sentence was deferred. Time is counted from the day of deferral. It is not confirmed that a "
    "deferral can be reviewed: a lawyer must check. When the final sentence is passed, record it "
    "as a new sentence with its own 28 days."
)
POSTPONED_CONFISCATION = (
    "Confiscation was postponed. That changes how time is counted in a way not confirmed here. "
    "Time is counted from the sentence. A lawyer must check."
)


def calendar_not_published(until: date) -> str:
    return (
        f"The bank holidays published on GOV.UK are held to {day_words(until)}. After that they "
        "are worked out from the statute. Check the calendar again nearer the time."
    )


# Time left


def left(number: int, unit: str) -> str:
    return f"{counted(number, unit)} left"


def passed(number: int, unit: str) -> str:
    return f"Passed {counted(number, unit)} ago"


UNDER_A_MINUTE_LEFT = "Less than a minute left"
JUST_PASSED = "Passed less than a minute ago"


# The limits that follow an application


def respondent_counts(served: date, last: date) -> str:
    return (
        f"The application was served on {day_words(served)}. That day is not counted. 10 "
        f"business days follow, and the tenth is {day_words(last)}. Saturdays, Sundays and bank "
        "holidays are left out."
    )


def respondent_holidays(holidays: Sequence[str]) -> str:
    if not holidays:
        return "No bank holidays fall in that time."
    return f"Bank holidays left out: {listed(holidays)}."


RESPONDENT_CAN_EXTEND = "The court can extend this time limit, unlike the 28 days."


def supreme_court_counts(concluded: date, last: date) -> str:
    return (
        f"14 days beginning with {day_words(concluded)}: that day is day 1, and day 14 is "
        f"{day_words(last)}. All days count."
    )
