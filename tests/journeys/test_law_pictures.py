"""One case under a longer limit that nobody has confirmed, and signed, as in docs/pictures/law.

Of day 40: a victim's request and one of a member of the public, in one case, and two more that
wait, about the same sentence.
`make pictures` takes the pictures anew.
"""

import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from PIL import Image
from playwright.sync_api import Page

from config import ROOT
from tests.support import browser as browsers
from tests.support import build
from tests.support.live_server import LiveServer
from tests.support.notifications import joined
from tests.support.signed_law import sign
from tests.support.tables import rows
from ulss_tracker import clock
from ulss_tracker.models import Channel, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.law.law import obeying
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import law_in_force
from ulss_tracker.services.law import following
from ulss_tracker.services.requests import intake

PICTURES = ROOT / "docs" / "pictures" / "law"
COLOURS = 48
MAY_BE = "under an Act of 2026: a lawyer must check"
# What each page must say, and must not, before and after two lawyers have signed.
SAYS: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
for _state, _page, *_words in rows(__file__, "law_pictures.says", str, str, str, str):
    SAYS[_state][_page] = (_words[0], _words[1])


@pytest.mark.slow
def test_one_case_before_and_after_the_six_months_are_signed(
    server: LiveServer,
    new_page: Callable[..., Page],
    request: pytest.FixtureRequest,
    subtests: pytest.Subtests,
) -> None:
    renews = request.config.getoption("--renew-pictures")
    on = clock.today() - timedelta(days=40)
    with server.app.app_context():
        asked = build.asked(sentenced_on=on, standing=RequesterRole.VICTIM)
        received = intake.receive(asked, channel=Channel.FORM)
        review = cases.open_case(received.request, build.user())
        build.conviction(build.sentence(review, sentenced_on=on))
        joined(review.case, sentenced_on=on, standing=RequesterRole.PUBLIC)
        standings = (RequesterRole.VICTIM, RequesterRole.PUBLIC)
        requests = [build.request(sentenced_on=on, standing=each) for each in standings]
        build.verify_who_asked(received.request)
        build.verify_who_asked(requests[0])
        waiting = [request_.reference for request_ in requests]
        staff = build.user(Role.SUPERVISOR)
        email, number = staff.email, review.id
        reference, code = received.request.reference, received.code
        db.session.remove()
    public, office = new_page(), new_page()
    browsers.let_in(office, server, email)
    for state, wanted in SAYS.items():
        if state == "confirmed":
            _sign(server)
        for name, page in _pages(public, office, number, *waiting, reference, code):
            if renews:
                _keep(page, f"{state}-{name}")
            said = " ".join(page.locator("main").inner_text().split())
            there, absent = wanted[name]
            with subtests.test(state=state, name=name):
                assert there.lower() in said.lower()
                assert absent not in said


def _sign(server: LiveServer) -> None:
    with server.app.app_context():
        sign()
        with obeying(law_in_force.law()):
            following.follow()
        db.session.remove()


def _pages(
    public: Page, office: Page, review: int, victims: str, others: str, reference: str, code: str
) -> Iterator[tuple[str, Page]]:
    public.goto("/")
    yield "start", public
    public.goto("/information/time-limit")
    yield "time-limit", public
    public.goto("/status")
    public.locator("[name=reference]").fill(reference)
    public.locator("[name=code]").fill(code)
    public.get_by_role("button", name="Continue").click()
    yield "status", public
    office.goto(f"/casework/requests/{victims}")
    yield "victim", office
    office.goto(f"/casework/requests/{others}")
    yield "public", office
    office.goto(f"/casework/reviews/{review}")
    yield "review", office
    office.goto("/supervision/board")
    yield "board", office


def _keep(page: Page, name: str) -> None:
    """Keep it small: a few colours are enough to read a page by."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    picture.quantize(COLOURS).save(PICTURES / f"{name}.png", optimize=True)
