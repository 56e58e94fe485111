"""By when a request about somebody's own data is answered.

UK GDPR art. 12(3): one month, two more where it is complex and they are told why in time; art. 12A
(Data (Use and Access) Act 2025 s.76, in force 5 February 2026 by SI 2026/82 reg. 2): from when they
showed who they are, and, of access alone, without the days on which what they mean is asked.
A complaint: acknowledged in 30 days beginning when it is received (DPA 2018 s.164A(3), by s.103 of
that Act, in force 19 June 2026 by reg. 3), and answered without undue delay: here in those days.
ICO, "How long do we have to comply?": to the corresponding day of the next month, or its last; it
may move to a working day, and here never does. All read 1 December 2026.
"""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

COMPLAINT_DAYS = 30


def answer_by(
    received_on: date,
    *,
    is_complaint: bool,
    identified_on: date | None = None,
    stopped_days: int = 0,
    is_extended: bool = False,
) -> date:
    """The last day on which the answer is in time."""
    if is_complaint:
        return received_on + timedelta(days=COMPLAINT_DAYS - 1)
    start = max(received_on, identified_on or received_on)
    months = relativedelta(months=3 if is_extended else 1)
    last: date = start + months
    return last + timedelta(days=stopped_days)
