"""The rows of a drawn case, as the services would have written them."""

from ulss_tracker.cli.seed.cases import Opening
from ulss_tracker.cli.seed.decisions import Deciding
from ulss_tracker.cli.seed.events import Events, Ids
from ulss_tracker.cli.seed.generate import DrawnCase
from ulss_tracker.cli.seed.index import Finding
from ulss_tracker.cli.seed.loading import Loader
from ulss_tracker.cli.seed.outcomes import Ending
from ulss_tracker.cli.seed.reviews import Reviewing
from ulss_tracker.cli.seed.stages import Stages

TABLES = (
    "case_file",
    "request",
    "request_version",
    "message",
    "review",
    "sentence",
    "conviction",
    "assessment",
    "review_version",
    "decision",
    "letter",
    "filing",
    "court_decision",
    "paper",
    "submission",
    "telling",
    "event",
    "search_entry",
    "name_key",
)
"""Every table that is written."""


class Writing:
    """Gives each case its ids and reference, and its rows to the loader.

    `last` is the last reference of each year, and goes on with the cases.
    """

    def __init__(self, loader: Loader, last: dict[int, int]) -> None:
        self._last = last
        numbered = ("case_file", "request", "review", "sentence")
        self._ids = {table: loader.first_id(table) for table in numbered}
        self._opening = Opening(loader)
        self._reviewing = Reviewing(loader)
        deciding = Deciding(loader)
        self._stages = Stages(loader, deciding)
        self._ending = Ending(loader, deciding)
        self._events = Events(loader)
        self._finding = Finding(
            loader, first_review=self._ids["review"], first_request=self._ids["request"]
        )

    def case(self, drawn: DrawnCase) -> None:
        """The rows of one case, with one offender and one request."""
        ids, events = self._next(drawn.received_at.year), self._events
        self._opening.add(drawn, ids, events)
        self._reviewing.add(drawn, ids, events)
        if drawn.outcome:
            self._ending.add(drawn, ids, events)
        else:
            self._stages.add(drawn, ids, events)
        self._finding.add(drawn, ids)

    def finish(self) -> None:
        """Write the rows that are made for all cases at once, when each case has been written."""
        self._finding.finish()

    def _next(self, year: int) -> Ids:
        number = self._last[year] = self._last.get(year, 0) + 1
        given = self._ids
        request_id = given["request"]
        ids = Ids(
            case=given["case_file"],
            request=request_id,
            review=given["review"],
            sentence=given["sentence"],
            reference=f"ULS-{year}-{number:04d}",
            # Never one that the services would draw: theirs have no nought.
            request_reference=f"REQ-{request_id // 10_000:04d}-{request_id % 10_000:04d}",
        )
        for table in given:
            given[table] += 1
        return ids
