"""A proposed value, the words it was read from and where they stand."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from ulss_tracker.services.correspondence.passages import Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Marked(Generic[T]):
    """A value read from words. `words` stand in the message as they are here, but for spaces."""

    value: T
    words: str
    place: Place
    file_name: str = ""
