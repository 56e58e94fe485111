"""Opinions of the public service, for whoever runs it."""

from flask import render_template, request

from ulss_tracker.models import Ease
from ulss_tracker.permissions import Permission
from ulss_tracker.services.requests import feedback as opinions
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.lists import FilterForm
from ulss_tracker.web.forms import SelectField
from ulss_tracker.web.supervision.statistics import blueprint


class FeedbackFilters(FilterForm):
    """How easy they found it."""

    ease = SelectField("How easy", blank="Any", coerce=Ease)


@blueprint.get("/feedback", may=Permission.SEE_STATISTICS)
def feedback() -> str:
    """Everything that people said of the service, the newest first."""
    form = FeedbackFilters(request.args)
    shown = lists.listing(opinions.ORDERINGS, default="-given", form=form)
    page = opinions.page(shown.ordering, **shown.place, **form.asked())
    return render_template("supervision/feedback.html", page=page, shown=shown, form=form)
