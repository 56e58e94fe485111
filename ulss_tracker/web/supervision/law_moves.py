"""Days due soon that a proposed change of the law would move, for a supervisor to agree to."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.permissions import Permission
from ulss_tracker.services.law import agreement
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.ids import ids
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.supervision import blueprint


@blueprint.form("/law-moves", may=Permission.OVERRIDE_ASSESSMENT)
def law_moves() -> str | Response:
    """Each day before and after; sent, the ticked ones are agreed to, or the one pressed."""
    if request.method == "GET":
        return lists.show(
            "supervision/law-moves.html",
            agreement.TABLE,
            agreement.to_agree,
            why_not=lambda finding: agreement.why_not_agree(finding, staff()),
        )
    _agree(ids(request.form.getlist("only") or request.form.getlist("moves")))
    return redirect(url_for("supervision.law_moves"))


def _agree(finding_ids: list[int]) -> None:
    if not finding_ids:
        flash("Tick the days you have looked at", "error")
        return
    try:
        number = agreement.agree(finding_ids, staff())
    except Refused as refusal:
        flash(str(refusal), "error")
    else:
        flash(f"{number} agreed to", "success")
