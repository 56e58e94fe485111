"""Preparing the application, issuing letters, and recording that they arrived."""

from flask import Response as FlaskResponse
from flask import redirect, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from ulss_tracker import clock
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import BundleReader, DraftOf, FilingKind, LetterKind, Review
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services import letters
from ulss_tracker.services.assessment import two_keys
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.letters import LetterSubject
from ulss_tracker.services.messaging import filing_mail
from ulss_tracker.services.referral import (
    applications,
    bundles,
    filings,
    pinned_pages,
    progress,
    written_drafts,
)
from ulss_tracker.services.referral.applications import Prepared
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.casework.letters.court_forms import ApplicationForm, FilingForm
from ulss_tracker.web.casework.referral.written_drafts import version_asked
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.pdf_response import pdf_response
from ulss_tracker.web.core.sessions import staff

# What every reference has; the other court documents are shown once they can be wanted.
_ALWAYS = (LetterKind.REFERRAL, LetterKind.OFFENDER_NOTICE)
_STEPS = {FilingKind.FILING: Step.FILE, FilingKind.SERVICE: Step.SERVE}


@blueprint.get("/reviews/<int:review_id>/letters", may=Permission.SEE_CASES)
def show_letters(review_id: int) -> str:
    """Show what each court document still needs, and the versions issued."""
    return _page(cases.get_review(review_id))


@blueprint.form("/reviews/<int:review_id>/application", may=Permission.WORK_CASES)
def prepare_application(review_id: int) -> str | Response:
    """Write what the application will say."""
    review = cases.get_review(review_id)
    preconditions.check_open(review)
    words = written_drafts.to_go_on_with(review, DraftOf.APPLICATION, version_asked())
    form = ApplicationForm(data={**words, "version": review.version})
    if form.validate_on_submit():
        applications.prepare(review, form.into(Prepared), staff(), version=form.seen_version)
        return done("Application saved", "casework.show_letters", review)
    return review_page(
        "casework/referral/application.html",
        review,
        form=form,
        differences=applications.differences(review),
        pinned_pages=pinned_pages.pinned(review),
        draft_versions=written_drafts.count(review, DraftOf.APPLICATION),
    )


@blueprint.get("/reviews/<int:review_id>/letters/<kind>/preview", may=Permission.SEE_CASES)
def preview_letter(review_id: int, kind: str) -> FlaskResponse:
    """A court document as it would be, marked as a draft, with its gaps."""
    review = cases.get_review(review_id)
    about = LetterSubject(
        kind=_court_document(kind), case=review.case, review=review, issued_on=clock.today()
    )
    return pdf_response(letters.preview(about), f"{review.case.reference}-draft.pdf")


@blueprint.post("/reviews/<int:review_id>/letters/<kind>", may=Permission.WORK_CASES)
def begin_court_document(review_id: int, kind: str) -> Response:
    """Begin a court document, or go on with the one begun: its page checks and issues it."""
    review = cases.get_review(review_id)
    draft = letters.draft(_court_document(kind), staff(), review=review)
    return redirect(url_for("casework.write_letter", draft_id=draft.id))


@blueprint.get("/letters/<int:letter_id>.pdf", may=Permission.SEE_CASES, audit="A letter")
def letter_pdf(letter_id: int) -> FlaskResponse:
    """An issued letter, byte for byte as it was issued."""
    letter = letters.pdf_of(letter_id)
    return pdf_response(letter.pdf, letters.file_name(letter))


@blueprint.form("/reviews/<int:review_id>/arrivals/<kind>", may=Permission.WORK_CASES)
def record_filing(review_id: int, kind: str) -> str | Response:
    """Record when and how a letter reached the Registrar or the offender."""
    review = cases.get_review(review_id)
    if kind not in set(FilingKind):
        raise NotFound("There is no such page")
    filing_kind = FilingKind(kind)
    wanting = progress.find(review, _STEPS[filing_kind], staff()).wanting
    if wanting:
        raise Refused(wanting)
    receipt = filing_mail.receipt(review) if filing_kind is FilingKind.FILING else None
    proposed = (
        {"at": receipt.at, "method": "By email", "reference": receipt.number} if receipt else {}
    )
    form = FilingForm(version=review.version, **proposed)
    if form.validate_on_submit():
        try:
            filings.record_filing(
                review,
                filing_kind,
                at=form.at.data,
                method=form.method.data,
                shown_by=filings.ProofOfArrival(
                    form.reference.data,
                    form.evidence.data.filename or "" if form.evidence.data else "",
                    form.evidence.data.read() if form.evidence.data else b"",
                    form.posted_on.data,
                    form.posted_by.data,
                ),
                late_reason=form.late_reason.data,
                by=staff(),
                version=form.seen_version,
            )
        except Refused as error:
            _place_of(error, form).errors = [str(error)]
        else:
            return done(filing_kind.label, review)
    return review_page(
        "casework/referral/filing.html",
        review,
        form=form,
        kind=filing_kind,
        receipt=receipt,
        keys=two_keys.of_review(review),
    )


def _place_of(error: Refused, form: FilingForm) -> Field:
    """The field to mend."""
    if "posted" in str(error):
        return form.posted_on
    return form.late_reason if "enter why" in str(error) else form.at


def _page(review: Review) -> str:
    kinds = [
        kind
        for kind in LetterKind
        if letters.kind_of(kind).is_court_document
        and (kind in _ALWAYS or not letters.kind_of(kind).condition(review))
    ]
    return review_page(
        "casework/letters/letters.html",
        review,
        kinds=[
            (
                kind,
                letters.prepared(letters.about(review, kind)),
                bool(letters.kind_of(kind).parts),
                letters.kind_of(kind).condition(review),
                kind in _ALWAYS,
                kind is LetterKind.REFERRAL and not review.outcome,
            )
            for kind in kinds
        ],
        drafts={draft.kind: draft for draft in letters.of_review(review)},
        needs_check=letters.needs_check,
        bundle=bundles.newest(review.case, BundleReader.COURT),
    )


def _court_document(kind: str) -> LetterKind:
    if kind not in set(LetterKind) or not letters.kind_of(LetterKind(kind)).is_court_document:
        raise NotFound("There is no such letter")
    return LetterKind(kind)
