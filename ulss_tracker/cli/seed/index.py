"""The index entries of a case: the words the search looks in, and the keys of the matching."""

from collections import defaultdict
from functools import cache

from ulss_tracker.cli.seed.cases import STORY, email_of
from ulss_tracker.cli.seed.events import Ids
from ulss_tracker.cli.seed.generate import DrawnCase
from ulss_tracker.cli.seed.loading import Loader
from ulss_tracker.cli.seed.reviews import SENTENCE
from ulss_tracker.services.matching.hearings import Days, read_court
from ulss_tracker.services.matching.indexing import KEPT
from ulss_tracker.services.matching.keys import keys_of_hearing, number_of
from ulss_tracker.services.matching.scoring import Subject
from ulss_tracker.services.search.words import contacts_of, fold

_COLUMNS = "case_id review_id request_id names keys words court_id sentenced_on at"

_AT_ONCE = 100_000  # cases whose keys are held in memory


class Finding:
    """Rows of the search and of the keys."""

    def __init__(self, loader: Loader, *, first_review: int, first_request: int) -> None:
        self._loader = loader
        self._between = loader.text("\n")
        self._entries = loader.sheet("search_entry", _COLUMNS)
        self._keys = loader.sheet("name_key", "key review_id")
        self._first_review, self._apart = first_review, first_request - first_review
        self._number = cache(number_of)
        self._found: defaultdict[int, list[int]] = defaultdict(list)
        self._cases = 0

    def add(self, drawn: DrawnCase, ids: Ids) -> None:
        """The review's row and the request's, and the keys of the review."""
        nothing, court, title = self._loader.nothing, drawn.court, drawn.answer.title
        where = f"{_said(court.name)} {_said(court.name)}"
        reference, offence = ids.reference.lower().replace("-", " "), _said(title)
        who, requester = drawn.who, drawn.requester
        rest = (court.id, drawn.sentence_day, drawn.received)
        said = f"{reference} {where} {_said(SENTENCE)} {offence} {offence}"
        sounds = " ".join(dict.fromkeys(who.sounds))
        self._entries.add((ids.case, ids.review, nothing, who.words, sounds, said, *rest))
        names = f"{who.words}{self._between}{requester.words}"
        sounds = " ".join(dict.fromkeys((*who.sounds, *requester.sounds)))
        asked = ids.request_reference.lower().replace("-", " ")
        (contact,) = contacts_of(email_of(ids.request))
        said = f"{contact} {asked} {reference} {where} {offence} {_said(STORY)}"
        self._entries.add((ids.case, nothing, ids.request, names, sounds, said, *rest))
        heard = Subject(who.names, read_court(court.name, court.id), Days((drawn.sentenced_on,)))
        review_id, found = ids.review, self._found
        found[KEPT].append(review_id)
        for key in who.keys | keys_of_hearing(heard, self._number):
            found[key].append(review_id)
        self._cases += 1
        if self._cases % _AT_ONCE == 0:
            self._write_keys()

    def finish(self) -> None:
        """The keys; then those of the requests: each says the same of the same person."""
        self._write_keys()
        those = f"review_id + {self._apart} FROM name_key WHERE review_id >= {self._first_review}"
        self._loader.ask(f"INSERT INTO name_key (key, request_id) SELECT key, {those}")

    def _write_keys(self) -> None:
        """In their order: an index of rows that are sorted already is made ten times as fast."""
        found = self._found
        rows = ((key, number) for key in sorted(found) for number in found[key])
        self._loader.write_in_order(self._keys, rows)
        found.clear()


@cache
def _said(text: str) -> str:
    return " ".join(fold(text))
