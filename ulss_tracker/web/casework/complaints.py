"""Complaints about the office's own service: the list, recording one, what was done about it."""

from flask import render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import Case, Channel, Complaint, Finding
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases
from ulss_tracker.services.cases import complaints as service
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.forms import past_moment
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import RefusalOn, address_of, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    GovForm,
    NoteField,
    RadiosField,
    TextAreaField,
    TextField,
    VersionedForm,
)


class ComplaintForm(GovForm):
    """A complaint as it reached the office."""

    heading = "Record a complaint"
    button = "Record the complaint"
    name = TextField("Who complains?", required="Enter who complains", max_length=200)
    contact = TextAreaField("How to reach them", optional=True, rows=3, max_length=2_000)
    channel = RadiosField(
        "How did it reach us?", required="Choose how it reached us", coerce=Channel
    )
    received_at = past_moment("When did it reach us?", default=clock.now)
    case_reference = TextField(
        "Reference of the case",
        optional=True,
        hint="For example, ULS-2026-0042. Leave it empty if it is about no case.",
        width=20,
        max_length=20,
    )
    about = NoteField("What is it about?", required="Enter what it is about", rows=6)


class AcknowledgeForm(VersionedForm):
    """When they were told that it was received."""

    button = "Record the acknowledgement"
    at = past_moment("When were they told that we have it?", default=clock.now)


class AnswerForm(VersionedForm):
    """How it was answered, and when."""

    button = "Record the answer"
    finding = RadiosField("What was found?", required="Choose what was found", coerce=Finding)
    answer = NoteField("What was answered?", required="Enter what was answered", rows=6)
    at = past_moment("When was it answered?", default=clock.now)


@blueprint.get("/complaints", may=Permission.WORK_CASES)
def complaints() -> str:
    """The complaints to answer, the soonest due first; or those that are answered."""
    return lists.show("casework/complaints.html", service.TABLE, service.page)


@blueprint.form("/complaints/new", may=Permission.WORK_CASES)
def record_complaint() -> str | Response:
    """Record a complaint."""
    form = ComplaintForm()
    if form.validate_on_submit():
        with RefusalOn(form.received_at), RefusalOn(form.case_reference, NotFound):
            complaint = service.record(
                form.name.data,
                form.about.data,
                staff(),
                case=_case(form.case_reference.data),
                **form.answers(("channel", "received_at", "contact")),
            )
            return done(f"Complaint {complaint.reference} is recorded", complaint)
    page = url_for("casework.complaints")
    back = ("Complaints", page)
    return render_template("layouts/form.html", form=form, back_link=back, cancel=page)


@blueprint.get("/complaints/<reference>", may=Permission.WORK_CASES)
def show_complaint(reference: str) -> str:
    """One complaint, its clock and what was done."""
    return render_template("casework/complaint.html", complaint=service.get(reference))


@blueprint.form("/complaints/<reference>/acknowledge", may=Permission.WORK_CASES)
def acknowledge_complaint(reference: str) -> str | Response:
    """Record that they were told that it was received."""
    complaint = service.get(reference)
    form = AcknowledgeForm(version=complaint.version)
    if form.validate_on_submit():
        with RefusalOn(form.at):
            service.acknowledge(complaint, form.at.data, staff(), version=form.seen_version)
            return done("The acknowledgement is recorded", complaint)
    return _form_page("Record the acknowledgement of", complaint, form)


@blueprint.form("/complaints/<reference>/answer", may=Permission.WORK_CASES)
def answer_complaint(reference: str) -> str | Response:
    """Record how it was answered."""
    complaint = service.get(reference)
    form = AnswerForm(version=complaint.version)
    if form.validate_on_submit():
        with RefusalOn(form.at):
            service.answer(
                complaint,
                form.finding.data,
                form.answer.data,
                form.at.data,
                staff(),
                version=form.seen_version,
            )
            return done("The answer is recorded", complaint)
    return _form_page("Record the answer to", complaint, form)


def _form_page(heading: str, complaint: Complaint, form: VersionedForm) -> str:
    back = (f"Complaint {complaint.reference}", address_of(complaint))
    heading = f"{heading} {complaint.reference}"
    return render_template("layouts/form.html", form=form, heading=heading, back_link=back)


def _case(reference: str) -> Case | None:
    return cases.get_case(reference.strip().upper()) if reference.strip() else None
