"""The journey's pages: one question each, kept on the server as soon as it is sent."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, current_app, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf.csrf import CSRFError
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ulss_tracker.scheme.time.date_warnings import DateWarning
from ulss_tracker.services.people import public_number
from ulss_tracker.services.requests import eligibility_checker, lookups
from ulss_tracker.web.core import signing_keys
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.sentence_day_words import act_as_if
from ulss_tracker.web.forms import date_warnings, people
from ulss_tracker.web.public import blueprint, drafts, steps, suggestions
from ulss_tracker.web.public.answers import (
    Answers,
    input_of,
    is_of_office,
    offence,
    sentenced_on,
    unchanged,
)
from ulss_tracker.web.public.date_warning_words import words
from ulss_tracker.web.public.step_form import StepForm, in_words
from ulss_tracker.web.public.steps import Step

SEEN = "seen"
NO_COOKIES = lazy_gettext(
    "Your browser does not keep our cookie, so we cannot keep your answers. Let it keep cookies"
    " from this website, then continue again. Or telephone us: a person will write your request"
    " down."
)
_BACK = {"sent": "public.sent", "status": "public.show_status"}
_LONGEST_TYPED = 60_000
_LONGEST_QUERY = 200
_LONG_WAY = 9  # with the first page and the last, over ten


@blueprint.form("/request/<name>", may=ANYONE)
def step(name: str) -> Response | str:
    """Show one page of the journey, or keep its answers and go on."""
    current = steps.BY_NAME.get(name)
    if current is None or current.form is None:
        abort(404)
    answers = drafts.answers()
    if request.method == "GET":
        if not current.asked(answers):
            return redirect(steps.next_url(current, answers))
        typed = answers.get("typed", {}).get(name)
        form = current.form(answers, MultiDict(typed) if typed else None)
        return _show(current, form, answers)
    form = current.form(answers, _posted(current))
    if people.is_pressed() or not form.validate():
        return _show(current, form, answers)
    if _answered_elsewhere(current, form, answers):
        form.form_errors.append(
            gettext(
                "This answer was changed in another window or tab meanwhile. What you typed here is"
                " not kept yet: continue again to keep it instead of the other"
            )
        )
        return _show(current, form, answers, elsewhere=_in_words(current.form(answers)))
    draft = drafts.keep(lambda latest: steps.keep(current, latest, form.take(latest)))
    if "end" in request.form:
        return redirect(steps.end_url(draft.answers))
    return redirect(steps.next_url(current, draft.answers, is_change="change" in request.args))


@blueprint.post("/request/<name>/typed", may=ANYONE)
def keep_typed(name: str) -> Response:
    """Keep what was typed on a page before it was sent: as it is typed, or as it is hidden.

    Words that come once the page itself has been answered are older than its answer: not kept.
    """
    current = steps.BY_NAME.get(name)
    if current is None or current.form is None:
        abort(404)
    form = current.form

    def with_typed(answers: Answers) -> Answers:
        token = _token(current, answers)
        if request.form.get(SEEN, token) != token:
            return answers
        fields = _own_fields(form(answers, request.form))
        return answers | {"typed": answers.get("typed", {}) | {name: fields}}

    drafts.keep(with_typed)
    if "stop" in request.form:
        return redirect(url_for("public.carry_on"))
    return Response(status=204)


def _own_fields(form: StepForm) -> dict[str, str | list[str]]:
    """Read what was typed in this page's own questions, cut to a length; nothing else is kept.

    Of several boxes ticked, each.
    """
    own = tuple(field.name for field in form.questions())
    return {
        name: texts[0][:_LONGEST_TYPED]
        if len(texts) == 1
        else [text[:_LONGEST_TYPED] for text in texts]
        for name, texts in request.form.lists()
        if name in own or name.startswith(tuple(f"{own_name}-" for own_name in own))
    }


@blueprint.get("/request/paused", may=ANYONE)
def paused() -> str:
    """Show a page in place of one left, or left alone: it shows nothing of it.

    Who left by "Exit this page" finds that what they wrote is deleted, unless it was to be kept.
    """
    if not drafts.is_known():
        return render_template("public/left.html")
    name = request.args.get("at", "")
    at = steps.BY_NAME.get(name)
    back = at.url() if at else url_for(_BACK.get(name, "public.check_answers"))
    return render_template("public/paused.html", back=back, is_sent=drafts.is_sent())


@blueprint.form("/request/delete", may=ANYONE)
def delete() -> Response | str:
    """Delete the answers of this journey, when the person says so twice."""
    if request.method != "POST":
        return render_template("public/delete.html")
    drafts.forget()
    return redirect(url_for("public.deleted"))


@blueprint.get("/suggest/courts", may=ANYONE)
def suggest_courts() -> Response:
    """The courts to suggest for what is being typed."""
    courts = suggestions.courts_like(_query())
    return jsonify([suggestion.as_json() for suggestion in courts])


@blueprint.get("/suggest/offences", may=ANYONE)
def suggest_offences() -> Response:
    """The offences to suggest for what is being typed."""
    offences = suggestions.offences_like(_query(), sentenced_on(drafts.answers()))
    return jsonify([suggestion.as_json() for suggestion in offences])


@blueprint.get("/suggest/date-doubts", may=ANYONE)
def date_doubts() -> Response:
    """Answer with the warnings about the date being typed; none while it is no whole date."""
    day = date_warnings.TypedDatesForm(request.args).sentenced_on.data
    warnings = _warnings(day, drafts.answers())
    return date_warnings.answer((warning, words(warning)) for warning in warnings)


@blueprint.errorhandler(CSRFError)
def _open_too_long(_error: CSRFError) -> tuple[str, int]:
    """A page sent without its token, or with an old one: nothing is kept, and nothing typed lost.

    The page comes back as it was filled in, with a new token, to be sent again.
    """
    name = (request.view_args or {}).get("name", "")
    current = steps.BY_NAME.get(name)
    no_cookies = _keeps_no_cookies()
    if request.endpoint != "public.step" or current is None or current.form is None:
        open_too_long = gettext("This page was open too long. Send the form again")
        reason = str(NO_COOKIES) if no_cookies else open_too_long
        return render_template("errors/400.html", reason=reason), 400
    answers = drafts.answers()
    form = current.form(answers, _posted(current))
    form.form_errors.append(
        str(NO_COOKIES)
        if no_cookies
        else gettext("This page was open too long. What you typed is still here: continue again")
    )
    return _show(current, form, answers), 400


def _keeps_no_cookies() -> bool:
    """Whether the browser did not bring our cookie back, though the page was made not long ago.

    The token of the form is signed with when it was made, and the cookie was sent with it.
    """
    if str(current_app.config["SESSION_COOKIE_NAME"]) in request.cookies:
        return False
    signer = URLSafeTimedSerializer(signing_keys.oldest_first(), salt="wtf-csrf-token")
    lifetime = int(current_app.permanent_session_lifetime.total_seconds())
    try:
        signer.loads(request.form.get("csrf_token", ""), max_age=lifetime)
    except BadData:
        return False
    return True


def _posted(current: Step) -> Any:
    """Read what was sent; without the answer itself where "I do not know" was pressed."""
    if "skip" not in request.form or not current.blanks:
        return request.form
    pairs = [
        pair for pair in request.form.items(multi=True) if not pair[0].startswith(current.blanks)
    ]
    return MultiDict(pairs)


def _answered_elsewhere(current: Step, form: StepForm, answers: Answers) -> bool:
    """Whether the page was answered since it was shown, otherwise than it is answered now."""
    token = request.form.get(SEEN)
    if token is None or token == _token(current, answers):
        return False
    return not unchanged(form.take(answers), answers)


def _token(current: Step, answers: Answers) -> str:
    """A short mark of how this page is answered so far: another when the answers are others."""
    if current.form is None:
        return ""
    own = current.form(answers).take(answers)
    own_answers = json.dumps({name: answers.get(name) for name in own}, sort_keys=True)
    return hashlib.sha256(own_answers.encode()).hexdigest()[:16]


def _in_words(form: StepForm) -> list[tuple[str, str]]:
    """The answers to a page's questions, in words, by their labels."""
    return [(str(field.label.text), in_words(field.data, field)) for field in form.questions()]


