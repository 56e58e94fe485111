"""Requests about personal data: the list, one of them, and each step from the letter on."""

from flask import Response as FlaskResponse
from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import Channel, RightsKind, RightsOutcome, RightsRequest, Treatment
from ulss_tracker.permissions import Permission
from ulss_tracker.services.information_rights import copies, items
from ulss_tracker.services.information_rights import rights_requests as service
from ulss_tracker.services.information_rights.rights_requests import ClockStep
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import RefusalOn, address_of, done
from ulss_tracker.web.core.pdf_response import pdf_response
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    DateField,
    GovForm,
    NoteField,
    RadiosField,
    TextAreaField,
    VersionedForm,
    YesNoField,
)


class RightsForm(GovForm):
    """A request as it reached the office."""

    heading = "Record a request about personal data"
    button = "Record the request"
    kind = RadiosField("What do they ask?", required="Choose what they ask", coerce=RightsKind)
    person = TextAreaField(
        "Who asks?",
        hint="Every name they are or were known by, each on a line of its own.",
        required="Enter who asks",
        rows=3,
        max_length=1_000,
    )
    contacts = TextAreaField(
        "How are they reached, and how may we know them?",
        hint="Email addresses, telephone numbers and a postcode, each on a line of its own.",
        optional=True,
        rows=3,
        max_length=1_000,
    )
    channel = RadiosField(
        "How did it reach us?", required="Choose how it reached us", coerce=Channel
    )
    received_on = DateField("When did it reach us?", required="Enter the day", default=clock.today)
    words = NoteField("What do they ask, in their words?", required="Enter what they ask", rows=6)


class ClockForm(VersionedForm):
    """A step of the clock."""

    button = "Record it"
    step = RadiosField("What happened?", required="Choose what happened", coerce=ClockStep)
    on = DateField("On which day?", required="Enter the day", default=clock.today)
    note = NoteField(
        "How, or why?",
        optional=True,
        hint="How they showed who they are, or why it is complex, as they were told.",
        rows=3,
    )


class DecideForm(VersionedForm):
    """A treatment of each record found, and the words that are masked."""

    button = "Keep what I decided"
    masks = TextAreaField(
        "Words of others to mask",
        hint="Proposed by the tracker. Take out what is theirs, add what it missed, a line each.",
        optional=True,
        rows=10,
        max_length=20_000,
    )


class CheckForm(VersionedForm):
    """A second person's look."""

    button = "Record my look"
    agrees = YesNoField("Do you agree?", required="Choose whether you agree")


class RightsAnswerForm(VersionedForm):
    """How it was answered."""

    button = "Record the answer"
    outcome = RadiosField(
        "What came of it?", required="Choose what came of it", coerce=RightsOutcome
    )
    answer = NoteField(
        "What were they told?",
        hint="Say what was kept back and by which provision, that they may complain to us and to "
        "the Information Commissioner, and that a court can enforce their right.",
        required="Enter what they were told",
        rows=8,
    )


@blueprint.get("/personal-data", may=Permission.WORK_CASES)
def rights_requests() -> str:
    """The requests to answer, the soonest due first; or those that are answered."""
    return lists.show("casework/personal-data/list.html", service.TABLE, service.page)


@blueprint.form("/personal-data/new", may=Permission.WORK_CASES)
def record_rights_request() -> str | Response:
    """Record a request."""
    form = RightsForm()
    if form.validate_on_submit():
        with RefusalOn(form.received_on):
            rights = service.record(
                form.kind.data,
                form.person.data,
                form.words.data,
                staff(),
                **form.answers(("contacts", "channel", "received_on")),
            )
            return done(f"Request {rights.reference} is recorded", rights)
    page = url_for("casework.rights_requests")
    back = ("Personal data", page)
    return render_template("layouts/form.html", form=form, back_link=back, cancel=page)


@blueprint.get("/personal-data/<reference>", may=Permission.WORK_CASES)
def show_rights_request(reference: str) -> str:
    """One request, its clock, and what is to be done next."""
    return _show(service.get(reference))


