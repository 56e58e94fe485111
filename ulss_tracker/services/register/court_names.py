"""Which spellings of a court's name raise no query: its own names in the list of courts."""

from functools import cache

from ulss_tracker.scheme.courts.court_text import normalise
from ulss_tracker.scheme.courts.courts import load_courts

_ADDED = ("the crown court at", "crown court at", "crown court", "the")


def is_known_spelling(said: str) -> bool:
    """Whether `said` is a court's own name, its Welsh name or a former one, to the letter."""
    return _bare(normalise(said)) in _known()


@cache
def _known() -> frozenset[str]:
    names = (
        name
        for court in load_courts()
        for name in (court.name, court.welsh_name or "", *court.former_names)
    )
    return frozenset(_bare(normalise(name)) for name in names)


def _bare(name: str) -> str:
    for words in _ADDED:
        name = name.removeprefix(words).removesuffix(words).strip()
    return name
