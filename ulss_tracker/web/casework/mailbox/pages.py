"""The mailbox: the list, one message with its proposal, and the page where messages are added."""

from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField

from ulss_tracker.adapters.mailbox.message import Fault
from ulss_tracker.errors import ChangedMeanwhile, NotFound, Refused
from ulss_tracker.models import InboundMessage, InboundState, RequestState
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.time import time_words
from ulss_tracker.services.correspondence import (
    conversation,
    corrections,
    enclosures,
    likely,
    mailbox,
    replies,
    taking,
)
from ulss_tracker.services.correspondence.answering import SenderCheck
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.services.matching import candidates, same_words
from ulss_tracker.services.matching.candidates import Candidate
from ulss_tracker.services.requests import triage
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.mailbox.corrections import read_of
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import RefusalOn, address_of, done
from ulss_tracker.web.core.ids import ids, member
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import FilesField, GovForm, SelectField, TextField

_MOST_LIKE = 5
_LIST = "casework.mailbox_list"
_OF_REQUEST = "casework.show_request"
_ANSWER = "answer"
_ONWARD = {"record": "casework.open_and_record", "no": "casework.refuse_request"}
"""Where the act on a message leads with its request, by the word that its button sends."""


class AcceptForm(GovForm):
    """A person’s word for what a message is or is about. `seen` is the state they saw it in."""

    seen = HiddenField()
    kind = SelectField(
        "What is this message for?", required="Choose what the message is for", coerce=MailKind
    )
    reference = TextField("Reference of the case or request", hint="For example, ULS-2026-0042")


class AddForm(GovForm):
    """Messages saved as files."""

    heading = "Add messages"
    intro = (
        "Save emails from your own mailbox as files, then add them here. A message that is here "
        "already is not added again. A new request is logged at once."
    )
    button = "Add the messages"
    file = FilesField(
        "Choose messages",
        required="Choose a message",
        hint="Emails saved as .eml or .msg files, up to 10, 60MB together.",
        most=10,
        accept=".eml,.msg",
    )


@blueprint.get("/mailbox", may=Permission.WORK_CASES)
def mailbox_list() -> str:
    """The messages that wait, or that are filed or accepted."""
    state = member(InboundState, request.args.get("state"), InboundState.WAITING)
    listing = lists.of(mailbox.TABLE)
    many = same_words.groups() if state is InboundState.WAITING else []
    page = mailbox.page(state, listing.filters, many, **listing.place)
    return render_template(
        "casework/mailbox/messages.html",
        page=page,
        answered=replies.answered(page.rows),
        many=many,
        limits=triage.time_limits([message.request for message in page.rows if message.request]),
        shown=listing,
        state=state,
        states=InboundState,
        counts=mailbox.counts(),
    )


@blueprint.form("/mailbox/add", may=Permission.WORK_CASES)
def mailbox_add() -> str | Response:
    """Add messages that were saved as files."""
    form = AddForm()
    if form.validate_on_submit():
        intakes = [taking.take(file.stream.read()) for file in form.file.data]
        new = sum(intake.is_new for intake in intakes)
        page = intakes[0].message if len(intakes) == 1 else _LIST
        return done(_added(new, len(intakes) - new), page)
    return render_template("layouts/form.html", form=form, back_link=("Incoming", url_for(_LIST)))


@blueprint.form("/mailbox/<int:message_id>", may=Permission.WORK_CASES)
def mailbox_message(message_id: int) -> str | Response:
    """One message, what it seems to be, and what a person says."""
    message = mailbox.get(message_id)
    form = AcceptForm(seen=message.state, kind=_kind(message))
    if form.validate_on_submit():
        seen = member(InboundState, form.seen.data, message.state)
        is_about = "reference" in request.form
        place = form.reference if is_about else form.kind
        with RefusalOn(place, ChangedMeanwhile, NotFound, Refused):
            if request.args.get("then") == _ANSWER:
                replies.send_template(message, staff(), seen=seen)
            if is_about:
                mailbox.put_with(message, form.reference.data or "", staff(), seen=seen)
            else:
                mailbox.accept(message, form.kind.data, staff(), seen=seen)
            is_answered = request.args.get("then") == _ANSWER
            return accepted(message, "Answered, and accepted" if is_answered else "Accepted")
    request_ = message.request
    assessment = triage.assess_request(request_) if request_ else None
    against = replies.refusals(message) if message.proposal else []
    return render_template(
        "casework/mailbox/message.html",
        message=message,
        proposal=message.proposal,
        pieces=mailbox.marked(message.words, message.proposal),
        form=form,
        kinds=MailKind,
        next=mailbox.next_waiting(message),
        assessment=assessment,
        is_no=bool(assessment and request_ and triage.is_no(request_, assessment)),
        read=read_of(message),
        against=against,
        sender_check=_sender_check(message),
        template=None if against or replies.answered([message]) else replies.template_of(message),
        entries=conversation.of_message(message),
        limit=triage.time_limits([request_]).get(request_.id) if request_ else None,
        like=_candidates(message),
        asks_to_withdraw=_asks_to_withdraw(message),
        named_cases=likely.cases_of(message),
        likely=likely.requests_of(message),
        files=enclosures.of_message(message),
        faults=[Fault(fault).label for fault in message.faults],
    )


