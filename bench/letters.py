"""How long letters take, beside Chromium printing the same HTML: `python -m bench.letters`.

No two letters are of one case: they share the office's own words and nothing else. Ours and
Chromium's take turns, so that whatever else the machine does falls on both, and of each the median
is given. On a machine that others use too, go by the time of a processor and not by the clock.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from itertools import count
from typing import NamedTuple

from bench._cases import application, one_of_a_batch
from bench._chromium import Chromium, path_of_chromium
from bench._processes import megabytes, processor_seconds, wanted_seconds
from ulss_tracker.adapters.pdf.pool import PdfPool, cores
from ulss_tracker.services.letters.rendering import TEMPLATES

ROUNDS = 8
IN_A_ROUND = 5
LONGER = (10, 50)

Making = Callable[[Sequence[str]], object]
_numbers = count(1)


class Cost(NamedTuple):
    """The milliseconds of one letter, by the clock and of a processor."""

    clock: float
    processor: float


class Side:
    """Ours or Chromium's: what makes letters, and the processes that do the work."""

    def __init__(self, make: Making, processes: Callable[[], list[int]]) -> None:
        self.make = make
        self.processes = processes

    def cost(self, documents: Sequence[str]) -> Cost:
        """Measure the cost of each of these."""
        used, started = processor_seconds(self.processes()), time.perf_counter()
        self.make(documents)
        took = time.perf_counter() - started
        used = processor_seconds(self.processes()) - used
        return Cost(took * 1000 / len(documents), used * 1000 / len(documents))


def ours(css: str, size: int) -> tuple[Side, PdfPool]:
    """Our letters, from so many processes."""
    pool = PdfPool(size)

    def make(documents: Sequence[str]) -> None:
        made = list(pool.make_all((html, css) for html in documents))
        assert all(isinstance(each, bytes) for each in made)

    def processes() -> list[int]:
        return [each._process.pid for each in pool.clients if each._process]

    return Side(make, processes), pool


def letters(how_many: int, longer: int = 0) -> list[str]:
    """Letters of cases that none was about before."""
    return [application(next(_numbers), longer) for _ in range(how_many)]


def in_turns(sides: Sequence[Side], documents: Callable[[], list[str]]) -> list[Cost]:
    """The median cost of a letter on each side, each round the same letters for both."""
    costs: list[list[Cost]] = [[] for _ in sides]
    for _ in range(ROUNDS):
        same = documents()
        for side, so_far in zip(sides, costs, strict=True):
            so_far.append(side.cost(same))
    return [
        Cost(*(statistics.median(values) for values in zip(*each, strict=True))) for each in costs
    ]


def say(what: str, figures: Sequence[float], unit: str) -> None:
    """Print a line: ours, Chromium's where there is one, and ours as a part of Chromium's."""
    line = f"{what:<50}" + "".join(f"{figure:10.1f}" for figure in figures)
    ratio = f"{figures[0] / figures[1]:10.2f}" if len(figures) > 1 and figures[1] else ""
    print(f"{line} {unit:<9}{ratio}".rstrip())


def say_costs(what: str, costs: Sequence[Cost]) -> None:
    """Print both costs of a letter."""
    say(f"{what}, by the clock", [cost.clock for cost in costs], "ms")
    say(f"{what}, of a processor", [cost.processor for cost in costs], "ms")


def first(css: str, path: str | None) -> None:
    """How long it takes to begin: a process and its first letter."""
    took = []
    (html,) = letters(1)
    started = time.perf_counter()
    side, pool = ours(css, 1)
    side.make([html])
    took.append((time.perf_counter() - started) * 1000)
    pool.close()
    if path:
        started = time.perf_counter()
        chromium = Chromium(path, 1, css)
        chromium.make([html])
        took.append((time.perf_counter() - started) * 1000)
        chromium.close()
    say("cold start and the first letter, by the clock", took, "ms")


def warm(css: str, path: str | None, size: int, measure: Callable[[list[Side]], None]) -> None:
    """Measure both sides when each has made some letters, on so many processes or pages."""
    side, pool = ours(css, size)
    sides = [side]
    chromium = Chromium(path, size, css) if path else None
    if chromium:
        sides.append(Side(chromium.make, chromium.processes))
    try:
        for each in sides:
            each.make(letters(6 * size))
        measure(sides)
    finally:
        pool.close()
        if chromium:
            chromium.close()


def one_at_a_time(sides: list[Side]) -> None:
    """One process: letters that differ, letters of a batch, longer ones, and memory."""
    say("memory, warm", [megabytes(side.processes()) for side in sides], "MB")
    say_costs("a letter of two pages", in_turns(sides, lambda: letters(IN_A_ROUND)))
    costs = in_turns(sides, lambda: [one_of_a_batch(next(_numbers)) for _ in range(IN_A_ROUND)])
    say("a letter of a batch, two pages, of a processor", [cost.processor for cost in costs], "ms")
    for pages in LONGER:
        longer = letters(3, (pages - 2) * 5)
        say(
            f"about {pages} pages, of a processor",
            [side.cost(longer).processor for side in sides],
            "ms",
        )
    say("memory after those", [megabytes(side.processes()) for side in sides], "MB")


def on_every_core(sides: list[Side]) -> None:
    """As many processes as cores, all at work."""
    costs = in_turns(sides, lambda: letters(IN_A_ROUND * cores()))
    at_once = f"on {cores()} cores at once"
    say(f"a letter {at_once}, of a processor", [cost.processor for cost in costs], "ms")
    say(f"letters {at_once}, by the clock", [1000 / cost.clock for cost in costs], "a second")
    alone = [cores() * 1000 / cost.processor for cost in costs]
    say("as many as that would be with the cores to itself", alone, "a second")
    say("the part of the time our processes had work", [kept_at_work(sides[0])], "%")


def kept_at_work(side: Side) -> float:
    """How much of the time the asking side kept every process supplied, in percent.

    A process that waits for a processor has work: somebody else has the core.
    """
    documents = letters(4 * IN_A_ROUND * cores())
    wanted, started = wanted_seconds(side.processes()), time.perf_counter()
    side.make(documents)
    took = (time.perf_counter() - started) * len(side.processes())
    return (wanted_seconds(side.processes()) - wanted) / took * 100


def main() -> None:
    """Measure, and print a line for each figure."""
    css = (TEMPLATES / "letter.css").read_text(encoding="utf-8")
    path = path_of_chromium()
    if path is None:
        print("Chromium is not on this machine: nothing is compared with it.")
    print(f"{'':<50}{'ours':>10}{'Chromium':>10}{'':<10}{'ratio':>10}")
    first(css, path)
    warm(css, path, 1, one_at_a_time)
    warm(css, path, cores(), on_every_core)


if __name__ == "__main__":
    main()
