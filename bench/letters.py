"""How long letters take: `python -m bench.letters`.

The first letter of a process (which loads the PDF library and the fonts), letters after it, a case
far longer than any seen, and how many a minute two processes make.
"""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

from ulss_tracker.models import LetterKind
from ulss_tracker.outside.pdf import PdfMaker
from ulss_tracker.services.letters.rendering import TEMPLATES, to_html
from ulss_tracker.services.letters.sample import sample_values

DAY = date(2026, 3, 18)
WARM = 50
TOGETHER = 100


def seconds_to_make(maker: PdfMaker, html: str, css: str) -> float:
    """The seconds one PDF takes, from asking to having it."""
    started = time.perf_counter()
    maker.make(html, css)
    return time.perf_counter() - started


def memory_of(maker: PdfMaker) -> float:
    """The megabytes the maker's process holds."""
    assert maker._process is not None
    status = Path(f"/proc/{maker._process.pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def long_case() -> str:
    """The application for 40 offences with 5,000 words of reasons."""
    values = sample_values(LetterKind.REFERRAL, DAY)
    sentence = replace(values.sentences[0], offences=values.sentences[0].offences * 20)
    reasons = ["The judge gave too much weight to the plea entered. " * 50] * 10
    return to_html(replace(values, sentences=[sentence], why_lenient=reasons))


def main() -> None:
    """Measure, and print a line for each figure."""
    css = (TEMPLATES / "letter.css").read_text(encoding="utf-8")
    pages = {
        kind: to_html(sample_values(kind, DAY))
        for kind in (LetterKind.REFERRAL, LetterKind.OFFENDER_NOTICE)
    }
    one, other = PdfMaker(), PdfMaker()
    try:
        first = seconds_to_make(one, pages[LetterKind.REFERRAL], css)
        print(f"first letter of a process      {first * 1000:8.0f} ms")
        for kind, html in pages.items():
            times = sorted(seconds_to_make(one, html, css) * 1000 for _ in range(WARM))
            median = statistics.median(times)
            print(
                f"{kind.value:<30} {median:8.0f} ms  (best {times[0]:.0f}, worst {times[-1]:.0f})"
            )
        before = memory_of(one)
        long = seconds_to_make(one, long_case(), css)
        print(f"40 offences, 5,000 words       {long * 1000:8.0f} ms")
        seconds_to_make(other, pages[LetterKind.REFERRAL], css)
        makers = [one, other]
        started = time.perf_counter()
        with ThreadPoolExecutor(len(makers)) as threads:
            list(
                threads.map(
                    lambda maker: [
                        maker.make(pages[LetterKind.REFERRAL], css) for _ in range(TOGETHER)
                    ],
                    makers,
                )
            )
        rate = len(makers) * TOGETHER / (time.perf_counter() - started)
        print(f"applications, two processes    {rate:8.1f} a second")
        print(f"memory of a process            {before:8.0f} MB, {memory_of(one):.0f} at the end")
    finally:
        one.close()
        other.close()


if __name__ == "__main__":
    main()
