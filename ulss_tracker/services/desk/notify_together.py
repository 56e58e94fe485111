"""Telling several people at once by letter: what will happen to each, shown before; then each.

Each letter is the very one that “Write the letter” begins, issued in a transaction of its own and
sent only as whoever asked said is safe. Whoever cannot be told so is left, with the reason.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused, TrackerError
from ulss_tracker.models import LetterKind, Notification, NotificationState, Request, Review, User
from ulss_tracker.permissions import Permission
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.core.preconditions import check_no_conflict
from ulss_tracker.services.core.users import require
from ulss_tracker.services.letters import drafting, kinds, preparing, sending
from ulss_tracker.services.letters.values import Prepared

MOST = 25
"""So many are told at once: each letter is made as the page waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One person to be told one thing: the letter that tells it, and how it reaches them.

    `why_not`: why they cannot be told so; `is_to_write`: because somebody must write words of it
    first. `mark` tells what was seen from what the letter says once that has changed.
    """

    notification: Notification
    kind: LetterKind | None = None
    how: str = ""
    language: str = ""
    why_not: str = ""
    is_to_write: bool = False
    letter: Prepared | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class NotifyResult:
    """Who is told now, or as soon as their letter is posted; and of each of the others why not."""

    done: Sequence[Planned]
    failed: Sequence[tuple[str, str]]


def chosen(numbers: Sequence[int]) -> list[Notification]:
    """These people to tell, each once, victims and families first; those that are gone left out."""
    notifications = []
    for number in list(dict.fromkeys(numbers))[:MOST]:
        with suppress(NotFound):
            notifications.append(notifying.get(number))
    return sorted(notifications, key=lambda notification: not notification.party.is_first)


def preview(notification: Notification, by: User) -> Planned:
    """The letter that would tell them as things stand, or why none can."""
    request, kind = notification.request, letters.kind_for(notification)
    why_not, how = _why_not_written_to(notification), ""
    if request and not why_not:
        how = sending.how_reached(request)
        if not how:
            why_not = "No email or post is safe: telephone them"
        elif kind is None:
            why_not = "No letter tells them this: telephone them"
    review = notification.review
    if why_not or request is None or kind is None or review is None:
        return Planned(notification=notification, why_not=why_not)
    return _of_letter(notification, review, kind, request, how, by)


def _why_not_written_to(notification: Notification) -> str:
    """Why no letter of any kind may go to them now; "" where one may."""
    if notification.state is not NotificationState.TO_TELL:
        return f"Recorded: {notification.state.label.lower()}"
    if notification.message_id is not None:
        return "A letter to them is on its way"
    if notification.request is None:
        return "They did not ask, so no letter is theirs: ring them"
    return sending.why_no_letter(notification.request)


def untold_first(notifications: Sequence[Notification]) -> list[Notification]:
    """Victims and families still to be told of these reviews, who are not among the chosen."""
    chosen_ids = {notification.id for notification in notifications}
    reviews = dict.fromkeys(notification.review for notification in notifications)
    return [
        notification
        for review in reviews
        if review is not None
        for notification in notifying.first_untold(review)
        if notification.id not in chosen_ids
    ]


def do(picked: Sequence[tuple[int, str]], by: User) -> NotifyResult:
    """Issue the letter to each that is still as it was seen, victims and families first.

    `picked` is each person to tell with the mark seen. What one letter tells besides is told too.
    """
    require(by, Permission.WORK_CASES)
    marks = dict(picked)
    done: list[Planned] = []
    failed: list[tuple[str, str]] = []
    sent: set[int] = set()
    for notification in chosen(list(marks)):
        name = f"{notifying.name(notification)}, {notification.reference}"
        planned = preview(notification, by)
        try:
            if notification.message_id not in sent:
                _check(planned, marks[notification.id])
                sent |= _issue(planned, by)
        except TrackerError as refusal:
            failed.append((name, str(refusal)))
        else:
            done.append(planned)
    return NotifyResult(done, failed)


def _of_letter(
    notification: Notification,
    review: Review,
    kind: LetterKind,
    request: Request,
    how: str,
    by: User,
) -> Planned:
    about = drafting.as_it_would_be(kind, review, request)
    letter = preparing.prepared(about)
    why = _why_not_issued(review, kind, letter, by)
    return Planned(
        notification=notification,
        kind=kind,
        how=how,
        language=drafting.LANGUAGES[about.language],
        why_not=why,
        is_to_write=bool(why and letter.missing),
        letter=letter,
        mark=f"{notification.version}-{preparing.fingerprint(letter)[:16]}",
    )


def _why_not_issued(review: Review, kind: LetterKind, letter: Prepared, by: User) -> str:
    try:
        check_no_conflict(review.case, by)
    except NotAllowed as refusal:
        return str(refusal)
    if why := kinds.kind_of(kind).blocked(review):
        return why
    return f"The letter lacks: {'; '.join(letter.missing)}" if letter.missing else ""


def _check(planned: Planned, version_token: str) -> None:
    if planned.why_not:
        raise Refused(planned.why_not)
    if planned.mark != version_token:
        raise ChangedMeanwhile("What the letter says changed meanwhile: look at it as it is now")


def _issue(planned: Planned, by: User) -> set[int]:
    """Issue the letter; the message that carries it."""
    assert planned.kind is not None  # noqa: S101 - `_check` has refused what has none
    notification = planned.notification
    draft = letters.draft(
        planned.kind, by, review=notification.review, request=notification.request
    )
    message = letters.issue(draft, by).message_id
    return {message} if message is not None else set()
