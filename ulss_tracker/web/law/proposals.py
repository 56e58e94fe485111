"""Proposing a change of the law on a form of its kind: shown in sentences first, then proposed."""

from hashlib import sha256

from flask import jsonify, render_template, request
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotFound
from ulss_tracker.models import LawChange
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.law.change import ChangeKind
from ulss_tracker.scheme.law.drafting import DraftError, content_of
from ulss_tracker.services.law import change_words, desk
from ulss_tracker.services.law.change_words import ChangeWords
from ulss_tracker.web.core.acts import RefusalOn
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.law import blueprint
from ulss_tracker.web.law.changes import proposed
from ulss_tracker.web.law.proposal_forms import TABLE, ProposalForm, find_full_offences, form_of

_KINDS = tuple(ChangeKind(name) for name in TABLE if name != "source")


@blueprint.get("/changes/new", may=Permission.KEEP_LAW)
def propose() -> str:
    """Choose what changes: each kind has its form."""
    kinds = [(kind, TABLE[kind]["heading"]) for kind in _KINDS]
    return render_template("law/propose.html", kinds=kinds)


@blueprint.form("/changes/new/<amends>", may=Permission.KEEP_LAW)
def propose_kind(amends: str) -> str | Response:
    """Propose a change of one kind: first what it makes the law is shown, and then proposed."""
    if amends not in _KINDS:
        raise NotFound("There is no such form")
    kind = ChangeKind(amends)
    form = form_of(kind)
    words = change = None
    if form.validate_on_submit():
        with RefusalOn(form[TABLE[kind]["fault_on"]]):
            words, change = _drafted(kind, form)
        if change:
            return proposed(change)
    return render_template(
        "law/propose-kind.html", form=form, heading=TABLE[kind]["heading"], words=words
    )


def _drafted(kind: ChangeKind, form: ProposalForm) -> tuple[ChangeWords | None, LawChange | None]:
    """The change in words, and the proposal where what is sent is what was shown."""
    try:
        content = content_of(kind, form.answers_given())
    except DraftError as fault:
        form[fault.field].errors = [str(fault)]
        return None, None
    decides_from_on = form["decides_from_on"].data
    words = change_words.drafted(kind, content, decides_from_on)
    digest = sha256(f"{content}{decides_from_on}".encode()).hexdigest()
    if form.shown.data == digest:
        return words, desk.propose(words.proposal(kind, content, decides_from_on), staff())
    form.shown.data = digest
    return words, None


@blueprint.get("/suggest/offences", may=Permission.KEEP_LAW)
def suggest_offences() -> Response:
    """The offences that the words in `q` may mean."""
    found = find_full_offences(request.args.get("q", "")[:200])
    return jsonify([suggestion.as_json() for suggestion in found])
