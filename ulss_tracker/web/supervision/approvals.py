"""Lists waiting for a second person: facts nobody has verified, overrides nobody has signed."""

from dataclasses import dataclass

from flask import render_template, request

from ulss_tracker.models import Review
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.assessment import overrides as overriding
from ulss_tracker.services.assessment import two_keys, verification
from ulss_tracker.services.assessment.overrides import OverrideState
from ulss_tracker.services.core.paging import Rows
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.lists import FilterForm, person_filter
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import CheckboxField, SelectField
from ulss_tracker.web.supervision import blueprint

_MOST_BESIDE = 10  # overrides to sign, above the facts to verify; the rest have their own page


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """A review that is overridden, how that stands, and why the reader cannot sign it."""

    review: Review
    state: OverrideState | None
    is_of_older_law: bool
    why_not_sign: str


class OverrideFilters(FilterForm):
    """Filters of the list of overrides."""

    state = SelectField("Status", blank="However it stands", coerce=OverrideState)
    verdict = SelectField("What it says", blank="Whatever it says", coerce=Verdict)
    made_by = person_filter("Made by")


@dataclass(frozen=True, slots=True)
class UnverifiedRow:
    """A review with facts to verify: which, and why the reader can verify none of them, if so."""

    review: Review
    facts: tuple[str, ...]
    why_not: str


class UnverifiedFilters(FilterForm):
    """Whose to show, and whether only those that have waited long."""

    long = CheckboxField("Only those that have waited two working days or more")
    assigned_to = person_filter("Assigned to")


@blueprint.get("/second-key", may=Permission.VERIFY_FACTS)
def to_verify() -> str:
    """The first overrides to sign, then the reviews to be verified, the soonest to file first.

    Whoever may verify sees the second list; the overrides are for those who sign them.
    """
    filters = UnverifiedFilters(request.args)
    listing = lists.listing(verification.ORDERINGS, default="file_by", form=filters)
    page = verification.unverified(
        older_than=verification.LONGEST_WAIT if filters.long.data else 0,
        **listing.place,
        assignee_id=filters.values().get("assigned_to"),
    )
    waiting = overriding.OverrideFilter(state=OverrideState.TO_SIGN)
    may_sign = may(staff().role, Permission.OVERRIDE_ASSESSMENT)
    return render_template(
        "supervision/approvals.html",
        rows=[_unverified(review) for review in page.rows],
        after=page.after,
        shown=listing,
        form=filters,
        may_sign=may_sign,
        to_sign=_rows(overriding.page(waiting, size=_MOST_BESIDE)) if may_sign else [],
        waiting=overriding.count(waiting) if may_sign else 0,
    )


@blueprint.get("/overrides", may=Permission.SEE_BOARD)
def overrides() -> str:
    """Every override of an open review, signed or not, the soonest to be filed first."""
    filters = OverrideFilters(request.args)
    listing = lists.listing(overriding.ORDERINGS, default="file_by", form=filters)
    values = filters.values()
    page = overriding.page(
        overriding.OverrideFilter(
            state=values.get("state"),
            verdict=values.get("verdict"),
            made_by_id=values.get("made_by"),
        ),
        **listing.place,
    )
    return render_template(
        "supervision/overrides.html",
        rows=_rows(page),
        after=page.after,
        form=filters,
        shown=listing,
    )


def _unverified(review: Review) -> UnverifiedRow:
    shut_by = two_keys.unverified(review)
    reasons = [fact.why_not(staff()) for fact in shut_by]
    return UnverifiedRow(
        review,
        tuple(fact.fact.label for fact in shut_by),
        next(iter(reasons), "") if all(reasons) else "",
    )


def _rows(page: Rows[Review]) -> list[OverrideRow]:
    return [
        OverrideRow(
            review,
            overriding.state_of(review),
            overriding.is_of_older_law(review),
            overriding.why_not_sign(review, staff()),
        )
        for review in page.rows
    ]
