"""Opening a case from a request and recording what the court did, all in one press."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, Request, Review, User
from ulss_tracker.scheme.courts.courts import find_court
from ulss_tracker.scheme.offences.offence_forms import Form, chosen_form
from ulss_tracker.scheme.offences.offences import find_offence, load_catalogue
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.services.cases import cases, convictions, sentences
from ulss_tracker.services.cases.convictions import ConvictionInput
from ulss_tracker.services.cases.sentences import SentenceInput
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.unit_of_work import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """The court’s act on one offender: who, where, the sentence, and the offences it was for."""

    offender_name: str
    court_id: str | None
    court_text: str
    sentence: SentenceInput
    convictions: Sequence[ConvictionInput]


def open_and_record(request: Request, facts: CaseFacts, by: User) -> Review:
    """Open a case from a request and record these facts in it: all of it is kept, or none.

    Raises `Refused` and `NotAllowed` as opening a case and recording a sentence do.
    """
    with transaction():
        review = cases.open_case(request, by)
        if facts.offender_name != review.offender_name:
            who = cases.Offender(name=facts.offender_name, born_on=None, address="")
            cases.change_offender(review, who, by, review.version)
        _record(review, facts, by)
    return review


def add_offender(case: Case, facts: CaseFacts, by: User, version: int, *, is_dated: bool) -> Review:
    """Add a further offender to a case and record these facts: all of it is kept, or none.

    Unless it `is_dated`, the day of sentence is not known, and no sentence is recorded.
    Raises `ChangedMeanwhile`, and `Refused` and `NotAllowed` as adding and recording do.
    """
    check_version(case, version)
    with transaction():
        review = cases.add_review(case, facts.offender_name, by)
        _record(review, facts, by, is_dated=is_dated)
    return review


def _record(review: Review, facts: CaseFacts, by: User, *, is_dated: bool = True) -> None:
    case = review.case
    court = facts.court_id or facts.court_text
    if court and court != (case.court_id or case.court_text):
        cases.change_court(
            case,
            court_id=facts.court_id,
            court_text=facts.court_text,
            number=case.court_case_number,
            by=by,
            version=case.version,
        )
    if not is_dated:
        return
    sentence = sentences.record_sentence(review, facts.sentence, by, review.version)
    if facts.convictions:
        convictions.record_convictions(review, sentence, facts.convictions, by, review.version)


def offence_meant(request: Request) -> ConvictionInput | None:
    """The offence they chose, else the one that their words certainly name, and its form, as a
    conviction to record; None in doubt.
    """
    readings = read_offences(request.offence_text, load_catalogue(), on=request.sentenced_on)
    only = readings[0] if len(readings) == 1 else None
    if request.offence_id is not None:
        is_read = only is not None and request.offence_id in {one.id for one in only.candidates}
        read = only.form if only and is_read else Form.FULL
        form = chosen_form(request.offence_answers) or read
        return ConvictionInput(offence_id=request.offence_id, form=form)
    if only is None or only.certainty != "sure":
        return None
    return ConvictionInput(offence_id=only.candidates[0].id, form=only.form)


def facts_of_request(request: Request, sentence: SentenceInput) -> CaseFacts:
    """The facts of a case as its requester gives them, with the sentence that the court passed.

    Raises `Refused` where it is not certain which one offence they mean.
    """
    meant = offence_meant(request)
    if meant is None:
        raise Refused("It is not certain which offence they mean: answer it on its own page")
    known = find_offence(meant.offence_id)
    ids = {question.id for question in known.questions} if known else set()
    court = find_court(request.court_id)
    answers = {name: answer for name, answer in request.offence_answers.items() if name in ids}
    conviction = replace(meant, answers=answers, text=request.offence_text.strip()[:200])
    return CaseFacts(
        offender_name=request.offender_name,
        court_id=request.court_id,
        court_text=court.name if court else request.court_text,
        sentence=sentence,
        convictions=[conviction],
    )
