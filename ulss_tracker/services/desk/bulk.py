"""One act on many reviews or requests: what will happen, shown before; then each; and undone.

Each is changed in a transaction of its own, as the person who looked at the preview saw it.
Only assignment can be undone: what was sent, chased or posted has happened.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused, existing
from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.models import EventKind, Message, MessageState, Request, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.assessment import verification
from ulss_tracker.services.assignment import balancing, carrying_out
from ulss_tracker.services.assignment.carrying_out import Outcome, Result, Ticked
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import tags
from ulss_tracker.services.core.preconditions import check_version
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.messaging import queue
from ulss_tracker.services.protection.holders import Work
from ulss_tracker.services.referral import papers
from ulss_tracker.services.requests import requests as all_requests
from ulss_tracker.services.waiting import checks

MOST = 100
_OLD = "It is of the old register: nothing runs for it"
_IN_NO_CASE = "It is a request in no case yet"


class Act(LabelledEnum):
    """Acts that may be done with many reviews at once."""

    GIVE = "give", "Give to one person"
    EVEN_OUT = "even_out", "Even out"
    ASK = "ask", "Ask for the check"
    CHASE = "chase", "Record a chase"
    POSTED = "posted", "Mark posted"
    TAG = "tag", "Tag"

    @property
    def permission(self) -> Permission:
        """Who may do it to many at once."""
        return Permission.REASSIGN_WORK if self.gives_work else Permission.WORK_CASES

    @property
    def gives_work(self) -> bool:
        """Whether it gives work to people, which alone can be undone."""
        return self in {Act.GIVE, Act.EVEN_OUT}

    @property
    def takes_requests(self) -> bool:
        """Whether it is done with requests in no case too."""
        return self.gives_work or self is Act.TAG

    @property
    def tells_people(self) -> bool:
        """Whether somebody is told of it by email at once, within their own hours."""
        return self is Act.ASK


@dataclass(frozen=True, slots=True)
class Planned:
    """The effect on one, in words; or why nothing will. `to` is who is to have it."""

    work: Work
    words: str
    why_not: str = ""
    to: User | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Details that an act wants: the person it names, of a chase who was spoken to; the tag.

    No `tag` takes off the one there is.
    """

    person: User | None = None
    spoke_to: str = ""
    answer: str = ""
    tag: str = ""


def plan(works: Sequence[Work], act: Act, by: User, *, team_id: int | None = None) -> list[Planned]:
    """The effects that the act will have on each. Raises `NotAllowed`.

    Work is balanced among everybody, or within one team.
    """
    require(by, act.permission)
    if act.gives_work:
        assignments = carrying_out.preview(works, by)
        if act is Act.EVEN_OUT:
            assignments = balancing.balance(assignments, by, team_id=team_id)
        return [
            Planned(work, item.words, item.why_not, item.to)
            for work, item in zip(works, assignments, strict=True)
        ]
    words: Mapping[Act, Callable[[Any], tuple[str, str]]] = {
        Act.ASK: _verify_words,
        Act.CHASE: _chased_words,
        Act.POSTED: _posted_words,
        Act.TAG: _tag_words,
    }
    is_for = Work if act.takes_requests else Review
    return [
        Planned(work, *(words[act](work) if isinstance(work, is_for) else ("", _IN_NO_CASE)))
        for work in works
    ]


def do(
    ticked: Sequence[Ticked], act: Act, details: Details, by: User, requests: Sequence[Ticked] = ()
) -> Result:
    """Do it to each that is still as it was seen; the others are told with why.

    `ticked` are reviews. To have a tag nothing needs to be as it was seen.
    """
    require(by, act.permission)
    ticked = ticked[:MOST]
    if act.takes_requests:
        assignments = [
            assignment
            for kind, some in ((Review, ticked), (Request, requests[:MOST]))
            for assignment in (carrying_out.of_ticked(kind, some, details.person) if some else ())
        ]
        if act.gives_work:
            return carrying_out.carry_out(assignments, by)
        return Result([_tag(item.work, details.tag, by) for item in assignments], [])
    done: list[Outcome] = []
    failed: list[Outcome] = []
    cases_done: set[int] = set()
    for tick in ticked:
        try:
            review = cases.get_review(tick.id)
        except NotFound:
            continue  # in a case that has been sealed meanwhile: it is not to be named
        outcome = carrying_out.outcome_of(review)
        try:
            check_version(review, tick.seen)
            if act is Act.ASK or review.case_id not in cases_done:
                _do_one(review, act, details, by)
                cases_done.add(review.case_id)
        except (ChangedMeanwhile, NotAllowed, Refused) as refusal:
            failed.append(replace(outcome, words=str(refusal)))
        else:
            done.append(outcome)
    return Result(done, failed)


def in_order(numbers: Sequence[int], references: Sequence[str] = ()) -> list[Work]:
    """These reviews and requests, each once, in this order; none that the reader may not see."""
    keys: list[int | str] = [*numbers, *references]
    works: list[Work] = []
    for key in list(dict.fromkeys(keys))[:MOST]:
        with suppress(NotFound):
            works.append(cases.get_review(key) if isinstance(key, int) else all_requests.get(key))
    return works


def _tag(work: Work, name: str, by: User) -> Outcome:
    with transaction():
        existing(work.deadline, _OLD).tag = tags.named(name)
        history.record(EventKind.TAGGED, by, work, tag=name)
    words = f"tagged {name}" if name else "has no tag"
    return replace(carrying_out.outcome_of(work), words=words)


def _do_one(review: Review, act: Act, details: Details, by: User) -> None:
    if act is Act.ASK:
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


def _tag_words(work: Work) -> tuple[str, str]:
    if work.deadline is None:
        return "", _OLD
    return f"Its tag now: {work.deadline.tag.name if work.deadline.tag else 'none'}", ""


def _verify_words(review: Review) -> tuple[str, str]:
    if review.outcome is not None:
        return "", "It has ended"
    facts = [
        status.fact.label.lower()
        for status in verification.statuses(review)
        if status.values and not status.verification
    ]
    if review.unconfirmed_since_at is None or not facts:
        return "", "No fact of it waits to be verified"
    return f"A second person is asked to verify: {', '.join(facts)}", ""


def _chased_words(review: Review) -> tuple[str, str]:
    outstanding = [paper.label for paper in papers.wanted(review.case)]
    if not outstanding:
        return "", "No paper is wanted: there is nothing to chase"
    return f"A chase is recorded for: {', '.join(outstanding)}", ""


def _posted_words(review: Review) -> tuple[str, str]:
    waiting = _to_post(review)
    if not waiting:
        return "", "No letter of it waits to be posted"
    subjects = ", ".join(message.subject for message in waiting)
    return f"Recorded as posted, and its readers as told: {subjects}", ""


def _to_post(review: Review) -> list[Message]:
    query = (
        select(Message)
        .join(Request, Request.id == Message.request_id)
        .where(
            Request.case_id == review.case_id,
            Message.by_hand,
            Message.state == MessageState.WAITING,
        )
    )
    return list(db.session.scalars(query.order_by(Message.id)))
