"""The matters on a person's list (services/waiting/my_work.py), as tests ask for it."""

from ulss_tracker.models import User, Wait
from ulss_tracker.services.waiting import my_work


def waits_of(user: User) -> list[Wait]:
    """Everything that waits for this person, in the order of their list."""
    return [
        reason.record
        for row in my_work.page(user, size=1_000).rows
        for reason in row.reasons
        if isinstance(reason.record, Wait)
    ]
