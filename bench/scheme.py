"""How fast the law answers, and how much room the catalogue takes: `python -m bench.scheme`.

Times are of the processor, so that what else the machine does changes them little.
"""

import gc
import time
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from ulss_tracker.cli.check_csv import recorded_facts
from ulss_tracker.scheme.courts.courts import load_courts
from ulss_tracker.scheme.offences.catalogue_files import read_offences_from, version_of
from ulss_tracker.scheme.offences.eligibility import assess
from ulss_tracker.scheme.offences.facts import ConvictionFacts, Facts
from ulss_tracker.scheme.offences.offences import Catalogue, load_catalogue
from ulss_tracker.scheme.reading.reading import read_offences

T = TypeVar("T")

DAY = date(2026, 1, 5)
SECONDS = 1.0
TYPED = (
    "GBH with intent",
    "death by dangerous",
    "PWITS class A",
    "indecent images",
    "s.18",
    "conspiracy to burgle",
    "robery",
    "perverting the corse of justice",
    "sexual activity with a child",
    "burgl",
)


def main() -> None:
    """Print a line for each measure."""
    began = time.process_time()
    catalogue = load_catalogue()
    took = time.process_time() - began
    print(
        f"catalogue: {len(catalogue.offences)} rows, {size():.1f} MB, read in {took * 1e3:.0f} ms"
    )
    courts = load_courts()
    court = next(iter(courts)).id
    known = [Facts(court, DAY, (ConvictionFacts(offence.id),)) for offence in catalogue]
    say("assessments", known, lambda facts: assess(facts, catalogue, courts))
    told = [recorded_facts(text, "Leeds", DAY) for text in TYPED]
    say("assessments of free text", told, lambda facts: assess(facts, catalogue, courts))
    say("readings", TYPED, lambda text: read_offences(text, catalogue, on=DAY))
    say("searches", TYPED, lambda text: catalogue.search(text, on=DAY))
    print(f"slowest search: {slowest(catalogue) * 1e3:.2f} ms")


def size() -> float:
    """The megabytes a second catalogue takes."""
    tracemalloc.start()
    kept = Catalogue(read_offences_from(), version_of())
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept.offences
    return taken / 1e6


def say(what: str, cases: Sequence[T], work: Callable[[T], object]) -> None:
    """Print how many a second, over all the cases in turn."""
    done = 0
    began = time.process_time()
    while (took := time.process_time() - began) < SECONDS:
        for case in cases:
            work(case)
        done += len(cases)
    print(f"{what}: {done / took:,.0f} a second, {took / done * 1e6:.0f} microseconds each")


def slowest(catalogue: Catalogue) -> float:
    """The seconds the slowest search takes, of every title typed whole; the best of three."""
    return max(
        min(_timed(catalogue, offence.title) for _ in range(3)) for offence in catalogue.offences
    )


def _timed(catalogue: Catalogue, text: str) -> float:
    began = time.process_time()
    catalogue.search(text, on=DAY)
    return time.process_time() - began


if __name__ == "__main__":
    main()
