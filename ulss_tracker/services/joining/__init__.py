"""Joining two cases found to be about one proceeding. A person says so; a machine never does.

One case remains, with its reviews. The other's requests, and those to be told, move there, what it
has and the other lacks is carried over (`carrying`), and it closes: its notes, files and letters
stay at their place, to be read. Nothing may have been decided in the case that closes, and no time
may be lost by its closing.
"""

from ulss_tracker.services.joining.allowed import hindrances, pairs
from ulss_tracker.services.joining.doing import join
from ulss_tracker.services.joining.parting import undo, why_not_undo
from ulss_tracker.services.joining.standing import joined_to, of_case, remaining_of

__all__ = [
    "hindrances",
    "join",
    "joined_to",
    "of_case",
    "pairs",
    "remaining_of",
    "undo",
    "why_not_undo",
]
