"""Scenes in which the queries of the pages are counted, by subject."""

from tests.support.query_counts import (
    cases,
    decisions,
    letters,
    office,
    public,
    requests,
    reviews,
    supervision,
    work,
)
from tests.support.query_counts.scene import NOW, Held, Scene

SCENES: tuple[Scene, ...] = (
    *requests.SCENES,
    *cases.SCENES,
    *reviews.SCENES,
    *decisions.SCENES,
    *letters.SCENES,
    *work.SCENES,
    *supervision.SCENES,
    *office.SCENES,
    *public.SCENES,
)

__all__ = ["NOW", "SCENES", "Held", "Scene"]
