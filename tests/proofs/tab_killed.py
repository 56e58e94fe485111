"""A tab killed every ten seconds of a story: at most ten seconds of its words are lost.

Somebody writes for twenty minutes in a real Chromium on the tracker as it is served, ten times. The
page's own clock is made quick: it runs on a second with each second's words, and no faster than
the server answers. Every ten seconds, at a moment drawn by a seed, the tab crashes; the page is
opened again and what stands there is compared with what was typed.
"""

import tempfile
import time
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from pathlib import Path
from random import Random

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from tests.proofs._findings import Findings
from tests.proofs._places import ground
from tests.support import browser as browsers
from tests.support.databases import configured, let_go, migrated
from tests.support.live_server import LiveServer, served
from ulss_tracker import clock, create_app

STORIES, SECONDS = 10, 20 * 60
SHORT = (1, 40)
KILLED_EVERY, MAY_LOSE = 10, 10
"""Seconds between two crashes, and of words that one may take."""


def add_options(parser: ArgumentParser) -> None:
    """Choose how many stories there are, and how long each is."""
    parser.add_argument("--stories", type=int, help="so many stories")
    parser.add_argument("--seconds", type=int, help="so many seconds each")


def prove(options: Namespace, findings: Findings) -> None:
    """Write the stories, on SQLite: a browser sees the same pages on both databases."""
    stories, seconds = SHORT if options.short else (STORIES, SECONDS)
    stories, seconds = options.stories or stories, options.seconds or seconds
    with ground("sqlite") as where, tempfile.TemporaryDirectory() as directory:
        app = create_app(configured(where.databases.make("stories")))
        migrated(app)
        with served(app, Path(directory)) as server, browsers.browser() as browser:
            run(browser, server, stories, seconds, options.seed, findings)
        let_go(app)


def run(
    browser: Browser, server: LiveServer, stories: int, seconds: int, seed: int, findings: Findings
) -> None:
    """Write so many stories, each in a browser that knows of no other."""
    chance = Random(seed)
    lost: list[int] = []
    for number in range(stories):
        context = browser.new_context(base_url=server.address)
        lost += _story(context, seconds, chance, findings, f"story {number + 1}")
        context.close()
    worst = max(lost, default=0)
    findings.hold(worst <= MAY_LOSE, f"a crash took {worst} seconds of words")
    mean = sum(lost) / len(lost) if lost else 0
    findings.note(
        f"{stories} stories of {seconds} s, {len(lost)} crashes: {worst} s of words lost at most, "
        f"{mean:.1f} s in the mean"
    )


def _story(
    context: BrowserContext, seconds: int, chance: Random, findings: Findings, name: str
) -> list[int]:
    """Write one story; the seconds of words that each crash took."""
    lost, second, stands = [], 0, 0
    page = _opened(context)
    while second < seconds:
        until = second + KILLED_EVERY - 1 + chance.randrange(3)
        while second < until:
            second += 1
            page.locator("#reason").press("Control+End")
            stands += 1
            page.locator("#reason").press_sequentially(
                f"{' ' if stands > 1 else ''}{_word(stands)}"
            )
            page.clock.run_for(1_000)
            _wait_until_answered(page)
        with suppress(PlaywrightError):  # nobody answers from a tab that is gone
            page.goto("chrome://crash", timeout=3_000)
        page.close()
        page = _opened(context)
        kept = page.locator("#reason").input_value().split()
        survived = len(kept)
        typed = [_word(number) for number in range(1, survived + 1)]
        findings.hold(kept == typed, f"{name}: what is kept is not what was typed")
        lost.append(stands - survived)
        stands = survived
    return lost


def _wait_until_answered(page: Page) -> None:
    """Wait until the server has answered all that the page asked of it, five seconds at most."""
    end = time.monotonic() + 5
    while time.monotonic() < end and not page.evaluate(_ALL_ANSWERED):
        pass


_ALL_ANSWERED = "(window.asked ?? 0) === (window.answered ?? 0)"
_COUNTING = """
const own = window.fetch
window.asked = window.answered = 0
window.fetch = async (...all) => {
  window.asked += 1
  try { return await own(...all) } finally { window.answered += 1 }
}
"""


def _word(second: int) -> str:
    """The word of one second, with its number, so that none is mistaken for another."""
    return f"word{second}"


def _opened(context: BrowserContext) -> Page:
    page = context.new_page()
    page.add_init_script(_COUNTING)
    page.clock.install(time=clock.now().replace(tzinfo=None))
    page.goto("/request/reason")
    return page
