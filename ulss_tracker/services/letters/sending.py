"""Sending a letter to somebody who asked: a message in the outbox, and who is told by it."""

import re
from collections.abc import Iterable, Sequence
from html.parser import HTMLParser

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    EmailUse,
    Letter,
    LetterDraft,
    LetterKind,
    Message,
    Notification,
    NotificationState,
    Request,
    RequestState,
    SafeContact,
    db,
)
from ulss_tracker.scheme.workflow.notifying import About
from ulss_tracker.services import notifying
from ulss_tracker.services.core import office_details
from ulss_tracker.services.letters.rendering import text_of, without_address, words
from ulss_tracker.services.messaging import asking_together, compose, safe_contacts, to_requesters
from ulss_tracker.services.protection import sealing

MESSAGE = "letter"
_BLOCKS = frozenset({"p", "h2", "h3", "h4", "ul", "table", "div"})
_ABOUT = {
    LetterKind.REFERRED: About.REFERRAL,
    LetterKind.HEARING_LISTED: About.HEARING,
    **dict.fromkeys(
        (
            LetterKind.NOT_IN_SCHEME,
            LetterKind.OUT_OF_TIME,
            LetterKind.NOT_REFERRED,
            LetterKind.INCREASED,
            LetterKind.UNCHANGED,
            LetterKind.LEAVE_REFUSED,
            LetterKind.WITHDRAWN,
        ),
        About.OUTCOME,
    ),
}


def kind_for(notification: Notification) -> LetterKind | None:
    """The letter that tells somebody who asked what they are still to be told; None without one.

    None too where they cannot be written to, or a letter is on its way. That the time to go to the
    Supreme Court is over, the letter of the outcome says, once it is.
    """
    request = notification.request
    if request is None or notification.message_id is not None or why_no_letter(request):
        return None
    if notification.state is not NotificationState.TO_TELL or notification.review is None:
        return None
    outcome = (
        notification.detail if notification.about is About.OUTCOME else notification.review.outcome
    )
    fits = (
        kind
        for kind, about in _ABOUT.items()
        if about is _about_of(notification)
        and (about is not About.OUTCOME or kind.value == outcome)
    )
    return next(fits, None)


def why_no_letter(request: Request) -> str:
    """Why somebody who asked cannot be written to, or nothing."""
    if request.state is RequestState.WITHDRAWN:
        return "They withdrew their request"
    if request.no_contact_reason:
        return f"Not to be contacted: {request.no_contact_reason}"
    if not request.email and not request.postal_address:
        return "No email and no postal address: telephone them"
    if not request.email and request.may_post is False:
        return "Post is not safe and there is no email: telephone them"
    return ""


def how_it_goes(draft: LetterDraft) -> str:
    """How the letter would reach whoever asked, in a sentence; empty where it is to nobody."""
    if draft.request is None:
        return ""
    unsafe = "They gave no email or postal address that is safe to write to: telephone them."
    return how_reached(draft.request) or unsafe


def how_reached(request: Request) -> str:
    """How a letter would reach somebody who asked, in a sentence; empty where no way is safe."""
    use = safe_contacts.email_use(request, safe_contacts.of_requests([request.id]).get(request.id))
    if request.email and use is EmailUse.NEWS:
        return (
            "They are emailed that there is news, as somebody else may read it. The letter is on"
            " the status page: telephone them too if it cannot wait."
        )
    if request.email and use is EmailUse.FULL:
        return "It is emailed to the person who asked."
    if request.postal_address and request.may_post is not False:
        if _postage(request.case):
            return "GOV.UK Notify prints and posts it."
        return "It goes to the letters to print and post."
    return ""


def _postage(case: Case | None) -> str | None:
    """The class by which GOV.UK Notify posts a letter of this case; None where staff post it.

    What is in a sealed case is printed here.
    """
    own = office_details.current()
    if not own.posts_letters or case is None or sealing.is_sealed(case):
        return None
    return own.NOTIFY_POSTAGE


