"""Bringing back what was changed or ended by mistake, from the history, by two people.

A supervisor proposes it at the line of the history that changed it; a second person approves it or
refuses (`proposals`). What each kind of line changed, and how it stands again, are `facts`,
`sentences` and `endings`; a kind that is not there is of something done, which stays done.
"""

from ulss_tracker.services.cases.reversals.proposals import (
    Prospect,
    approve,
    get,
    is_of_kind,
    propose,
    prospect,
    refuse,
    waiting,
    waiting_for,
    why_not_approve,
    withdraw,
)
