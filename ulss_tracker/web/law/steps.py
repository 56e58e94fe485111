"""The steps of a change of the law: rehearsed again, signed, refused, withdrawn, to be undone."""

from flask import render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotFound
from ulss_tracker.permissions import Permission
from ulss_tracker.services.law import change_words, desk, rehearsals
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.law import blueprint
from ulss_tracker.web.law.forms import ReasonForm, SignForm

_TITLES = {
    "refuse": ("Refuse", "is refused"),
    "withdraw": ("Withdraw", "is withdrawn"),
    "undo": ("Propose to undo", "is proposed, and is being rehearsed"),
}


@blueprint.post("/changes/<reference>/rehearse", may=Permission.KEEP_LAW)
def rehearse(reference: str) -> Response:
    """Have a change rehearsed again."""
    rehearsals.ask_again(desk.get(reference), staff())
    return done("It is being rehearsed", "law.change", reference=reference)


@blueprint.form("/changes/<reference>/sign", may=Permission.KEEP_LAW)
def sign(reference: str) -> str | Response:
    """Sign a change that another lawyer proposed."""
    change = desk.get(reference)
    form = SignForm()
    if form.validate_on_submit():
        desk.sign(change, staff())
        return done(f"{reference} is signed", "law.change", reference=reference)
    return render_template(
        "law/sign.html",
        change=change,
        words=change_words.of(change),
        form=form,
        why_not=desk.why_not_sign(change, staff()),
        rehearsal=rehearsals.latest(change),
    )


@blueprint.form("/changes/<reference>/end/<step>", may=Permission.KEEP_LAW)
def end(reference: str, step: str) -> str | Response:
    """Refuse or withdraw a proposal, or propose to undo what was signed, and say why."""
    if step not in _TITLES:
        raise NotFound("There is no such step")
    title, success = _TITLES[step]
    change = desk.get(reference)
    form = ReasonForm()
    if form.validate_on_submit():
        if step == "undo":
            reference = desk.propose_undoing(change, form.note.data, staff()).reference
        elif step == "refuse":
            desk.refuse(change, form.note.data, staff())
        else:
            desk.withdraw(change, form.note.data, staff())
        return done(f"{reference} {success}", "law.change", reference=reference)
    return render_template(
        "layouts/form.html",
        form=form,
        heading=f"{title} {change.reference}",
        back_link=(change.reference, url_for("law.change", reference=change.reference)),
        intro=change.title,
        button=title,
    )
