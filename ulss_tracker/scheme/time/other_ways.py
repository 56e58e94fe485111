"""Ways to have a sentence put right other than by review: the table, by court and day of sentence.

data/time_limits/other_ways.toml is the table, with the provision and the source of each row.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.table import read_table
from ulss_tracker.scheme.time.deadline import slip_rule_last_day
from ulss_tracker.scheme.time.time_sentences import sentences

WAYS_FILE = Path(__file__).parents[1] / "data" / "time_limits" / "other_ways.toml"
_SLIP_RULE = "slip_rule"


@dataclass(frozen=True, slots=True)
class OtherWay:
    """One way: the courts and days of sentence it is for, and the sentence that tells of it.

    `words` names the sentence in words.toml; `has_last_day` that it ends with the 56 days.
    """

    id: str
    courts: frozenset[CourtKind]
    provision: str
    sentenced_from: date | None
    words: str
    has_last_day: bool

    def last_day(self, sentenced_on: date) -> date | None:
        """Give the last day on which the way is open; None where the law sets none."""
        return slip_rule_last_day(sentenced_on) if self.has_last_day else None


def way_for(kind: CourtKind | None, sentenced_on: date) -> OtherWay | None:
    """Find the way for a sentence of such a court: the Crown Court's, where its kind is unknown."""
    of_kind = (way for way in load_ways() if (kind or CourtKind.CROWN_COURT) in way.courts)
    return next(
        (
            other_way
            for other_way in of_kind
            if other_way.sentenced_from is None or other_way.sentenced_from <= sentenced_on
        ),
        None,
    )


@cache
def load_ways() -> tuple[OtherWay, ...]:
    """Read the table. Raises TableError that names a wrong row."""
    ways = []
    for row in read_table(WAYS_FILE).only("way").rows("way"):
        row.only(
            "id", "courts", "provision", "sentenced_from", "words", "last_day", "known",
            "not_known", "sources",
        )  # fmt: skip
        words = row.text("words")
        if words not in sentences():
            raise row.fault(f"words.toml has no sentence {words}")
        if row.has("last_day") and row.text("last_day") != _SLIP_RULE:
            raise row.fault("the only last day is slip_rule")
        if not row.texts("sources"):
            raise row.fault("a source is missing")
        ways.append(
            OtherWay(
                id=row.text("id"),
                courts=frozenset(CourtKind(text) for text in row.texts("courts")),
                provision=row.text("provision"),
                sentenced_from=row.day_or_none("sentenced_from"),
                words=words,
                has_last_day=row.has("last_day"),
            )
        )
    return tuple(ways)
