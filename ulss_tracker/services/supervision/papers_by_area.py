"""The papers asked of the CPS, by its area: how many came, how long they took, what is missing.

The area is that of the court where the case was sentenced (`scheme.courts.cps_areas`).
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, extract, func, select

from ulss_tracker import clock
from ulss_tracker.adapters.charts import Chart, Series
from ulss_tracker.models import Case, Paper, Review, db
from ulss_tracker.scheme.courts.cps_areas import area_of
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.services.core.table import Column, Table
from ulss_tracker.services.protection.access_filter import reading_as_office
from ulss_tracker.services.spreadsheets import Sheet, sheet_of
from ulss_tracker.services.supervision.statistics import is_work

_DAY = 86_400


@dataclass(frozen=True, slots=True)
class AreaPapers:
    """The papers of one area: those received took `seconds` in all."""

    name: str
    asked: int = 0
    received: int = 0
    not_applicable: int = 0
    late: int = 0
    seconds: float = 0

    @property
    def wanted(self) -> int:
        """How many are still to come."""
        return self.asked - self.received - self.not_applicable

    @property
    def days(self) -> str:
        """How many days one took to arrive, on average; a dash while none has."""
        return f"{float(self.seconds) / self.received / _DAY:.1f}" if self.received else "–"


TABLE = Table(
    title="Papers",
    columns=(
        Column("name", "CPS area"),
        Column("asked", "Asked for"),
        Column("received", "Received"),
        Column("not_applicable", "Do not apply"),
        Column("wanted", "Still to come"),
        Column("late", "Promised and late"),
        Column("days", "Days to arrive, on average"),
    ),
)


@dataclass(frozen=True, slots=True)
class PapersByArea:
    """Every area that was asked for papers, that with the most still to come first; and the sum."""

    areas: Sequence[AreaPapers]
    whole: AreaPapers
    asked_from: date | None
    asked_to: date | None
    made_at: datetime

    @property
    def definition(self) -> str:
        """Define in words what is counted."""
        words = [
            "Papers asked of the CPS, by the CPS area of the Crown Court that passed sentence. A "
            "case opened by mistake or joined to another is left out."
        ]
        if self.asked_from is not None:
            words.append(f"Asked for on {day_words(self.asked_from)} or later.")
        if self.asked_to is not None:
            words.append(f"Asked for on {day_words(self.asked_to)} or before.")
        return " ".join(words)


def count(asked_from: date | None = None, asked_to: date | None = None) -> PapersByArea:
    """Count the papers asked for between two days, in one query."""
    wanted: list[ColumnElement[bool]] = [
        select(Review.id).where(Review.case_id == Case.id, is_work(Review)).exists()
    ]
    if asked_from is not None:
        wanted.append(Paper.asked_at >= clock.start_of(asked_from))
    if asked_to is not None:
        wanted.append(Paper.asked_at < clock.start_of(asked_to + timedelta(days=1)))
    with reading_as_office():  # a total names nobody
        rows = db.session.execute(
            select(Case.court_id, *_counts())
            .join(Paper.case)
            .where(*wanted)
            .group_by(Case.court_id)
        ).all()
    by_area: defaultdict[str, list[Sequence[Any]]] = defaultdict(list)
    for court_id, *numbers in rows:
        by_area[area_of(court_id)].append(numbers)
    areas = [_sum(name, numbers) for name, numbers in by_area.items()]
    areas.sort(key=lambda area: (-area.wanted, -area.asked, area.name))
    whole = _sum("All", [numbers for _, *numbers in rows])
    return PapersByArea(areas, whole, asked_from, asked_to, clock.now())


def table(papers: PapersByArea) -> Sheet:
    """The counts as a table."""
    return sheet_of(TABLE, [*papers.areas, papers.whole], [f"Definition: {papers.definition}"])


def chart(papers: PapersByArea) -> Chart:
    """The counts as a picture, what is still to come first."""
    whole = papers.whole
    told = f"Papers asked of the CPS: {whole.wanted:,} of {whole.asked:,} still to come"
    most = [area for area in papers.areas if area.wanted][:3]
    where = "; ".join(f"{area.name} {area.wanted:,} of {area.asked:,}" for area in most)
    return Chart(
        "Papers by CPS area",
        f"{told}. Most are missing in: {where}." if where else f"{told}.",
        [area.name for area in papers.areas],
        [
            Series("Still to come", [area.wanted for area in papers.areas]),
            Series("Received", [area.received for area in papers.areas]),
            Series("Do not apply", [area.not_applicable for area in papers.areas]),
        ],
    )


def _sum(name: str, numbers: Sequence[Sequence[Any]]) -> AreaPapers:
    """The counts of several courts as one."""
    return AreaPapers(name, *(sum(column) for column in zip(*numbers, strict=True)))


def _counts() -> tuple[ColumnElement[Any], ...]:
    """How many papers there are of each kind, and how long those received took in all."""
    came = Paper.received_at.is_not(None)
    does_not_apply = ~came & (Paper.not_applicable_reason != "")
    is_late = ~came & (Paper.not_applicable_reason == "") & (Paper.promised_by_on < clock.today())
    took = extract("epoch", Paper.received_at) - extract("epoch", Paper.asked_at)
    return (
        func.count(Paper.id),
        *(func.coalesce(func.sum(case((which, 1), else_=0)), 0)
          for which in (came, does_not_apply, is_late)),
        func.coalesce(func.sum(case((came, took), else_=0)), 0),
    )  # fmt: skip
