"""Somebody on duty is called about a request, and says from their phone that they have it in hand.

A caseworker logs a telephone call on the day before the last: the jobs send the alarm, its link
leads through signing in to the alarm itself, and one press is enough.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.support import browser as browsers
from tests.support import build
from tests.support.live_server import LiveServer
from ulss_tracker import clock
from ulss_tracker.models import Channel, Event, EventKind, Message, db
from ulss_tracker.services.messaging import compose
from ulss_tracker.services.requests import requests

PRESS = "I have this in hand"


def logged(server: LiveServer) -> tuple[str, str]:
    """Log the call with Ann on duty; the reference, and the path of the link she was sent."""
    with server.app.app_context():
        ann = build.user(email="ann@example.org", name="Ann Lee")
        build.on_duty(ann)
        asked = build.asked(sentenced_on=clock.today() - timedelta(days=27))
        call = requests.log(asked, channel=Channel.PHONE, received_at=clock.now(), by=build.user())
        result = server.app.test_cli_runner().invoke(args=["jobs", "once"])
        assert result.exit_code == 0, result.output
        body = db.session.scalars(
            select(Message.body).where(
                Message.kind == compose.DUTY_ALARM, Message.recipient == ann.email
            )
        ).first()
        link = re.search(r"https?://\S+?(/casework/alarms/\d+)$", str(body), re.MULTILINE)
        assert link, body
        return call.request.reference, link[1]


def test_the_link_leads_through_signing_in_and_one_press_is_enough(
    server: LiveServer, new_page: Callable[..., Page], shot: Callable[[Page, str], object]
) -> None:
    reference, path = logged(server)
    phone = new_page(
        viewport={"width": 390, "height": 844},
        device_scale_factor=2,
        has_touch=True,
        is_mobile=True,
    )
    phone.goto(path)
    browsers.give_password(phone, "ann@example.org", build.PASSWORD)
    phone.wait_for_url(f"**{path}")
    browsers.look(phone, shot, "alarm-phone-called")
    expect(phone.locator("main")).to_contain_text(f"Request {reference}, John Archer")
    expect(phone.get_by_role("heading", name="What can still be done now")).to_be_visible()
    button = phone.get_by_role("button", name=PRESS)
    box = button.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 844  # seen without moving the page
    assert room_below_a_key(phone) < 15, "what is said of an alarm is spread over two windows"
    button.tap()
    expect(phone.locator("main")).to_contain_text("You have this in hand, since")
    expect(button).to_have_count(0)
    browsers.look(phone, shot, "alarm-phone-in-hand")
    phone.get_by_role("link", name="Alarms", exact=True).click()
    expect(phone.locator("main")).to_contain_text("Ann Lee, since")
    browsers.look(phone, shot, "alarm-phone-list")
    with server.app.app_context():
        kept = select(Event).where(Event.kind == EventKind.ALARM_ACKNOWLEDGED)
        (event,) = db.session.scalars(kept)
        assert event.by.name == "Ann Lee"
        assert event.after["reference"] == reference


def room_below_a_key(page: Page) -> float:
    """The pixels between the words of a key and those of its value, one above the other."""
    words = """([tag, side]) => {
        const found = document.createRange()
        found.selectNodeContents(document.querySelector(`main .govuk-summary-list ${tag}`))
        return found.getBoundingClientRect()[side]
    }"""
    top, bottom = page.evaluate(words, ["dd", "top"]), page.evaluate(words, ["dt", "bottom"])
    return float(top - bottom)
