"""The submission to the law officers: what is asked of them, and all they need to decide it."""

from collections import Counter

from ulss_tracker.models import Case
from ulss_tracker.scheme.time_words import day_words
from ulss_tracker.services.letters import facts
from ulss_tracker.services.letters.letterhead import head_of
from ulss_tracker.services.letters.subject import Subject
from ulss_tracker.services.letters.values import Prepared, Submission


def prepare(subject: Subject) -> Prepared:
    """The submission's values as far as they are recorded, and the facts still missing."""
    gaps = facts.Gaps()
    review = subject.the_review
    written = review.application
    values = Submission(
        **head_of(subject),
        case_number=review.case.court_case_number,
        offender=facts.offender_of(review, gaps),
        born_on=facts.day_in_words(review.offender_born_on),
        court=facts.court_of(review, gaps),
        sentences=facts.sentences_of(review, gaps),
        last_day=gaps.need(
            day_words(review.last_day_on) if review.last_day_on else "",
            "The last day for the application",
        ),
        file_by=facts.moment_in_words(review.file_by_at),
        verdict=gaps.need(
            review.verdict.label if review.verdict else "", "Whether this is in the scheme"
        ),
        requests=_who_asked(review.case),
        facts=gaps.need_paragraphs(
            written.facts if written else "", "A summary of the facts of the case"
        ),
        aggravating=facts.paragraphs(written.aggravating if written else ""),
        mitigating=facts.paragraphs(written.mitigating if written else ""),
        why_lenient=facts.paragraphs(written.why_lenient if written else ""),
        advice=gaps.need_paragraphs(subject.words.get("advice", ""), "Advice"),
        question=gaps.need_paragraphs(
            subject.words.get("question", ""), "What the law officer is asked to decide"
        ),
    )
    return Prepared(values, tuple(gaps.names))


def _who_asked(case: Case) -> str:
    """3 requests: Bereaved family, Member of the public (2). Nobody is named."""
    counted = Counter(request.standing.label for request in case.requests)
    if not counted:
        return "Nobody: the office’s own"
    total = counted.total()
    each = [
        standing if number == 1 else f"{standing} ({number})"
        for standing, number in counted.items()
    ]
    return f"{total} request{'' if total == 1 else 's'}: {', '.join(each)}"
