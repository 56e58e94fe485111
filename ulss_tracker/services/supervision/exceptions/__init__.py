"""Exceptions: what departs from the usual, in one place, so that a supervisor sees to it.

Each kind is counted and its most pressing few are shown, in a number of queries that does not grow
with the register. Those of the old register are left out.
"""

from collections.abc import Mapping

from ulss_tracker.errors import NotFound
from ulss_tracker.services.core import paging
from ulss_tracker.services.supervision.exceptions import (
    answers,
    data,
    decisions,
    handed_over,
    requests,
    unattended,
)
from ulss_tracker.services.supervision.exceptions.decisions import TABLE, decisions_on
from ulss_tracker.services.supervision.exceptions.group import Group, Item, Kind, Part

SHOWN = 10


def every() -> list[Group]:
    """Every kind of exception, whether there are any or not, the most pressing kind first."""
    return [kind.group(id, Part(SHOWN)) for id, kind in _KINDS.items()]


def of_kind(kind: str, *, after: str | None = None) -> Group:
    """A page of the exceptions of one kind; `after` is the last page's key. Raises `NotFound`.

    Those that are the rows of a list of their own are paged there: of them the first page.
    """
    if kind not in _KINDS:
        raise NotFound("There is no such kind of exception")
    return _KINDS[kind].group(kind, Part(paging.PAGE, after))


_KINDS: Mapping[str, Kind] = {
    "duty_gaps": unattended.duty_gaps,
    "requests_passed": requests.passed,
    "requests_nobodys": requests.nobodys,
    "not_looked_at": requests.not_looked_at,
    "day_not_found": requests.day_not_found,
    "not_accepted": handed_over.not_accepted,
    "unassigned": unattended.unassigned,
    "assignee_gone": unattended.assignee_gone,
    "date_doubts": data.date_doubts,
    "outside_law": data.outside_the_law,
    "unconfirmed": data.unconfirmed,
    "quarantined": unattended.quarantined,
    "papers_late": unattended.papers_late,
    "untold": unattended.untold,
    "stale_applications": unattended.stale_applications,
    "stale_letters": unattended.stale_letters,
    "complaints_late": unattended.complaints_late,
    "rights_late": unattended.rights_late,
    "holds_to_review": unattended.holds_to_review,
    "kept_long": unattended.kept_long,
    "doubted_answers": answers.doubted,
    "differing_answers": answers.differing,
    "near_misses": decisions.near_misses,
    "both_ways": decisions.both_ways,
    "old_drafts": unattended.old_drafts,
}
