"""The README's pictures, and whether they are still of the pages as they are.

`make pictures` takes them anew, over the demo, with what stands on each page whatever the day: its
heading and the columns of its first table. Where a page has others by now, its picture is of
another page and this fails.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from config import ROOT
from tests.support import browser as browsers
from tests.support.live_server import LiveServer
from ulss_tracker.cli.demo.people import CASEWORKER, SUPERVISOR
from ulss_tracker.models import Letter, Review, db

PICTURES = ROOT / "docs" / "pictures"
STANDS = PICTURES / "pages.json"
WHAT_STANDS = """() => {
  const table = document.querySelector("main table")
  const found = [...document.querySelectorAll("main h1"),
    ...(table ? table.querySelectorAll("th[scope=col]") : [])]
  return found.map(each => each.textContent.trim().replace(/\\s+/g, " "))
}"""


def addresses(server: LiveServer) -> dict[str, tuple[str, str]]:
    """Whose window shows each page ("" is anybody's), and where it is, by the picture's name."""
    with server.app.app_context():
        review = (
            db.session.query(Review)
            .filter(Review.outcome.is_(None), Review.filed_at.is_(None))
            .filter(Review.verdict.is_not(None), Review.unconfirmed_since_at.is_(None))
            .order_by(Review.id)
            .first()
        )
        letter = db.session.query(Letter).order_by(Letter.id).first()
        assert review is not None
        assert letter is not None
        return {
            "start": ("", "/"),
            "desk": (CASEWORKER.email, "/casework/"),
            "case": (CASEWORKER.email, f"/casework/reviews/{review.id}"),
            "letter": (CASEWORKER.email, f"/casework/letters/{letter.id}"),
            "board": (SUPERVISOR.email, "/supervision/board"),
        }


def without_numbers(found: list[str]) -> list[str]:
    """What stands on a page, but for numbers, which change with the demo."""
    return sorted(
        {re.sub(r"\(?\d[\d,]*\)?( waiting for you)?", "", each).strip() for each in found}
    )


@pytest.mark.slow
def test_each_picture_is_of_its_page_as_it_is(
    demo_server: LiveServer, new_page: Callable[..., Page], request: pytest.FixtureRequest
) -> None:
    renews = request.config.getoption("--renew-pictures")
    windows: dict[str, Page] = {}
    stands: dict[str, list[str]] = {}
    for name, (email, path) in addresses(demo_server).items():
        page = windows.get(email) or new_page()
        if email and email not in windows:
            browsers.let_in(page, demo_server, email)
        windows[email] = page
        page.goto(f"{demo_server.address}{path}")
        stands[name] = without_numbers(page.evaluate(WHAT_STANDS))
        if renews:
            PICTURES.mkdir(exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}.png")
    if renews:
        STANDS.write_text(json.dumps(stands, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert json.loads(STANDS.read_text("utf-8")) == stands, "run make pictures"


def test_the_readme_shows_them_all_and_no_others() -> None:
    shown = set(re.findall(r"\]\(docs/pictures/(\w+)\.png\)", (ROOT / "README.md").read_text()))
    kept = {path.stem for path in Path(PICTURES).glob("*.png")}
    assert shown == kept == set(json.loads(STANDS.read_text("utf-8")))
    for name in kept:
        picture = (PICTURES / f"{name}.png").read_bytes()
        assert int.from_bytes(picture[16:20]) == 1280, f"{name} is not as wide as a desk’s screen"