def add_messages(letters: Sequence[tuple[LetterDraft, str]]) -> dict[int, int]:
    """Put each letter in the outbox for the person whose request it answers.

    Gives the id of each draft's message. By email when they gave an address, else to be printed
    and posted where post is safe, by GOV.UK Notify or by staff. None when only a call reaches them,
    and for letters that are not to somebody who asked. Whoever is told by it counts as told when
    the message is sent, and the letter posted.
    """
    safe = safe_contacts.of_requests({draft.request_id for draft, _ in letters if draft.request_id})
    too = asking_together.of_requests(
        {draft.request_id for draft, _ in letters if draft.request_id and _is_news(draft)}
    )
    messages = {}
    for draft, html in letters:
        safe_contact = safe.get(draft.request_id or 0)
        message = _message(draft, html, safe_contact)
        if message is not None:
            messages[draft] = message
        if draft.request is not None and not draft.request.no_contact_reason:
            to_requesters.text_news(draft.request, safe_contact, once_key=f"letter-text:{draft.id}")
            also = too.get(draft.request.id, ()) if _is_news(draft) else ()
            asking_together.tell_news(draft.request, also, once_key=f"letter-too:{draft.id}")
    db.session.add_all(messages.values())
    db.session.flush()  # each must have its id
    for draft, notifications in _told_by(messages).items():
        notifying.carried_by(messages[draft], notifications)
    return {draft.id: message.id for draft, message in messages.items()}


def _is_news(draft: LetterDraft) -> bool:
    """Whether it says something new to all who asked, and not only what one of them owes."""
    kinds = {LetterKind.ACKNOWLEDGEMENT, LetterKind.WHAT_WE_NEED}
    return draft.request is not None and draft.kind not in kinds


def _message(draft: LetterDraft, html: str, safe: SafeContact | None) -> Message | None:
    """The message to whoever asked: the letter, or that there is news where others may read it."""
    request = draft.request
    if request is None or request.no_contact_reason:
        return None
    use = safe_contacts.email_use(request, safe)
    by_post = not request.email or use is EmailUse.NONE
    if by_post and (not request.postal_address or request.may_post is False):
        return None
    if not by_post and use is EmailUse.NEWS:
        kind = compose.NEWS
        subject, body = to_requesters.words_to(request, to_requesters.NEWS_EMAIL)
    else:
        gettext = words(draft.language).gettext
        kind = MESSAGE
        about = gettext("Your request to review a sentence")
        subject = f"{about}: {request.reference}"
        body = plain_text(html if by_post else without_address(html))
    return Message(
        once_key=f"letter:{draft.id}",
        kind=kind,
        by_post=by_post,
        postage=_postage(draft.case) if by_post else None,
        recipient=draft.recipient if by_post else request.email,
        language=draft.language,
        subject=subject,
        body=body,
        next_try_at=clock.now(),
        created_at=clock.now(),
        request_id=request.id,
    )


def carried_by(messages: Sequence[Message]) -> dict[int, int]:
    """Which issued letter each of these messages carries: the letter's id by the message's."""
    of_requests = {
        message.request_id for message in messages if message.kind in {MESSAGE, compose.NEWS}
    }
    query = select(Letter.message_id, Letter.id).where(
        Letter.request_id.in_(of_requests),
        Letter.message_id.in_([message.id for message in messages]),
    )
    return {message: letter for message, letter in db.session.execute(query) if message}


def plain_text(html: str) -> str:
    """The letter's words as an email carries them, an empty line between paragraphs."""
    read = _Words()
    read.feed(text_of(html))
    lines = (" ".join(line.split()) for line in "".join(read.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


class _Words(HTMLParser):
    """The words of a letter's own HTML, a line for each block and a mark for each point."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or a point."""
        if tag in _BLOCKS:
            self.parts.append("\n\n")
        elif tag in {"br", "li", "tr"}:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        """Part the cells of a row."""
        if tag in {"td", "th"}:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        """Take the words."""
        self.parts.append(data.replace("\n", " "))


def _told_by(drafts: Iterable[LetterDraft]) -> dict[LetterDraft, list[Notification]]:
    """Find the notifications still to be made that each letter makes."""
    by_what = {
        (draft.review_id, draft.request_id, _ABOUT[draft.kind]): draft
        for draft in drafts
        if draft.kind in _ABOUT
    }
    query = select(Notification).where(
        Notification.request_id.in_([request_id for _, request_id, _ in by_what]),
        Notification.state == NotificationState.TO_TELL,
        Notification.superseded_at.is_(None),
    )
    told: dict[LetterDraft, list[Notification]] = {draft: [] for draft in by_what.values()}
    for each in db.session.scalars(query) if by_what else ():
        draft = by_what.get((each.review_id, each.request_id, _about_of(each)))
        if draft is not None:
            told[draft].append(each)
    return told


def _about_of(notification: Notification) -> About:
    """The subject of the letter that tells it."""
    return About.OUTCOME if notification.about is About.APPEAL_TIME_OVER else notification.about
