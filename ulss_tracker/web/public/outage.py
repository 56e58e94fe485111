"""The one short form, while the database is away, planned work goes on or a page is broken.

Whatever page somebody asks for that needs the database, they get this form: what they send is kept
in a file and taken in afterwards. Nothing here asks the database.
"""

import re
import secrets
from datetime import datetime

from flask import current_app, redirect, render_template, request, session, url_for
from flask_babel import get_locale, lazy_gettext
from werkzeug.exceptions import InternalServerError
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.requests import outage
from ulss_tracker.services.requests.details import COLUMNS, RequestDetails
from ulss_tracker.web.core import planned_work
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.errors import (
    DatabaseUnreachable,
    abandon,
    go_on_without_database,
    show_database_error,
    show_refusal,
)
from ulss_tracker.web.public import blueprint, bot_checks, drafts
from ulss_tracker.web.public.answers import may_know_case, standing
from ulss_tracker.web.public.confirmation import not_open
from ulss_tracker.web.public.questions import TableForm

_MARK = re.compile(r"[0-9a-f]{32}")
_NOT_ENOUGH = lazy_gettext(
    "Enter the name of the person who was sentenced, or the court and the date of the sentence"
)
_NEEDS_DATABASE = frozenset({"public.step", "public.files", "public.check_answers"})
_NEEDS_NONE = frozenset(
    {"public.send_meanwhile", "public.close", "public.leave_status", "public.language"}
)


class OutageForm(TableForm):
    """The questions to begin with, on one page. Only which case it is must be said."""

    table = "outage"

    def details(self) -> RequestDetails:
        """The words typed, as the office takes it in. No letter is posted: nobody was asked."""
        answers = self.answers(COLUMNS)
        answers["may_leave_message"] = bool(self["may_leave_message"].answer)
        answers["standing"] = standing(answers) or RequesterRole.OTHER
        return RequestDetails(may_post=False, language=str(get_locale() or "en"), **answers)


@blueprint.errorhandler(DatabaseUnreachable)
def _away(error: DatabaseUnreachable) -> Response | tuple[str, int]:
    if not outage.is_offered():
        return show_database_error(error)
    go_on_without_database(error)
    return _show(_form_with_typed(), is_new=True), 503


@blueprint.errorhandler(InternalServerError)
def _broken(_error: InternalServerError) -> Response | tuple[str, int]:
    """A fault of ours on a page of the form: the short form, with what was typed there."""
    if not outage.is_offered() or request.endpoint not in {*_NEEDS_DATABASE, "public.send"}:
        return show_refusal(500, "")
    abandon()
    return _show(_form_with_typed(), is_new=True), 500


@blueprint.app_template_global()
def short_form_url() -> str:
    """The address of the short form, for the page that says that something is broken; or ""."""
    return url_for("public.short_form") if outage.is_offered() else ""


@blueprint.app_template_global()
def has_answers() -> bool:
    """Whether this browser holds the key of answers that were not sent yet."""
    return drafts.journey_key() is not None


@blueprint.before_request
def _during_planned_work() -> tuple[str, int] | None:
    """Whatever would be written is asked for by the short form instead."""
    if planned_work.until() is None or request.endpoint in _NEEDS_NONE:
        return None
    if request.method == "POST" or request.endpoint in _NEEDS_DATABASE:
        return _show(_form_with_typed(), is_new=True), 503
    return None


@blueprint.post("/request/short", may=ANYONE)
def send_meanwhile() -> Response | str | tuple[str, int]:
    """Keep what was typed, and say so only once it is on the disk."""
    form = OutageForm()
    page = request.form.get("mark", "")
    if not _MARK.fullmatch(page):
        return _show(form, is_new=True)
    is_enough = may_know_case({name: field.data for name, field in form._fields.items()})
    if not form.validate() or not is_enough:
        return _show(form, mark=page, is_enough=is_enough)
    details = form.details()
    key = outage.token_of(page, details)
    try:
        outage.keep(details, key, bot_checks.of_short_form(request.form))
    except OSError as error:
        current_app.logger.error("a request could not be kept: %s", type(error).__name__)
        return _show(form, mark=page, is_lost=True), 503
    drafts.begin_open(drafts.KEPT, {"mark": key, "at": clock.now().isoformat()})
    return redirect(url_for("public.kept"))


@blueprint.get("/request/short", may=ANYONE)
def short_form() -> Response | str:
    """The form by its own address: come back to, or where another page is broken."""
    if planned_work.until() is None and not outage.is_offered():
        return redirect(url_for("public.start"))
    return _show(OutageForm(), is_new=True)


@blueprint.get("/request/kept", may=ANYONE)
def kept() -> Response | str:
    """The receipt: what was kept, and what that means. Reading this page again changes nothing."""
    if not drafts.stays_open(drafts.KEPT):
        return not_open(drafts.KEPT)
    own = session[drafts.KEPT]
    return render_template(
        "public/kept.html",
        reference=outage.reference_of(own["mark"]),
        code=outage.code_of(own["mark"]),
        at=datetime.fromisoformat(own["at"]),
    )


def _form_with_typed() -> OutageForm:
    """The form with what was typed on the page that failed, also in boxes of other names."""
    fields = request.form.copy()
    for name in ("court", "offence"):
        fields.setdefault(f"{name}_text", fields.get(name, ""))
    day = " ".join(fields.get(f"sentenced_on-{box}", "") for box in ("day", "month", "year"))
    fields["sentenced_text"] = fields.get("sentenced_text") or day
    return OutageForm(fields)


def _show(
    form: OutageForm,
    *,
    mark: str = "",
    is_new: bool = False,
    is_enough: bool = True,
    is_lost: bool = False,
) -> str:
    """The form; `is_new` with the answers to other pages filled in where they have the same name.

    `is_lost`: it was sent and could not be kept.
    """
    errors = form.error_list()
    if not is_enough:
        errors.insert(0, {"text": str(_NOT_ENOUGH), "href": "#offender_name"})
    return render_template(
        "public/short-form.html",
        form=form,
        mark=mark or secrets.token_hex(16),
        until=planned_work.until(),
        was_sent=request.method == "POST" and not is_lost and is_new,
        is_lost=is_lost,
        age_token=bot_checks.age_token(),
        page_age=bot_checks.PAGE_AGE,
        honeypot=bot_checks.HONEYPOT,
        error_list=errors,
    )
