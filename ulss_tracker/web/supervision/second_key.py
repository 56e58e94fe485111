"""What waits for a second person: facts nobody has confirmed, overrides nobody has signed."""

from flask import render_template, request

from ulss_tracker.scheme.eligibility import Verdict
from ulss_tracker.services import confirmations, users
from ulss_tracker.services import overrides as overriding
from ulss_tracker.services.overrides import OverrideState
from ulss_tracker.web import lists
from ulss_tracker.web.fields import CheckboxField, Choice, SelectField
from ulss_tracker.web.lists import FilterForm
from ulss_tracker.web.sessions import staff
from ulss_tracker.web.supervision import blueprint


class OverrideFilters(FilterForm):
    """What the list of overrides is narrowed by."""

    state = SelectField(
        "How it stands",
        blank="However it stands",
        choices=[Choice(state.value, state.label) for state in OverrideState],
        coerce=OverrideState,
    )
    verdict = SelectField(
        "What it says",
        blank="Whatever it says",
        choices=[Choice(verdict.value, verdict.label) for verdict in Verdict],
        coerce=Verdict,
    )
    made_by = SelectField(
        "Made by",
        blank="Anybody",
        choices=lambda: [Choice(user.id, user.name) for user in users.every()],
        coerce=int,
    )


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
    to_sign = [
        (review, overriding.why_not_sign(review, staff())) for review in overriding.to_sign()
    ]
    return render_template(
        "supervision/second-key.html", page=page, shown=shown, form=filters, to_sign=to_sign
    )


@blueprint.get("/overrides")
def overrides() -> str:
    """Every override of an open review, signed or not, the soonest to be filed first."""
    filters = OverrideFilters(request.args)
    shown = lists.listing(overriding.ORDERINGS, default="file_by", form=filters)
    asked = filters.asked()
    page = overriding.page(
        overriding.Asked(
            state=asked.get("state"),
            verdict=asked.get("verdict"),
            made_by_id=asked.get("made_by"),
        ),
        shown.ordering,
        descending=shown.descending,
        after=shown.after,
    )
    return render_template(
        "supervision/overrides.html",
        rows=[
            (review, overriding.state_of(review), overriding.is_of_older_law(review))
            for review in page.rows
        ],
        after=page.after,
        form=filters,
        shown=shown,
    )
