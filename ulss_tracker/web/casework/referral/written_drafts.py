"""Drafts of the submission and the application: kept from their forms, read version by version."""

from flask import request
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotFound
from ulss_tracker.models import DraftOf
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases
from ulss_tracker.services.referral import submissions
from ulss_tracker.services.referral import written_drafts as drafts
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.ids import read_id
from ulss_tracker.web.core.sessions import staff

FORMS = {
    DraftOf.SUBMISSION: "casework.prepare_submission",
    DraftOf.APPLICATION: "casework.prepare_application",
}


@blueprint.form("/reviews/<int:review_id>/drafts/<kind>", may=Permission.WORK_CASES)
def written_drafts(review_id: int, kind: str) -> str | Response:
    """Show every version of a draft; or keep what its form has so far.

    A page that keeps it while somebody writes says `autosave`, and needs no page in answer.
    """
    review = cases.get_review(review_id)
    if kind not in set(DraftOf):
        raise NotFound("There is no such draft")
    draft_kind = DraftOf(kind)
    if request.method == "POST":
        is_autosaved = bool(request.form.get("autosave"))
        for other in review.case.reviews:
            suffix = "" if other is review else f"_{other.id}"
            if other is review or f"version{suffix}" in request.form:
                words = {
                    name: request.form.get(name + suffix, request.form.get(name, ""))
                    for name in drafts.PARTS[draft_kind]
                }
                drafts.keep(other, draft_kind, words, staff(), is_autosaved=is_autosaved)
        if is_autosaved:
            return Response(status=204)
        return done("Draft saved", FORMS[draft_kind], review)
    return review_page(
        "casework/referral/drafts.html",
        review,
        of=draft_kind,
        versions=drafts.versions(review, draft_kind),
        labels=LABELS,
        form_page=FORMS[draft_kind],
    )


def version_asked() -> int | None:
    """The version that the address asks a form to go on with, where it names one."""
    return request.args.get("draft", type=read_id)


LABELS = {
    **submissions.WRITTEN,
    "appeal_number": "Criminal Appeal Office number",
    "limb": "Section 36(2)",
    "antecedents": "Antecedents",
    "aggravating": "What makes the offending more serious",
    "mitigating": "Mitigation",
    "reports": "Reports and the victim’s statement",
    "how_judge": "How the judge got there",
    "sentencing_range": "The guideline, and where the offence stands in it",
    "why_lenient": "Why the sentence appears unduly lenient",
    "authorities": "Authorities",
    "document_links": "Links to the material documents",
    "settled_by": "Who settled it",
    "checked_by": "Counsel below who checked it",
    "unpinned_reason": "Why paragraphs may name no page",
}
