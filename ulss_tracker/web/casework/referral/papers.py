"""The papers tab: what the CPS was asked for, what has come, and when to chase for the rest."""

from collections.abc import Mapping

from flask import request
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, Message, Paper, PaperKind
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time.calendar import working_days
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services.cases import cases, paper_facts
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import attachments
from ulss_tracker.services.messaging import paper_mail
from ulss_tracker.services.referral import paper_contacts, papers
from ulss_tracker.services.referral.paper_files import proposals
from ulss_tracker.services.referral.papers import AskedOf, PaperInput
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page
from ulss_tracker.web.casework.referral.paper_forms import (
    NOBODY,
    ArrivedForm,
    AskForPapersForm,
    ChaseForm,
    PaperForm,
)
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice

TAB = "casework.case_papers"
WANTED_WITHIN = 2  # working days: the first chase is on the next


@blueprint.get("/cases/<reference>/papers", may=Permission.SEE_CASES)
def case_papers(reference: str) -> str:
    """Each paper and how it stands, the next chase, and the chases so far."""
    case = cases.get_case(reference)
    rows = papers.of_case(case)
    return _page(case, rows, _arrived_form(rows))


@blueprint.post("/cases/<reference>/papers/arrived", may=Permission.WORK_CASES)
def papers_arrived(reference: str) -> str | Response:
    """Record the papers ticked as received together."""
    case = cases.get_case(reference)
    rows = papers.of_case(case)
    form = _arrived_form(rows)
    files = {paper.id: request.form.get(f"file-{paper.id}", type=int) for paper in rows}
    if not form.validate_on_submit():
        return _page(case, rows, form, files)
    come = [paper for paper in rows if paper.id in form.papers.data]
    papers.arrive(case, come, form.received_at.data, staff(), files)
    return done(f"{len(come)} recorded as received", TAB, case)


def _arrived_form(rows: list[Paper]) -> ArrivedForm:
    form = ArrivedForm(received_at=clock.now())
    form.papers.choices = [Choice(paper.id, paper.label) for paper in rows if paper.is_wanted]
    return form


def _page(
    case: Case, rows: list[Paper], form: ArrivedForm, files: Mapping[int, int | None] | None = None
) -> str:
    """The papers; `files` are those chosen before, else each proposed one is chosen and ticked."""
    chases = papers.chases_of(case)
    choices = attachments.choices(case) if rows else []
    proposed = proposals(case, rows) if choices else {}
    if files is None:
        files = {paper_id: proposal.document.id for paper_id, proposal in proposed.items()}
        form.papers.data = [
            paper_id for paper_id, proposal in proposed.items() if not proposal.warnings
        ]
    return case_page(
        "casework/referral/papers.html",
        case,
        tab=TAB,
        form=form,
        papers=rows,
        proposed=proposed,
        chosen=files,
        files=choices,
        read={paper.document.id: paper for paper in paper_facts.of_case(case)} if choices else {},
        chases=chases,
        next_chase=papers.next_chase(case, rows, chases),
        sent=paper_mail.sent(case),
    )


@blueprint.form("/cases/<reference>/papers/ask", may=Permission.WORK_CASES)
def ask_for_papers(reference: str) -> str | Response:
    """Ask the CPS and the court for papers: each is written to."""
    case = cases.get_case(reference)
    kinds = {paper.kind for paper in papers.of_case(case)}
    of_cps, court = paper_contacts.of_case(case)
    form = AskForPapersForm(
        kinds=[kind for kind in PaperKind if kind not in kinds],
        contact=of_cps[0].id if of_cps else NOBODY,
        wanted_by_on=working_days().add(clock.today(), WANTED_WITHIN),
        cps_lawyer=case.cps_lawyer,
        prosecution_counsel=case.prosecution_counsel,
    )
    form.offer(kind for kind in PaperKind if kind not in kinds)
    form.offer_contacts(of_cps)
    if form.validate_on_submit():
        contact = next((each for each in of_cps if each.id == form.contact.data), None)
        asked_of = AskedOf(contact, court, form.wanted_by_on.data)
        with RefusalOn(form.kinds if form.kinds.choices else form.others), transaction():
            lawyer, counsel = form.cps_lawyer.data, form.prosecution_counsel.data
            is_named = paper_contacts.name_prosecution(case, lawyer, counsel, staff())
            others = form.others.data.splitlines()
            if is_named and not (form.kinds.data or others):
                return done("Saved who prosecutes: no paper is asked for", TAB, case)
            new, messages = paper_mail.ask(case, form.kinds.data, others, staff(), asked_of)
            return done(_asked_words(new, messages), TAB, case)
    return case_page("casework/referral/ask-for-papers.html", case, tab=TAB, form=form, court=court)


def _asked_words(new: list[Paper], messages: list[Message]) -> str:
    """How many papers were asked for, where it went, and what nobody was written to for."""
    words = [f"{counted(len(new), 'paper')} asked for"]
    for message in messages:
        to = message.recipient.splitlines()[0]
        words.append(
            f"a letter to {to} waits to be posted" if message.by_post else f"email to {to}"
        )
    unsent = [paper.label for paper in new if paper.contact is None]
    if unsent:
        words.append(f"recorded only, ask for it yourself: {', '.join(unsent)}")
    return "; ".join(words)


@blueprint.form("/cases/<reference>/papers/<int:paper_id>", may=Permission.WORK_CASES)
def change_paper(reference: str, paper_id: int) -> str | Response:
    """Record that a paper was promised, has come, or does not apply."""
    case = cases.get_case(reference)
    paper = papers.get(case, paper_id)
    form = PaperForm.filled_from(paper, document=paper.document_id)
    form.document.choices = [
        Choice(str(number), name) for number, name in attachments.choices(case)
    ]
    if form.validate_on_submit():
        details = form.into(PaperInput, document_id=form.document.data)
        if details.received_at and details.incomplete_reason:
            form.incomplete_reason.errors = ["Clear this, or clear when the paper was received"]
        elif details.is_refused and not details.not_applicable_reason:
            form.not_applicable_reason.errors = ["Enter why they will not send it"]
        elif details.received_at and details.not_applicable_reason:
            form.not_applicable_reason.errors = ["Clear this, or clear when the paper was received"]
        elif details.document_id and not (details.received_at or details.incomplete_reason):
            form.received_at.errors = ["Enter when it was received, or choose no file"]
        else:
            papers.record(case, paper, details, staff(), version=form.seen_version)
            return done(f"Saved: {paper.label}", TAB, case)
    return case_page("casework/referral/paper.html", case, tab=TAB, form=form, paper=paper)


@blueprint.form("/cases/<reference>/papers/chase", may=Permission.WORK_CASES)
def chase_papers(reference: str) -> str | Response:
    """Record that the CPS was chased."""
    case = cases.get_case(reference)
    rows = papers.of_case(case)
    due = papers.next_chase(case, rows, papers.chases_of(case))
    pending = [paper for paper in rows if paper.is_wanted]
    if not pending:
        raise Refused("No paper is wanted: there is nothing to chase")
    form = ChaseForm(at=clock.now())
    if form.validate_on_submit():
        papers.record_chase(case, by=staff(), **form.answers(("at", "spoke_to", "answer")))
        return done("Chase recorded", TAB, case)
    return case_page(
        "casework/referral/chase.html", case, tab=TAB, form=form, wanted=pending, next_chase=due
    )
