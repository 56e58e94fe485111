"""Answering a message."""

import re
import secrets

from flask import render_template, request
from werkzeug.wrappers import Response
from wtforms import HiddenField

from ulss_tracker.models import InboundState
from ulss_tracker.permissions import Permission
from ulss_tracker.services.correspondence import conversation, mailbox, replies
from ulss_tracker.services.correspondence.kinds import UNWANTED, MailKind
from ulss_tracker.services.correspondence.replies import Template
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.mailbox.pages import accepted
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.ids import member
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, GovForm, RadiosField, TextAreaField

_KEY = re.compile(r"[\w-]{16,40}")


class ReplyForm(GovForm):
    """The words of a reply and where it goes. `key` is the form's own: sent twice, it goes once."""

    key = HiddenField(default=lambda: secrets.token_urlsafe(16))
    to = RadiosField("Where should it go?", required="Choose where it should go")
    words = TextAreaField(
        "Your answer",
        required="Enter what to answer",
        hint="Plain words. Somebody else may see their email: name nobody, and no offence.",
        max_length=replies.LONGEST,
        rows=16,
    )


@blueprint.form("/mailbox/<int:message_id>/reply", may=Permission.WORK_CASES)
def mailbox_reply(message_id: int) -> str | Response:
    """Answer a message, from a template or in one's own words."""
    message = mailbox.get(message_id)
    template = member(Template, request.args.get("begin"), Template.TYPED)
    subject, words = replies.begin(message, template)
    addresses = replies.addresses(message)
    own = message.request.email if message.request else ""
    form = ReplyForm(words=words, to=addresses[0] if addresses else None)
    form.to.choices = [Choice(address, address, hint=_hint(address, own)) for address in addresses]
    if form.validate_on_submit() and _KEY.fullmatch(str(form.key.data)):
        with RefusalOn(form.words):
            replies.send(message, form.words.data, form.to.data, staff(), key=str(form.key.data))
            words = "Your answer will be sent"
            if "settles" not in request.args or message.state is not InboundState.WAITING:
                return done(words, message)
            is_question = message.kind not in {"", MailKind.NEW_REQUEST, *UNWANTED}
            kind = MailKind(message.kind) if is_question else MailKind.OTHER_QUESTION
            mailbox.accept(message, kind, staff(), seen=InboundState.WAITING)
            return accepted(message, words)
        form.key.data = secrets.token_urlsafe(16)
    return render_template(
        "casework/mailbox/reply.html",
        message=message,
        form=form,
        subject=subject,
        template=template,
        templates=list(Template),
        refusals=replies.refusals(message),
        may_say_safe=replies.may_say_safe(message),
        entries=conversation.of_message(message),
    )


def _hint(address: str, own: str) -> str:
    if not own:
        return "The address to answer to, as the message has it"
    if address == own:
        return "The address of the request"
    return "Not the address of the request: say nothing of it that they do not know"
