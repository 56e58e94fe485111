"""One act on many reviews: what will happen, shown before; then each by itself; and undone.

Each review is changed in a transaction of its own, as the person who looked at the preview saw it.
Only assignment can be undone: what was sent, chased or posted has happened.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import Message, MessageState, Request, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.cases import assignment, cases
from ulss_tracker.services.core import users
from ulss_tracker.services.core.users import require
from ulss_tracker.services.desk.sharing import Sharing
from ulss_tracker.services.messaging import queue
from ulss_tracker.services.protection import holders
from ulss_tracker.services.referral import papers
from ulss_tracker.services.waiting import checks

MOST = 100
UNDO_WITHIN = timedelta(minutes=10)
"""How long an assignment of many can be undone at once."""


class Act(LabelledEnum):
    """Acts that may be done with many reviews at once."""

    GIVE = "give", "Give to one person"
    EVEN_OUT = "even_out", "Even out"
    ASK = "ask", "Ask for the check"
    CHASE = "chase", "Record a chase"
    POSTED = "posted", "Mark posted"

    @property
    def permission(self) -> Permission:
        """Who may do it to many at once."""
        is_of_work = self in {Act.GIVE, Act.EVEN_OUT}
        return Permission.REASSIGN_WORK if is_of_work else Permission.WORK_CASES

    @property
    def can_be_undone(self) -> bool:
        """Whether it can be taken back at once."""
        return self in {Act.GIVE, Act.EVEN_OUT}

    @property
    def tells_people(self) -> bool:
        """Whether somebody is told of it by email at once, within their own hours."""
        return self is Act.ASK


@dataclass(frozen=True, slots=True)
class Planned:
    """The effect on one review, in words; or why nothing will. `to` is who is to have it."""

    review: Review
    words: str
    why_not: str = ""
    to: User | None = None


@dataclass(frozen=True, slots=True)
class Picked:
    """A review as it was seen in the preview, and who was to have it, if anybody."""

    review_id: int
    version: int
    to_id: int = 0


@dataclass(frozen=True, slots=True)
class GivenReview:
    """An assignment that can be undone: who had the review, and its version since."""

    review_id: int
    version: int
    before_id: int


@dataclass(frozen=True, slots=True)
class Result:
    """Which reviews it was done to, which not and why, and what can be undone."""

    done: Sequence[Review]
    failed: Sequence[tuple[str, str]]
    given: Sequence[GivenReview] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Details that an act wants: the person it names, and of a chase who was spoken to."""

    person: User | None = None
    spoke_to: str = ""
    answer: str = ""


def plan(
    reviews: Sequence[Review], act: Act, by: User, *, team_id: int | None = None
) -> list[Planned]:
    """The effects that the act will have on each review. Raises `NotAllowed`.

    Work is evened out among everybody, or within one team.
    """
    require(by, act.permission)
    if act is Act.EVEN_OUT:
        return _evened(reviews, team_id)
    words: Mapping[Act, Callable[[Review], tuple[str, str]]] = {
        Act.GIVE: _given_words,
        Act.ASK: _asked_words,
        Act.CHASE: _chased_words,
        Act.POSTED: _posted_words,
    }
    return [Planned(review, *words[act](review)) for review in reviews]


def do(picked: Sequence[Picked], act: Act, details: Details, by: User) -> Result:
    """Do it to each review that is still as it was seen; the others are told with why."""
    require(by, act.permission)
    done: list[Review] = []
    failed: list[tuple[str, str]] = []
    given: list[GivenReview] = []
    cases_done: set[int] = set()
    for each in picked[:MOST]:
        name = f"Review {each.review_id}"
        try:
            review = cases.get_review(each.review_id)
            name, before = name_of(review), review.assignee_id or 0
            _check_seen(review, each.version)
            if act in {Act.CHASE, Act.POSTED}:
                if review.case_id in cases_done:
                    done.append(review)
                    continue
                cases_done.add(review.case_id)
            _do_one(review, act, details, by, each)
        except (ChangedMeanwhile, NotAllowed, NotFound, Refused) as refusal:
            failed.append((name, str(refusal)))
        else:
            done.append(review)
            given.append(GivenReview(review.id, review.version, before))
    return Result(done, failed, given if act.can_be_undone else ())


