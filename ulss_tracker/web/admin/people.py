"""Accounts of members of staff."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import Refused
from ulss_tracker.models import User
from ulss_tracker.permissions import Role
from ulss_tracker.services.cases import assignment
from ulss_tracker.services.core import office_details, users
from ulss_tracker.services.people import accounts, second_factor
from ulss_tracker.services.people.accounts import Account
from ulss_tracker.web.admin.forms import AccountForm, ChangeAccountForm
from ulss_tracker.web.admin.routes import blueprint
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.lists import FilterForm
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, SelectField, choices_of

_ACTIVE = "active"


class PeopleFilters(FilterForm):
    """Filters of the list of people."""

    role = SelectField(
        "Role",
        blank="Any role",
        choices=choices_of(Role),
        coerce=Role,
    )
    account = SelectField(
        "Account",
        blank="Active or left",
        choices=[Choice(_ACTIVE, "Active"), Choice("left", "Left")],
    )


@blueprint.get("/people")
def people() -> str:
    """List everyone who can sign in, and those who once could, by name unless asked otherwise."""
    form = PeopleFilters(request.args)
    shown = lists.listing(users.ORDERINGS, default="name", form=form)
    asked = form.asked()
    account = asked.pop("account", None)
    page = users.page(
        shown.ordering,
        **shown.place,
        is_active=None if account is None else account == _ACTIVE,
        **asked,
    )
    return render_template("admin/people.html", page=page, shown=shown, form=form)


@blueprint.route("/people/new", methods=["GET", "POST"])
def add_person() -> str | Response:
    """Add a member of staff, and show once the link with which they set their password."""
    form = AccountForm()
    if form.validate_on_submit():
        try:
            user, key = accounts.add(
                Account(
                    name=form.name.data,
                    email=form.email.data,
                    role=form.role.data,
                    law_office=form.law_office.data,
                ),
                staff(),
            )
        except Refused as refusal:
            form.email.errors = [str(refusal)]
        else:
            return _show_link(user, key)
    return render_template("admin/add-person.html", form=form, roles=list(Role))


@blueprint.route("/people/<int:user_id>", methods=["GET", "POST"])
def change_person(user_id: int) -> str | Response:
    """Change somebody's name, email address or role, or end their account."""
    user = users.get(user_id)
    form = ChangeAccountForm(
        data={
            "name": user.name,
            "email": user.email,
            "role": user.role,
            "law_office": user.law_office,
            "standing": _ACTIVE if user.is_active else "left",
            "version": user.version,
        }
    )
    if form.validate_on_submit():
        account = Account(
            name=form.name.data,
            email=form.email.data,
            role=form.role.data,
            law_office=form.law_office.data,
            is_active=form.standing.data == _ACTIVE,
        )
        try:
            accounts.change(user, account, staff(), version=form.seen_version)
        except Refused as refusal:
            form.form_errors.append(str(refusal))
        else:
            flash(f"{user.name}’s account changed", "success")
            return redirect(url_for("admin.people"))
    return render_template(
        "admin/person.html",
        form=form,
        person=user,
        held=assignment.counts().get(user.id, 0),
        factor=second_factor.of(user),
    )


@blueprint.post("/people/<int:user_id>/password-link")
def make_password_link(user_id: int) -> str:
    """Make a new link and show it once; whatever link there was stops working."""
    user = users.get(user_id)
    return _show_link(user, accounts.make_link(user, staff()))


@blueprint.post("/people/<int:user_id>/second-factor")
def reset_second_factor(user_id: int) -> Response:
    """Take away the second factor of somebody who has lost it."""
    user = users.get(user_id)
    second_factor.reset(user, staff())
    flash(f"{user.name}’s second factor is reset: they set up another as they sign in", "success")
    return redirect(url_for("admin.people"))


def _show_link(user: User, key: str) -> str:
    """The link is on this page and nowhere else: not in an address, a message or a log."""
    path = url_for("accounts.set_password", key=key)
    return render_template(
        "admin/password-link.html", person=user, link=office_details.current().public_url + path
    )