@blueprint.form("/personal-data/<reference>/clock", may=Permission.WORK_CASES)
def move_rights_clock(reference: str) -> str | Response:
    """Stop the clock, let it run on or give it longer."""
    rights = service.get(reference)
    form = ClockForm(version=rights.version)
    if form.validate_on_submit():
        with RefusalOn(form.on):
            step, on, note = form.step.data, form.on.data, form.note.data or ""
            service.move_clock(rights, step, on, note, staff(), version=form.seen_version)
            return done(f"Recorded: {step.label}", rights)
    return _form_page("The clock of", rights, form)


@blueprint.form("/personal-data/<reference>/decide", may=Permission.WORK_CASES)
def decide_rights_request(reference: str) -> str | Response:
    """Say of each record found what becomes of it, and which words of others are masked."""
    rights = service.get(reference)
    masks = "\n".join(service.proposed_masks(rights))
    form = DecideForm(version=rights.version, masks=masks)
    posted = request.form.getlist("treatment")
    if form.validate_on_submit():
        with RefusalOn(form):
            known = {each.value: each for each in Treatment}
            treatments = [known.get(value, Treatment.UNDECIDED) for value in posted]
            lines = (form.masks.data or "").splitlines()
            service.decide(rights, treatments, lines, staff(), version=form.seen_version)
            return done("Kept. A second person looks at it now", rights)
    return render_template(
        "casework/personal-data/decide.html",
        form=form,
        rights=rights,
        items=items.shown(rights),
        posted=posted,
        treatments=list(Treatment),
    )


@blueprint.form("/personal-data/<reference>/check", may=Permission.WORK_CASES)
def check_rights_request(reference: str) -> str | Response:
    """Look at what somebody else decided, and agree or send it back."""
    rights = service.get(reference)
    form = CheckForm(version=rights.version)
    if form.validate_on_submit():
        with RefusalOn(form):
            agrees = form.agrees.data
            service.check(rights, staff(), version=form.seen_version, agrees=agrees)
            return done("You agreed" if agrees else "It is sent back", rights)
    return render_template(
        "casework/personal-data/check.html", form=form, rights=rights, items=items.shown(rights)
    )


@blueprint.post("/personal-data/<reference>/bundle", may=Permission.WORK_CASES)
def lock_bundle(reference: str) -> str:
    """Close what is to be sent with a code, which is shown once; or have it made again."""
    rights = service.get(reference)
    return _show(rights, service.lock_bundle(rights, staff(), version=rights.version))


@blueprint.get("/personal-data/<reference>/bundle.pdf", may=Permission.WORK_CASES, audit="A bundle")
def rights_bundle(reference: str) -> FlaskResponse:
    """The file to be sent, which opens by its code alone."""
    rights = service.get(reference)
    if not rights.bundle or rights.locked_at is None:
        raise NotFound("It has not been made yet")
    return pdf_response(rights.bundle, f"{rights.reference}.pdf")


@blueprint.form("/personal-data/<reference>/answer", may=Permission.WORK_CASES)
def answer_rights_request(reference: str) -> str | Response:
    """Record how it was answered."""
    rights = service.get(reference)
    form = RightsAnswerForm(version=rights.version, answer=service.proposed_answer(rights))
    if form.validate_on_submit():
        with RefusalOn(form):
            outcome, words = form.outcome.data, form.answer.data
            service.answer(rights, outcome, words, staff(), version=form.seen_version)
            return done("The answer is recorded", rights)
    return _form_page("Record the answer to", rights, form)


def _show(rights: RightsRequest, code: str = "") -> str:
    return render_template(
        "casework/personal-data/show.html",
        rights=rights,
        code=code,
        opens_until=copies.until(rights),
        until=service.in_backups_until(rights),
        is_own=rights.decided_by_id == staff().id,
    )


def _form_page(heading: str, rights: RightsRequest, form: VersionedForm) -> str:
    back = (f"Request {rights.reference}", address_of(rights))
    heading = f"{heading} {rights.reference}"
    return render_template("layouts/form.html", form=form, heading=heading, back_link=back)
