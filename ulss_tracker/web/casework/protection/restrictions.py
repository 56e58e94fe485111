"""Pages of the restrictions on a case and the people in it: list, add, end; sealing."""

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response
from wtforms import ValidationError

from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import Case, User
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import users
from ulss_tracker.services.protection import restrictions, sealing
from ulss_tracker.services.protection.restrictions import Order
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page, review_page
from ulss_tracker.web.casework.forms import past_day
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    CheckboxesField,
    Choice,
    DateField,
    GovForm,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
)

TAB = "casework.case_restrictions"
_OFFENDER, _SOMEBODY_ELSE = "offender", "other"


class OrderForm(GovForm):
    """A court's order that restricts reporting."""

    whom = RadiosField(
        "Whom does the order protect?",
        required="Choose whom the order protects",
        choices=[Choice(_OFFENDER, "The offender"), Choice(_SOMEBODY_ELSE, "Somebody else")],
    )
    protects = TextField(
        "Who is protected?",
        hint="In words that do not name them, such as “the complainant’s children”",
    )
    terms = TextAreaField(
        "What does the order say?",
        required="Enter what the order says",
        hint="In the court’s own words, with the provision where it is given",
        rows=5,
    )
    made_on = past_day("Date of the order", optional=True)
    until_on = DateField(
        "When does it end?",
        noun="The day it ends",
        optional=True,
        hint="The first day on which it no longer holds. Leave blank if it has no end.",
    )

    def validate_protects(self, field: TextField) -> None:
        """Somebody else must be said to be whom."""
        if self.whom.data == _SOMEBODY_ELSE and not field.data:
            raise ValidationError("Enter who is protected")


class ReasonForm(GovForm):
    """Why."""

    reason = TextAreaField("Reason", required="Enter the reason", rows=4, max_length=2_000)


class SealForm(ReasonForm):
    """Why a case is sealed, and to whom it stays open."""

    named = CheckboxesField(
        "Who else may open it?",
        hint="You can. Whoever is not named will not find the case, its requests or its letters.",
        coerce=int,
    )


class ReaderForm(GovForm):
    """One more person to name on a sealed case."""

    user = SelectField("Person", required="Choose a person", blank="Choose a person", coerce=int)


@blueprint.get("/cases/<reference>/restrictions", may=Permission.SEE_CASES)
def case_restrictions(reference: str) -> str:
    """Everything that restricts the case or anybody in it, in force or ended."""
    return _page(cases.get_case(reference))


@blueprint.form("/reviews/<int:review_id>/restrictions/new", may=Permission.WORK_CASES)
def add_restriction(review_id: int) -> str | Response:
    """Record a court's order."""
    review = cases.get_review(review_id)
    form = OrderForm()
    if form.validate_on_submit():
        order = form.into(Order, protects_offender=form.whom.data == _OFFENDER)
        with RefusalOn(form.until_on):
            restrictions.add_order(review, order, staff())
            return done("Court order recorded", TAB, review.case)
    return review_page("casework/protection/restriction.html", review, tab=TAB, form=form)


@blueprint.form(
    "/reviews/<int:review_id>/restrictions/<int:restriction_id>/end", may=Permission.WORK_CASES
)
def end_restriction(review_id: int, restriction_id: int) -> str | Response:
    """End a restriction, with the reason; the record of it stays."""
    review = cases.get_review(review_id)
    restriction = restrictions.find(review, restriction_id)
    if restriction.ended_at is not None:
        raise Refused("This restriction has already been ended")
    form = ReasonForm()
    if form.validate_on_submit():
        restrictions.end(restriction, form.reason.data, staff())
        return done("Restriction ended", TAB, review.case)
    return review_page(
        "casework/protection/end-restriction.html",
        review,
        tab=TAB,
        form=form,
        restriction=restriction,
    )


@blueprint.form("/cases/<reference>/seal", may=Permission.SEAL_CASE)
def seal_case(reference: str) -> str | Response:
    """Seal a case: from then on it opens only to the people named on it."""
    case = cases.get_case(reference)
    if sealing.is_sealed(case):
        raise Refused("This case is already sealed")
    form = SealForm()
    people = {user.id: user for user in _who_may_be_named() if user.id != staff().id}
    theirs = {
        review.assignee_id: f"Has the review of {review.offender_name}: not named, it goes to you"
        for review in sealing.open_reviews(case)
    }
    form.named.choices = [
        Choice(user.id, f"{user.name}, {user.role.label.lower()}", hint=theirs.get(user.id, ""))
        for user in people.values()
    ]
    if form.validate_on_submit():
        readers = [people[number] for number in form.named.data]
        with RefusalOn(form.named):
            passed = sealing.seal(case, readers, form.reason.data, staff())
            flash("The case is sealed", "success")
            for review in passed:
                holder = review.assignee.name if review.assignee else "Nobody"
                words = f"{holder} has the review of {review.offender_name} now"
                flash(f"{words}: you have a conflict of interest in the case", "success")
            return redirect(url_for(TAB, reference=case.reference))
    return case_page("casework/protection/seal.html", case, tab=TAB, form=form)


@blueprint.post("/cases/<reference>/readers", may=Permission.SEAL_CASE)
def name_reader(reference: str) -> str | Response:
    """Name one more person on a sealed case."""
    case = cases.get_case(reference)
    form = _reader_form(case)
    if not form.validate_on_submit():
        return _page(case, form)
    user = next(user for user in _who_may_be_named() if user.id == form.user.data)
    sealing.name_reader(case, user, staff())
    return done(f"{user.name} can now open this case", TAB, case)


@blueprint.post("/cases/<reference>/readers/<int:reader_id>/remove", may=Permission.SEAL_CASE)
def remove_reader(reference: str, reader_id: int) -> Response:
    """Close a sealed case to somebody."""
    case = cases.get_case(reference)
    user = existing(
        next((user for user in sealing.readers(case) if user.id == reader_id), None),
        "Nobody of that number is named on this case",
    )
    sealing.remove_reader(case, user, staff())
    flash(f"{user.name} can no longer open this case", "success")
    if user.id == staff().id:
        return redirect(url_for("casework.request_list"))
    return redirect(url_for(TAB, reference=case.reference))


def _page(case: Case, reader_form: ReaderForm | None = None) -> str:
    is_sealed = sealing.is_sealed(case)
    orders = restrictions.every(case)
    return case_page(
        "casework/protection/case-restrictions.html",
        case,
        tab=TAB,
        in_force=[order for order in orders if restrictions.in_force(order)],
        over=[order for order in orders if not restrictions.in_force(order)],
        readers=sealing.readers(case) if is_sealed else [],
        is_sealed=is_sealed,
        form=reader_form or _reader_form(case),
        may_work=may(staff().role, Permission.WORK_CASES),
        may_seal=may(staff().role, Permission.SEAL_CASE),
    )


def _reader_form(case: Case) -> ReaderForm:
    form = ReaderForm()
    reader_ids = {user.id for user in sealing.readers(case)}
    form.user.choices = [
        Choice(user.id, f"{user.name}, {user.role.label.lower()}")
        for user in _who_may_be_named()
        if user.id not in reader_ids
    ]
    return form


def _who_may_be_named() -> list[User]:
    return [
        user for user in users.every() if user.is_active and may(user.role, Permission.SEE_CASES)
    ]
