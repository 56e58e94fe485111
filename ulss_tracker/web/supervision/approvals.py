"""Lists waiting for a second person: facts nobody has verified, overrides nobody has signed."""

from typing import Any

from flask import render_template

from ulss_tracker.models import Review
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assessment import deadline_changes, two_keys, verification
from ulss_tracker.services.assessment import overrides as overriding
from ulss_tracker.services.assessment.overrides import OverrideState
from ulss_tracker.services.law import agreement
from ulss_tracker.services.referral import lock_openings
from ulss_tracker.services.supervision import account_proposals
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.supervision import blueprint

_MOST_SHOWN = 10  # overrides to sign; the rest have a list of their own


@blueprint.get("/to-sign", may=Permission.OVERRIDE_ASSESSMENT)
def to_sign() -> str:
    """How much of each kind waits for a supervisor's signature, and the first overrides."""
    filters = {"state": OverrideState.TO_SIGN}
    return render_template(
        "supervision/to-sign.html",
        waiting=(
            ("Openings of the lock", "supervision.openings", lock_openings.count_to_review()),
            (
                "Moments and answers that changed",
                "supervision.changed_deadlines",
                deadline_changes.count_to_sign(),
            ),
            ("Days that the law would move", "supervision.law_moves", agreement.count_to_agree()),
            ("Accounts to approve", "admin.proposals", account_proposals.count_waiting()),
        ),
        shown=lists.of(overriding.TABLE, lists.FilterForm()),
        rows=overriding.page(filters, size=_MOST_SHOWN).rows,
        overrides=overriding.count(filters),
        **_overrides(),
    )


@blueprint.get("/second-key", may=Permission.VERIFY_FACTS)
def to_verify() -> str:
    """The reviews with a fact that nobody has verified, the soonest to file first."""
    return lists.show(
        "supervision/approvals.html",
        verification.TABLE,
        verification.unverified,
        to_verify=_to_verify,
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
