"""The office’s release of 2015 to 2018, by its own labels: scheme/data/outcomes."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from ulss_tracker.scheme.offences.catalogue_files import DATA
from ulss_tracker.scheme.offences.offence import Offence
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.reading.reading import read_offences
from ulss_tracker.scheme.reading.sentence_months import Custody, custody_of
from ulss_tracker.scheme.table import TableRow, read_table
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.register.cells import is_empty, read_outcome, read_revised

FROM_YEAR, TO_YEAR = 2015, 2018
SOURCE = (
    "the Attorney General’s Office’s own answer under the Freedom of Information Act, as the BBC "
    "Shared Data Unit published it in July 2019"
)
ADDRESS = "https://github.com/BBC-Data-Unit/unduly-lenient-sentences"
ROWS = DATA / "outcomes" / "released_2015_2018.csv"
_THEMES = DATA / "outcomes" / "themes.toml"


@dataclass(frozen=True, slots=True)
class PastCase:
    """One sentence that the office looked at on its merits, and what came of it.

    `outcome` is None where it was referred and how that ended is not known. `review_id` opens it;
    a released row, which has no more than is here, has none.
    """

    reference: str
    court: str
    outcome: Outcome | None
    is_referred: bool
    original: str
    revised: str
    review_id: int | None = None

    @property
    def outcome_words(self) -> str:
        """How it ended, in words."""
        return self.outcome.label if self.outcome else "Referred: no result is recorded"

    @property
    def before(self) -> Custody | None:
        """The sentence as it was, where it reads as one length."""
        return custody_of(self.original)

    @property
    def after(self) -> Custody | None:
        """The sentence as the Court of Appeal increased it, where it reads as one length."""
        return custody_of(self.revised) if self.outcome is Outcome.INCREASED else None

    @property
    def increase(self) -> int | None:
        """By how many months it rose; None where like cannot be held against like."""
        before, after = self.before, self.after
        if before is None or after is None or before.measure != after.measure:
            return None
        return after.months - before.months


@dataclass(frozen=True, slots=True)
class Label:
    """An offence as the office called it, in each of its spellings, and its sentences.

    `offence_ids` are the catalogue's that may stand behind it: of a theme, any of several.
    """

    names: tuple[str, ...]
    offence_ids: frozenset[str]
    is_theme: bool
    cases: tuple[PastCase, ...]


@cache
def labels() -> Sequence[Label]:
    """Every label of the release. Withdrawn applications, which have no outcome, are left out."""
    themes = {
        name: theme for theme in read_table(_THEMES).rows("theme") for name in theme.texts("labels")
    }
    grouped: dict[tuple[frozenset[str], str, bool], list[tuple[str, PastCase]]] = defaultdict(list)
    with ROWS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name, past = row["offence_original"], _past_case(row)
            if past.outcome is not Outcome.WITHDRAWN:
                grouped[_offences(name, themes.get(name))].append((name, past))
    return [
        Label(tuple(dict.fromkeys(name for name, _ in rows)), offence_ids, is_theme, cases)
        for (offence_ids, _, is_theme), rows in grouped.items()
        if (cases := tuple(past for _, past in rows))
    ]


def _offences(name: str, theme: TableRow | None) -> tuple[frozenset[str], str, bool]:
    """The offences that a label may mean, in which form, and whether it is a theme."""
    catalogue = load_catalogue()
    if theme:
        acts, patterns = theme.texts("acts"), theme.texts("ids")
        rows = [
            offence
            for offence in catalogue
            if offence.act in acts or any(fnmatchcase(offence.id, each) for each in patterns)
        ]
        return _latest(rows), "", True
    readings = read_offences(name, catalogue, recorded=True)
    rows = [offence for reading in readings for offence in reading.candidates]
    return _latest(rows), ", ".join(reading.form for reading in readings), False


def _latest(rows: Iterable[Offence]) -> frozenset[str]:
    catalogue = load_catalogue()
    return frozenset(catalogue.latest(offence).id for offence in rows)


def _past_case(row: Mapping[str, str]) -> PastCase:
    outcome = read_outcome(row["outcome"])
    revised = "" if is_empty(row["revised_sentence"]) else row["revised_sentence"]
    return PastCase(
        reference=f"{row['year']}/{row['number']}",
        court=row["court"],
        outcome=read_revised(revised).outcome if outcome.is_referred else outcome.outcome,
        is_referred=outcome.is_referred,
        original=row["original_sentence"],
        revised=revised,
    )
