"""Checking an offence without a case, and what the pickers ask as words are typed."""

from flask import Response, jsonify, render_template, request

from ulss_tracker import clock
from ulss_tracker.models import Conviction
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import Assessment, ConvictionFacts, Facts
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.time.calendar import CalendarUnknown
from ulss_tracker.scheme.time.deadline import time_left, work_out
from ulss_tracker.services.cases.convictions import offence_words, words_read
from ulss_tracker.services.cases.sentences import parts_of
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.assessment.check_form import CheckForm, check_form
from ulss_tracker.web.forms import pickers


@blueprint.app_template_filter()
def catalogue_offence(conviction: Conviction) -> Offence | None:
    """The catalogue's row for a conviction, or None when it was written in words."""
    return load_catalogue().get(conviction.offence_id) if conviction.offence_id else None


blueprint.add_app_template_filter(offence_words)
blueprint.add_app_template_filter(parts_of, "sentence_parts")
blueprint.add_app_template_filter(words_read)


@blueprint.get("/suggest/offences", may=Permission.WORK_CASES)
def suggest_offences() -> Response:
    """The offences that the words in `q` may mean."""
    suggestions = pickers.find_offences(request.args.get("q", "")[:200])
    return jsonify([suggestion.as_json() for suggestion in suggestions])


@blueprint.get("/suggest/courts", may=Permission.WORK_CASES)
def suggest_courts() -> Response:
    """The courts that the words in `q` may mean."""
    suggestions = pickers.find_courts(request.args.get("q", "")[:200])
    return jsonify([suggestion.as_json() for suggestion in suggestions])


@blueprint.get("/check", may=Permission.WORK_CASES)
def check_offence() -> str:
    """Say whether an offence is in the scheme, with reasons, and by when it must be filed.

    Everything asked is in the address, so an answer can be shown to a colleague; nothing in it
    is about a person.
    """
    is_asked = "offence" in request.args
    form = CheckForm(request.args)
    valid = is_asked and form.validate()
    offence = _offence(form) if valid else None
    if offence and offence.questions:
        form = check_form(offence, request.args)
        valid = form.validate()
    due = None
    if valid and form.sentenced_on.data:
        try:
            due = work_out(form.sentenced_on.data)
        except CalendarUnknown as error:
            form.sentenced_on.errors, valid = [str(error)], False
    return render_template(
        "casework/assessment/check.html",
        form=form,
        offence=offence,
        assessment=_assess(form, offence) if valid else None,
        due=due,
        left=time_left(clock.now(), due.file_by_at) if due else None,
        error_list=form.error_list() if is_asked else [],
    )


def _offence(form: CheckForm) -> Offence | None:
    offence_id, _ = pickers.read_offence(form.offence.data)
    return load_catalogue().get(offence_id) if offence_id else None


def _assess(form: CheckForm, offence: Offence | None) -> Assessment:
    """Ask the rules about what the form says."""
    answers = {
        question.id: str(form[question.id].data)
        for question in (offence.questions if offence else ())
        if question.id in form and form[question.id].data
    }
    offence_id, offence_form = pickers.read_offence(form.offence.data)
    conviction = ConvictionFacts(
        offence_id=offence_id, form=offence_form, answers=answers, text=form.offence.text
    )
    facts = Facts(
        court_id=form.court.data,
        court_text=form.court.text or "Crown Court",
        sentenced_on=form.sentenced_on.data,
        convictions=(conviction,),
    )
    return assess(facts, load_catalogue())
