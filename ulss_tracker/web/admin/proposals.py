"""Proposals about accounts: the list, and one of them, to approve or to refuse."""

from flask import render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import User
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.core import office_details
from ulss_tracker.services.supervision import account_proposals
from ulss_tracker.web.admin.routes import blueprint
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff


@blueprint.get("/proposals", may=Permission.SEE_PROPOSALS)
def proposals() -> str:
    """List what was proposed about accounts, the newest first unless asked otherwise."""
    return lists.show("admin/proposals.html", account_proposals.TABLE, account_proposals.page)


@blueprint.get("/proposals/<int:proposal_id>", may=Permission.SEE_PROPOSALS)
def proposal(proposal_id: int) -> str:
    """Show what is proposed beside what is, and the ways to answer it."""
    proposed = account_proposals.get(proposal_id)
    return render_template(
        "admin/proposal.html",
        proposal=proposed,
        may_answer=may(staff().role, Permission.APPROVE_ACCOUNTS),
        why_not=account_proposals.why_not_approve(proposed, staff()),
        is_own=proposed.proposed_by_id == staff().id,
    )


@blueprint.post("/proposals/<int:proposal_id>/approve", may=Permission.APPROVE_ACCOUNTS)
def approve_proposal(proposal_id: int) -> str | Response:
    """Approve what somebody else proposed; a link that it makes is shown once."""
    applied = account_proposals.approve(proposal_id, staff())
    if applied.key is not None:
        return _show_link(applied.person, applied.key)
    return done("Approved. It is done, and they are told by email.", "admin.proposals")


@blueprint.post("/proposals/<int:proposal_id>/refuse", may=Permission.APPROVE_ACCOUNTS)
def refuse_proposal(proposal_id: int) -> Response:
    """Refuse what somebody else proposed, or withdraw what one proposed oneself."""
    account_proposals.refuse(proposal_id, staff())
    return done("Ended. Nothing has changed.", "admin.proposals")


def _show_link(user: User, key: str) -> str:
    """The link is on this page and nowhere else: not in an address, a message or a log."""
    path = url_for("accounts.set_password", key=key)
    return render_template(
        "admin/password-link.html", person=user, link=office_details.current().staff_url + path
    )
