"""A "no" on one page: the facts and their verification, the letter, the ending, who was told."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.errors import MissingFacts, Refused
from ulss_tracker.models import Review, User
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import users
from ulss_tracker.services.desk import refusals
from ulss_tracker.services.desk.refusals import CourtRecord
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.referral import late_requests, progress
from ulss_tracker.services.requests import requests, triage
from ulss_tracker.services.waiting import checks
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.assessment.verification import ShownFact, VerifyForm, facts_of
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.casework.desk.case_facts import CaseFactsForm, case_facts_form
from ulss_tracker.web.casework.forms import PressForm
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    Choice,
    NoteField,
    Required,
    SelectField,
    VersionedForm,
)

_ANYONE = 0
_WHY = "why_"


def whom_to_ask() -> SelectField:
    """The field that asks who should verify the facts and send the letter."""
    return SelectField(
        "Who should verify the facts and send it?",
        hint="Anybody else who is allowed to can still take it",
        coerce=int,
        default=_ANYONE,
    )


class RefuseRequestForm(CaseFactsForm):
    """The form of a "no" from a request: the facts, and whom to ask to verify them.

    Where the court alone says no, its name and the day of sentence are enough.
    """

    court_may_do = True
    of = whom_to_ask()

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the sentence and its offence only where the answer turns on them."""
        if self.is_outside_by_court:
            for field in self:
                if field.short_name in {"order_kind", "text", "offence"}:
                    kept = [each for each in field.validators if not isinstance(each, Required)]
                    field.validators = kept
        return bool(super().validate(extra_validators))


class PrepareForm(VersionedForm):
    """The words of the letters, and whom to ask to verify the facts."""

    of = whom_to_ask()

    def reasons(self) -> dict[str, str]:
        """Why, in the words of the letter, by language."""
        return {
            field.short_name.removeprefix(_WHY): field.data
            for field in self
            if field.short_name.startswith(_WHY)
        }


@blueprint.form("/requests/<reference>/no", may=Permission.WORK_CASES)
def refuse_request(reference: str) -> str | Response:
    """Record what the court did and prepare the "no", from a request that is in no case."""
    asked = requests.get(reference)
    if not asked.state.is_new:
        raise Refused(f"This request is {asked.state.label.lower()}: work on it where it is now")
    form = case_facts_form(asked, RefuseRequestForm)
    form.of.choices = people_to_ask()
    refusal = ""
    if form.validate_on_submit() and not form.is_list_to_show:
        try:
            review = refusals.refuse_request(
                asked, form.facts(), staff(), check_of=_person(form.of.data)
            )
        except Refused as error:
            refusal = str(error)
        else:
            return done(
                f"Case {review.case.reference} opened, and the check asked for",
                "casework.refuse",
                review_id=review.id,
            )
    return render_template(
        "casework/desk/refuse-request.html",
        asked=asked,
        form=form,
        assessment=triage.look_at(asked),
        like=[each for each in candidates.like(asked) if each.is_suggested],
        error_list=form.error_list() + _as_errors([refusal]),
    )


@blueprint.form("/reviews/<int:review_id>/no", may=Permission.WORK_CASES)
def refuse(review_id: int) -> str | Response:
    """The one page of a "no": prepare it, see how it stands."""
    review = cases.get_review(review_id)
    form = _prepare_form(review)
    if form.validate_on_submit():
        try:
            refusals.prepare(
                review,
                form.reasons(),
                staff(),
                version=form.seen_version,
                check_of=_person(form.of.data),
            )
        except Refused as refusal:
            return _page(review, prepare=form, errors=[str(refusal)])
        ending = refusals.ending_of(review)
        if not verification.is_verified(review):
            flash("The letter is kept, and the check asked for", "success")
        elif ending and ending.step and not refusals.why_not_end(review, ending, staff()):
            return _release(review, None, review.version)
        else:
            flash("The letter is kept", "success")
        return redirect(url_for("casework.refuse", review_id=review.id))
    return _page(review, prepare=form)


@blueprint.post("/reviews/<int:review_id>/no/release", may=Permission.WORK_CASES)
def release_refusal(review_id: int) -> str | Response:
    """Verify the facts, end the review and send the letter, in one press."""
    review = cases.get_review(review_id)
    form = _release_form(review)
    if not form.validate_on_submit():
        return _page(review, release=form)
    record = None
    if "facts" in form:
        record = CourtRecord(
            facts=form.facts.data,
            source=form.source.data,
            reference=form.source_reference.data,
        )
    return _release(review, record, form.seen_version)


