"""Comments beside the paragraphs of a letter being written."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.models import LetterDraft
from ulss_tracker.permissions import Permission
from ulss_tracker.services import letters
from ulss_tracker.services.letters import comments
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page
from ulss_tracker.web.core import kept_forms
from ulss_tracker.web.core.acts import RefusalOn
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import GovForm, TextAreaField

_TAB = "casework.case_letters"
_LONGEST = 2000


class CommentForm(GovForm):
    """A remark on one paragraph."""

    comment = TextAreaField(
        "Comment",
        required="Enter the comment",
        hint="Write @ and a colleague’s full name to tell them",
        max_length=_LONGEST,
        rows=2,
    )


@blueprint.form("/letter-drafts/<int:draft_id>/comments", may=Permission.WORK_CASES)
def letter_comments(draft_id: int) -> str | Response:
    """The letter, a paragraph a row, with what was said of each beside it."""
    draft = letters.get(draft_id)
    form = CommentForm()
    number = request.form.get("paragraph", "") or kept_forms.filled_in("paragraph")
    if form.validate_on_submit():
        with RefusalOn(form.comment):
            added = comments.add(
                draft,
                int(number) if number.isdecimal() and len(number) < 5 else 0,
                request.form.get("quote", ""),
                form.comment.data,
                staff(),
            )
            return _beside_it(draft, added.id)
    return _page(draft, form, number)


@blueprint.post(
    "/letter-drafts/<int:draft_id>/comments/<int:comment_id>/resolve", may=Permission.WORK_CASES
)
def resolve_comment(draft_id: int, comment_id: int) -> Response:
    """Record that a comment is dealt with."""
    draft = letters.get(draft_id)
    comments.resolve(draft, comment_id, staff())
    return _beside_it(draft, comment_id)


@blueprint.get("/mentions/<int:mention_id>", may=Permission.WORK_CASES)
def read_comment(mention_id: int) -> Response:
    """The letter with the comment that mentions somebody."""
    draft, comment_id = comments.of_mention(mention_id)
    return _beside_it(draft, comment_id)


def _beside_it(draft: LetterDraft, comment_id: int) -> Response:
    """The page at the comment itself, which says what was done: a letter has many paragraphs."""
    anchor = f"comment-{comment_id}"
    return redirect(url_for("casework.letter_comments", draft_id=draft.id, _anchor=anchor))


def _page(draft: LetterDraft, form: CommentForm, number: str) -> str:
    rows, gone = comments.paragraphs(draft)
    return case_page(
        "casework/letters/comments.html",
        draft.case,
        tab=_TAB,
        draft=draft,
        rows=rows,
        gone=gone,
        form=form,
        number=number,
    )
