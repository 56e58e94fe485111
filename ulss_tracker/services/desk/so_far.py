"""A request while it is told: the time left, the scheme and what is like it, by what was said.

Nothing is kept: it is asked again and again while a call goes on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ulss_tracker import clock
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.scheme.reading.words_read import WordsRead
from ulss_tracker.scheme.time.deadline import TimeLeft, time_left
from ulss_tracker.scheme.time.limits import Asker
from ulss_tracker.services.deadlines import basis
from ulss_tracker.services.deadlines.basis import KnownDays
from ulss_tracker.services.matching import candidates
from ulss_tracker.services.matching.candidates import Candidate
from ulss_tracker.services.matching.indexing import subject_of_words
from ulss_tracker.services.requests import lookups, triage
from ulss_tracker.services.requests.details import RequestDetails

_MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class SoFar:
    """How a request stands on what was said so far.

    `left` is to the safest moment to file by, None while nobody can say. `is_doubtful`: the day
    cannot be right. `verdict` is None until an offence is named, as `words_read` are none.
    """

    known: KnownDays
    left: TimeLeft | None
    is_doubtful: bool
    verdict: Verdict | None
    words_read: Sequence[WordsRead]
    like: Sequence[Candidate]


def preview(details: RequestDetails, received_at: datetime | None) -> SoFar:
    """How the request stands on what was said so far; received now, where nobody has said when."""
    received_at = received_at or clock.now()
    asker = Asker(details.standing, clock.day_of(received_at))
    known = basis.of_details(details.sentenced_on, details.sentenced_text, received_at, [asker])
    has_offence = bool(details.offence_text.strip())
    return SoFar(
        known,
        time_left(clock.now(), known.file_by_at) if known.file_by_at else None,
        known.earliest_on is not None and not basis.can_be_right(known, received_at),
        triage.verdict_of(details) if has_offence else None,
        lookups.how_read(details),
        _candidates(details, received_at),
    )


def _candidates(details: RequestDetails, received_at: datetime) -> list[Candidate]:
    subject = subject_of_words(details.columns | {"received_at": received_at})
    matches = candidates.like_subject(subject)
    return [candidate for candidate in matches if candidate.is_suggested][:_MOST_CANDIDATES]