def accepted(message: InboundMessage, done_words: str = "Accepted") -> Response:
    """Say what a message was accepted as, and lead on.

    To what is next for its request, where its button says so, once a person has looked at what is
    uncertain; else to the next message that waits.
    """
    about = f", {message.request.reference}" if message.request else ""
    words = f"{done_words}: {kind_words(message).lower()}{about}"
    then = request.args.get("then", _ANSWER)
    if message.request and then != _ANSWER:
        page = _ONWARD.get(then, _OF_REQUEST)
        if page != _OF_REQUEST and corrections.uncertain(message):
            back = address_of(page, message.request)
            return done(words, "casework.mailbox_correct", message, back=back)
        return done(words, page, message.request)
    return done(words, mailbox.next_waiting(message) or _LIST)


@blueprint.post("/mailbox/answer", may=Permission.WORK_CASES)
def mailbox_answer() -> Response:
    """Answer each ticked message by the template of its kind; each waits on to be read."""
    answered, refused = 0, Counter[str]()
    for number in ids(request.form.getlist("message")):
        message = mailbox.get(number)
        try:
            replies.send_template(message, staff(), seen=InboundState.WAITING)
            answered += 1
        except (ChangedMeanwhile, Refused) as refusal:
            refused[str(refusal)] += 1
    for why, count in refused.items():
        flash(f"{time_words.counted(count, 'message')} not answered. {why}", "error")
    if answered:
        return done(
            f"{time_words.counted(answered, 'message')} answered: read what they wrote too", _LIST
        )
    if not refused:
        flash("Tick the messages to answer", "error")
    return redirect(url_for(_LIST))


@blueprint.get("/mailbox/<int:message_id>/page", may=Permission.WORK_CASES)
def mailbox_page(message_id: int) -> str:
    """One message as the page it was written as, in a frame that fetches and runs nothing."""
    message = mailbox.get(message_id)
    return render_template(
        "casework/mailbox/page.html", message=message, page=mailbox.as_page(message)
    )


@blueprint.post("/mailbox/<int:message_id>/take-back", may=Permission.WORK_CASES)
def mailbox_take_back(message_id: int) -> Response:
    """Let a filed or accepted message wait for a person again."""
    message = mailbox.get(message_id)
    mailbox.take_back(message, staff(), seen=message.state)
    return done("The message waits again", message)


def _candidates(message: InboundMessage) -> list[Candidate] | None:
    """The cases and requests like the request that a message made, while it waits."""
    request_, is_made = message.request, message.proposal.get("made_request")
    if request_ is None or not is_made or not request_.state.is_waiting:
        return None
    matches = candidates.like(request_)
    return [match for match in matches if match.is_suggested][:_MOST_LIKE]


def _asks_to_withdraw(message: InboundMessage) -> bool:
    """Whether it takes back a request that is not withdrawn yet."""
    state = message.request.state if message.request else None
    can_be = state is not None and (state.is_waiting or state is RequestState.IN_CASE)
    return can_be and _kind(message) is MailKind.WITHDRAWAL


def _added(new: int, before: int) -> str:
    """How many messages were added, in words, and how many were here before, if any."""
    added = f"{time_words.counted(new, 'message')} added"
    if not before:
        return added
    return f"{added}, {before} {'was' if before == 1 else 'were'} here before"


@blueprint.app_template_global()
def kind_words(message: InboundMessage) -> str:
    """The kind of a message in words."""
    kind = _kind(message)
    return kind.label if kind else "Could not be read"


def _sender_check(message: InboundMessage) -> SenderCheck | None:
    check = message.proposal.get("sender_check")
    return SenderCheck(check) if check else None


def _kind(message: InboundMessage) -> MailKind | None:
    return MailKind(message.kind) if message.kind else None
