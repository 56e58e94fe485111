"""The redactions of a paper: words, areas of a page by its picture, who and why."""

import re
from typing import Any

from flask import request
from werkzeug.wrappers import Response
from wtforms import ValidationError

from ulss_tracker.models import RedactionReason
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases
from ulss_tracker.services.referral import papers, redactions
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page
from ulss_tracker.web.casework.referral.papers import TAB
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.ids import read_id
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    Choice,
    GovForm,
    NoteField,
    NumberField,
    RadiosField,
    TextAreaField,
    TextField,
)

_NUMBER = r"(\d{1,3}(?:\.\d+)?)"
_AREA = re.compile(r"[\s,;]+".join([_NUMBER] * 4))


class RedactForm(GovForm):
    """Words, or an area of a page; and why."""

    button = "Redact"
    words = TextAreaField(
        "Words to redact, a line each",
        hint="They are found wherever they stand in the paper, also across lines and in pictures.",
        optional=True,
        rows=3,
        max_length=2_000,
    )
    page = NumberField("Page of an area to redact", optional=True, width=3)
    area = TextField(
        "Area of that page",
        hint="Left edge, top edge, width and height in per cent of the page: 10, 42, 30, 4. "
        "The lines on the picture are ten per cent apart.",
        optional=True,
        width=20,
        max_length=40,
    )
    reason = RadiosField("For what reason?", required="Choose the reason", coerce=RedactionReason)
    why = NoteField("Why, in a few words", required="Enter why it is redacted", rows=2)

    def validate_area(self, _field: TextField) -> None:
        """Refuse an area without its page, a page without its area, and what is no area."""
        if (self.page.answer is None) != (not self.area.data):
            raise ValidationError("Enter both the page and the area, or neither")
        if self.area.data and not _AREA.fullmatch(self.area.data):
            raise ValidationError("Enter four numbers, such as 10, 42, 30, 4")

    @property
    def areas(self) -> list[Any]:
        """The area with its page, if one was entered."""
        match = _AREA.fullmatch(self.area.data or "")
        return [(self.page.answer, *map(float, match.groups()))] if match else []


class WithdrawForm(GovForm):
    """Which, and why."""

    heading = "Withdraw a redaction"
    button = "Withdraw it"
    mark = RadiosField("Which?", required="Choose what is withdrawn", choices=[], coerce=int)
    why = NoteField("Why is it withdrawn?", required="Enter why it is withdrawn", rows=3)


@blueprint.form("/cases/<reference>/papers/<int:paper_id>/redaction", may=Permission.SEE_CASES)
def redact_paper(reference: str, paper_id: int) -> str | Response:
    """Show what is redacted in a paper, by whom and why; redact more."""
    case = cases.get_case(reference)
    paper, form = papers.get(case, paper_id), RedactForm()
    if form.validate_on_submit():
        words = [line.strip() for line in (form.words.data or "").splitlines() if line.strip()]
        with RefusalOn(form):
            details = form.answers(("reason", "why"))
            redactions.redact(paper, words, form.areas, staff(), **details)
            return done(
                "The copy is being redacted", "casework.redact_paper", case, paper_id=paper.id
            )
    of_case = redactions.of_case(case.id)
    number = form.page.answer if form.is_submitted() else request.args.get("page", 1, read_id)
    page, pages = redactions.page_of(paper, number or 1)
    return case_page(
        "casework/referral/redact.html",
        case,
        tab=TAB,
        form=form,
        paper=paper,
        redaction=redactions.of_paper(paper, of_case),
        why_not=redactions.why_not(paper, of_case),
        page=page,
        pages=pages,
        reasons=RedactionReason,
    )


@blueprint.form(
    "/cases/<reference>/papers/<int:paper_id>/redaction/withdraw", may=Permission.WORK_CASES
)
def withdraw_redaction(reference: str, paper_id: int) -> str | Response:
    """Withdraw what was redacted: it stays in the list, with who and why."""
    case = cases.get_case(reference)
    paper, form = papers.get(case, paper_id), WithdrawForm()
    redaction = redactions.of_paper(paper, redactions.of_case(case.id))
    form.mark.choices = [
        Choice(place, _words(mark))
        for place, mark in enumerate(redaction.marks if redaction else ())
        if not mark["withdrawn"]
    ]
    if form.validate_on_submit():
        with RefusalOn(form):
            redactions.withdraw(paper, form.mark.data, form.why.data, staff())
            return done("It is withdrawn", "casework.redact_paper", case, paper_id=paper.id)
    return case_page("casework/cases/case-form.html", case, tab=TAB, form=form)


def _words(mark: dict[str, Any]) -> str:
    if mark["words"]:
        return f"“{mark['words']}”"
    page, *area = mark["area"]
    return f"Page {page}: {', '.join(f'{edge:g}' for edge in area)}"
