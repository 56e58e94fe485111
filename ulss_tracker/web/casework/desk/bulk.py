"""One act on many reviews or requests: what will happen shown first, the press, its undoing."""

from flask import flash, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from ulss_tracker.models import Request, Review
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.assignment import assignment, carrying_out
from ulss_tracker.services.assignment.carrying_out import Result
from ulss_tracker.services.core import tags, users
from ulss_tracker.services.desk import bulk
from ulss_tracker.services.desk.bulk import Act, Details
from ulss_tracker.services.protection.holders import Work
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


class TagForm(GovForm):
    """The tag they are to have."""

    tag = TextField(
        "Tag",
        hint="One that is offered, or a new one: never a person’s name. Blank takes the tag off.",
        max_length=30,
        width=20,
    )


class ChaseForm(GovForm):
    """The answer to one chase about the papers of several cases."""

    spoke_to = TextField("Who was chased?", required="Enter who was chased", max_length=200)
    answer = TextAreaField("What did they say?", optional=True, max_length=2000, rows=2)


_FORMS = {Act.GIVE: GiveForm, Act.ASK: AskForm, Act.CHASE: ChaseForm, Act.TAG: TagForm}


@blueprint.get("/together", may=Permission.WORK_CASES)
def together() -> str | Response:
    """Show what the act will do to each of the reviews ticked, before anything is done."""
    act = _act()
    works = _works(request.args)
    if not works:
        flash("Tick the reviews or requests in their list first", "error")
    return _page(act, works, _form(act, is_sent=False))


@blueprint.post("/together", may=Permission.WORK_CASES)
def do_together() -> str:
    """Do it to those ticked, and say of each what became of it."""
    act, form = _act(), _form(_act())
    ticked = assignments.read_ticked(request.form.getlist("take"))
    requests = assignments.read_ticked(request.form.getlist("take_request"))
    nothing = "" if ticked or requests else "Tick those that it is for"
    if not form.validate_on_submit() or nothing:
        return _page(act, _works(request.form), form, nothing=nothing)
    result = bulk.do(ticked, act, _details(form), staff(), requests)
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


def _page(act: Act, works: list[Work], form: GovForm, *, nothing: str = "") -> str:
    within = WithinForm(request.args) if act is Act.EVEN_OUT else None
    team_id = within.values().get("team") if within else None
    planned = bulk.plan(works, act, staff(), team_id=team_id)
    errors: list[dict[str, str]] = form.error_list() if form.is_submitted() else []
    return render_template(
        "casework/desk/together.html",
        act=act,
        acts=[act for act in Act if may(staff().role, act.permission)],
        reviews=[work.id for work in works if isinstance(work, Review)],
        references=[work.reference for work in works if isinstance(work, Request)],
        planned=sorted(planned, key=lambda item: not item.why_not),
        form=form,
        within=within,
        outcome_of=carrying_out.outcome_of,
        seen_of=assignment.seen_of,
        tags=tags.names() if isinstance(form, TagForm) else [],
        minutes=assignments.UNDO_MINUTES,
        error_list=errors + ([{"text": nothing, "href": ""}] if nothing else []),
    )


def _works(values: MultiDict[str, str]) -> list[Work]:
    references = [reference for reference in values.getlist("request") if "\x00" not in reference]
    return bulk.in_order(ids(values.getlist("review")), references)


def _act() -> Act:
    first = next(act for act in Act if may(staff().role, act.permission))
    values = request.form if request.method == "POST" else request.args
    return member(Act, values.get("act"), first)


def _form(act: Act, *, is_sent: bool = True) -> GovForm:
    kind = _FORMS.get(act, GovForm)
    form = kind() if is_sent else kind(None)
    if isinstance(form, GiveForm):
        form.person.choices = [Choice(str(user.id), user.name) for user in users.assignees()]
    if isinstance(form, AskForm):
        form.offer(checks.verifiers(staff()))
    return form


def _details(form: GovForm) -> Details:
    person_id = form["person"].data if "person" in form else None
    return form.into(Details, person=users.get(person_id) if person_id else None)
