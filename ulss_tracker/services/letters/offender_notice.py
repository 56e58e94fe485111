"""The notice to the offender that goes with the application: what CrimPR r.41.2(3) asks it to say.

It must say that the outcome may make a difference to the sentencing, and in particular may result
in a more severe sentence, and that the offender may serve a respondent's notice. It says too how
long there is for that, how that time can be extended and what the reply must hold (r.41.4), and
which hearings the offender may attend (r.41.6).
"""

from datetime import date

from ulss_tracker.scheme.time.appeal_deadlines import respondents_notice
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.services.letters import facts
from ulss_tracker.services.letters.letterhead import head_of
from ulss_tracker.services.letters.subject import LetterSubject
from ulss_tracker.services.letters.values import OffenderNotice, Prepared


def prepare(subject: LetterSubject) -> Prepared:
    """The notice's values as far as they are recorded, and the facts still missing."""
    gaps = facts.Gaps()
    review = subject.the_review
    _decided_by, decided_on = facts.decision_of(review, gaps)
    values = OffenderNotice(
        **head_of(subject),
        case_number=facts.case_number_of(review, gaps),
        offender=facts.offender_of(review, gaps),
        address=facts.address_for_service_of(review, gaps),
        court=facts.court_of(review, gaps),
        sentences=facts.sentences_of(review, gaps),
        reply_by=_reply_by(subject.issued_on),
        decided_on=decided_on,
    )
    return gaps.in_letter(values)


def _reply_by(served_on: date) -> str:
    """The last day for a respondent's notice if this is served on that day, or nothing.

    Nothing where the holidays are not known: the notice then gives only the rule.
    """
    try:
        return day_words(respondents_notice(served_on).last_day_on)
    except CalendarUnknown:
        return ""
