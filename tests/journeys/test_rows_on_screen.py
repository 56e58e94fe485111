"""How much of the day's lists a person sees without scrolling, on the screens that people have.

300 reviews are open and 60 requests wait. What is counted is printed: `pytest -s` shows it.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.support import browser as browsers
from tests.support import build
from tests.support.databases import MIGRATED, Databases, configured, let_go
from tests.support.live_server import LiveServer
from ulss_tracker import create_app
from ulss_tracker.cli.demo.people import SUPERVISOR
from ulss_tracker.models import Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.protection import restrictions

LISTS = {
    "board": (Role.SUPERVISOR, "/supervision/board"),
    "requests": (Role.CASEWORKER, "/casework/requests"),
    "your work": (Role.CASEWORKER, "/casework/"),
}
# Width and height of the screen, and how many rows of each list it must show.
SCREENS = {(1280, 900): 20, (1920, 1080): 28, (390, 844): 8}
DENSE = {"board": 21, "requests": 22, "your work": 22}
HIGHEST_START = 300
FIRST_ROW = "main tbody tr:has(th[scope=row])"
# Fonts of other systems, narrower and wider than the one that the office's pages choose here.
FONTS = ("DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono")
WHOLE_ROWS = """() => [...document.querySelectorAll("main tbody tr")].filter(row =>
  row.querySelector("th[scope=row]") && row.getBoundingClientRect().bottom <= innerHeight).length"""
# The name is the first cell of its row, and all of it is in the window.
NAMES_FIRST = """() => [...document.querySelectorAll("main tbody tr")]
  .filter(row => row.querySelector("th[scope=row]"))
  .every(row => {
    const name = row.cells[0], box = name.getBoundingClientRect()
    return name.matches("th[scope=row]") && box.left >= 0 && box.right <= innerWidth
  })"""
HEIGHTS = """() => [...document.querySelectorAll("main .app-rows tbody tr")]
  .filter(row => row.querySelector("th[scope=row]"))
  .map(row => row.getBoundingClientRect().height)"""
TWO_LINES = 36
WIDER = "document.documentElement.scrollWidth - innerWidth"
# What is pressed on two lines, one too close below the other; not within a sentence (WCAG 2.5.8).
CLOSE = """() => {
  const middles = [...document.querySelectorAll("main a, main button, main summary")]
    .filter(each => each.checkVisibility() && !each.closest(".govuk-warning-text, p"))
    .map(each => each.getBoundingClientRect())
    .filter(box => box.width && box.height)
    .map(box => ({x: box.x, right: box.right, y: box.y + box.height / 2, height: box.height}))
  return middles.filter(one => one.height < 24 && middles.some(other => other !== one
    && Math.abs(one.y - other.y) > 1 && Math.abs(one.y - other.y) < 24
    && one.x < other.right && other.x < one.right)).length
}"""


@pytest.fixture(scope="module")
def long_lists(databases: Databases) -> tuple[str, int]:
    """The name of a database whose lists are long, made once, and a review of the caseworker's."""
    app = create_app(configured(databases.make("long_lists", like=MIGRATED)))
    with app.app_context():
        build.user(Role.SUPERVISOR)
        bulk = ["demo", "bulk", "--cases", "300", "--open", "300"]
        result = app.test_cli_runner().invoke(args=bulk)
        assert result.exit_code == 0, result.output
        for number in range(60):
            build.request(offender_name=f"Offender {number}")
        mine = db.session.query(Review).where(Review.outcome.is_(None))
        mine.update({Review.assignee_id: build.user().id})
        db.session.commit()
        review_id = mine.order_by(Review.file_by_at).first().id
    let_go(app)
    return "long_lists", review_id


@pytest.fixture
def holds(long_lists: tuple[str, int]) -> str:
    """Long lists are served."""
    return long_lists[0]


