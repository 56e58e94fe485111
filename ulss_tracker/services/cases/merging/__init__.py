"""Merging two cases found to be about one proceeding. A person says so; a machine never does.

One case remains, with its reviews. The other's requests, and those to be told, move there, what it
has and the other lacks is copied (`copy_records`), and it closes: its notes, files and
letters stay at their place, to be read. Nothing may have been decided in the case that closes, and
no time may be lost by its closing.
"""

from ulss_tracker.services.cases.merging.checks import hindrances, pairs
from ulss_tracker.services.cases.merging.merge import merge
from ulss_tracker.services.cases.merging.unmerge import unmerge, why_not_unmerge
from ulss_tracker.services.core.redirects import merged_into, of_case, remaining_of
