"""The letters of a case: begun, written with the letter beside the form, checked, issued, read."""

from flask import Response as FlaskResponse
from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import MissingFacts, Refused
from ulss_tracker.models import Case, LetterDraft, LetterKind
from ulss_tracker.permissions import Permission
from ulss_tracker.services import letters
from ulss_tracker.services.cases import cases
from ulss_tracker.services.letters import batch, comments, listing
from ulss_tracker.services.waiting import checks, outstanding
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page
from ulss_tracker.web.casework.letters.forms import NewLetterForm, letter_form, letter_input
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.pdf_response import pdf_response
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import VersionedForm, pressed_version

TAB = "casework.case_letters"
_UNFINISHED = "unfinished"
_MOST_BESIDE = 10  # beside the letters issued; the others are a link away


@blueprint.get("/cases/<reference>/letters", may=Permission.SEE_CASES)
def case_letters(reference: str) -> str:
    """Letters being written, to everyone who asked, and issued, with the versions replaced.

    `?show=unfinished` lists all that are being written, which may be one for each who asked.
    """
    case = cases.get_case(reference)
    if request.args.get("show") == _UNFINISHED:
        return _unfinished(case)
    issued = lists.of(listing.ISSUED)
    page = listing.issued(case, issued.filters, **issued.place)
    return case_page(
        "casework/letters/case-letters.html",
        case,
        drafts_shown=lists.of(listing.BEGUN),
        drafts=listing.unfinished(case, size=_MOST_BESIDE).rows,
        unfinished=listing.count_unfinished(case),
        batches=listing.batches(case),
        page=page,
        shown=issued,
        replaced=listing.replaced(page.rows),
        needs_check=letters.needs_check,
    )


def _unfinished(case: Case) -> str:
    begun = lists.of(listing.BEGUN)
    page = listing.unfinished(case, begun.filters, **begun.place)
    return case_page(
        "casework/letters/unfinished-letters.html",
        case,
        page=page,
        shown=begun,
        needs_check=letters.needs_check,
    )


@blueprint.form("/cases/<reference>/letters/new", may=Permission.WORK_CASES)
def new_letter(reference: str) -> str | Response:
    """Choose which letter to write."""
    case = cases.get_case(reference)
    form = NewLetterForm(review=case.reviews[0].id if len(case.reviews) == 1 else None)
    form.for_case(case)
    if form.validate_on_submit():
        review = next((row for row in case.reviews if row.id == form.review.data), None)
        request_ = next((row for row in case.requests if row.id == form.request.data), None)
        with RefusalOn(form.review):
            kind = form.kind.data
            is_owing = kind is LetterKind.WHAT_WE_NEED
            draft = letters.draft(
                kind,
                staff(),
                case=case,
                review=review,
                request=request_,
                words=outstanding.words_of_letter(request_) if request_ and is_owing else None,
            )
            return redirect(url_for("casework.write_letter", draft_id=draft.id))
    return case_page(
        "casework/cases/case-form.html",
        case,
        tab=TAB,
        form=form,
        page_title=f"{form.heading}, {reference}",
    )


@blueprint.form("/letter-drafts/<int:draft_id>", may=Permission.WORK_CASES)
def write_letter(draft_id: int) -> str | Response:
    """Type the letter's own words, with the letter as it would be beside them."""
    draft = letters.get(draft_id)
    form = letter_form(draft)
    if form.validate_on_submit():
        letters.change(draft, letter_input(draft, form), staff(), version=form.seen_version)
        return done("Letter saved", draft)
    return _page(draft, form)


@blueprint.post("/letter-drafts/<int:draft_id>/text", may=Permission.WORK_CASES)
def letter_text(draft_id: int) -> str:
    """The letter's text as it would be with what is typed so far; nothing is kept."""
    draft = letters.get(draft_id)
    form = letter_form(draft)
    form.validate()
    return letters.shown(letters.prepared(letters.as_typed(draft, letter_input(draft, form))))


