"""Accounts of members of staff."""

from flask import current_app, render_template
from werkzeug.wrappers import Response

from ulss_tracker.models import AccountProposal, Review
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.services.assignment import holdings
from ulss_tracker.services.core import users
from ulss_tracker.services.people import (
    dormancy,
    everyone,
    passkeys,
    second_factor,
    sign_in,
    staff_sessions,
    throttling,
)
from ulss_tracker.services.people.accounts import Account
from ulss_tracker.services.supervision import account_proposals
from ulss_tracker.web.admin.forms import AccountForm, ChangeAccountForm
from ulss_tracker.web.admin.routes import blueprint
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff

_ACTIVE = "active"
PROPOSED = "Proposed. A supervisor or another administrator must approve it."


@blueprint.get("/people", may=Permission.SEE_ACCOUNTS)
def people() -> str:
    """List everyone who can sign in, and those who once could, by name unless asked otherwise."""
    return lists.show(
        "admin/people.html",
        everyone.TABLE,
        everyone.page,
        may_manage=may(staff().role, Permission.MANAGE_USERS),
    )


@blueprint.form("/people/new", may=Permission.MANAGE_USERS)
def add_person() -> str | Response:
    """Propose that somebody be added; whoever approves it is given the link for them."""
    form = AccountForm()
    if form.validate_on_submit():
        with RefusalOn(form.email):
            account_proposals.propose_new(form.into(Account), staff())
            return _proposed()
    return render_template("admin/add-person.html", form=form, roles=list(Role))


@blueprint.form("/people/<int:user_id>", may=Permission.MANAGE_USERS)
def change_person(user_id: int) -> str | Response:
    """Change somebody's name or end their account; propose another role, address or office."""
    user = users.get(user_id)
    form = ChangeAccountForm.filled_from(user, standing=_ACTIVE if user.is_active else "left")
    if form.validate_on_submit():
        account = form.into(Account, is_active=form.standing.data == _ACTIVE)
        with RefusalOn(form):
            result = account_proposals.change(user, account, staff(), version=form.seen_version)
            if isinstance(result, AccountProposal):
                return _proposed()
            return done(f"{user.name}’s account changed", "admin.people")
    return render_template(
        "admin/person.html",
        form=form,
        person=user,
        held=holdings.counts(Review).get(user.id, 0),
        factor=second_factor.of(user),
        passkeys=len(passkeys.of(user)),
        is_asleep=user.is_active and dormancy.is_asleep(user),
        sessions=len(staff_sessions.open_of(user)),
        failures=throttling.failures(user, str(current_app.secret_key)),
    )


@blueprint.post("/people/<int:user_id>/password-link", may=Permission.MANAGE_USERS)
def propose_password_link(user_id: int) -> Response:
    """Propose a new link; once it is made, whatever link there was stops working."""
    account_proposals.propose_link(users.get(user_id), staff())
    return _proposed()


@blueprint.post("/people/<int:user_id>/second-factor", may=Permission.MANAGE_USERS)
def propose_factor_reset(user_id: int) -> Response:
    """Propose that the second factor of somebody who has lost it be taken away."""
    account_proposals.propose_reset(users.get(user_id), staff())
    return _proposed()


@blueprint.post("/people/<int:user_id>/wake", may=Permission.MANAGE_USERS)
def propose_wake(user_id: int) -> Response:
    """Propose that somebody sign in again whose account is asleep."""
    account_proposals.propose_wake(users.get(user_id), staff())
    return _proposed()


@blueprint.post("/people/<int:user_id>/unlock", may=Permission.MANAGE_USERS)
def unlock_person(user_id: int) -> Response:
    """Let somebody try to sign in again at once, after too many failures at their account."""
    user = users.get(user_id)
    sign_in.unlock(user, staff(), str(current_app.secret_key))
    return done(f"{user.name} can try to sign in again now", "admin.change_person", user_id=user_id)


@blueprint.post("/people/<int:user_id>/sessions/end", may=Permission.MANAGE_USERS)
def end_sessions(user_id: int) -> Response:
    """End every session of somebody at once, as when their machine is lost."""
    user = users.get(user_id)
    sign_in.sign_out_everywhere(user, staff())
    return done(f"{user.name} is signed out everywhere", "admin.change_person", user_id=user_id)


def _proposed() -> Response:
    return done(PROPOSED, "admin.proposals")
