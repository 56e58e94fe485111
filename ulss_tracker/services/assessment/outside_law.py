"""Sentences outside what the law allows: found whenever a review is assessed, and kept in sight.

A sentence above the maximum for its offence, or below a sentence that the law requires, means that
the label cannot be right or that the Crown Court may vary the sentence under the slip rule, within
56 days (Sentencing Act 2020 s.385). Nothing recorded is changed. The clock runs beside the 28 days
until somebody says that it is dealt with.
"""

from collections.abc import Sequence

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import EventKind, OutsideLaw, Review, Sentence, User
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import court_kind
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.scheme.offences.penalties import Convicted, load_penalties
from ulss_tracker.scheme.reading.sentence_parts import Part, part_of
from ulss_tracker.scheme.reading.sentence_words import read_sentence
from ulss_tracker.scheme.time.deadline import slip_rule_last_day
from ulss_tracker.services.core.preconditions import check_case_open, check_entered, check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history


def reason_of(sentence: Sentence) -> str | None:
    """Why the sentence is outside what the law allows; None where that is not known.

    None too of another court than the Crown Court, whose slip rule it is.
    """
    case = sentence.review.case
    if court_kind(case.court_id, case.court_text) not in {None, CourtKind.CROWN_COURT}:
        return None
    convicted = [
        _convicted(conviction.offence_id, conviction.form, conviction.text)
        for conviction in sentence.convictions
    ]
    return load_penalties().outside(_parts(sentence), convicted, sentence.sentenced_on)


def keep(review: Review, by: User | None) -> None:
    """Bring up to date which sentences are outside the law, in the caller's transaction.

    One that was dealt with stays so until the reason is another.
    """
    for sentence in review.sentences:
        reason, finding = reason_of(sentence), sentence.outside_law
        last_day_on = slip_rule_last_day(sentence.sentenced_on)
        was = finding.reason if finding else ""
        if reason == (was or None) and (finding is None or finding.last_day_on == last_day_on):
            continue
        if reason is None:
            sentence.outside_law = None
        elif finding is None:
            sentence.outside_law = OutsideLaw(
                review=review, reason=reason, last_day_on=last_day_on, found_at=clock.now()
            )
        else:
            finding.reason, finding.last_day_on = reason, last_day_on
            finding.dealt_with_at, finding.dealt_with_by_id, finding.how = None, None, ""
        history.record(
            EventKind.OUTSIDE_LAW_FOUND,
            by,
            review,
            before={"reason": was},
            sentenced_on=sentence.sentenced_on,
            reason=reason or "Not found any more",
            slip_rule_last_day_on=last_day_on if reason else None,
        )


def deal_with(sentence: Sentence, how: str, by: User, *, version: int) -> None:
    """Say how a sentence outside the law is dealt with, so that its clock and its alarm end.

    Of a review that has ended too: the 56 days outlast the 28.
    Raises `NotAllowed` to those who do not work cases, and `Refused` when nothing is to be dealt
    with, and without saying how.
    """
    review, finding = sentence.review, sentence.outside_law
    require(by, Permission.WORK_CASES)
    check_version(review, version)
    check_case_open(review.case)
    if finding is None or finding.dealt_with_at is not None:
        raise Refused("There is nothing to deal with: this sentence is not outside the law")
    check_entered(how, "Enter how it is dealt with")
    with transaction():
        now = review.changed_at = clock.now()
        finding.dealt_with_at, finding.dealt_with_by_id, finding.how = now, by.id, how.strip()
        history.record(
            EventKind.OUTSIDE_LAW_DEALT_WITH,
            by,
            review,
            sentenced_on=sentence.sentenced_on,
            how=finding.how,
        )


def _parts(sentence: Sentence) -> Sequence[Part]:
    """The parts that a person said are right, or those of words of which each was understood."""
    if sentence.parts:
        return [part_of(stored) for stored in sentence.parts]
    reading = read_sentence(sentence.text)
    return reading.parts if reading.is_whole else ()


def _convicted(offence_id: str | None, form: Form, text: str) -> Convicted:
    offence = find_offence(offence_id)
    return Convicted(offence, form, text or (offence.title if offence else ""))
