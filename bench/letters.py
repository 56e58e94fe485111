"""How long letters take, beside Chromium printing the same HTML: `python -m bench.letters`.

Ours and Chromium's letters take turns, so that whatever else the machine does falls on both. Of
each the median is given: the machine's best moment is nobody's ordinary one.
"""

import shutil
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
from playwright.sync_api import Page, sync_playwright

from ulss_tracker.models import LetterKind
from ulss_tracker.outside.pdf import PdfPool, cores
from ulss_tracker.outside.pdf_maker import PdfMaker
from ulss_tracker.services.letters.rendering import TEMPLATES, to_html
from ulss_tracker.services.letters.sample import sample_values

DAY = date(2026, 3, 18)
ROUNDS = 40
TOGETHER = 60
PAGES = (2, 10, 50)

Making = Callable[[], object]


def seconds_of(make: Making) -> float:
    """The seconds one call takes."""
    started = time.perf_counter()
    make()
    return time.perf_counter() - started


def say(what: str, figure: float, unit: str, beside: str = "") -> None:
    """Print one figure on a line of its own."""
    print(f"{what:<44} {figure:9.1f} {unit:<11} {beside}".rstrip())


def memory_of(maker: PdfMaker) -> float:
    """The megabytes the maker's process holds."""
    assert maker._process is not None
    status = Path(f"/proc/{maker._process.pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def application(times: int = 0) -> str:
    """The application for permission to refer, two pages; longer by some reasons repeated."""
    values = sample_values(LetterKind.REFERRAL, DAY)
    more = ["The judge gave too much weight to the plea entered. " * 9] * times
    return to_html(replace(values, why_lenient=[*values.why_lenient, *more]))


def in_chromium(html: str, css: str) -> Callable[[Page], bytes]:
    """Printing the same document in a page that is already open."""
    whole = html.replace("</head>", f"<style>{css}</style></head>")

    def make(page: Page) -> bytes:
        page.set_content(whole)
        return page.pdf(prefer_css_page_size=True, tagged=True)

    return make


def browser_page(closing: ExitStack, chromium: str) -> Page:
    """A page of a new Chromium, closed with `closing`."""
    playwright = closing.enter_context(sync_playwright())
    browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
    closing.callback(browser.close)
    return browser.new_page()


def side_by_side(ours: Making, theirs: Making | None) -> tuple[float, float]:
    """The median seconds of one of ours and one of theirs, taken in turns; 0 without theirs."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        times[0].append(seconds_of(ours))
        if theirs:
            times[1].append(seconds_of(theirs))
    return statistics.median(times[0]), statistics.median(times[1]) if theirs else 0.0


def rate_of_chromiums(chromium: str, html: str, css: str) -> float:
    """Letters a second from as many Chromiums as there are cores."""
    make = in_chromium(html, css)

    def print_all(_number: int) -> tuple[float, float]:
        with ExitStack() as closing:
            page = browser_page(closing, chromium)
            make(page)
            started = time.perf_counter()
            for _ in range(TOGETHER // cores()):
                make(page)
            return started, time.perf_counter()

    with ThreadPoolExecutor(cores()) as threads:
        spans = list(threads.map(print_all, range(cores())))
    whole = max(end for _, end in spans) - min(start for start, _ in spans)
    return TOGETHER // cores() * cores() / whole


def grow(maker: PdfMaker, pages: int, css: str) -> None:
    """How the time grows with the pages of a document."""
    html = application((pages - 2) * 5)
    with pikepdf.open(BytesIO(maker.make(html, css))) as made:
        count = len(made.pages)
    took = statistics.median(seconds_of(lambda: maker.make(html, css)) for _ in range(3)) * 1000
    say(f"a document of {count} pages", took, "ms", f"{took / count:.0f} ms a page")


def one_process(html: str, css: str, chromium: str | None) -> None:
    """The first letter, the next ones, and memory."""
    maker = PdfMaker()
    with ExitStack() as closing:
        closing.callback(maker.close)
        say("first letter of a process", seconds_of(lambda: maker.make(html, css)) * 1000, "ms")
        held = memory_of(maker)
        theirs = None
        if chromium:
            page, make = browser_page(closing, chromium), in_chromium(html, css)
            make(page)

            def theirs() -> object:
                return make(page)

        mine, other = side_by_side(lambda: maker.make(html, css), theirs)
        beside = f"Chromium {other * 1000:.1f} ms: ours takes {mine / other:.2f} of it"
        say("a letter of two pages, one process", mine * 1000, "ms", beside if chromium else "")
        say("letters of one process", 1 / mine, "a second")
        say("memory of a process", held, "MB", f"{memory_of(maker):.0f} MB {ROUNDS} letters later")
        for pages in PAGES:
            grow(maker, pages, css)
        say("memory after those", memory_of(maker), "MB")


def all_cores(html: str, css: str, chromium: str | None) -> None:
    """Letters a second from every core at once."""
    pool = PdfPool()
    try:
        list(pool.make_all([(html, css)] * 2 * cores()))
        started = time.perf_counter()
        list(pool.make_all([(html, css)] * TOGETHER))
        rate = TOGETHER / (time.perf_counter() - started)
    finally:
        pool.close()
    beside = ""
    if chromium:
        other = rate_of_chromiums(chromium, html, css)
        beside = f"{cores()} Chromiums {other:.1f}: ours make {rate / other:.2f} as many"
    say(f"letters of {cores()} processes on {cores()} cores", rate, "a second", beside)


def main() -> None:
    """Measure, and print a line for each figure."""
    css = (TEMPLATES / "letter.css").read_text(encoding="utf-8")
    html = application()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("Chromium is not on this machine: nothing is compared with it.")
    one_process(html, css, chromium)
    all_cores(html, css, chromium)


if __name__ == "__main__":
    main()
