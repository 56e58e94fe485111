"""Writing a copy for each case that is drawn, with ids and references that go on."""

from collections.abc import Sequence
from functools import cache

from ulss_tracker.cli.seed.copies import Own, Row, Template
from ulss_tracker.cli.seed.drawing import Drawing, Drawn
from ulss_tracker.cli.seed.loading import Loader
from ulss_tracker.cli.seed.names import Called, Words, called, words_of
from ulss_tracker.cli.seed.ordinary import COURT, NUMBER, OFFENDER, REQUESTER
from ulss_tracker.cli.seed.playing import TABLES, Played
from ulss_tracker.models import Case, Request
from ulss_tracker.scheme.courts.court_table import Court
from ulss_tracker.scheme.courts.courts import load_courts

_CASES, _REQUESTS = Case.__tablename__, Request.__tablename__


class Writing:
    """Gives each case its rows, and them to the loader.

    `last` is the last reference of each year, and goes on with the cases.
    """

    def __init__(
        self,
        loader: Loader,
        played: Sequence[Played],
        *,
        staff: Sequence[int],
        officers: Sequence[int],
        last: dict[int, int],
    ) -> None:
        self._loader, self._last = loader, last
        self._staff, self._officers = staff, officers
        self._templates = {
            story.ordinary: Template(story, _words_of(story), loader.value) for story in played
        }
        self.tables = [table for table in TABLES if any(table in story.rows for story in played)]
        self._next = {table: loader.last_id(table) + 1 for table in self.tables}
        self._rows: dict[str, list[Row]] = {table: [] for table in self.tables}

    def add(self, drawn: Drawn, drawing: Drawing) -> None:
        """The rows of one case, with one offender and one request."""
        template = self._templates[drawn.ordinary]
        sentenced_on = drawing.sentenced_on(template.played)
        received_on = sentenced_on + drawn.ordinary.received_after
        number = self._last[received_on.year] = self._last.get(received_on.year, 0) + 1
        request_id = self._next[_REQUESTS]
        references = words_of(
            f"ULS-{received_on.year}-{number:04d}",
            # Never one that the services would draw: theirs have no nought.
            f"REQ-{request_id // 10_000:04d}-{request_id % 10_000:04d}",
            f"{request_id:064x}",
            f"T{received_on.year}{number:04d}",
        )
        words = _words(references, drawn.offender, drawn.requester, drawn.court)
        own = Own(sentenced_on, self._people(drawn), words)
        for table, rows in template.copy(own, self._next):
            self._rows[table] += rows
            self._next[table] += len(rows)

    def write(self) -> None:
        """Hand over what was added."""
        for table, rows in self._rows.items():
            self._loader.write(table, rows)
            rows.clear()

    def _people(self, drawn: Drawn) -> tuple[int, int, int]:
        """Who has the case, somebody else of the office where there is anybody, and who decides."""
        staff, officers = self._staff, self._officers
        second = staff[(drawn.assignee + 1) % len(staff)]
        return staff[drawn.assignee], second, officers[drawn.officer]


def _words_of(played: Played) -> Words:
    """The words of a played story that each copy has of its own."""
    (reference,) = played.values(_CASES, "reference")
    (request_reference,) = played.values(_REQUESTS, "reference")
    (code_hash,) = played.values(_REQUESTS, "code_hash")
    references = words_of(reference, request_reference, code_hash, NUMBER)
    court = load_courts().read(COURT).court
    assert court  # noqa: S101 - our own
    return _words(references, called(OFFENDER), called(REQUESTER), court)


def _words(references: Words, offender: Called, requester: Called, court: Court) -> Words:
    sounds = " ".join(dict.fromkeys(offender.sounds + requester.sounds))
    both = Words((sounds,), (sounds,))
    return references + offender.words + requester.words + both + _of_court(court)


@cache
def _of_court(court: Court) -> Words:
    return words_of(court.id, court.name)
