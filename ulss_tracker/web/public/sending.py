"""The end of the journey: check the answers, send them, once."""

from flask import redirect, render_template, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response

from ulss_tracker.models import Channel
from ulss_tracker.services.requests import eligibility_checker, intake
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.forms import GovForm
from ulss_tracker.web.public import blueprint, bot_checks, drafts, summary
from ulss_tracker.web.public.answers import (
    Answers,
    input_of,
    is_of_office,
    may_know_case,
    request_details,
)
from ulss_tracker.web.public.steps import BY_NAME, day_has_moved, safe_url


class SendForm(GovForm):
    """Nothing to fill in: the token, and what tells people from programs."""


@blueprint.get("/request/check-answers", may=ANYONE)
def check_answers() -> Response | str:
    """Everything that was answered, each with a link to change it."""
    draft = drafts.draft()
    if draft is None:
        received = drafts.received()
        return redirect(url_for("public.sent" if received else "public.start"))
    return _show(dict(draft.answers), [document.name for document in draft.documents])


@blueprint.post("/request/check-answers", may=ANYONE)
def send() -> Response | str | tuple[str, int]:
    """Take the request in. Pressed twice, or from two windows, it is one request."""
    key = drafts.journey_key()
    draft = drafts.draft()
    if key is None or draft is None:
        if key is not None and intake.of_journey(key) is None:
            return redirect(url_for("public.start"))
        # Sent already, with its draft: this is the second press, or a page come back to.
        drafts.mark_sent()
        return redirect(url_for("public.sent"))
    answers = dict(draft.answers)
    if not may_know_case(answers):
        return _show(answers, [document.name for document in draft.documents], is_enough=False)
    if day_has_moved(answers):
        return redirect(BY_NAME["which-day"].url(is_change=True))
    still_to_ask = safe_url(answers)
    if still_to_ask:
        return redirect(still_to_ask)
    intake.receive(
        request_details(answers, str(get_locale() or "en")),
        channel=Channel.FORM,
        journey_key=key,
        quarantine_reason=bot_checks.of_sending(draft, request.form),
        draft=draft,
    )
    drafts.mark_sent()
    return redirect(url_for("public.sent"))


def _show(answers: Answers, files: list[str], *, is_enough: bool = True) -> str:
    return render_template(
        "public/check-answers.html",
        form=SendForm(formdata=None),
        parts=summary.of_answers(answers, files),
        answer=eligibility_checker.check(input_of(answers)),
        is_of_office=is_of_office(answers),
        age_token=bot_checks.age_token(),
        page_age=bot_checks.PAGE_AGE,
        honeypot=bot_checks.HONEYPOT,
        error_list=[] if is_enough else _not_enough(),
    )


def _not_enough() -> list[dict[str, str]]:
    """List what to say, and where to go, when nothing says which case it is."""
    return [
        {"text": str(words), "href": BY_NAME[name].url(is_change=True)}
        for name, words in summary.WAYS_TO_SAY_WHICH_CASE.items()
    ]