def undo(given: Sequence[GivenReview], at: datetime, by: User) -> Result:
    """Give each review back to whoever had it, unless somebody changed it since.

    `at` is when it was done. Raises `Refused` when that is too long ago.
    """
    require(by, Permission.REASSIGN_WORK)
    if clock.now() - at > UNDO_WITHIN:
        minutes = int(UNDO_WITHIN.total_seconds() // 60)
        raise Refused(
            f"That was more than {minutes} minutes ago: give the reviews back under “Reassign work”"
        )
    done: list[Review] = []
    failed: list[tuple[str, str]] = []
    for each in given:
        name = f"Review {each.review_id}"
        try:
            review = cases.get_review(each.review_id)
            name = name_of(review)
            _check_seen(review, each.version)
            _give_back(review, each.before_id, by)
        except (ChangedMeanwhile, NotAllowed, NotFound, Refused) as refusal:
            failed.append((name, str(refusal)))
        else:
            done.append(review)
    return Result(done, failed)


def in_order(numbers: Sequence[int]) -> list[Review]:
    """These reviews, each once, in this order; what is not there for the reader is left out."""
    reviews = []
    for number in list(dict.fromkeys(numbers))[:MOST]:
        try:
            reviews.append(cases.get_review(number))
        except NotFound:
            continue
    return reviews


def name_of(review: Review) -> str:
    """A review as a result names it."""
    return f"{review.offender_name}, {review.case.reference}"


def _check_seen(review: Review, version: int) -> None:
    if review.version != version:
        raise ChangedMeanwhile("Somebody else changed it since: look at it as it is now")


def _do_one(review: Review, act: Act, details: Details, by: User, seen: Picked) -> None:
    if act is Act.GIVE or act is Act.EVEN_OUT:
        to = users.get(seen.to_id) if act is Act.EVEN_OUT else details.person
        _give(review, to, by)
    elif act is Act.ASK:
        checks.of_facts(review, details.person, by)
    elif act is Act.CHASE:
        papers.record_chase(
            review.case,
            at=clock.now(),
            spoke_to=details.spoke_to,
            answer=details.answer,
            by=by,
        )
    else:
        waiting = _to_post(review)
        if not waiting:
            raise Refused("No letter of it waits to be posted")
        queue.record_posted([message.id for message in waiting], by)


def _give(review: Review, to: User | None, by: User) -> None:
    if to is None:
        raise Refused("Choose who to give it to")
    if not to.is_active:
        raise Refused(f"{to.name} has left: choose somebody else")
    if review.assignee_id == to.id:
        raise Refused(f"{to.name} is assigned already")
    if why := holders.why_not(review.case, to):
        raise Refused(why)
    assignment.assign(review, to, by, version=review.version)


def _give_back(review: Review, before_id: int, by: User) -> None:
    if not before_id:
        assignment.unassign(review, by, version=review.version)
        return
    before = users.get(before_id)
    if not before.is_active:
        raise Refused(f"{before.name} has left: give it to somebody else")
    assignment.assign(review, before, by, version=review.version, note="Undone")


def _evened(reviews: Sequence[Review], team_id: int | None) -> list[Planned]:
    """Give the most pressing first, each to whoever (of the team) then has least."""
    chosen = [review for review in reviews if review.outcome is None]
    sharing = Sharing(team_id, reviews={each.id for each in chosen})
    found = {
        each.id: Planned(each, "", "It has ended") for each in reviews if each.outcome is not None
    }
    never = datetime.max.replace(tzinfo=clock.now().tzinfo)
    for review in sorted(chosen, key=lambda each: (each.file_by_at or never, each.id)):
        to = sharing.of_review(review)
        had = review.assignee.name if review.assignee else "nobody"
        if to is None:
            found[review.id] = Planned(review, "", "Nobody who is here today may have it")
        elif to.id == review.assignee_id:
            found[review.id] = Planned(review, "", f"It stays with {to.name}", to)
        else:
            found[review.id] = Planned(review, f"From {had} to {to.name}", to=to)
    return [found[review.id] for review in reviews]


def _given_words(review: Review) -> tuple[str, str]:
    if review.outcome is not None:
        return "", "It has ended"
    return f"From {review.assignee.name if review.assignee else 'nobody'} to whom you choose", ""


def _asked_words(review: Review) -> tuple[str, str]:
    if review.outcome is not None:
        return "", "It has ended"
    facts = [
        standing.fact.label.lower()
        for standing in verification.standing(review)
        if standing.values and not standing.verification
    ]
    if review.unconfirmed_since_at is None or not facts:
        return "", "No fact of it waits to be verified"
    return f"A second person is asked to verify: {', '.join(facts)}", ""


def _chased_words(review: Review) -> tuple[str, str]:
    wanted = [paper.label for paper in papers.wanted(review.case)]
    if not wanted:
        return "", "No paper is wanted: there is nothing to chase"
    return f"A chase is recorded for: {', '.join(wanted)}", ""


def _posted_words(review: Review) -> tuple[str, str]:
    waiting = _to_post(review)
    if not waiting:
        return "", "No letter of it waits to be posted"
    told = ", ".join(message.subject for message in waiting)
    return f"Recorded as posted, and its readers as told: {told}", ""


def _to_post(review: Review) -> list[Message]:
    query = (
        select(Message)
        .join(Request, Request.id == Message.request_id)
        .where(
            Request.case_id == review.case_id,
            Message.by_post,
            Message.state == MessageState.WAITING,
        )
    )
    return list(db.session.scalars(query.order_by(Message.id)))
