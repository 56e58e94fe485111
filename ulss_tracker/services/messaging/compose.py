"""Messages of the office: the words are in templates/emails, the sending in queue.py.

Each function here adds one message to the caller's transaction, so that a message exists exactly
when its cause does. A subject line carries nothing about a person.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from sqlalchemy import select

from config import ROOT
from ulss_tracker import clock
from ulss_tracker.models import Case, Checkpoint, Deadline, Message, User, db, inserting
from ulss_tracker.scheme.time import deadline, time_sentences, time_words, written_days
from ulss_tracker.services.core import office_details, record_hashes, support_lines
from ulss_tracker.services.core.office_details import FileGoes
from ulss_tracker.services.deadlines import running
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral.due_chases import DueChase

DUTY_ALARM = "duty_alarm"
DUTY_TEXT = "duty_text"
REMINDER = "reminder"
DAILY_LIST = "daily_list"
CHECKPOINT = "checkpoint"
PAPERS_CHASE = "papers_chase"
PAPERS_ASKED = "papers_asked"
HAND_OVER = "hand_over"
ACKNOWLEDGEMENT = "acknowledgement"
OUTSTANDING = "owed"
WITHDRAWN = "withdrawn"
REPLY = "reply"
FILING = "filing"
ACCOUNT = "account"
NEWS = "news"
CONTACT_CHANGED = "contact_changed"
ONE_TIME_CODE = "one_time_code"
TEST = "test"
OFFICE_KINDS = frozenset({DUTY_ALARM, DUTY_TEXT, REMINDER, PAPERS_CHASE, HAND_OVER})
"""Kinds that tell staff of a case or a request: whoever asked gets none of them."""
BY_PEOPLE = frozenset({REPLY, PAPERS_ASKED, FILING})
"""Kinds that somebody of the office writes or presses for: whoever has them may answer."""
NEUTRAL_KINDS = frozenset({NEWS, CONTACT_CHANGED, ONE_TIME_CODE, TEST})
"""Kinds that may lie open before somebody else: words and sender say not what they are about."""
LANGUAGES = frozenset({"en", "cy"})

_templates = Environment(
    loader=FileSystemLoader(ROOT / "templates" / "emails"),
    undefined=StrictUndefined,
    autoescape=select_autoescape(default=False),
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
_templates.globals["support_number"] = support_lines.number
# Where the secret code goes in a letter: whoever prints it reads it there, and nobody else.
CODE_PLACE = "(code not shown)"
# What goes there once the letter is posted, and the code kept no more.
_CODE_IS_GONE = {"en": "please telephone us about it", "cy": "ffoniwch ni amdano"}


@dataclass(frozen=True, slots=True)
class FilesNotOpened:
    """The places, from 1, of files that could not be opened among so many of one message."""

    places: tuple[int, ...] = ()
    of: int = 0


ALL_OPENED = FilesNotOpened()


def mailbox(email: str) -> str:
    """The box that an address leads to: small letters, and nothing after a + in its name."""
    name, at, domain = email.lower().rpartition("@")
    return name.partition("+")[0] + at + domain


def sealed_page(case: Case) -> str:
    """Where a supervisor opens a sealed case to the office: its address has the seal's number."""
    seal = sealing.seal_of(case)
    place = f"/{seal.id}/open" if seal is not None else ""
    return f"{office_details.current().staff_url}/supervision/sealed{place}"


def remind(due: Deadline, person: User | None, *, once_key: str, words: str) -> Message:
    """Add the message that reminds somebody of what is to be filed: references and times only."""
    return add_and_give(
        once_key=once_key,
        kind=REMINDER,
        request_id=due.request_id,
        **to_staff(due.case, person, _reminder_words(due, words)),
    )


def to_staff(case: Case | None, person: User | None, words: tuple[str, str]) -> dict[str, object]:
    """To whom a message about a case goes, its subject and its body, and the case it tells of.

    `person` is None for the address that everybody on duty shares. Whoever may not read the case
    hears only that a sealed one needs somebody, and nothing of it.
    """
    may_read = sealing.opens_to(case, person)
    if not may_read and case is not None:
        words = write("en/sealed.txt", page=sealed_page(case))
    subject, body = words
    if passed := len(running.over(clock.now())):
        page = f"{office_details.current().staff_url}/casework/alarms"
        body += f"\nPassed, and not answered yet: {passed}. The daily list has them, and {page}\n"
    return {
        "recipient": person.email if person else office_details.current().DUTY_EMAIL,
        "subject": subject,
        "body": body,
        "case_id": case.id if case is not None and may_read else None,
    }


def _reminder_words(due: Deadline, words: str) -> tuple[str, str]:
    assert due.file_by_at  # noqa: S101 - a reminder is of a moment
    left = deadline.time_left(clock.now(), due.file_by_at)
    # A last day only from a sentence that is recorded: what is stated promises none.
    last_day_on = due.review.last_day_on if due.review else None
    return write(
        "en/reminder.txt",
        words=words,
        file_by_at=moment(due.file_by_at, "en"),
        later_file_by_at=moment(due.later_file_by_at, "en") if due.later_file_by_at else "",
        may_be_until=time_words.day_words(due.may_be_until_on),
        basis=due.basis.label,
        time_left=left.words,
        is_passed=left.level is deadline.Level.PASSED,
        last_day_on=time_words.day_words(last_day_on),
        **_stands(due),
    )


