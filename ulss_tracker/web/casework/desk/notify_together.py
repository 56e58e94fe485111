"""Telling several people at once: the preview of what will happen to each, and the press."""

from flask import flash, render_template, request
from markupsafe import Markup

from ulss_tracker.models import Notification
from ulss_tracker.permissions import Permission
from ulss_tracker.services import letters
from ulss_tracker.services.desk import notify_together as together
from ulss_tracker.services.desk.notify_together import Planned
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.ids import ids, is_id
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import GovForm


@blueprint.get("/people-to-tell/together", may=Permission.WORK_CASES)
def notify_together() -> str:
    """Show what the press will do for each of the people ticked, and who cannot be told so."""
    notifications = together.chosen(ids(request.args.getlist("telling")))
    if not notifications:
        flash("Tick the people in their list first", "error")
    return _page(notifications, GovForm(None))


@blueprint.post("/people-to-tell/together", may=Permission.WORK_CASES)
def do_notify_together() -> str:
    """Issue and send the letters of those ticked, and say of each what became of it."""
    form = GovForm()
    picked = [
        (int(number), token)
        for number, _, token in (value.partition("~") for value in request.form.getlist("take"))
        if is_id(number)
    ]
    if not form.validate_on_submit() or not picked:
        numbers = ids(request.form.getlist("shown"))
        nothing = "" if picked else "Tick the people to tell"
        return _page(together.chosen(numbers), form, nothing=nothing)
    result = together.do(picked, staff())
    return render_template(
        "casework/desk/notified-together.html",
        result=result,
    )


def _page(notifications: list[Notification], form: GovForm, *, nothing: str = "") -> str:
    planned = [together.preview(notification, staff()) for notification in notifications]
    errors: list[dict[str, str]] = form.error_list() if form.is_submitted() else []
    return render_template(
        "casework/desk/notify-together.html",
        planned=[item for item in planned if not item.why_not],
        excepted=[item for item in planned if item.why_not],
        victims=together.untold_first(notifications),
        form=form,
        text_of=_text_of,
        error_list=errors + ([{"text": nothing, "href": ""}] if nothing else []),
    )


def _text_of(planned: Planned) -> Markup:
    """The letter's own words, to be read on the page."""
    assert planned.letter is not None  # noqa: S101 - drawn for those alone that have one
    html = letters.to_html(planned.letter.values, planned.letter.missing)
    return letters.text_of(html)
