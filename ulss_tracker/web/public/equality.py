"""Questions about the person, after sending: optional, counted, and kept apart from the request."""

from typing import Any

from flask import redirect, render_template, session, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from ulss_tracker.services.requests import equality as counting
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.equality_words import NOT_SAID, WORDS
from ulss_tracker.web.forms import Choice, GovForm, RadiosField
from ulss_tracker.web.public import blueprint

_COUNTED = "equality_counted"
_NOT_SAID = Choice(counting.NOT_SAID, NOT_SAID, divider=lazy_gettext("or"))


def _radios(question: str) -> Any:
    label, answers = WORDS[question]
    choices = [Choice(answer, answers[answer]) for answer in counting.QUESTIONS[question]]
    return RadiosField(label, choices=[*choices, _NOT_SAID])


class EqualityForm(GovForm):
    """Every question, each of which may be left alone."""

    age = _radios("age")
    sex = _radios("sex")
    ethnic_group = _radios("ethnic_group")
    religion = _radios("religion")
    health_condition = _radios("health_condition")
    sexual_orientation = _radios("sexual_orientation")


@blueprint.form("/equality", may=ANYONE)
def equality_questions() -> Response | str:
    """Ask, or count the answers. A second sending from the same browser is not counted."""
    form = EqualityForm()
    if not form.validate_on_submit():
        return render_template("public/equality.html", form=form)
    if not session.get(_COUNTED):
        counting.count({question: form[question].data for question in counting.QUESTIONS})
        session[_COUNTED] = True
    return redirect(url_for("public.equality_thanks"))
