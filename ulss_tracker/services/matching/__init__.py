"""Matching: which requests and cases may be about one sentence. A machine suggests, people join.

`scoring.compare` is the one function that says how likely; `explanations.reasons` says why.
"""

from ulss_tracker.services.matching.explanations import Reason, reasons
from ulss_tracker.services.matching.hearings import NEVER, read_court, read_days
from ulss_tracker.services.matching.names import read_listed_names, read_names
from ulss_tracker.services.matching.ranking import Index, Ranked, rank
from ulss_tracker.services.matching.scoring import Match, Subject, compare
