"""One act on many reviews: the preview of what will happen, the press, and its undoing."""

from flask import flash, render_template, request
from werkzeug.wrappers import Response

from ulss_tracker.models import Review
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.assignment import carrying_out
from ulss_tracker.services.assignment.carrying_out import Result
from ulss_tracker.services.core import users
from ulss_tracker.services.desk import bulk
from ulss_tracker.services.desk.bulk import Act, Details
from ulss_tracker.services.waiting import checks
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.waiting.checks import ANYONE, AskCheckForm
from ulss_tracker.web.core import assignments
from ulss_tracker.web.core.ids import ids, member
from ulss_tracker.web.core.lists import FilterForm, team_choices
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, GovForm, SelectField, TextAreaField, TextField


class GiveForm(GovForm):
    """To whom the reviews go."""

    person = SelectField(
        "Give them to", required="Choose who to give them to", coerce=int, blank="Choose a person"
    )


class WithinForm(FilterForm):
    """Among whom work is evened out."""

    team = SelectField("Even out among", blank="Everybody", choices=team_choices, coerce=int)


class AskForm(AskCheckForm):
    """Whom to ask for the checks."""

    of = SelectField(
        "Who should verify the facts?",
        hint="Anybody else who is allowed to can still take it",
        coerce=int,
        default=ANYONE,
        name="person",
    )


class ChaseForm(GovForm):
    """The answer to one chase about the papers of several cases."""

    spoke_to = TextField("Who was chased?", required="Enter who was chased", max_length=200)
    answer = TextAreaField("What did they say?", optional=True, max_length=2000, rows=2)


@blueprint.get("/together", may=Permission.WORK_CASES)
def together() -> str | Response:
    """Show what the act will do to each of the reviews ticked, before anything is done."""
    act = _act()
    numbers = ids(request.args.getlist("review"))
    reviews = bulk.in_order(numbers)
    if not reviews:
        flash("Tick the reviews in their list first", "error")
    return _page(act, reviews, _form(act, is_sent=False))


@blueprint.post("/together", may=Permission.WORK_CASES)
def do_together() -> str:
    """Do it to those ticked, and say of each what became of it."""
    act, form = _act(), _form(_act())
    ticked = assignments.read_ticked(request.form.getlist("take"))
    if not form.validate_on_submit() or not ticked:
        reviews = bulk.in_order(ids(request.form.getlist("shown")))
        nothing = "" if ticked else "Tick the reviews that it is for"
        return _page(act, reviews, form, nothing=nothing)
    result = bulk.do(ticked, act, _details(form), staff())
    return _result_page(result, act.label, undo_key=assignments.undo_key(result))


@blueprint.post("/together/undo", may=Permission.WORK_CASES)
def undo_together() -> str:
    """Give the work back to whoever had it, but for what changed since."""
    return _result_page(assignments.undo(request.form.get("undo", "")), "Undone")


def _result_page(result: Result, heading: str, *, undo_key: str = "") -> str:
    return render_template(
        "casework/desk/together-done.html",
        heading=heading,
        result=result,
        undo_key=undo_key,
        minutes=assignments.UNDO_MINUTES,
    )


def _page(act: Act, reviews: list[Review], form: GovForm, *, nothing: str = "") -> str:
    within = WithinForm(request.args) if act is Act.EVEN_OUT else None
    team_id = within.values().get("team") if within else None
    planned = bulk.plan(reviews, act, staff(), team_id=team_id)
    errors: list[dict[str, str]] = form.error_list() if form.is_submitted() else []
    return render_template(
        "casework/desk/together.html",
        act=act,
        acts=[act for act in Act if may(staff().role, act.permission)],
        reviews=reviews,
        planned=sorted(planned, key=lambda item: not item.why_not),
        form=form,
        within=within,
        name_of=carrying_out.name_of,
        minutes=assignments.UNDO_MINUTES,
        error_list=errors + ([{"text": nothing, "href": ""}] if nothing else []),
    )


def _act() -> Act:
    first = next(act for act in Act if may(staff().role, act.permission))
    return member(Act, request.values.get("act"), first)


def _form(act: Act, *, is_sent: bool = True) -> GovForm:
    kinds: dict[Act, type[GovForm]] = {Act.GIVE: GiveForm, Act.ASK: AskForm, Act.CHASE: ChaseForm}
    kind = kinds.get(act, GovForm)
    form = kind() if is_sent else kind(None)
    if isinstance(form, GiveForm):
        form.person.choices = [Choice(str(user.id), user.name) for user in users.assignees()]
    if isinstance(form, AskForm):
        form.offer(checks.verifiers(staff()))
    return form


def _details(form: GovForm) -> Details:
    if isinstance(form, ChaseForm):
        return Details(spoke_to=form.spoke_to.data, answer=form.answer.data)
    if isinstance(form, GiveForm):
        return Details(person=users.get(form.person.data))
    return Details(person=form.person if isinstance(form, AskForm) else None)