def _show(
    current: Step,
    form: StepForm,
    answers: Answers,
    *,
    elsewhere: Sequence[tuple[str, str]] = (),
) -> str:
    return render_template(
        [f"public/steps/{current.name}.html", "public/question.html"],
        step=current,
        form=form,
        back=steps.back_url(current, answers, is_change="change" in request.args),
        is_of_office=is_of_office(answers),
        place=_place(current, answers),
        elsewhere=elsewhere,
        seen={"name": SEEN, "mark": _token(current, answers)},
        **_beside(current, answers),
    )


def _place(current: Step, answers: Answers) -> tuple[int, int] | None:
    """Where they are, for who carries on by a code or has a long way."""
    place = steps.place(current, answers)
    is_long = place is not None and place[1] >= _LONG_WAY
    return place if is_long or drafts.is_carried_on() else None


def _beside(current: Step, answers: Answers) -> dict[str, Any]:
    """Gather what some pages show beside their question."""
    if current.name == "check-date":
        day = sentenced_on(answers)
        return {"on": day, "doubts": [words(warning) for warning in _warnings(day, answers)]}
    if current.name == "outlook":
        answer = eligibility_checker.check(input_of(answers))
        return {
            "answer": answer,
            "act_as_if": act_as_if(answer.days_said) if answer.days_said else "",
            "has_date": bool(sentenced_on(answers)),
            "public_number": public_number.now(),
        }
    if current.name == "which-offence":
        text = answers.get("offence_text", "")
        is_death = lookups.offences_meant(text, sentenced_on(answers)).is_death
        return {"answers": answers, "is_death": is_death}
    return {"answers": answers}


def _warnings(day: date | None, answers: Answers) -> Sequence[DateWarning]:
    """Find the warnings about a date of sentence, with the offence as far as it was chosen."""
    return eligibility_checker.date_warnings(day, offence(answers)[0]) if day else ()


def _query() -> str:
    return request.args.get("q", "")[:_LONGEST_QUERY]
