"""One letter to everyone who asked: who gets it, how far it is, stopped, resumed, taken away."""

from flask import Response as FlaskResponse
from flask import make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import ChangedMeanwhile, Refused
from ulss_tracker.models import BatchState, LetterSize
from ulss_tracker.permissions import Permission
from ulss_tracker.services import letters
from ulss_tracker.services.letters import batch, packing
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page
from ulss_tracker.web.casework.forms import PressForm
from ulss_tracker.web.core import downloads
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.pdf_response import pdf_response
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import pressed_version

TAB = "casework.case_letters"
_REFRESH_SECONDS = 5


@blueprint.form("/letter-drafts/<int:draft_id>/everyone", may=Permission.WORK_CASES)
def send_to_everyone(draft_id: int) -> str | Response:
    """Show the sample, who gets it and who does not; on a press, have them issued."""
    draft = letters.get(draft_id)
    begun = batch.of_draft(draft)
    if begun is not None:
        return redirect(url_for("casework.show_batch", batch_id=begun.id))
    form = PressForm(version=draft.version)
    if form.validate_on_submit():
        with RefusalOn(form, Refused, ChangedMeanwhile):
            begun = batch.begin(draft, staff(), version=form.seen_version)
            return redirect(url_for("casework.show_batch", batch_id=begun.id))
    letter = letters.prepared(letters.of_draft(draft))
    return case_page(
        "casework/letters/letter-to-everyone.html",
        draft.case,
        tab=TAB,
        draft=draft,
        form=form,
        plan=batch.plan(draft),
        may_go=batch.may_go_to_everyone(draft),
        blocked=letters.blocked(draft),
        letter=letter,
        is_large=lambda request: letters.size_for(draft.kind, request) is LetterSize.LARGE,
        text=letters.shown(letter),
    )


@blueprint.get("/letter-batches/<int:batch_id>", may=Permission.WORK_CASES)
def show_batch(batch_id: int) -> FlaskResponse:
    """How many are issued. While letters are being issued the page looks again by itself."""
    begun = batch.get(batch_id)
    is_running = begun.state is BatchState.RUNNING
    keeps_looking = is_running and request.args.get("still") is None
    page = make_response(
        case_page(
            "casework/letters/letter-batch.html",
            begun.case,
            tab=TAB,
            batch=begun,
            progress=batch.progress(begun),
            is_running=is_running,
            keeps_looking=keeps_looking,
            seconds=_REFRESH_SECONDS,
        )
    )
    if keeps_looking:
        page.headers["Refresh"] = str(_REFRESH_SECONDS)
    return page


@blueprint.post("/letter-batches/<int:batch_id>/stop", may=Permission.WORK_CASES)
def stop_batch(batch_id: int) -> Response:
    """Issue no more of them for now."""
    begun = batch.get(batch_id)
    batch.stop(begun, staff(), version=pressed_version())
    return done("Stopped. The letters already issued stay issued", begun)


@blueprint.post("/letter-batches/<int:batch_id>/resume", may=Permission.WORK_CASES)
def resume_batch(batch_id: int) -> Response:
    """Issue the rest."""
    begun = batch.get(batch_id)
    batch.go_on(begun, staff(), version=pressed_version())
    return redirect(url_for("casework.show_batch", batch_id=begun.id))


@blueprint.get(
    "/letter-batches/<int:batch_id>.zip", may=Permission.WORK_CASES, audit="Letters to everyone"
)
def batch_zip(batch_id: int) -> FlaskResponse:
    """Every letter issued, in one file."""
    begun = batch.get(batch_id)
    downloads.allow()
    name = f"{begun.case.reference}-letters.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return FlaskResponse(packing.zip_of(begun), mimetype="application/zip", headers=headers)


@blueprint.get(
    "/letter-batches/<int:batch_id>.pdf", may=Permission.WORK_CASES, audit="Letters to print"
)
def batch_pdf(batch_id: int) -> FlaskResponse:
    """The letters to post, in one document to print."""
    begun = batch.get(batch_id)
    downloads.allow(batch.progress(begun).posted)
    return pdf_response(packing.to_print(begun), f"{begun.case.reference}-to-print.pdf")
