"""Keeping a view of a list, deleting one, and starting the day on one."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import ListName
from ulss_tracker.permissions import Permission
from ulss_tracker.services.people import saved_views
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.saved_views import PAGES, address_of
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import CheckboxField, GovForm, TextField


class ListForm(GovForm):
    """Which list it is about."""

    list = HiddenField()

    @property
    def which(self) -> ListName:
        """The list. Raises `NotFound` for none of ours."""
        if self.list.data not in set(ListName):
            raise NotFound("There is no such list")
        return ListName(self.list.data)


class KeepViewForm(ListForm):
    """A view to keep: its name, the address of the list, and whether everybody sees it."""

    query = HiddenField()
    name = TextField("Name of the view")
    is_shared = CheckboxField("Share it with everybody in the office")


@blueprint.post("/views", may=Permission.SEE_CASES)
def keep_view() -> Response:
    """Keep the list as it was shown, under a name."""
    form = KeepViewForm()
    list_name, query = form.which, form.query.data or ""
    address = f"{url_for(PAGES[list_name])}?{query}" if query else url_for(PAGES[list_name])
    try:
        view = saved_views.keep(
            list_name, form.name.data, query, staff(), is_shared=bool(form.is_shared.data)
        )
    except Refused as refusal:
        flash(str(refusal))
        return redirect(address)
    return done(f"View saved: {view.name}", address_of(view))


@blueprint.post("/views/<int:view_id>/delete", may=Permission.SEE_CASES)
def delete_view(view_id: int) -> Response:
    """Delete a view; the list stays as it is."""
    view = saved_views.get(view_id, staff())
    address = url_for(PAGES[view.list_name])
    name = view.name
    saved_views.delete(view, staff())
    return done(f"View deleted: {name}", address)


@blueprint.post("/views/<int:view_id>/start", may=Permission.SEE_CASES)
def start_on_view(view_id: int) -> Response:
    """Have the day start on this view."""
    view = saved_views.get(view_id, staff())
    saved_views.start_on(view, staff())
    return done(f"When you sign in you start on “{view.name}”", address_of(view))


@blueprint.post("/views/start-as-usual", may=Permission.SEE_CASES)
def start_as_usual() -> Response:
    """Have the day start on the page of one's role again."""
    list_name = ListForm().which
    saved_views.start_on(None, staff())
    return done("When you sign in you start on the usual page", PAGES[list_name])
