"""Declaring a conflict of interest in a case, and passing the work on."""

from werkzeug.wrappers import Response

from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.cases import cases, conflicts
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import SUMMARY, case_page
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, NoteField, SelectField, VersionedForm


class ConflictForm(VersionedForm):
    """The form of a conflict of interest: its kind, and who takes the work on."""

    reason = NoteField(
        "What is the conflict?",
        required="Enter what the conflict is",
        hint="As much as your colleagues need to know. For example: I know the offender’s family",
        rows=3,
    )
    passed_to = SelectField(
        "Who takes on the reviews that are assigned to you?", blank="Choose somebody", coerce=int
    )


@blueprint.form("/cases/<reference>/conflict", may=Permission.DECLARE_CONFLICT)
def declare_conflict(reference: str) -> str | Response:
    """Say that one has a conflict of interest; whoever is chosen has the work at once."""
    case = cases.get_case(reference)
    people = conflicts.may_take_it_on(case, staff())
    form = ConflictForm(version=case.version)
    form.passed_to.choices = [Choice(str(user.id), user.name) for user in people]
    is_assigned = bool(conflicts.held(case, staff()))
    if form.validate_on_submit():
        if is_assigned and not form.passed_to.data:
            form.passed_to.errors = ["Choose who takes on the reviews that are assigned to you"]
        else:
            heir = next((user for user in people if user.id == form.passed_to.data), None)
            conflicts.declare(
                case, form.reason.data, staff(), passed_to=heir, version=form.seen_version
            )
            return done("Conflict of interest recorded: others work on this case now", case)
    return case_page(
        "casework/cases/conflict.html",
        case,
        tab=SUMMARY,
        form=form,
        is_assigned=is_assigned,
        own=conflicts.of_person(case, staff()),
        standing=conflicts.open_in(case),
        may_end=may(staff().role, Permission.REASSIGN_WORK),
    )


@blueprint.post("/cases/<reference>/conflicts/<int:conflict_id>/end", may=Permission.REASSIGN_WORK)
def end_conflict(reference: str, conflict_id: int) -> Response:
    """End a conflict that was declared by mistake."""
    case = cases.get_case(reference)
    conflicts.end(case, conflict_id, staff())
    return done("They may work on this case again", "casework.declare_conflict", case)
