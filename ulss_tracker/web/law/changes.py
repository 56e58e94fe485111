"""Changes of the law: the list, proposing one, and one with its rehearsal."""

from collections.abc import Mapping
from typing import Any

from flask import render_template
from werkzeug.wrappers import Response

from ulss_tracker.models import LawChange
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.law.change_files import write_change
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.time.time_limits import TimeVerdict
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.law import agreement, change_words, desk, rehearsals
from ulss_tracker.services.law.desk import ProposalInput
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.filters import iso_date, iso_moment
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.law import blueprint
from ulss_tracker.web.law.forms import ImportForm


@blueprint.get("/changes", may=Permission.SEE_LAW)
def changes() -> str:
    """Every change, the newest first."""
    return lists.show("law/changes.html", desk.TABLE, desk.page)


@blueprint.form("/changes/import", may=Permission.KEEP_LAW)
def import_change() -> str | Response:
    """Propose a change as an engineer wrote it: it is read, and then rehearsed."""
    form = ImportForm()
    if form.validate_on_submit():
        with RefusalOn(form.content):
            return proposed(desk.propose(form.into(ProposalInput), staff()))
    return render_template("law/import.html", form=form)


def proposed(change: LawChange) -> Response:
    """On to a change that was proposed."""
    words = f"{change.reference} is proposed, and is being rehearsed"
    return done(words, "law.change", reference=change.reference)


@blueprint.get("/changes/<reference>", may=Permission.SEE_LAW)
def change(reference: str) -> str:
    """One change: what it says, who did what, and what its rehearsal found."""
    change = desk.get(reference)
    rehearsal = rehearsals.latest(change)
    is_done = rehearsal is not None and rehearsal.ended_at is not None and not rehearsal.error
    listing = lists.of(rehearsals.FINDINGS)
    return render_template(
        "law/change.html",
        change=change,
        words=change_words.of(change),
        undoings=desk.undoings(change),
        rehearsal=rehearsal,
        is_done=is_done,
        counts=rehearsals.counts_shown(rehearsal) if rehearsal and is_done else [],
        page=rehearsals.findings(rehearsal, **listing.place) if rehearsal and is_done else None,
        shown=listing,
        waits=agreement.waits,
        the_tracker=law_in_force.THE_TRACKER,
        **_steps(change),
    )


@blueprint.app_template_global("law_stands")
def _stand(record: Mapping[str, Any]) -> str:
    """How a record stands, in sentences."""
    words = [Verdict(record["verdict"]).label] if record["verdict"] else []
    if record["last_day_on"]:
        file_by = iso_moment(record["file_by_at"]) if record["file_by_at"] else "a moment not known"
        words.append(f"Last day {iso_date(record['last_day_on'])}, file by {file_by}")
    else:
        words.append("No last day known")
    if record["may_be_until_on"]:
        is_law = record.get("is_longer_law")  # not in what was rehearsed before it was asked
        words.append(
            f"It {'is' if is_law else 'may be'} until {iso_date(record['may_be_until_on'])}"
            f"{', once a second person has verified who asked' if is_law else ''}"
        )
    if record["time"]:
        words.append(TimeVerdict(record["time"]).label)
    return ". ".join(words) + "."


def _steps(change: LawChange) -> dict[str, Any]:
    """The steps that the reader may take, each with the reason where they may not yet."""
    reader = staff()
    may_keep = may(reader.role, Permission.KEEP_LAW)
    is_open = change.step is None
    is_own = change.proposed_by_id == reader.id
    return {
        "may_rehearse": may_keep and is_open,
        "may_sign": may_keep and is_open and not is_own,
        "why_not_sign": desk.why_not_sign(change, reader) if may_keep and is_open else "",
        "may_refuse": may_keep and is_open and not is_own,
        "may_withdraw": may_keep and is_open and is_own,
        "may_undo": may_keep and not is_open and not desk.why_not_undo(change),
    }


@blueprint.get("/changes/<reference>/change.toml", may=Permission.SEE_LAW)
def export(reference: str) -> Response:
    """The change as a file that can be committed."""
    text = write_change(desk.written(desk.get(reference)))
    headers = {"Content-Disposition": f'attachment; filename="{reference}.toml"'}
    return Response(text, mimetype="application/toml", headers=headers)
