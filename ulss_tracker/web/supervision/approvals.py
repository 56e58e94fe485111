"""Lists waiting for a second person: facts nobody has verified, overrides nobody has signed."""

from typing import Any

from ulss_tracker.models import Review
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.assessment import overrides as overriding
from ulss_tracker.services.assessment import two_keys, verification
from ulss_tracker.services.assessment.overrides import OverrideState
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.supervision import blueprint

_MOST_BESIDE = 10  # overrides to sign, above the facts to verify; the rest have their own page


@blueprint.get("/second-key", may=Permission.VERIFY_FACTS)
def to_verify() -> str:
    """The first overrides to sign, then the reviews to be verified, the soonest to file first.

    Whoever may verify sees the second list; the overrides are for those who sign them.
    """
    to_sign = {"state": OverrideState.TO_SIGN}
    may_sign = may(staff().role, Permission.OVERRIDE_ASSESSMENT)
    return lists.show(
        "supervision/approvals.html",
        verification.TABLE,
        verification.unverified,
        to_verify=_to_verify,
        may_sign=may_sign,
        overrides=lists.of(overriding.TABLE, lists.FilterForm()),
        to_sign=overriding.page(to_sign, size=_MOST_BESIDE).rows if may_sign else [],
        waiting=overriding.count(to_sign) if may_sign else 0,
        **_overrides(),
    )


@blueprint.get("/overrides", may=Permission.SEE_BOARD)
def overrides() -> str:
    """Every override of an open review, signed or not, the soonest to be filed first."""
    return lists.show(
        "supervision/overrides.html", overriding.TABLE, overriding.page, **_overrides()
    )


def _to_verify(review: Review) -> tuple[list[str], str]:
    """The facts to verify, in words, and why the reader can verify none of them, if so."""
    shut_by = two_keys.unverified(review)
    reasons = [fact.why_not(staff()) for fact in shut_by]
    return [fact.fact.label for fact in shut_by], next(iter(reasons), "") if all(reasons) else ""


def _overrides() -> dict[str, Any]:
    """Functions for the rows of overrides: how one stands, and why the reader cannot sign it."""
    return {
        "state_of": overriding.state_of,
        "is_of_older_law": overriding.is_of_older_law,
        "why_not_sign": lambda review: overriding.why_not_sign(review, staff()),
    }