@pytest.fixture
def desks(
    server: LiveServer, new_page: Callable[..., Page], long_lists: tuple[str, int]
) -> Callable[..., tuple[dict[Role, Page], str]]:
    """A function: a window for each role, signed in, and a review's address; with options."""
    with server.app.app_context():
        emails = {role: build.user(role).email for role in (Role.CASEWORKER, Role.SUPERVISOR)}

    def sit_down(**options: object) -> tuple[dict[Role, Page], str]:
        windows = {role: new_page(**options) for role in emails}
        for role, window in windows.items():
            browsers.let_in(window, server, emails[role])
        return windows, f"/casework/reviews/{long_lists[1]}"

    return sit_down


def test_twenty_rows_of_each_list_are_seen_at_a_desk_without_scrolling(
    desks: Callable[..., tuple[dict[Role, Page], str]],
    axe: Callable[[Page], None],
    shot: Callable[[Page, str], object],
) -> None:
    windows, _ = desks()
    seen = {}
    for name, (role, path) in LISTS.items():
        page = windows[role]
        for (width, height), _wanted in SCREENS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(path)
            shot(page, f"rows-{name}-{width}")
            seen[name, (width, height)] = page.evaluate(WHOLE_ROWS)
            print(f"{name} at {width}x{height}: {seen[name, (width, height)]} rows")  # noqa: T201
            assert page.evaluate(NAMES_FIRST), f"{name} at {width}: names do not come first"
            assert page.evaluate(WIDER) <= 0, f"{name} is wider than {width}"
            assert page.evaluate(CLOSE) == 0, f"{name} at {width}: targets too close"
        axe(page)
    short = {at: rows for at, rows in seen.items() if rows < SCREENS[at[1]]}
    assert not short
    for name, least in DENSE.items():
        assert seen[name, (1280, 900)] >= least, name
        page = windows[LISTS[name][0]]
        # Nobody is on duty here: the board's warning of it stands above, two lines of a phone.
        for width, height in ((1280, 900), (390, 844))[: 1 if name == "board" else 2]:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(LISTS[name][1])
            first = page.locator(FIRST_ROW).first.bounding_box()
            assert first is not None
            assert first["y"] <= HIGHEST_START, (name, width)


def test_rows_of_mixed_work_are_one_line_each_in_any_font(
    demo_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    """Requests beside reviews, days as stated or unknown, long names, courts and offences, tags."""
    with demo_server.app.app_context():
        build.request(offender_name="Cholmondeley-" * 10, offence_text="Rape and robbery " * 9)
        build.request(offender_name="", sentenced_on=None, standing=RequesterRole.BEREAVED_FAMILY)
        supervisor = db.session.query(User).filter_by(email=SUPERVISOR.email).one()
        review = build.review(offender_name="Cholmondeley-" * 10)
        order = restrictions.Order(
            protects="The child", protects_offender=False, terms="No name", made_on=None
        )
        restrictions.add_order(review, order, supervisor)
        assignment.take(review, supervisor, seen=review.version)
        db.session.commit()
    page = new_page(viewport={"width": 1280, "height": 900})
    browsers.let_in(page, demo_server, SUPERVISOR.email)
    for path in ("/supervision/board", "/casework/requests", "/casework/"):
        for font in FONTS:
            page.goto(f"{demo_server.address}{path}")
            page.evaluate("font => document.body.style.setProperty('--ulss-font', font)", font)
            heights = page.evaluate(HEIGHTS)
            assert len(heights) >= 5, path
            assert max(heights) < TWO_LINES, (path, font)
            assert page.evaluate(WIDER) <= 0, (path, font)
            whole = page.locator("th[title*='Cholmondeley-Cholmondeley-']").first
            expect(whole).to_be_visible()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900)])
