"""A proposed value, the words it was read from and where they stand."""

from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

from ulss_tracker.services.correspondence.passages import Place
from ulss_tracker.services.history.history import plain

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Marked(Generic[T]):
    """A value read from words. `words` stand in the message as they are here, but for spaces."""

    value: T
    words: str
    place: Place
    file_name: str = ""

    def as_plain(self) -> dict[str, Any]:
        """The same as JSON can keep it."""
        kept: dict[str, Any] = plain(asdict(self))
        return kept
