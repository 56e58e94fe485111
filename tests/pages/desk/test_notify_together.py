"""Several people told at once by letter, without scripts: the preview, the press, who is left."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.support import build, notifications, referred
from tests.support.page import words
from tests.support.traces import nothing_kept
from ulss_tracker.models import (
    EmailUse,
    Letter,
    LetterKind,
    Means,
    Message,
    Notification,
    NotificationState,
    SafeContact,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.letters.subject import LetterInput
from ulss_tracker.services.messaging import queue

NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
LIST = "/casework/people-to-tell"

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)
    build.user()


def _asked() -> dict[str, Notification]:
    """Whoever asked about a sentence that was referred: what there is to tell each, by name."""
    review = referred.filed_and_served()
    case = review.case
    for name, changes in (
        ("Mail Only", {"email": "m@example.org"}),
        ("Victim First", {"email": "v@example.org", "standing": RequesterRole.VICTIM}),
        ("News Alone", {"email": "n@example.org"}),
        ("Post Only", {"email": "", "postal_address": "1 High Street\nLeeds"}),
        ("Call Only", {"email": "", "postal_address": ""}),
        ("No Way", {"email": "q@example.org", "postal_address": ""}),
    ):
        notifications.joined(case, requester_name=name, **changes)
    use = {"News Alone": EmailUse.NEWS, "No Way": EmailUse.NONE}
    with transaction():
        for each in case.requests:
            if each.requester_name in use:
                db.session.add(
                    SafeContact(
                        request_id=each.id, email_use=use[each.requester_name], texts_from=NOW
                    )
                )
    notifying.plan_for_referral(review, build.user())
    return {notifying.name(each): each for each in notifying.untold(case)}


def test_told_by_letter_as_each_said_is_safe_and_the_rest_left_with_why(signed_in) -> None:
    people = _asked()
    numbers = {name: str(each.id) for name, each in people.items()}
    db.session.commit()
    client = signed_in(Role.CASEWORKER)
    client.get(LIST)
    with nothing_kept():
        ticked = [numbers[name] for name in numbers if name != "Victim First"]
        page = client.submit("Tell by letter", telling=ticked)
    assert "and not among the ticked: Victim First" in page.text
    client.get(LIST)
    page = client.refused("Tell by letter", telling=list(numbers.values()))
    assert "not among the ticked" not in page.text
    for name, how in (
        ("Mail Only", "It is emailed to the person who asked"),
        ("News Alone", "They are emailed that there is news"),
        ("Post Only", "It goes to the letters to print and post"),
    ):
        row = next(each for each in page.select("tbody tr") if name in words(each))
        assert how in words(row), name
        assert "The sentence" in words(row)  # the letter itself can be read
    left = page.one("details:has(.app-together)")
    for why in (
        "No email and no postal address: telephone them",
        "No email or post is safe: telephone them",
        "They did not ask, so no letter is theirs: ring them",
    ):
        assert why in words(left)
    # One is called meanwhile, of another the letter changes.
    notifying.record_told(people["Mail Only"], Means.PHONE, NOW, build.user())
    about = people["News Alone"]
    draft = letters.draft(
        LetterKind.REFERRED, build.user(), review=about.review, request=about.request
    )
    written = LetterInput(recipient=draft.recipient, words={"more": "One word more."})
    letters.change(draft, written, build.user(), version=draft.version)
    db.session.commit()
    page = client.submit("Issue and send the ticked letters")
    assert page.h1 == "3 told by letter, 2 not"  # whoever asked first is the third
    assert "Mail Only, " in page.text
    assert "Recorded: told" in page.text
    assert "What the letter says changed meanwhile: look at it as it is now" in page.text
    issued = db.session.query(Letter).filter(Letter.kind == LetterKind.REFERRED)
    sent = {each.request.requester_name for each in issued if each.request}
    assert {"Victim First", "Post Only"} < sent
    assert not {"Mail Only", "News Alone"} & sent
    queue.send_waiting()
    db.session.expire_all()
    told = {name for name, each in people.items() if each.state is NotificationState.TOLD}
    assert {"Mail Only", "Victim First"} < told
    assert "Post Only" not in told  # until it is posted
    by_post = db.session.get_one(Message, people["Post Only"].message_id)
    assert by_post.by_post


def test_nobody_ticked_and_nothing_sent_by_anybody_else(signed_in) -> None:
    people = _asked()
    number = people["Mail Only"].id
    db.session.commit()
    client = signed_in(Role.CASEWORKER)
    assert "Nobody is ticked" in client.get(f"{LIST}/together?telling=x&telling=99999").text
    client.get(f"{LIST}/together?telling={number}")
    page = client.refused("Issue and send the ticked letters", "Tick the people to tell", take=[])
    assert "Mail Only" in page.text
    officer = signed_in(Role.LAW_OFFICER)
    with nothing_kept():
        officer.get(f"{LIST}/together?telling={number}", status=403)
