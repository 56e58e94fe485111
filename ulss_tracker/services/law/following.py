"""Counting the open work again as soon as another law is in force.

It is asked every few seconds, and nearly always has nothing to do: the last law followed is kept.
Between two runs one row is read, so that a signature is followed within a second.
"""

import logging

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.models import LawFollowed, db
from ulss_tracker.scheme.law.law import current
from ulss_tracker.services.assessment.reassessing import reassess
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.deadlines.reconcile import reconcile
from ulss_tracker.services.law import notices

_log = logging.getLogger("ulss_tracker.law")
_seen: str | None = None


def is_due() -> bool:
    """Whether a step was taken at the law desk since this process last asked."""
    global _seen
    latest = db.session.scalar(select(law_in_force.LATEST))
    is_another, _seen = latest != _seen, latest
    return is_another


def follow() -> int:
    """Ask the rules again and date again, if the law is another than it was; how many changed.

    Cut off at any moment, it begins again: what was done then is found done. A review that
    somebody else was changing is asked about by the next run. A change signed and undone before it
    was followed is followed too: other jobs may have obeyed it in between.
    """
    step = db.session.scalar(select(law_in_force.LATEST)) or ""  # before the law: never newer
    law = current()
    if db.session.execute(_LAST).first() == (law.version, step):
        return 0
    _log.info("another law is in force: what is open is counted again (%s)", law.version)
    reassessed = reassess()
    moved = reconcile()
    notices.sync()
    if reassessed.left:
        return reassessed.asked + moved
    with transaction():
        db.session.add(
            LawFollowed(
                law_version=law.version,
                step_sha256=step,
                asked=reassessed.asked,
                dated_anew=moved,
                at=clock.now(),
            )
        )
    return reassessed.asked + moved


_LAST = (
    select(LawFollowed.law_version, LawFollowed.step_sha256)
    .order_by(LawFollowed.id.desc())
    .limit(1)
)