def test_the_board_begins_high_and_no_row_moves_when_one_is_ticked(
    demo_server: LiveServer, new_page: Callable[..., Page], width: int, height: int
) -> None:
    page = new_page(viewport={"width": width, "height": height})
    browsers.let_in(page, demo_server, SUPERVISOR.email)
    page.goto(f"{demo_server.address}/supervision/board")
    first = page.locator(FIRST_ROW).first
    start = first.bounding_box()
    assert start is not None
    assert start["y"] < HIGHEST_START
    page.locator(".app-tick__box").first.check()
    expect(page.get_by_role("button", name="Give to one person")).to_be_in_viewport()
    after = first.bounding_box()
    assert after is not None
    assert after["y"] == start["y"]


def test_requests_that_need_most_room_are_no_wider_than_a_desk(
    demo_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    """One whose day is to be found, beside the like of another request: the day's words wrap."""
    with demo_server.app.app_context():
        build.request(offender_name="", sentenced_on=None, standing=RequesterRole.BEREAVED_FAMILY)
    page = new_page()
    browsers.let_in(page, demo_server, SUPERVISOR.email)
    for width in (1280, 1366, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{demo_server.address}/casework/requests")
        expect(page.get_by_text("find the day").first).to_be_visible()
        assert page.evaluate(WIDER) <= 0, width


def test_a_name_of_any_length_leaves_room_for_the_other_rows(
    demo_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    with demo_server.app.app_context():
        build.request(offender_name="Featherstonehaugh-" * 10)
    page = new_page()
    browsers.let_in(page, demo_server, SUPERVISOR.email)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{demo_server.address}/casework/requests")
        name = page.locator("th[scope=row]", has_text="Featherstonehaugh-").bounding_box()
        assert name is not None
        assert name["height"] < 2 * TWO_LINES, width
        assert name["width"] < width / 2, width


def test_the_heading_of_a_list_stays_in_sight_at_a_desk_and_not_when_enlarged(
    desks: Callable[..., tuple[dict[Role, Page], str]],
) -> None:
    windows, _ = desks()
    page = windows[Role.SUPERVISOR]
    page.goto("/supervision/board")
    heading = page.locator(".app-board thead th").first
    page.mouse.wheel(0, 700)
    page.wait_for_function("scrollY > 300")
    assert abs(heading.evaluate("each => each.getBoundingClientRect().top")) <= 1
    # 1280 pixels at 400%: nothing covers what is read, and no page is wider than its screen.
    page.set_viewport_size({"width": 320, "height": 256})
    for name, (role, path) in LISTS.items():
        windows[role].set_viewport_size({"width": 320, "height": 256})
        windows[role].goto(path)
        assert windows[role].evaluate(WIDER) <= 0, name
        head = windows[role].locator(".app-list thead th").first
        assert head.evaluate("each => getComputedStyle(each).position") == "static", name


def test_a_phone_shows_who_what_next_and_how_long_first(
    desks: Callable[..., tuple[dict[Role, Page], str]], axe: Callable[[Page], None]
) -> None:
    windows, review = desks(viewport={"width": 390, "height": 844})
    page = windows[Role.CASEWORKER]
    page.goto(review)
    for each in ("h1", ".app-next a, .app-next button", ".app-bar .app-time-left"):
        box = page.locator(each).first.bounding_box()
        assert box is not None, each
        print(f"a review at 390x844: {each} ends at {box['y'] + box['height']:.0f}")  # noqa: T201
        assert box["y"] + box["height"] <= 844, f"{each} is below the first screen"
    axe(page)


def test_without_scripts_and_in_forced_colours_the_lists_are_the_same(
    desks: Callable[..., tuple[dict[Role, Page], str]], axe: Callable[[Page], None]
) -> None:
    windows, _ = desks(forced_colors="active")
    plain, _ = desks(java_script_enabled=False)
    for role, path in LISTS.values():
        windows[role].goto(path)
        axe(windows[role])
        plain[role].goto(path)
        rows = [each[role].locator("main tbody tr").count() for each in (windows, plain)]
        assert rows[0] == rows[1] > 20, path
