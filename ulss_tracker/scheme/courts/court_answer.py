"""A reading of a court in two words, for files: the Crown Court's name, and the kind of court."""

from dataclasses import dataclass

from ulss_tracker.scheme.courts.court_reading import CourtReading, Doubt
from ulss_tracker.scheme.courts.court_table import CourtKind

_KINDS = {
    CourtKind.CROWN_COURT: "crown",
    CourtKind.OTHER: "other_ew",
}


@dataclass(frozen=True, slots=True)
class CourtAnswer:
    """`court` is blank unless one Crown Court is meant; `kind` is never blank."""

    court: str
    kind: str


def court_answer(reading: CourtReading) -> CourtAnswer:
    """The answer to write for a reading."""
    if reading.doubt is Doubt.AREA:
        return CourtAnswer("", "unknown")
    if len(reading.candidates) > 1:
        return CourtAnswer("", "several")
    likely_kind = reading.candidates[0].kind if reading.candidates else None
    meant = reading.kind or likely_kind
    if reading.kind is None and likely_kind is CourtKind.CROWN_COURT:
        return CourtAnswer("", "several")  # the Crown Court there, or a lower court
    if meant is None or reading.doubt in (Doubt.PERSON, Doubt.SPELLING):
        return CourtAnswer("", "unknown")
    kind = _KINDS.get(meant, meant.value)
    if reading.kind is CourtKind.CROWN_COURT and reading.candidates:
        return CourtAnswer(reading.candidates[0].in_short, kind)
    return CourtAnswer("", kind)
