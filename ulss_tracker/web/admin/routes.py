"""The catalogue of offences, to read for any date."""

from flask import render_template, request

from ulss_tracker import clock
from ulss_tracker.errors import existing
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.offences.case_on_day import asked_of, case_on_day, turns_on_conduct
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offences import find_offence, load_catalogue
from ulss_tracker.scheme.offences.penalties import load_penalties
from ulss_tracker.scheme.offences.proof import proof_of
from ulss_tracker.scheme.offences.reasons import list_of
from ulss_tracker.scheme.time.policies import load_policies
from ulss_tracker.services.law import readings
from ulss_tracker.services.supervision import label_counts
from ulss_tracker.web.admin.forms import EVERY_FAMILY, CatalogueForm, case_on_day_form
from ulss_tracker.web.core.access import Blueprint
from ulss_tracker.web.core.sessions import staff

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.get("/catalogue", may=Permission.SEE_CATALOGUE)
def catalogue() -> str:
    """The catalogue as it governs a sentence passed on one day: today, unless asked.

    Its families first, then the offences of one, or those that the words find.
    """
    form = CatalogueForm(request.args or None, on=clock.today())
    is_asked = bool(request.args)
    on = (form.on.data if is_asked and form.validate() else None) or clock.today()
    law = load_catalogue()
    rows = law.as_at(on)
    if is_asked and form.words.data:
        ids = [match.offence.id for match in law.search(form.words.data, on=on, limit=30)]
        rows = tuple(law.get(offence_id) for offence_id in dict.fromkeys(ids))
    families: dict[str, list[Offence]] = {}
    for offence in rows:
        families.setdefault(offence.family, []).append(offence)
    family = form.family.data if is_asked else None
    is_shown = bool(is_asked and (form.words.data or family))
    return render_template(
        "admin/catalogue.html",
        form=form,
        on=on,
        families=families,
        shown={
            name: offences
            for name, offences in families.items()
            if is_shown and family in (None, EVERY_FAMILY, name)
        },
        is_shown=is_shown,
        every_family=EVERY_FAMILY,
        version=law.version,
        list_of=list_of,
        total=len(rows),
        error_list=form.error_list() if is_asked else [],
    )


@blueprint.get("/catalogue/<offence_id>", may=Permission.SEE_CATALOGUE)
def offence(offence_id: str) -> str:
    """One row of the catalogue: its dates, questions and source, and the offence through time.

    With a day, also what a case of it sentenced on that day would get.
    """
    law, penalties = load_catalogue(), load_penalties()
    row = existing(find_offence(offence_id), "There is no such offence in the catalogue")
    questions = asked_of(row, law)
    form = case_on_day_form(
        questions, request.args or None, asks_conduct=turns_on_conduct(row, law)
    )
    case = None
    if request.args and form.validate():
        ids = [question.id for question in questions if question.id in form]
        case = case_on_day(
            row,
            form.sentenced.data,
            {name: form[name].data for name in ids if form[name].data},
            conduct_on=form.conduct.data if form.conduct else None,
            catalogue=law,
            penalties=penalties,
            policies=load_policies(),
        )
    others = {entry.id: entry.title for entry in law.offences}
    by_lawyers = readings.every().get(row.id, ())
    return render_template(
        "admin/offence.html",
        offence=row,
        history=law.history(row),
        readings=by_lawyers,
        is_read=readings.is_read(row, by_lawyers),
        may_read=may(staff().role, Permission.KEEP_LAW)
        and not readings.why_not(row, by_lawyers, staff()),
        recorded=label_counts.convictions_of([row.id]).get(row.id, 0),
        leading_here=[
            entry
            for entry in law
            for question in entry.questions
            if any(answer.decides == row.id for answer in question.answers)
        ],
        maxima=penalties.maxima(row),
        minima=penalties.minima(row),
        others=others,
        list_of=list_of,
        proof=proof_of(row),
        version=law.version,
        form=form,
        questions=questions,
        case=case,
        error_list=form.error_list() if request.args else [],
    )
