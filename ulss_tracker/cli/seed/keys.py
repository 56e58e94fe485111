"""The keys of the matching, for the review and the request of each copy."""

from collections import defaultdict
from datetime import date
from functools import cache

from ulss_tracker.cli.seed.loading import Loader
from ulss_tracker.cli.seed.names import Called
from ulss_tracker.scheme.courts.court_table import Court
from ulss_tracker.services.matching.hearings import Days, read_court
from ulss_tracker.services.matching.indexing import KEPT
from ulss_tracker.services.matching.keys import keys_of_hearing, number_of
from ulss_tracker.services.matching.scoring import Subject


class Keys:
    """Rows of keys, for reviews: each request says the same as the review opened from it."""

    def __init__(self, loader: Loader, first_review: int, first_request: int) -> None:
        self._loader = loader
        self._first_review, self._apart = first_review, first_request - first_review
        self._number = cache(number_of)
        self._reviews: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, review_id: int, offender: Called, court: Court, sentenced_on: date) -> None:
        """The keys of one review."""
        where = read_court(court.name, court.id)
        subject = Subject(offender.names, where, Days((sentenced_on,)))
        keys = {KEPT, *offender.keys, *keys_of_hearing(subject, self._number)}
        for key in keys:
            self._reviews[key].append(review_id)

    def finish(self) -> None:
        """Write them, then those of the requests.

        In their order: an index of rows that are sorted already is made ten times as fast.
        """
        reviews = self._reviews
        rows = [(key, number) for key in sorted(reviews) for number in reviews[key]]
        self._loader.write("name_key", rows, ("key", "review_id"))
        self._loader.ask(
            "INSERT INTO name_key (key, request_id)"  # noqa: S608 - our own numbers
            f" SELECT key, review_id + {self._apart} FROM name_key"
            f" WHERE review_id >= {self._first_review}"
        )
