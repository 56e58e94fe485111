"""Two cases about one proceeding: side by side first, then merged by a person; and undoing it."""

from typing import Any

from flask import redirect, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Case
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.cases import cases, merging
from ulss_tracker.services.cases.merging import copy_records
from ulss_tracker.services.core import preconditions
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.referral import papers
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import SUMMARY, case_page
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    CheckboxesField,
    Choice,
    GovForm,
    NoteField,
    RadiosField,
    TextField,
    VersionedForm,
)


class OtherCaseForm(GovForm):
    """Which other case is about the same proceeding."""

    reference = TextField(
        "Reference of the other case",
        required="Enter the reference of the other case",
        hint="For example, ULS-2026-0042",
        width=10,
    )


class MergeCasesForm(VersionedForm):
    """How it is known that two cases are one, and who in the one is who in the other."""

    reason = NoteField(
        "How do you know that they are one proceeding?",
        required="Enter how you know that they are one proceeding",
        hint="For example: the same court case number",
        rows=4,
    )


class UnmergeForm(VersionedForm):
    """Why two joined cases are not one proceeding."""

    reason = NoteField(
        "Why are they not one proceeding?", required="Enter why they are not one proceeding", rows=4
    )


@blueprint.form("/cases/<reference>/join", may=Permission.WORK_CASES)
def join_another(reference: str) -> str | Response:
    """Say which other case is about the same proceeding."""
    case = cases.get_case(reference)
    cases.load_sentences(case)
    form = OtherCaseForm()
    if form.validate_on_submit():
        with RefusalOn(form.reference, NotFound):
            other = merging.remaining_of(cases.get_case(form.reference.data.strip().upper()))
            if other.id != case.id:
                return _to_side_by_side(case, other)
            form.reference.errors = ["Enter the reference of another case: this is the same one"]
    return case_page(
        "casework/cases/join-another.html",
        case,
        tab=SUMMARY,
        form=form,
        like=candidates.cases_like(case),
    )


@blueprint.form("/cases/<reference>/join/<other>", may=Permission.WORK_CASES)
def join_cases(reference: str, other: str) -> str | Response:
    """Show the case that would close beside the one that would remain, and join them."""
    closing, remaining = cases.get_case(reference), cases.get_case(other)
    for case in (closing, remaining):
        cases.load_facts(case)
    form = _form(closing, remaining)
    if form.validate_on_submit():
        same = {review.id: int(form[_field(review.id)].data) for review in closing.reviews}
        with RefusalOn(form):
            merging.merge(
                closing,
                remaining,
                same,
                form.reason.data,
                staff(),
                version=form.seen_version,
                carried=form.carried.data if "carried" in form else (),
            )
            return done(f"{reference} is joined to this case", remaining)
    return case_page(
        "casework/cases/merge-cases.html",
        closing,
        tab=SUMMARY,
        other=remaining,
        form=form,
        same=[form[_field(review.id)] for review in closing.reviews],
        carried=form.carried if "carried" in form else None,
        confirmed=_confirmed(closing),
        hindrances=merging.hindrances(closing, remaining),
        papers={side.reference: papers.of_case(side) for side in (closing, remaining)},
    )


@blueprint.form("/cases/<reference>/undo-joining", may=Permission.WORK_CASES)
def undo_joining(reference: str) -> str | Response:
    """Undo the joining of this case to another."""
    case = cases.get_case(reference)
    joined = merging.of_case(case)
    if joined is None:
        raise Refused(f"{reference} is not joined to another case")
    form = UnmergeForm(version=case.version)
    if form.validate_on_submit():
        merging.unmerge(case, form.reason.data, staff(), version=form.seen_version)
        return done(f"{reference} is a case of its own again", case)
    return case_page(
        "casework/cases/unmerge.html",
        case,
        tab=SUMMARY,
        form=form,
        joined=joined,
        why_not=merging.why_not_unmerge(joined),
    )


def _to_side_by_side(case: Case, other: Case) -> Response:
    """The case opened later closes, unless the person turns them round."""
    closing, remaining = (case, other) if case.id > other.id else (other, case)
    return redirect(
        url_for("casework.join_cases", reference=closing.reference, other=remaining.reference)
    )


def _form(closing: Case, remaining: Case) -> Any:
    """The form, with a question for each offender of the case that would close."""
    fits = merging.pairs(closing, remaining)
    fields: dict[str, Any] = {
        _field(review.id): RadiosField(
            f"Who is {review.offender_name} in {remaining.reference}?",
            required=f"Choose who {review.offender_name} is in {remaining.reference}",
            choices=[Choice(str(twin.id), twin.offender_name) for twin in remaining.reviews],
        )
        for review in closing.reviews
    }
    offered = copy_records.offered(closing, remaining, fits)
    if offered:
        fields["carried"] = CheckboxesField(
            f"What to carry over to {remaining.reference}",
            hint=f"{closing.reference} has it and {remaining.reference} does not. What is not "
            "ticked stays where it is, to be read.",
            choices=[Choice(item.id, item.words) for item in offered],
        )
    values: dict[str, Any] = {_field(number): str(twin_id) for number, twin_id in fits.items()}
    values["carried"] = [item.id for item in offered if item.is_likely]
    values["version"] = preconditions.version_of(closing, remaining)
    return MergeCasesForm.with_fields("JoinTheseCasesForm", fields)(data=values)


def _confirmed(case: Case) -> list[str]:
    """List the facts of the case that a second person has verified, in words."""
    return [
        f"{review.offender_name}: {status.fact.label.lower()}, by {verified.confirmed_by.name}"
        for review in case.reviews
        for status in verification.statuses(review)
        if (verified := status.verification)
    ]


def _field(review_id: int) -> str:
    return f"same_{review_id}"
