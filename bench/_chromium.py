"""Headless Chromium printing letters: one browser, already open, with a page for each core."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from typing import Any

from playwright.async_api import Page, async_playwright

from bench._processes import family


def path_of_chromium() -> str | None:
    """Where Chromium is on this machine, if it is."""
    return shutil.which("chromium") or shutil.which("google-chrome")


class Chromium:
    """A browser with some pages. What drives it is no part of its cost."""

    def __init__(self, path: str, pages: int, css: str) -> None:
        self._style = f"<style>{css}</style></head>"
        self._runner = asyncio.Runner()
        self._pages = self._runner.run(self._open(path, pages))

    def processes(self) -> list[int]:
        """The browser's processes now: it begins and ends them as it likes."""
        return family(os.getpid(), "chrom")

    async def _open(self, path: str, pages: int) -> list[Page]:
        self._playwright: Any = await async_playwright().start()
        self._browser = await self._playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox"]
        )
        return [await self._browser.new_page() for _ in range(pages)]

    def make(self, documents: Sequence[str]) -> None:
        """Print all these, on every page at once."""
        self._runner.run(self._share_out(documents))

    async def _share_out(self, documents: Sequence[str]) -> None:
        waiting = list(documents)
        await asyncio.gather(*(self._print(page, waiting) for page in self._pages))

    async def _print(self, page: Page, waiting: list[str]) -> None:
        while waiting:
            await page.set_content(waiting.pop().replace("</head>", self._style))
            await page.pdf(prefer_css_page_size=True, tagged=True)

    def close(self) -> None:
        """End the browser."""
        self._runner.run(self._end())
        self._runner.close()

    async def _end(self) -> None:
        await self._browser.close()
        await self._playwright.stop()
