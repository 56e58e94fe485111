"""The worksheet about a sentence: written, kept, and held against the record."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from ulss_tracker.models import DraftOf, Review
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.reading.sentence_parts import Served
from ulss_tracker.services.cases import cases
from ulss_tracker.services.referral import worksheets, written_drafts
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import review_page
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, GovForm, SelectField, TextAreaField, TextField

_LINES = frozenset(
    {
        "guideline",
        "guideline_from",
        "guideline_address",
        "category",
        "starting_point",
        "range_from",
        "range_to",
        "remand_days",
    }
)
_HINTS = {
    "guideline": "The version that the court had to follow on the day of sentence",
    "guideline_from": "For example, 1 April 2021",
    "starting_point": "As the guideline has it: for example, 5 years",
    "procedure": "Which section it was committed under, any variation, what the judge said of "
    "other sentences",
}


class WorksheetForm(GovForm):
    """The form of a worksheet: its fields are the parts of `services/referral/worksheets.py`."""

    button = "Save the worksheet"


def _form(review: Review) -> WorksheetForm:
    fields: dict[str, Any] = {}
    for name, label in worksheets.LABELS.items():
        kind = TextField if name in _LINES else TextAreaField
        fields[name] = kind(label, hint=_HINTS.get(name, ""), max_length=_longest(name))
    for name in list(worksheets.labels(review))[len(fields) :]:
        part = name.rpartition("_")[0]
        label = worksheets.COUNT_LABELS[part]
        fields[name] = TextField(label, max_length=200) if part != "served" else _served(label)
    words = written_drafts.to_go_on_with(review, DraftOf.WORKSHEET)
    return WorksheetForm.with_fields("WorksheetForm", fields)(data=words)


def _longest(name: str) -> int:
    return 300 if name in _LINES else written_drafts.LONGEST


def _served(label: str) -> SelectField:
    ways = [Choice(way.value, way.value.capitalize()) for way in Served]
    return SelectField(label, choices=ways, blank="By itself")


@blueprint.form("/reviews/<int:review_id>/worksheet", may=Permission.SEE_CASES)
def worksheet(review_id: int) -> str | Response:
    """Write the worksheet; what differs from the record is said of what was saved last."""
    review = cases.get_review(review_id)
    form = _form(review)
    words = worksheets.written(review)
    if request.form.get("autosave"):
        typed = {name: request.form.get(name, "") for name in worksheets.labels(review)}
        written_drafts.keep(review, DraftOf.WORKSHEET, typed, staff(), is_autosaved=True)
        return Response(status=204)
    if form.validate_on_submit():
        typed = {name: form[name].data or "" for name in worksheets.labels(review)}
        written_drafts.keep(review, DraftOf.WORKSHEET, typed, staff())
        return done("Worksheet saved", "casework.worksheet", review)
    return review_page(
        "casework/referral/worksheet.html",
        review,
        form=form,
        name_of=worksheets.name_of,
        count_parts=list(worksheets.COUNT_LABELS),
        may_write=written_drafts.may_keep(DraftOf.WORKSHEET, staff()),
        saved=worksheets.frozen(review, words),
    )
