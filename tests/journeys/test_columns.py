"""The columns of a list chosen and put in order, by keyboard alone and without scripts."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.support import browser as browsers
from tests.support.live_server import LiveServer
from ulss_tracker.cli.demo.people import SUPERVISOR

# Names of columns by where they stand on the screen, and by the order in which they are read out.
HEADINGS = """() => {
  const read = [...document.querySelector(".app-list thead").querySelectorAll("th")]
    .filter(each => each.checkVisibility())
  const seen = [...read].sort((one, other) =>
    one.getBoundingClientRect().left - other.getBoundingClientRect().left)
  return [read, seen].map(all => all.map(each => each.innerText.split(",")[0].trim()))
}"""
SMALL = """() => [...document.querySelectorAll(".app-columns__column input")]
  .map(each => each.getBoundingClientRect())
  .filter(box => Math.min(box.width, box.height) < 24).length"""
WIDER = "document.documentElement.scrollWidth - innerWidth"


def test_columns_are_ordered_by_keyboard_without_scripts(
    demo_server: LiveServer,
    new_page: Callable[..., Page],
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], object],
) -> None:
    page, scripted = new_page(java_script_enabled=False), new_page()
    for each in (page, scripted):
        browsers.let_in(each, demo_server, SUPERVISOR.email)
    for path, first in (("/supervision/board", "File by"), ("/casework/requests", "Act by")):
        for width in (390, 1280):
            for each in (scripted, page):
                each.set_viewport_size({"width": width, "height": 900})
                each.goto(f"{demo_server.address}{path}")
                each.locator("summary", has_text="Columns").focus()
                each.keyboard.press("Enter")
                assert each.evaluate(SMALL) == 0
                assert each.evaluate(WIDER) <= 0
            axe(scripted)
            shot(page, f"columns{path.replace('/', '-')}-{width}")
            last = page.locator("input[name^=place-]:not([value=''])").last
            name = str(last.get_attribute("name")).removeprefix("place-")
            words = page.locator(f"label[for=columns-{name}]").inner_text()
            last.focus()
            page.keyboard.press("Control+a")
            page.keyboard.type("1")
            page.keyboard.press("Enter")
            page.wait_for_url(f"**?columns={name}**")
            assert "place-" not in page.url
            read, seen = page.evaluate(HEADINGS)
            assert read == seen, path
            assert read[:3] == ["Offender", first, words], path
            shot(page, f"columns-ordered{path.replace('/', '-')}-{width}")
