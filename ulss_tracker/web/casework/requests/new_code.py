"""Giving somebody a new secret code for the status page: read out to them, or by post."""

from flask import Response as FlaskResponse
from flask import render_template, request
from werkzeug.wrappers import Response

from ulss_tracker.models import Request
from ulss_tracker.permissions import Permission
from ulss_tracker.services.letters import code_letter
from ulss_tracker.services.requests import (
    contact_change_calls,
    posted_codes,
    requests,
    secret_code,
)
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.pdf_response import pdf_response
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, GovForm, RadiosField

_WORKS, _ENDS = "works", "ends"


class CodeLetterForm(GovForm):
    """Whether anybody else may have the code from before."""

    before = RadiosField(
        "What about the code that they have now?",
        required="Choose what is to become of the code that they have now",
        choices=[
            Choice(
                _WORKS,
                "It works until they use the new one",
                hint="They lost it, forgot it or never had one",
            ),
            Choice(
                _ENDS,
                "It stops today",
                hint="Somebody else may have it. Nobody sees anything until the letter comes",
            ),
        ],
    )


@blueprint.form("/requests/<reference>/new-code", may=Permission.WORK_CASES)
def new_code(reference: str) -> str:
    """Say what to ask first, and show the new code once."""
    request_ = requests.get(reference)
    code = secret_code.renew(request_, staff()) if request.method == "POST" else ""
    return _page(request_, CodeLetterForm(formdata=None), code)


@blueprint.form("/requests/<reference>/new-code/letter", may=Permission.WORK_CASES)
def code_letter_pdf(reference: str) -> str | FlaskResponse:
    """Make the letter that holds a new code, to print at once; say what was left blank."""
    request_, form = requests.get(reference), CodeLetterForm()
    if not form.validate_on_submit():
        return _page(request_, form)
    ends = form.before.data == _ENDS
    pdf = code_letter.make(request_, staff(), is_code_before_ended=ends)
    return pdf_response(pdf, "letter.pdf")


@blueprint.post("/requests/<reference>/new-code/refuse", may=Permission.WORK_CASES)
def refuse_code_letter(reference: str) -> Response:
    """Send no letter, though one was asked for."""
    posted_codes.refuse(requests.get(reference), staff())
    return done("No letter with a code will be sent", "casework.show_request", reference=reference)


def _page(request_: Request, form: CodeLetterForm, code: str = "") -> str:
    return render_template(
        "casework/requests/new-code.html",
        request_=request_,
        code=code,
        form=form,
        why_not=posted_codes.why_not(request_),
        waiting=posted_codes.waiting(request_),
        made=posted_codes.made(request_),
        moved=[
            change.done_at
            for change in contact_change_calls.made_lately(request_)
            if "postal_address" in change.wanted
        ],
    )
