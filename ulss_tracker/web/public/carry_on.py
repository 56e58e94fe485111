"""Carrying on later: in this browser where the device is theirs alone, elsewhere by a code."""

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from ulss_tracker.services.core import office_details
from ulss_tracker.services.requests import drafts as kept_drafts
from ulss_tracker.services.requests import wrong_tries
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.rate_limits import address_hash
from ulss_tracker.web.public import blueprint, drafts, steps
from ulss_tracker.web.public.questions import TableForm


class DeviceForm(TableForm):
    """Whether the browser may keep the way back once it is closed: no, unless they say so."""

    table = "device"


class CodeForm(TableForm):
    """The code that opens the answers on another device."""

    table = "carry-on"


@blueprint.form("/request/carry-on", may=ANYONE)
def carry_on() -> Response | str:
    """Say how to stop and come back; keep the way back here, or give a code for another device."""
    draft = drafts.draft()
    if draft is None:
        return redirect(url_for("public.give_carry_on_code"))
    form = DeviceForm(formdata=request.form if request.method == "POST" else None)
    code, is_saved = "", False
    if request.method == "POST" and "code" in request.form:
        code = drafts.with_code()
        draft = drafts.draft()
    elif request.method == "POST" and form.validate():
        session.permanent = bool(form["own_device"].answer)
        is_saved = True
    if request.method == "GET":
        form["own_device"].process_data(session.permanent)
    return render_template(
        "public/carry-on.html",
        form=form,
        code=code,
        is_saved=is_saved,
        is_kept=session.permanent,
        draft_hours=office_details.current().DRAFT_HOURS,
        keep_until=draft.keep_until if draft else None,
    )


@blueprint.form("/carry-on", may=ANYONE)
def give_carry_on_code() -> Response | str | tuple[str, int]:
    """Open the answers begun on another device, by the code given there."""
    form = CodeForm()
    if form.validate_on_submit():
        sender = wrong_tries.Sender(address_hash(), "carry on", most=15)
        if not sender.may_try():
            return render_template("public/status/limited.html"), 429
        key = kept_drafts.key_of_code(form["code"].data)
        if kept_drafts.find(key) is not None:
            sender.was_right()
            drafts.take_up(key)
            return redirect(steps.resume_url(drafts.answers()))
        sender.was_wrong()
        form.form_errors.append(
            gettext("No answers are kept under this code: they may have been sent or deleted")
        )
    return render_template("public/carry-on-code.html", form=form)
