"""Asking for a check, of one person or of anyone."""

from collections.abc import Sequence

from flask import url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import User
from ulss_tracker.permissions import Permission
from ulss_tracker.services import letters
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import users
from ulss_tracker.services.waiting import checks
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page, review_page
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, GovForm, SelectField

ANYONE = 0


def checkers(people: Sequence[tuple[int, str]]) -> list[Choice]:
    """Anyone, and these people by id and name, to be asked for a check."""
    anyone = Choice(str(ANYONE), "Anyone who may")
    return [anyone, *(Choice(str(number), name) for number, name in people)]


class AskCheckForm(GovForm):
    """Whom to ask for a check."""

    of = SelectField(
        "Who should check it?",
        required="Choose who should check it",
        hint="Anybody else who is allowed to can still take it.",
        coerce=int,
        default=ANYONE,
    )

    def offer(self, people: Sequence[tuple[int, str]]) -> None:
        """Offer these people, and anyone."""
        self.of.choices = checkers(people)

    @property
    def person(self) -> User | None:
        """The person chosen; None for anyone."""
        return users.get(self.of.data) if self.of.data else None


@blueprint.form("/letter-drafts/<int:draft_id>/ask-check", may=Permission.WORK_CASES)
def ask_letter_check(draft_id: int) -> str | Response:
    """Ask that a letter be checked."""
    draft = letters.get(draft_id)
    form = AskCheckForm()
    form.offer(checks.checkers_of_letters(staff(), draft.case))
    if form.validate_on_submit():
        checks.of_letter(draft, form.person, staff())
        return done(_success(form), draft)
    return case_page(
        "casework/waiting/ask-check.html",
        draft.case,
        tab="casework.case_letters",
        form=form,
        what=draft.kind.label,
        back=url_for("casework.write_letter", draft_id=draft.id),
    )


@blueprint.form("/reviews/<int:review_id>/ask-check", may=Permission.WORK_CASES)
def ask_facts_check(review_id: int) -> str | Response:
    """Ask that a second person verify the review's facts against the court's record."""
    review = cases.get_review(review_id)
    form = AskCheckForm()
    form.offer(checks.verifiers(staff(), review.case))
    if form.validate_on_submit():
        checks.of_facts(review, form.person, staff())
        return done(_success(form), review)
    return review_page(
        "casework/waiting/ask-check.html",
        review,
        form=form,
        what="The facts, against the court’s record",
        back=url_for("casework.show_review", review_id=review.id),
    )


def _success(form: AskCheckForm) -> str:
    whom = form.person.name if form.person else "everybody who may check it"
    return f"Asked: it is in the list of {whom}"
