"""Who may do what and who is signed in: for whoever looks after accounts, and for auditors."""

from flask import render_template

from ulss_tracker.permissions import GRANTS, Permission, Role, may
from ulss_tracker.services.core import users
from ulss_tracker.services.people import dormancy, passkeys, second_factor, staff_sessions
from ulss_tracker.services.supervision import account_proposals
from ulss_tracker.web.admin.forms import ROLES
from ulss_tracker.web.admin.routes import blueprint
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.sessions import staff


@blueprint.get("/roles", may=Permission.SEE_ACCOUNTS)
def roles() -> str:
    """Show each role: in a sentence, how many people have it, and what it may do."""
    counts = users.counts_by_role()
    rows = [
        (
            role,
            ROLES[role],
            counts.get(role, 0),
            [permission.label for permission in Permission if may(role, permission)],
        )
        for role in Role
        if role in GRANTS
    ]
    return render_template("admin/roles.html", roles=rows)


@blueprint.get("/sessions", may=Permission.SEE_ACCOUNTS)
def sessions() -> str:
    """List who is signed in, since when and from where, the newest first unless asked otherwise."""
    return lists.show("admin/sessions.html", staff_sessions.TABLE, staff_sessions.page)


@blueprint.get("/people/<int:user_id>/access", may=Permission.SEE_ACCOUNTS)
def account(user_id: int) -> str:
    """Show an account to read: its state, what was agreed about it, and its open sessions."""
    person = users.get(user_id)
    return render_template(
        "admin/account.html",
        person=person,
        role=ROLES[person.role],
        is_asleep=person.is_active and dormancy.is_asleep(person),
        used_at=dormancy.last_used(person),
        factor=second_factor.of(person),
        passkeys=len(passkeys.of(person)),
        sessions=staff_sessions.open_of(person),
        proposals=account_proposals.page(about_id=person.id).rows,
        may_see_log=may(staff().role, Permission.SEE_SECURITY_LOG),
    )
