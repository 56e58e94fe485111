"""The catalogue of offences, to read for any date."""

from flask import Blueprint, render_template, request

from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.scheme.offences.offences import Offence, UnknownOffence, load_catalogue
from ulss_tracker.scheme.offences.penalties import load_penalties
from ulss_tracker.scheme.offences.reasons import list_of
from ulss_tracker.web.admin.forms import EVERY_FAMILY, CatalogueForm

blueprint = Blueprint("admin", __name__, url_prefix="/admin")


@blueprint.get("/catalogue")
def catalogue() -> str:
    """The catalogue as it governs a sentence passed on one day: today, unless asked.

    Its families first, then the offences of one, or those that the words find.
    """
    form = CatalogueForm(request.args or None, data={"on": clock.today()})
    asked = bool(request.args)
    on = (form.on.data if asked and form.validate() else None) or clock.today()
    law = load_catalogue()
    found = law.as_at(on)
    if asked and form.words.data:
        wanted = [match.offence.id for match in law.search(form.words.data, on=on, limit=30)]
        found = tuple(law.get(offence_id) for offence_id in dict.fromkeys(wanted))
    families: dict[str, list[Offence]] = {}
    for offence in found:
        families.setdefault(offence.family, []).append(offence)
    family = form.family.data if asked else None
    is_shown = bool(asked and (form.words.data or family))
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
        total=len(found),
        error_list=form.error_list() if asked else [],
    )


@blueprint.get("/catalogue/<offence_id>")
def offence(offence_id: str) -> str:
    """One row of the catalogue: its dates, questions and source, and the offence through time."""
    law = load_catalogue()
    try:
        row = law.get(offence_id)
    except UnknownOffence as error:
        raise NotFound("There is no such offence in the catalogue") from error
    others = {each.id: each.title for each in law.offences}
    return render_template(
        "admin/offence.html",
        offence=row,
        history=law.history(row),
        maxima=load_penalties().maxima(row),
        minima=load_penalties().minima(row),
        others=others,
        list_of=list_of,
        version=law.version,
    )
