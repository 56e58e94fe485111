"""Joining requests in the same words to a case: a person says it once, the jobs do it.

Those that need a look stay, whatever is said. One that was taken out of a case again is not joined
by itself.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import Campaign, Case, EventKind, Request, User, db, inserting
from ulss_tracker.permissions import Permission
from ulss_tracker.services.cases import cases, duplicates
from ulss_tracker.services.core import record_hashes
from ulss_tracker.services.core.preconditions import check_case_open
from ulss_tracker.services.core.redirects import remaining_of
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.matching import same_words
from ulss_tracker.services.matching.same_words import Group

AT_ONCE = 40
"""Requests of one campaign joined by one run, in one transaction: the online form waits for it."""


def say(
    group: Group,
    case: Case | None,
    by: User,
    *,
    also: Sequence[Request] = (),
    joins_later: bool,
) -> Case:
    """Record that all of a group belong to a case, a new one for None; the jobs join them.

    `also` are those of the group that needed a look and had one: they join at once. `joins_later`:
    so do those that come later in the same words. Raises `Refused` where somebody said so meanwhile
    of one of the words, for a closed case, and as `duplicates.join_many`.
    """
    require(by, Permission.WORK_CASES)
    with transaction():
        if case is None:
            case = cases.open_case(group.first, by).case
        cases.lock(case)
        check_case_open(case)
        for same in group.same:
            _keep(group.sentence, same.words, case, by, joins_later=joins_later)
        if group.same:
            history.record(
                EventKind.CAMPAIGN_SAID,
                by,
                case,
                same_words=group.count,
                joins_later=joins_later,
            )
        if looked_at := [request for request in also if request.case is not case]:
            duplicates.join_many(looked_at, case, by)
    return case


def running(case: Case) -> list[Campaign]:
    """The words in which later requests join a case by themselves."""
    query = select(Campaign).where(
        Campaign.case_id == case.id, Campaign.ended_at.is_(None), Campaign.joins_later
    )
    return list(db.session.scalars(query.order_by(Campaign.id)))


def end(case: Case, by: User) -> None:
    """Let no later request join a case by itself; those that joined stay. Raises `Refused`."""
    require(by, Permission.WORK_CASES)
    with transaction():
        ending = update(Campaign).where(Campaign.case_id == case.id, Campaign.ended_at.is_(None))
        if not db.session.execute(ending.values(ended_at=clock.now()).returning(Campaign.id)).all():
            raise Refused("No later request joins this case by itself")
        history.record(EventKind.CAMPAIGN_ENDED, by, case, joins_later=False)


def join_waiting() -> int:
    """Join what people said belongs to a case: a job. How many requests it joined."""
    query = select(Campaign.id).where(Campaign.ended_at.is_(None)).order_by(Campaign.id)
    return sum(_join_some(campaign_id) for campaign_id in db.session.scalars(query).all())


def _keep(sentence: str, words: str, case: Case, by: User, *, joins_later: bool) -> None:
    values: dict[str, Any] = {
        "sentence": sentence,
        "words": words,
        "case_id": case.id,
        "joins_later": joins_later,
        "said_at": clock.now(),
        "said_by_id": by.id,
    }
    adding = inserting(Campaign).values(values).on_conflict_do_nothing().returning(Campaign.id)
    campaign_id = db.session.scalar(adding)
    if campaign_id is None:
        raise Refused("Somebody has said meanwhile where requests in these words belong")
    record_hashes.add_keys(db.metadata.tables[Campaign.__tablename__], [(campaign_id,)])


def _join_some(campaign_id: int) -> int:
    """Join the next of those that a campaign stands for, in a transaction of its own."""
    with transaction():
        campaign = db.session.get_one(
            Campaign, campaign_id, with_for_update={"of": Campaign}, populate_existing=True
        )
        if campaign.ended_at is not None:
            return 0
        requests = _next_of(campaign)
        # What came after a person looked, nobody looked at.
        is_later = any(request.logged_at > campaign.said_at for request in requests)
        try:
            if requests:
                by = None if is_later else campaign.said_by
                cases.join_all(requests, remaining_of(campaign.case), by)
        except (NotAllowed, Refused):
            requests = []
            campaign.ended_at = clock.now()
        if not requests and not campaign.joins_later:
            campaign.ended_at = clock.now()
        return len(requests)


def _next_of(campaign: Campaign) -> Sequence[Request]:
    query = select(Request).where(same_words.has_words([campaign.words]))
    if not campaign.joins_later:
        query = query.where(Request.logged_at <= campaign.said_at)
    query = query.order_by(Request.id).limit(AT_ONCE).with_for_update(of=Request, skip_locked=True)
    return db.session.scalars(query).all()
