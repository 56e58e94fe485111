"""Limits of the procedure after an application: the respondent's notice, the Supreme Court.

Neither counts like the 28 days of deadline.py: one is in business days, the other begins with
its first day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from ulss_tracker.scheme.time import time_words as words
from ulss_tracker.scheme.time.calendar import WorkingDays, working_days
from ulss_tracker.scheme.time.deadline import Step

RESPONDENT_BUSINESS_DAYS = 10
SUPREME_COURT_DAYS = 14


@dataclass(frozen=True, slots=True)
class CountedLimit:
    """A later limit of the procedure: its last day, and how it was counted."""

    last_day_on: date
    steps: tuple[Step, ...]
    court_can_extend: bool


def respondents_notice(served_on: date, days: WorkingDays | None = None) -> CountedLimit:
    """The last day for a respondent's notice: 10 business days after service.

    `served_on` is the day the application (or the court's direction) was served on the
    respondent. CrimPR r.41.4(3), r.2.2. Raises CalendarUnknown.
    """
    days = days or working_days()
    last = days.add(served_on, RESPONDENT_BUSINESS_DAYS)
    met = [words.holiday_words(h.title, h.on) for h in days.holidays_between(served_on, last)]
    return CountedLimit(
        last_day_on=last,
        steps=(
            Step("counted", words.respondent_counts(served_on, last), words.RULE_41_4),
            Step("holidays", words.respondent_holidays(met), words.RULE_41_4),
            Step("extension", words.RESPONDENT_CAN_EXTEND, words.RULE_41_4),
        ),
        court_can_extend=True,
    )


def supreme_court_application(concluded_on: date) -> CountedLimit:
    """The last day to apply for leave to refer a point to the Supreme Court.

    14 days BEGINNING WITH the day the Court of Appeal concludes the review or, for an application
    to the Supreme Court itself, that day or the day leave was refused. CJA 1988 Sch 3 para 4.
    """
    last = concluded_on + timedelta(days=SUPREME_COURT_DAYS - 1)
    text = words.supreme_court_counts(concluded_on, last)
    return CountedLimit(
        last_day_on=last,
        steps=(Step("counted", text, words.SCHEDULE_3_PARAGRAPH_4),),
        court_can_extend=False,
    )