@blueprint.post("/reviews/<int:review_id>/no/close", may=Permission.WORK_CASES)
def close_refusal(review_id: int) -> Response:
    """Close the review: everybody has been told."""
    review = cases.get_review(review_id)
    form = PressForm()
    if not form.validate_on_submit():
        raise Refused("Open the page again and press the button once more")
    refusals.close(review, staff(), version=form.seen_version)
    return done(f"{review.case.reference}: closed", "casework.refuse", review_id=review.id)


def _release(review: Review, record: CourtRecord | None, version: int) -> str | Response:
    try:
        refusals.release(review, record, staff(), version=version)
    except MissingFacts as missing:
        return _page(review, errors=missing.missing)
    except Refused as refusal:
        return _page(review, errors=[str(refusal)])
    return done("Answered, and the letter is on its way", "casework.refuse", review_id=review.id)


def _page(
    review: Review,
    *,
    prepare: PrepareForm | None = None,
    release: VerifyForm | None = None,
    errors: Sequence[str] = (),
) -> str:
    ending = refusals.ending_of(review)
    is_open = review.outcome is None
    form = release or prepare
    notifications = [each for each in notifying.of_case(review.case) if each.review_id == review.id]
    return review_page(
        "casework/desk/refusal.html",
        review,
        ending=ending,
        why_none="" if ending else refusals.why_no_ending(review),
        facts=facts_of(review, staff()),
        readers=refusals.readers(review),
        late=late_requests.to_answer(review) if ending and not ending.step else [],
        drafts=refusals.prepared(review),
        previews=_previews(review) if is_open else [],
        prepare=prepare or _prepare_form(review, is_sent=False),
        release=release or _release_form(review, is_sent=False),
        why_not_end=refusals.why_not_end(review, ending, staff()) if ending and is_open else "",
        notifications=notifications,
        untold=progress.position_of(review).untold,
        now=clock.now(),
        may_work=may(staff().role, Permission.WORK_CASES),
        error_list=(form.error_list() if form else []) + _as_errors(errors),
    )


def _previews(review: Review) -> list[tuple[str, Markup]]:
    """The letters as they would be sent, each with its language."""
    found = []
    for letter in refusals.as_they_would_be(review):
        html = letters.to_html(letter.values, letter.missing, is_draft=True)
        text = Markup(letters.text_of(html))  # noqa: S704 - our template, every value in it escaped
        found.append((letter.values.language, text))
    return found


def _prepare_form(review: Review, *, is_sent: bool = True) -> PrepareForm:
    ending = refusals.ending_of(review)
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"version": review.version, "of": _ANYONE}
    if ending is not None and review.outcome is None and ending.has_reason:
        for language in refusals.languages(review, ending):
            name = f" in {letters.LANGUAGES[language]}" if language != "en" else ""
            fields[_WHY + language] = NoteField(
                f"Why{name}, as the letter says it",
                hint="The rules’ own reason. Change it as you would say it to them in person",
                rows=5,
            )
            data[_WHY + language] = refusals.reason_for(review, language)
    form_class = type("PrepareThisForm", (PrepareForm,), fields)
    form: PrepareForm = form_class(data=data) if is_sent else form_class(None, data=data)
    form.of.choices = people_to_ask()
    return form


def _release_form(review: Review, *, is_sent: bool = True) -> VerifyForm:
    data: dict[str, Any] = {"version": review.version}
    form = VerifyForm(data=data) if is_sent else VerifyForm(None, data=data)
    form.facts.choices = [
        Choice(each.fact.value, each.fact.label, hint="; ".join(each.words))
        for each in facts_of(review, staff())
        if is_to_verify(each)
    ]
    if not form.facts.choices:
        del form.source, form.source_reference, form.facts
    return form


def is_to_verify(fact: ShownFact) -> bool:
    """Whether this person may verify the fact, and nobody has."""
    return not fact.why_not and not fact.verification


def people_to_ask() -> list[Choice]:
    """Whom this person may ask to verify facts, and anyone."""
    anyone = Choice(str(_ANYONE), "Anyone who may")
    return [anyone, *(Choice(str(number), name) for number, name in checks.verifiers(staff()))]


def _person(number: int | None) -> User | None:
    return users.get(number) if number else None


def _as_errors(words: Sequence[str]) -> list[dict[str, str]]:
    return [{"text": text, "href": ""} for text in words if text]