@blueprint.get("/letter-drafts/<int:draft_id>.pdf", may=Permission.SEE_CASES)
def draft_pdf(draft_id: int) -> FlaskResponse:
    """The letter as it would be printed, marked as a draft, with its gaps."""
    draft = letters.get(draft_id)
    content = letters.preview(letters.of_draft(draft))
    return pdf_response(content, f"{draft.case.reference}-draft.pdf")


@blueprint.post("/letter-drafts/<int:draft_id>/check", may=Permission.WORK_CASES)
def check_letter(draft_id: int) -> str | Response:
    """Record that a second person read it and that it may be issued."""
    draft = letters.get(draft_id)
    try:
        letters.check(draft, staff(), version=pressed_version())
    except (MissingFacts, Refused) as refusal:
        return _page(draft, letter_form(draft, is_sent=False), refusal)
    return done("Checked: the letter can be issued", draft)


@blueprint.post("/letter-drafts/<int:draft_id>/issue", may=Permission.WORK_CASES)
def issue_letter(draft_id: int) -> str | Response:
    """Issue the letter; a missing fact blocks it and is named."""
    draft = letters.get(draft_id)
    try:
        letter = letters.issue(draft, staff(), version=pressed_version())
    except (MissingFacts, Refused) as refusal:
        return _page(draft, letter_form(draft, is_sent=False), refusal)
    return done(f"{letter.kind.label} issued, version {letter.version}", letter)


@blueprint.post("/letter-drafts/<int:draft_id>/discard", may=Permission.WORK_CASES)
def discard_letter(draft_id: int) -> Response:
    """Throw away a letter that was not issued."""
    draft = letters.get(draft_id)
    letters.discard(draft, staff(), version=pressed_version())
    return done("Letter discarded", TAB, draft.case)


@blueprint.get("/letters/<int:letter_id>", may=Permission.SEE_CASES)
def read_letter(letter_id: int) -> str:
    """An issued letter to read on the screen: the same words as its PDF."""
    letter = letters.pdf_of(letter_id)
    return case_page(
        "casework/letters/letter.html",
        letter.case,
        tab=TAB,
        letter=letter,
        text=letters.text_of(letter.html),
        newer=letters.replaced_by(letter),
    )


@blueprint.post("/letters/<int:letter_id>/again", may=Permission.WORK_CASES)
def write_again(letter_id: int) -> Response:
    """Begin the next version of an issued letter."""
    draft = letters.again(letters.pdf_of(letter_id), staff())
    return redirect(url_for("casework.write_letter", draft_id=draft.id))


def _page(
    draft: LetterDraft, form: VersionedForm, refusal: Refused | MissingFacts | None = None
) -> str:
    letter = letters.prepared(letters.of_draft(draft))
    errors = list(refusal.missing) if isinstance(refusal, MissingFacts) else [str(refusal or "")]
    return case_page(
        "casework/letters/write-letter.html",
        draft.case,
        tab=TAB,
        draft=draft,
        form=form,
        parts=letters.kind_of(draft.kind).parts,
        letter=letter,
        blocked=letters.blocked(draft),
        needs_check=letters.needs_check(draft),
        asked_check=checks.latest_of(draft) if letters.needs_check(draft) else None,
        goes_to_everyone=batch.may_go_to_everyone(draft),
        in_batch=batch.of_draft(draft),
        goes=letters.how_it_goes(draft),
        unresolved=sum(not comment.resolved for comment in comments.of_draft(draft)),
        is_mine=draft.written_by_id == staff().id,
        writes_application=_writes_application(draft),
        text=letters.shown(letter),
        error_list=form.error_list() + [{"text": text, "href": ""} for text in errors if text],
    )


def _writes_application(draft: LetterDraft) -> bool:
    """Whether its words of its own are written on the application's page, and still may be."""
    if draft.kind is not LetterKind.REFERRAL:
        return False
    return draft.review is not None and draft.review.outcome is None
