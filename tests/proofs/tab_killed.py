"""A tab killed every ten seconds of a story: at most ten seconds of its words are lost.

Ten people write for twenty minutes at the same time, each in a context of their own of a real
Chromium, on the tracker as it is served: a word each second, by the clock. Every ten seconds, at a
moment drawn by a seed, their tab crashes; the page is opened again and what stands there is
compared with what was typed. What a crash took is counted from when the first lost word was typed.
"""

import asyncio
import tempfile
import time
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from pathlib import Path
from random import Random

from playwright.async_api import Browser, BrowserContext, Page, async_playwright
from playwright.async_api import Error as PlaywrightError

from tests.proofs._findings import Findings
from tests.proofs._places import ground
from tests.support import browser as browsers
from tests.support.databases import configured, let_go, migrated
from tests.support.live_server import LiveServer, served
from ulss_tracker import create_app

STORIES, SECONDS = 10, 20 * 60
SHORT = (2, 40)
KILLED_EVERY, MAY_LOSE = 10, 10
"""Seconds between two crashes, and of words that one may take."""
PATIENCE = 60_000
"""Milliseconds for a page or a crash on a machine that is busy: words are not typed meanwhile."""


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
        with served(app, Path(directory)) as server:
            lost = asyncio.run(_written(server, stories, seconds, options.seed, findings))
        let_go(app)
    worst = max(lost, default=0.0)
    findings.hold(worst <= MAY_LOSE, f"a crash took {worst:.1f} seconds of words")
    mean = sum(lost) / len(lost) if lost else 0
    findings.note(
        f"{stories} stories of {seconds} s at the same time, {len(lost)} crashes: {worst:.1f} s of "
        f"words lost at most, {mean:.1f} s in the mean"
    )


async def _written(
    server: LiveServer, stories: int, seconds: int, seed: int, findings: Findings
) -> list[float]:
    """Write so many stories at the same time; the seconds of words that each crash took."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=browsers.program(), args=browsers.FLAGS
        )
        try:
            each = await asyncio.gather(
                *(
                    _story(browser, server, seconds, Random(seed + number), findings, number)
                    for number in range(1, stories + 1)
                )
            )
        finally:
            await browser.close()
    return [lost for story in each for lost in story]


async def _story(
    browser: Browser,
    server: LiveServer,
    seconds: int,
    chance: Random,
    findings: Findings,
    number: int,
) -> list[float]:
    """Write one story, in a browser that knows of no other; what each crash took, in seconds."""
    context = await browser.new_context(base_url=server.address)
    lost, second, stands = [], 0, 0
    page = await _opened(context)
    while second < seconds:
        writes = KILLED_EVERY - 1 + chance.randrange(3)
        typed_at = await _write(page, stands, writes)
        second += writes
        crashed_at = time.monotonic()
        await _crash(page)
        page = await _opened(context)
        kept = (await page.locator("#reason").input_value()).split()
        survived = len(kept)
        is_as_typed = kept == [_word(each) for each in range(1, survived + 1)]
        findings.hold(is_as_typed, f"story {number}: what is kept is not what was typed")
        findings.hold(survived >= stands, f"story {number}: words went that had stood before")
        lost.append(crashed_at - typed_at[survived + 1] if survived + 1 in typed_at else 0.0)
        stands = survived
    findings.hold(stands >= seconds / 4, f"story {number}: {stands} words stand of {seconds}")
    await context.close()
    return lost


async def _write(page: Page, stands: int, seconds: int) -> dict[int, float]:
    """Type a word each second after those that stand; when each was typed, by its number."""
    typed_at = {}
    for number in range(stands + 1, stands + seconds + 1):
        typed_at[number] = time.monotonic()
        await page.locator("#reason").press("Control+End")
        await page.keyboard.insert_text(f"{' ' if number > 1 else ''}{_word(number)}")
        await asyncio.sleep(max(0.0, typed_at[number] + 1 - time.monotonic()))
    return typed_at


async def _crash(page: Page) -> None:
    async with page.expect_event("crash", timeout=PATIENCE):
        with suppress(PlaywrightError):  # nobody answers from a tab that is gone
            await page.goto("chrome://crash", timeout=1_000)
    await page.close()


def _word(second: int) -> str:
    """The word of one second, with its number, so that none is mistaken for another."""
    return f"word{second}"


async def _opened(context: BrowserContext) -> Page:
    page = await context.new_page()
    await page.goto("/request/reason", timeout=PATIENCE)
    return page
