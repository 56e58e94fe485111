"""Questions about the person, after sending: optional, counted, and kept apart from the request."""

from typing import Any

from flask import redirect, render_template, request, session, url_for
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from ulss_tracker.services.requests import equality as counting
from ulss_tracker.web.forms import Choice, GovForm, RadiosField
from ulss_tracker.web.public import blueprint

_COUNTED = "equality_counted"
_NOT_SAID = Choice(
    counting.NOT_SAID, lazy_gettext("I would rather not say"), divider=lazy_gettext("or")
)

WORDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "age": (
        lazy_gettext("How old are you?"),
        {
            "under_18": lazy_gettext("Under 18"),
            "18_24": lazy_gettext("18 to 24"),
            "25_34": lazy_gettext("25 to 34"),
            "35_44": lazy_gettext("35 to 44"),
            "45_54": lazy_gettext("45 to 54"),
            "55_64": lazy_gettext("55 to 64"),
            "65_74": lazy_gettext("65 to 74"),
            "75_over": lazy_gettext("75 or over"),
        },
    ),
    "sex": (
        lazy_gettext("What is your sex?"),
        {"female": lazy_gettext("Female"), "male": lazy_gettext("Male")},
    ),
    "ethnic_group": (
        lazy_gettext("What is your ethnic group?"),
        {
            "white": lazy_gettext("White"),
            "mixed": lazy_gettext("Mixed or multiple ethnic groups"),
            "asian": lazy_gettext("Asian or Asian British"),
            "black": lazy_gettext("Black, Black British, Caribbean or African"),
            "other": lazy_gettext("Another ethnic group"),
        },
    ),
    "religion": (
        lazy_gettext("What is your religion?"),
        {
            "none": lazy_gettext("No religion"),
            "christian": lazy_gettext("Christian"),
            "buddhist": lazy_gettext("Buddhist"),
            "hindu": lazy_gettext("Hindu"),
            "jewish": lazy_gettext("Jewish"),
            "muslim": lazy_gettext("Muslim"),
            "sikh": lazy_gettext("Sikh"),
            "other": lazy_gettext("Another religion"),
        },
    ),
    "health_condition": (
        lazy_gettext(
            "Do you have a health condition or illness, lasting 12 months or more, that limits"
            " what you can do?"
        ),
        {
            "yes_a_lot": lazy_gettext("Yes, it limits me a lot"),
            "yes_a_little": lazy_gettext("Yes, it limits me a little"),
            "yes_not_at_all": lazy_gettext("Yes, but it does not limit me"),
            "no": lazy_gettext("No"),
        },
    ),
    "sexual_orientation": (
        lazy_gettext("Which of these best describes you?"),
        {
            "heterosexual": lazy_gettext("Heterosexual or straight"),
            "gay_lesbian": lazy_gettext("Gay or lesbian"),
            "bisexual": lazy_gettext("Bisexual"),
            "other": lazy_gettext("Another sexual orientation"),
        },
    ),
}


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


@blueprint.route("/equality", methods=["GET", "POST"])
def equality_questions() -> Response | str:
    """Ask, or count the answers. A second sending from the same browser is not counted."""
    form = EqualityForm()
    if request.method == "GET" or not form.validate():
        return render_template("public/equality.html", form=form)
    if not session.get(_COUNTED):
        counting.count({question: form[question].data for question in counting.QUESTIONS})
        session[_COUNTED] = True
    return redirect(url_for("public.equality_thanks"))


@blueprint.get("/equality/thank-you")
def equality_thanks() -> str:
    """The answers were counted."""
    return render_template("public/equality_thanks.html")
