"""Acts on what is ticked on a list: each a page that shows first what it does."""

from flask import url_for

from ulss_tracker.models import User
from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.desk.bulk import Act

TickedAction = tuple[str, str, str]
"""The words of a button, the address it leads to, and the act's name where that does several."""


def ticked_actions(user: User, *, of_requests: bool = False) -> list[TickedAction]:
    """The acts that this person may do with many at once; those for requests in no case alone."""
    if not may(user.role, Permission.WORK_CASES):
        return []
    address = url_for("casework.together")
    offered = [act for act in Act if act.takes_requests or not of_requests]
    acts = [(act.label, address, act.value) for act in offered if may(user.role, act.permission)]
    return [*acts, ("Answer “no” together", url_for("casework.refuse_together"), "")]
