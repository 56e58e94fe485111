"""The lines of history of a drawn case, and the ids by which its rows name one another."""

from dataclasses import dataclass
from typing import Any

from ulss_tracker.cli.seed.loading import Loader
from ulss_tracker.models import EventKind
from ulss_tracker.scheme.workflow.stages import State, Step


@dataclass(slots=True)
class Ids:
    """The ids of one case's rows that other rows point to, and the references."""

    case: int
    request: int
    review: int
    sentence: int
    reference: str
    request_reference: str


class Events:
    """Lines of history, in the order in which they happened."""

    def __init__(self, loader: Loader) -> None:
        columns = "kind at by_id request_id case_id review_id before after"
        self._add = loader.sheet("event", columns).add
        self._nothing = loader.nothing

    def of_request(self, kind: EventKind, at: str, ids: Ids, after: str) -> None:
        """A line about the request before it has a case, by the public."""
        nothing = self._nothing
        self._add((kind.value, at, nothing, ids.request, nothing, nothing, "{}", after))

    def of_case(
        self, kind: EventKind, at: str, by_id: int, ids: Ids, after: str, *, asked: bool = False
    ) -> None:
        """A line about the case, and where `asked` its request."""
        request_id = ids.request if asked else self._nothing
        self._add((kind.value, at, by_id, request_id, ids.case, self._nothing, "{}", after))

    def of_review(
        self, kind: EventKind, at: str, by_id: int, ids: Ids, after: str, before: str = "{}"
    ) -> None:
        """A line about the review."""
        nothing: Any = self._nothing
        self._add((kind.value, at, by_id, nothing, ids.case, ids.review, before, after))

    def moved(self, step: Step, before: State, after: State, at: str, by_id: int, ids: Ids) -> None:
        """A line that the review went from one stage to another."""
        self.of_review(
            EventKind.STAGE_CHANGED,
            at,
            by_id,
            ids,
            f'{{"step": "{step.value}", "state": "{after.value}", "note": ""}}',
            f'{{"state": "{before.value}"}}',
        )
