"""Date warnings in words for somebody who is not a lawyer."""

from flask_babel import gettext

from ulss_tracker.scheme.time.date_warnings import REVIEWS_BEGAN, DateWarning
from ulss_tracker.web.core.filters import day, weekday_date
from ulss_tracker.web.core.time_sentences import time_says


def words(doubt: DateWarning) -> str:
    """Write one sentence about this warning, in the reader's language."""
    meant = weekday_date(doubt.suggested_on)
    match doubt.id:
        case "future":
            text = gettext("Date of sentence must be today or in the past")
        case "weekend":
            text = gettext("That is at a weekend, when courts seldom sit.")
        case "bank_holiday":
            text = gettext("That is a bank holiday, when courts seldom sit.")
        case "past_limit":
            text = time_says("more_than_28")
        case "before_offence":
            text = gettext("The law on the offence you chose was different then.")
        case "wrong_year":
            text = gettext("Did you mean %(date)s?", date=meant)
        case "day_month_swapped":
            text = gettext(
                "Did you mean %(date)s? The day and the month may have been swapped.", date=meant
            )
        case "before_scheme":
            began = day(REVIEWS_BEGAN)
            text = gettext(
                "That is before %(date)s, when sentences could first be reviewed.", date=began
            )
        case _:
            text = gettext("That is further ahead than our calendar goes.")
    return str(text)
