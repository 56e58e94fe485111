"""Opening a case from a request and recording the sentence, on one page."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import render_template
from werkzeug.wrappers import Response
from wtforms import HiddenField

from ulss_tracker.errors import Refused
from ulss_tracker.models import Request, RequestState
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.reading.sentence_words import Reading, read_sentence
from ulss_tracker.scheme.time.date_warnings import DateWarning
from ulss_tracker.services.assessment.date_warnings import warnings_of_request
from ulss_tracker.services.desk import opening
from ulss_tracker.services.desk.opening import CaseFacts
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.requests import requests, triage
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.desk.case_facts import CaseFactsForm, case_facts_form
from ulss_tracker.web.casework.requests.pages import after_opening
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import CheckboxField


@dataclass(frozen=True, slots=True)
class ReadBack:
    """The reading shown before the case is opened: warnings of the date, how the sentence reads.

    `token` tells these words and this date from others, so that they are read back once.
    """

    warnings: Sequence[DateWarning]
    reading: Reading | None
    token: str


class OpenAndRecordForm(CaseFactsForm):
    """The facts of a case to open. `read_back` marks the words whose reading was seen."""

    read_back = HiddenField()
    reads_otherwise = CheckboxField(
        "That is not how it reads",
        hint="Your words are kept as they are, and no parts are taken from them",
    )

    def to_record(self, read_back: ReadBack) -> CaseFacts:
        """Give the facts typed, with what the person saw of them and let stand."""
        facts, reading = self.facts(read_back.warnings), read_back.reading
        is_right = reading and reading.is_whole and not self.reads_otherwise.data
        parts = reading.parts if is_right and reading else ()
        return replace(facts, sentence=replace(facts.sentence, parts=parts))


@blueprint.form("/requests/<reference>/record", may=Permission.WORK_CASES)
def open_and_record(reference: str) -> str | Response:
    """Open a case from a request and record what the court did, in one press.

    How the sentence reads is said as it is typed; without scripts, before the case is opened.
    """
    request = requests.get(reference)
    if request.state is not RequestState.NEW:
        raise Refused(f"This request is {request.state.label.lower()}: work on it where it is now")
    form = case_facts_form(request, OpenAndRecordForm)
    to_read = None
    if form.validate_on_submit() and not form.is_list_to_show:
        to_read = _read_back(form, request)
        if form.read_back.data == to_read.token:
            return after_opening(opening.open_and_record(request, form.to_record(to_read), staff()))
        form.read_back.data = to_read.token
    return render_template(
        "casework/desk/open-and-record.html",
        request_=request,
        form=form,
        read_back=to_read,
        assessment=triage.assess_request(request),
        like=[candidate for candidate in candidates.like(request) if candidate.is_suggested],
    )


@blueprint.post("/requests/<reference>/record/reading", may=Permission.WORK_CASES)
def sentence_reading(reference: str) -> str:
    """How the sentence typed so far reads, as part of its page; nothing is kept."""
    request = requests.get(reference)
    form = case_facts_form(request, OpenAndRecordForm)
    form.validate()
    read_back = _read_back(form, request)
    form.read_back.data = read_back.token
    return render_template("casework/desk/parts/reading.html", form=form, read_back=read_back)


def _read_back(form: OpenAndRecordForm, request: Request) -> ReadBack:
    sentenced_on, text, kind = form.sentenced_on.data, form.text.data or "", form.order_kind.data
    facts = f"{sentenced_on}|{kind}|{text}"
    return ReadBack(
        warnings_of_request(sentenced_on, request.received_at) if sentenced_on else (),
        read_sentence(text, kind) if text.strip() else None,
        hashlib.sha256(facts.encode()).hexdigest(),
    )
