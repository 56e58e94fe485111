"""Awkward text in every box of the public form, in a browser: nothing covered, nothing too wide.

`tests/pages/public/test_every_box.py` does it with every text; here are few, for what only a
browser knows.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.support.browser import Shot, fits
from tests.support.public_journey import ASIDE

FILL = """said => {
  const shown = (element) => element.checkVisibility() && element.tabIndex !== -1
  const kinds = ['input[type=text]', 'input[type=email]', 'input[type=tel]', 'textarea']
  const boxes = document.querySelectorAll(kinds.map((kind) => `main ${kind}`).join())
  const isAgain = document.querySelector('.govuk-error-summary') !== null
  const instead = { email: 'ann@example.org', tel: '020 7946 0000' }
  for (const box of [...boxes].filter(shown)) {
    const part = box.closest('.govuk-date-input')
    const wrong = part?.querySelector('[class*="input--error"]')
    const isRefused = box.className.includes('--error') || wrong
    if (isAgain && !isRefused) {
      if (box.value !== said && box.value !== '') throw new Error(`${box.name} lost what was typed`)
      continue
    }
    const blankOrName = box.value === '' ? 'Ann Lee' : ''
    box.value = isAgain ? (instead[box.type] ?? blankOrName) : said
  }
  for (const group of document.querySelectorAll('main .govuk-form-group--error .govuk-radios')) {
    [...group.querySelectorAll('[type=radio]')].at(-1).click()
  }
  if (location.pathname.endsWith('who-you-are')) document.querySelector('[value=victim]').click()
}"""
COVERED = """() => {
  const controls = 'main a, main button, main input, main textarea, main summary, header a'
  return [...document.querySelectorAll(controls)].filter((control) => {
    const isSeen = control.checkVisibility() && control.type !== 'hidden'
    if (!isSeen || control.tabIndex === -1) return false
    control.scrollIntoView({ block: 'center', behavior: 'instant' })
    const [box] = control.getClientRects()
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    const own = [control, ...(control.labels ?? [])]
    return !own.some((each) => each.contains(top) || top?.contains(each))
  }).map((control) => control.outerHTML.slice(0, 200))
}"""
GO_ON = "main form button.govuk-button:not(.govuk-button--secondary)"
TEXTS = ("b" * 190, "?", "Ann (محمد) Lee-שלום \u2764\ufe0f", "c" * 10_000)


@pytest.mark.parametrize(
    ("number", "scripts", "width"),
    [(0, True, 360), (1, False, 360), (2, True, 1280), (3, False, 1280)],
)
def test_no_text_covers_a_control_or_widens_a_page(
    new_page: Callable[..., Page], shot: Shot, number: int, scripts: bool, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
    first, beside = "/request/who-you-are", [f"/request/{name}" for name in ASIDE]
    page.goto(f"/language/cy?next={first}" if number % 2 else first)
    for _ in range(60):
        look(page)
        if page.url.endswith("/check-answers"):
            if not beside:
                break
            page.goto(beside.pop())
        before = page.url
        page.evaluate(FILL, TEXTS[number])
        if page.url.endswith("/files"):
            page.locator("#files").set_input_files(
                {"name": "d" * 200 + ".exe", "mimeType": "text/plain", "buffer": b"MZ\x90\x00"}
            )
            page.locator("main button[name=add]").click()
            page.locator(".govuk-error-message").first.wait_for()
            look(page)
            page.goto(before)
        with page.expect_navigation():
            page.locator(GO_ON).first.click()
    shot(page, f"every-box-{number}")
    assert page.url.endswith("/check-answers")
    with page.expect_navigation():
        page.locator(GO_ON).first.click()
    for path in ("/request/sent", "/request/copy"):
        page.goto(path)
        look(page)
        shot(page, f"every-box-{number}{path.replace('/', '-')}")


def look(page: Page) -> None:
    """Hold that the page scrolls only downwards and nothing lies over a control."""
    fits(page, page.url)
    assert page.evaluate(COVERED) == [], page.url