def _stands(due: Deadline) -> dict[str, str]:
    """Where a request or a review stands, whose it is, and its page."""
    page = f"reviews/{due.review_id}" if due.review else f"requests/{due.reference}"
    return {
        "what": "case" if due.review else "request",
        "reference": due.reference,
        "stage": due.review.state.label if due.review else "In no case yet",
        "assignee": due.holder.name if due.holder else "nobody",
        "page": f"{office_details.current().staff_url}/casework/{page}",
    }


def chase_papers(due: DueChase, person: User | None) -> bool:
    """Add the message that says the CPS is to be chased; False when this chase was told before."""
    words = write(
        "en/papers_chase.txt",
        reference=due.case.reference,
        whom=due.chase.whom,
        wanted=len(due.wanted),
        due_on=time_words.day_words(due.chase.due_on),
        page=f"{office_details.current().staff_url}/casework/cases/{due.case.reference}/papers",
    )
    return add_once(
        once_key=f"chase:{due.case.id}:{due.chase.rung}:{due.chase.due_on.isoformat()}",
        kind=PAPERS_CHASE,
        **to_staff(due.case, person, words),
    )


def is_owed_daily_list(user: User, day: date) -> bool:
    """Whether they have had no list of the day, or its words alone where a PDF could go too."""
    keys = [_daily_list_key(user, day, whole) for whole in (True, False)]
    query = select(Message.file_name).where(Message.once_key.in_(keys))
    file_names = db.session.scalars(query).all()
    return not file_names or (not any(file_names) and _may_file_go())


def send_daily_list(user: User, day: date, listing: object, file: bytes | None) -> bool:
    """Add the message with the day's list and its PDF; False when they have had it.

    Without a PDF the words go alone; one that is made later goes with them again.
    """
    goes = office_details.how_file_goes(len(file)) if file else FileGoes.NOT
    if goes is FileGoes.NOT:
        file = None
    subject, body = write(
        "en/daily_list.txt",
        list=listing,
        file_goes=goes.value,
        may_follow=_may_file_go(),
    )
    return add_once(
        once_key=_daily_list_key(user, day, file is not None),
        kind=DAILY_LIST,
        recipient=user.email,
        reader_id=user.id,
        subject=subject,
        body=body,
        file=file,
        file_name="sentences-to-file.pdf" if file else "",
        file_type="application/pdf" if file else "",
    )


def _daily_list_key(user: User, day: date, whole: bool) -> str:
    return f"daily:{day.isoformat()}:{user.id}{':pdf' if whole else ''}"


def _may_file_go() -> bool:
    return office_details.how_file_goes(0) is not FileGoes.NOT


def send_checkpoint(recipient: str, line: str, checkpoint: Checkpoint, day: date) -> bool:
    """Add the message with the day's checkpoint; False when they have had the day's."""
    subject, body = write("en/checkpoint.txt", line=line, checkpoint=checkpoint, day=day)
    key = hashlib.sha256(recipient.encode()).hexdigest()[:16]
    return add_once(
        once_key=f"checkpoint:{day.isoformat()}:{key}",
        kind=CHECKPOINT,
        recipient=recipient,
        subject=subject,
        body=body,
    )


def watchdog_words(alarms: Sequence[str]) -> tuple[str, str]:
    """The subject and body of what the watchdog sends for itself, past the outbox."""
    return write("en/watchdog.txt", alarms=alarms, looked_at=moment(clock.now(), "en"))


def body_to_send(message: Message) -> str:
    """The body as it leaves, with the secret code in its place: for whoever prints or sends it."""
    return message.body.replace(CODE_PLACE, message.code or _CODE_IS_GONE[message.language])


def write(template: str, **values: object) -> tuple[str, str]:
    """A template's subject (its first line) and body (all after the empty line that follows).

    Every template knows the office's telephone and address, and the page of everybody's list.
    """
    language, own = template.partition("/")[0], office_details.current()
    values = {
        "time_says": partial(time_sentences.say_in, language),
        "telephone": own.OFFICE_TELEPHONE,
        "address": ", ".join(own.OFFICE_ADDRESS),
        "not_opened": ALL_OPENED,
        "list_page": f"{own.staff_url}/casework/",
        **values,
    }
    subject, _, body = _templates.get_template(template).render(values).partition("\n\n")
    return subject.strip(), body.strip() + "\n"


def add_once(**message: object) -> bool:
    """Add the message unless its `once_key` is there already, even from another worker."""
    row = {"next_try_at": clock.now(), "created_at": clock.now(), **message}
    table: Any = Message.__table__
    adding = inserting(table).on_conflict_do_nothing(index_elements=["once_key"])
    number = db.session.scalar(adding.returning(table.c.id), row)
    if number is None:
        return False
    record_hashes.add_keys(table, [(number,)])
    return True


def add_and_give(**message: object) -> Message:
    """As `add_once`; gives the message, whichever worker added it."""
    add_once(**message)
    query = select(Message).where(Message.once_key == message["once_key"])
    return db.session.scalars(query).one()


def day_in_words(language: str, day: date) -> str:
    """The day in words: Tuesday 3 November 2026, or dydd Mawrth 3 Tachwedd 2026."""
    return written_days.with_weekday(day, language)


def moment(instant: datetime, language: str) -> str:
    """The instant in London words: 11:58pm on Tuesday 3 November 2026."""
    in_london = instant.astimezone(clock.LONDON)
    if language == "cy":
        words = time_words.clock_words(in_london, language)
        return f"{words}, {day_in_words(language, in_london.date())}"
    return time_words.moment_words(in_london)
