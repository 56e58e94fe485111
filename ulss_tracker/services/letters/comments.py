"""Comments beside the paragraphs of a letter being written, kept in the history of its case.

A comment and its resolution are lines of history: nobody changes what was said, or who resolved it.
It keeps the paragraph's words as they were, so that it is understood once the letter has changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ulss_tracker.errors import NotFound, Refused, existing
from ulss_tracker.models import Event, EventKind, LetterDraft, Mention, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import mentions
from ulss_tracker.services.core.preconditions import check_entered
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.letters import drafts, preparing, subject
from ulss_tracker.services.letters.rendering import to_html
from ulss_tracker.services.letters.sending import plain_text
from ulss_tracker.services.letters.tables import Table, one_line, tables_of

_KINDS = (EventKind.LETTER_COMMENTED, EventKind.COMMENT_RESOLVED)


@dataclass(frozen=True, slots=True)
class Comment:
    """A remark of somebody's on a paragraph; `resolved` is the line that resolved it, if any."""

    event: Event
    resolved: Event | None

    @property
    def words(self) -> str:
        """The comment itself."""
        return str(self.event.after.get("comment", ""))

    @property
    def quote(self) -> str:
        """The paragraph as it was then."""
        return str(self.event.after.get("quote", ""))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of the letter as it is now, with what was said of it; `table` if it is one."""

    number: int
    words: str
    comments: Sequence[Comment]
    table: Table | None


def paragraphs(draft: LetterDraft) -> tuple[list[Paragraph], list[Comment]]:
    """The letter's paragraphs with their comments; and those whose paragraph is there no more.

    Of paragraphs with the same words the first has what was said of them.
    """
    html = _html(draft)
    texts, tables = _texts(html), tables_of(html)
    comments = of_draft(draft)
    first = {text: number for number, text in reversed(list(enumerate(texts, 1)))}
    rows = [
        Paragraph(
            number,
            text,
            [comment for comment in comments if comment.quote == text and first[text] == number],
            tables.get(one_line(text)),
        )
        for number, text in enumerate(texts, 1)
    ]
    return rows, [comment for comment in comments if comment.quote not in texts]


def of_draft(draft: LetterDraft) -> list[Comment]:
    """Every comment on the letter, oldest first, with who made it."""
    query = (
        select(Event)
        .where(Event.case_id == draft.case_id, Event.kind.in_(_KINDS))
        .options(joinedload(Event.by))
        .order_by(Event.id)
    )
    events = [event for event in db.session.scalars(query) if event.after["draft"] == draft.id]
    resolved = {event.after["comment_id"]: event for event in events if event.kind is _KINDS[1]}
    return [Comment(event, resolved.get(event.id)) for event in events if event.kind is _KINDS[0]]


def add(draft: LetterDraft, number: int, quote: str, words: str, by: User) -> Event:
    """Comment on a paragraph, which is told by its number and its words as they were seen.

    Whoever is named with “@” is told. Raises `Refused` without words, where the letter is finished
    or the paragraph has changed, and for the name of somebody who may not see the case.
    """
    require(by, Permission.WORK_CASES)
    if draft.state.is_finished:
        raise Refused("This letter is finished: nothing of it can be changed any more")
    check_entered(words, "Enter the comment")
    texts = _texts(_html(draft))
    quote = quote.replace("\r\n", "\n")  # as browsers send the end of a line
    if not 0 < number <= len(texts) or texts[number - 1] != quote:
        raise Refused("Somebody changed this paragraph meanwhile: read it as it is now")
    people = mentions.named_in(words, draft.case, Permission.WORK_CASES)
    with transaction():
        event = history.record(
            EventKind.LETTER_COMMENTED,
            by,
            draft.case,
            draft.review,
            draft=draft.id,
            letter=draft.kind,
            quote=quote,
            comment=words.strip(),
        )
        mentions.keep(event, draft.case, people, by)
    return event


def resolve(draft: LetterDraft, comment_id: int, by: User) -> None:
    """Record that a comment is dealt with; one that is already stays so. Raises `NotFound`."""
    require(by, Permission.WORK_CASES)
    comment = existing(
        next((comment for comment in of_draft(draft) if comment.event.id == comment_id), None),
        "There is no such comment on this letter",
    )
    if comment.resolved:
        return
    with transaction():
        history.record(
            EventKind.COMMENT_RESOLVED,
            by,
            draft.case,
            draft.review,
            draft=draft.id,
            letter=draft.kind,
            comment_id=comment_id,
            comment=comment.words,
        )


def of_mention(mention_id: int) -> tuple[LetterDraft, int]:
    """The letter with the comment that mentions somebody. Raises `NotFound`."""
    mention = db.session.get(Mention, mention_id)
    event = db.session.get(Event, mention.event_id) if mention else None
    if event is None or event.kind is not EventKind.LETTER_COMMENTED:
        raise NotFound("There is no comment here that mentions anybody")
    return drafts.get(int(event.after["draft"])), event.id


def _html(draft: LetterDraft) -> str:
    letter = preparing.prepared(subject.of_draft(draft))
    return to_html(letter.values, is_draft=True)  # what is missing is no paragraph of it


def _texts(html: str) -> list[str]:
    return [each.strip() for each in plain_text(html).split("\n\n") if each.strip()]
