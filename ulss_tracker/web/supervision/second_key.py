"""What waits for a second person: facts nobody has confirmed, overrides nobody has signed."""

from flask import render_template, request

from ulss_tracker.services import confirmations, overrides
from ulss_tracker.web import lists
from ulss_tracker.web.fields import CheckboxField
from ulss_tracker.web.lists import FilterForm
from ulss_tracker.web.sessions import staff
from ulss_tracker.web.supervision import blueprint


class UnconfirmedFilters(FilterForm):
    """Whether to show also those that have not waited long."""

    all = CheckboxField("Also those that have waited less than two working days")


@blueprint.get("/second-key")
def second_key() -> str:
    """Overrides to sign, then the reviews unconfirmed for too long, the longest waiting first."""
    filters = UnconfirmedFilters(request.args)
    shown = lists.listing(confirmations.ORDERINGS, default="waiting", form=filters)
    page = confirmations.unconfirmed(
        older_than=0 if filters.all.data else confirmations.LONGEST_WAIT,
        by=shown.ordering,
        descending=shown.descending,
        after=shown.after,
    )
    to_sign = [(review, overrides.why_not_sign(review, staff())) for review in overrides.to_sign()]
    return render_template(
        "supervision/second-key.html", page=page, shown=shown, form=filters, to_sign=to_sign
    )
