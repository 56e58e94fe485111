"""Several "no" on one page: those that stand alone first, then one press for the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import CourtSource, Request, Review, User
from ulss_tracker.permissions import Permission
from ulss_tracker.services import letters
from ulss_tracker.services.cases import cases
from ulss_tracker.services.cases.sentences import SentenceInput
from ulss_tracker.services.core import users
from ulss_tracker.services.desk import refusals, refusals_together
from ulss_tracker.services.desk.refusals import CourtRecord
from ulss_tracker.services.desk.refusals_together import MOST, Looked, RefusalResult
from ulss_tracker.services.referral import progress
from ulss_tracker.services.requests import requests
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.assessment.verification import facts_of
from ulss_tracker.web.casework.desk.refusals import is_to_verify, people_to_ask, whom_to_ask
from ulss_tracker.web.casework.forms import order_kind_field, sentence_words_field
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import GovForm, RadiosField, TextField, choices_of

_LONGEST_NUMBER = 9
_NOTHING_TICKED = "Tick those that it is for"


class PrepareTogetherForm(GovForm):
    """Whom to ask; and, for each request in no case yet, what the court passed."""

    of = whom_to_ask()

    @property
    def person(self) -> Any:
        """The person chosen; None for anyone."""
        return users.get(self.of.data) if self.of.data else None


class ReleaseTogetherForm(GovForm):
    """The record of the court that was looked at, and its reference for each."""

    source = RadiosField(
        "Which record did you look at?",
        required="Choose the record you looked at",
        choices=choices_of(CourtSource),
        coerce=CourtSource,
    )


@blueprint.get("/no", may=Permission.WORK_CASES)
def refuse_together() -> str:
    """Several "no" on one page; with none chosen, those that wait for a second person."""
    return _page()


@blueprint.post("/no/prepare", may=Permission.WORK_CASES)
def prepare_together() -> str | Response:
    """Write the letters of those ticked, and ask for their checks."""
    ticked = _ticked()
    form = _prepare_form([record for record, _ in ticked])
    is_valid = form.validate_on_submit()
    if not is_valid or not ticked:
        return _page(prepare=form, errors=[] if ticked else [_NOTHING_TICKED])
    sentences = {
        record.reference: _sentence(form, record)
        for record, _ in ticked
        if isinstance(record, Request)
    }
    result = refusals_together.prepare(ticked, sentences, staff(), check_of=form.person)
    return _told(result, "The letter is written, and the check asked for", prepare=form)


@blueprint.post("/no/release", may=Permission.WORK_CASES)
def release_together() -> str | Response:
    """Verify, end and send those ticked, as the record shows them."""
    ticked = [(each, mark) for each, mark in _ticked() if isinstance(each, Review)]
    form = _release_form([each for each, _ in ticked])
    needs_record = any(_to_verify(each) for each, _ in ticked)
    if not needs_record:
        form.source.validators = ()
    if not form.validate_on_submit() or not ticked:
        return _page(release=form, errors=[] if ticked else [_NOTHING_TICKED])
    records = {
        str(each.id): CourtRecord(
            facts=[fact.fact for fact in _to_verify(each)],
            source=form.source.data,
            reference=form[f"record_{each.id}"].data,
        )
        for each, _ in ticked
        if _to_verify(each)
    }
    result = refusals_together.release(ticked, records, staff())
    return _told(result, "Ended, and the letter is on its way", release=form)


@blueprint.post("/no/close", may=Permission.WORK_CASES)
def close_together() -> str | Response:
    """Close those ticked: everybody has been told."""
    ticked = [(each, mark) for each, mark in _ticked() if isinstance(each, Review)]
    if not ticked:
        return _page(errors=[_NOTHING_TICKED])
    return _told(refusals_together.close(ticked, staff()), "Closed")


def _told(result: RefusalResult, what: str, **forms: Any) -> str | Response:
    """Say of each what became of it; the page again, with those that failed and why."""
    number = len(result.done)
    said = f"{what}: {number} of {number + len(result.failed)}"
    reviews = [str(_review_of(each).id) for each in result.done]
    if not result.failed:
        return done(said, "casework.refuse_together", review=reviews)
    return _page(said=said, failed=result.failed, also=reviews, **forms)


def _review_of(record: Request | Review) -> Review:
    if isinstance(record, Review):
        return record
    assert record.case is not None  # noqa: S101 - the press has just opened one from it
    return record.case.reviews[0]


def _page(
    *,
    prepare: PrepareTogetherForm | None = None,
    release: ReleaseTogetherForm | None = None,
    errors: Sequence[str] = (),
    said: str = "",
    failed: Sequence[tuple[str, str]] = (),
    also: Sequence[str] = (),
) -> str:
    chosen, me = _chosen(also), staff()
    sorted_ = _sort(chosen, me)
    form = prepare or release
    return render_template(
        "casework/desk/refusals-together.html",
        chosen=chosen,
        waiting=[] if chosen else refusals_together.waiting(),
        **vars(sorted_),
        untold=_untold,
        facts_of=lambda review: facts_of(review, me),
        letters_of=_letters,
        prepare=prepare or _prepare_form([each.record for each in sorted_.to_write], is_sent=False),
        release=release or _release_form([each.record for each in sorted_.to_send], is_sent=False),
        ticked=request.form.getlist("take"),
        is_sent=form is not None,
        said=said,
        failed=failed,
        most=MOST,
        now=clock.now(),
        error_list=(form.error_list() if form else [])
        + [{"text": text, "href": ""} for text in errors],
    )


@dataclass(frozen=True)
class _Sorted:
    """Those chosen, by what can be done with each now."""

    alone: list[Looked]
    to_write: list[Looked]
    to_send: list[Looked]
    to_wait: list[Looked]
    to_close: list[Review]
    ended: list[Review]


def _sort(chosen: Sequence[Request | Review], by: User) -> _Sorted:
    looked: list[Looked] = []
    ended: list[Review] = []
    for record in chosen:
        if isinstance(record, Request):
            looked.append(refusals_together.look_at_request(record))
        elif record.outcome:
            ended.append(record)
        else:
            looked.append(refusals_together.look_at_review(record, by))
    ready = [each for each in looked if not each.why_alone]
    written = [each for each in ready if _is_written(each)]
    to_send = [each for each in written if _may_send(each)]
    return _Sorted(
        alone=[each for each in looked if each.why_alone],
        to_write=[each for each in ready if each not in written],
        to_send=to_send,
        to_wait=[each for each in written if each not in to_send],
        to_close=[review for review in ended if not review.closed_at and not _untold(review)],
        ended=ended,
    )


def _chosen(also: Sequence[str] = ()) -> list[Request | Review]:
    """The requests and reviews that the address or the form names, each once, as they are now."""
    values = request.values
    taken = [each.partition("~")[0] for each in request.form.getlist("shown")]
    keys = dict.fromkeys([*values.getlist("request"), *values.getlist("review"), *taken, *also])
    return [each for key in list(keys)[:MOST] if (each := _find(key))]


def _find(key: str) -> Request | Review | None:
    """The request of this reference or the review of this number; None where it is not there."""
    try:
        if key.isdecimal():
            return cases.get_review(int(key)) if len(key) <= _LONGEST_NUMBER else None
        found = requests.get(key) if key and "\x00" not in key else None
    except NotFound:
        return None
    if found is not None and found.case is not None and len(found.case.reviews) == 1:
        return cases.get_review(found.case.reviews[0].id)
    return found


def _ticked() -> list[tuple[Request | Review, str]]:
    pairs = [each.partition("~") for each in request.form.getlist("take")[:MOST]]
    return [(each, mark) for key, _, mark in pairs if (each := _find(key))]


def _is_written(looked: Looked) -> bool:
    return isinstance(looked.record, Review) and bool(refusals.prepared(looked.record))


def _may_send(looked: Looked) -> bool:
    """Whether this person can verify whatever is not verified, and end it."""
    review = looked.record
    assert isinstance(review, Review)  # noqa: S101 - only of a review is a letter written
    ending = refusals.ending_of(review)
    can_verify = all(each.verification or not each.why_not for each in facts_of(review, staff()))
    if ending is None or not can_verify:
        return False
    return not refusals.why_not_end(review, ending, staff())


def _to_verify(review: Review) -> list[Any]:
    return [each for each in facts_of(review, staff()) if is_to_verify(each)]


def _untold(review: Review) -> int:
    return progress.position_of(review).untold


def _letters(review: Review) -> list[tuple[str, Markup]]:
    return [
        (
            each.values.language,
            Markup(  # noqa: S704 - our template, every value in it escaped
                letters.text_of(letters.to_html(each.values, each.missing, is_draft=True))
            ),
        )
        for each in refusals.as_they_would_be(review)
    ]


def _shown(records: Sequence[Request | Review], is_sent: bool) -> list[Request | Review]:
    """Those that the form sent has fields for, ticked or not."""
    if not is_sent:
        return list(records)
    keys = request.form.getlist("shown")[:MOST]
    found = [each for key in keys if (each := _find(key))]
    return [*found, *(each for each in records if each not in found)]


def _prepare_form(
    records: Sequence[Request | Review], *, is_sent: bool = True
) -> PrepareTogetherForm:
    fields: dict[str, Any] = {}
    asked = [each for each in _shown(records, is_sent) if isinstance(each, Request)]
    for each in asked:
        fields[f"kind_{each.reference}"] = order_kind_field()
        fields[f"text_{each.reference}"] = sentence_words_field(rows=1)
    form_class = type("PrepareTheseForm", (PrepareTogetherForm,), fields)
    form: PrepareTogetherForm = form_class() if is_sent else form_class(None)
    form.of.choices = people_to_ask()
    for each in asked:
        if is_sent and each not in records:
            form[f"kind_{each.reference}"].validators = ()
            form[f"text_{each.reference}"].validators = ()
    return form


def _sentence(form: PrepareTogetherForm, asked: Request) -> SentenceInput:
    return SentenceInput(
        sentenced_on=asked.sentenced_on,  # type: ignore[arg-type]  # none stands alone without it
        order_kind=form[f"kind_{asked.reference}"].data,
        text=form[f"text_{asked.reference}"].data,
    )


def _release_form(
    records: Sequence[Request | Review], *, is_sent: bool = True
) -> ReleaseTogetherForm:
    fields = {
        f"record_{each.id}": TextField("Reference or date of its record", max_length=200)
        for each in _shown(records, is_sent)
        if isinstance(each, Review)
    }
    form_class = type("ReleaseTheseForm", (ReleaseTogetherForm,), fields)
    form: ReleaseTogetherForm = form_class() if is_sent else form_class(None)
    return form
