"""What is sent after the session has ended is kept for its person, and offered on its own page."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask, g
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from tests.support import build
from tests.support.checked_client import CheckedClient, client_of
from tests.support.complete import complete
from tests.support.page import Page
from ulss_tracker.models import KeptForm, LetterKind, RequestState, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services import letters
from ulss_tracker.services.people import kept_forms
from ulss_tracker.web.core import devices
from ulss_tracker.web.core import kept_forms as kept_here
from ulss_tracker.web.core.submitted_form import SubmittedForm
from ulss_tracker.web.forms import GovForm, TextAreaField

pytestmark = pytest.mark.usefixtures("at_now")

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
OURS = {"Sec-Fetch-Site": "same-origin"}
TYPED = {"name": "Corrected Name", "address": "1 The Street\nLeeds"}


def sign_in(client: CheckedClient, user: User) -> Page:
    client.get("/sign-in")
    page: Page = client.submit("Sign in", email=user.email, password=build.PASSWORD)
    return page


def send(client: CheckedClient, path: str, page: Page, **typed: object):
    """Send a page's own form, with what was typed, whatever has become of the session."""
    hidden = {
        each.get("name"): each.get("value", "") for each in page.select("main form [type=hidden]")
    }
    return client.open(path, method="POST", data={**hidden, **typed}, headers=OURS)


def kept() -> list[KeptForm]:
    db.session.rollback()
    return list(db.session.scalars(select(KeptForm).order_by(KeptForm.id)))


def late(client: CheckedClient, at, review: Review, **typed: object) -> str:
    """The offender's form, opened, left for an hour and sent; its address."""
    path = f"/casework/reviews/{review.id}/offender"
    page = client.get(path)
    at(NOW + timedelta(hours=1))
    answer = send(client, path, page, **(TYPED | typed))
    assert answer.status_code == 401
    assert "What you entered is kept for a day" in answer.get_data(as_text=True)
    return path


def test_it_is_filled_in_on_its_page_and_sent_by_its_person_alone(
    app: Flask, client: CheckedClient, at
) -> None:
    review, user = build.review(), build.user()
    sign_in(client, user)
    path = late(client, at, review)
    only = kept()[0]
    assert (only.user_id, only.path, only.has_files) == (user.id, path, False)
    assert "Corrected" not in only.fields  # encrypted where it is stored
    page = sign_in(client, user)
    assert page.path.partition("?")[0] == path
    assert "What you had entered is filled in below" in page.text
    assert page.one("#name").get("value") == "Corrected Name"
    assert page.one("#address").text_content().strip() == "1 The Street\nLeeds"
    db.session.rollback()
    db.session.refresh(review)
    assert review.offender_name == "John Archer"  # nobody pressed yet
    client.submit("Save")
    db.session.rollback()
    db.session.refresh(review)
    assert (review.offender_name, review.offender_address) == (TYPED["name"], TYPED["address"])
    assert kept() == []
    assert "is filled in below" not in client.get(path).text


def test_what_has_no_page_of_its_own_is_shown_to_be_sent(
    app: Flask, client: CheckedClient, at
) -> None:
    asked, user = build.request(), build.user()
    sign_in(client, user)
    address = f"/casework/requests/{asked.reference}"
    page = client.get(address)
    at(NOW + timedelta(hours=1))
    send(client, f"{address}/close", page, reason="Sent by mistake, as they say themselves")
    page = sign_in(client, user)
    assert page.h1 == "Send what you entered"
    assert "Sent by mistake" in page.text
    client.submit("Send it")
    db.session.rollback()
    db.session.refresh(asked)
    assert asked.state is RequestState.CLOSED
    assert kept() == []


def test_a_page_of_several_forms_fills_in_the_one_that_was_sent(
    app: Flask, client: CheckedClient, at
) -> None:
    case, user = build.review().case, build.user()
    sign_in(client, user)
    notes = f"/casework/cases/{case.reference}/notes"
    page = client.get(notes)
    at(NOW + timedelta(hours=1))
    send(client, notes, page, note="The mother rang and asks for a call back")
    page = sign_in(client, user)
    assert page.path.partition("?")[0] == notes
    assert "The mother rang" in page.one("[name=note]").text_content()


def test_of_one_form_for_each_paragraph_the_one_that_was_sent_is_filled_in(
    app: Flask, client: CheckedClient, at
) -> None:
    user = build.user()
    draft = letters.draft(LetterKind.REFERRAL, user, review=complete())
    sign_in(client, user)
    path = f"/casework/letter-drafts/{draft.id}/comments"
    page = client.get(path)
    quote = page.select("input[name=quote]")[1].get("value")
    at(NOW + timedelta(hours=1))
    send(client, path, page, paragraph="2", quote=quote, comment="Is that the right court?")
    page = sign_in(client, user)
    assert [each.text_content().strip() for each in page.select("main textarea")].count(
        "Is that the right court?"
    ) == 1
    (opened,) = page.select("main .app-paragraph details[open]")
    assert "Is that the right court?" in opened.text_content()
    assert opened.cssselect("input[name=paragraph]")[0].get("value") == "2"


def test_files_are_not_kept_and_it_says_so(app: Flask, client: CheckedClient, at) -> None:
    user = build.user()
    sign_in(client, user)
    late(client, at, build.review(), file=(BytesIO(b"%PDF-1.4"), "letter.pdf"))
    assert kept()[0].has_files
    assert "Files are not kept: choose them again" in sign_in(client, user).text


def test_nobody_else_is_offered_it_and_another_browser_of_theirs_is(
    app: Flask, client: CheckedClient, at
) -> None:
    user, other = build.user(), build.user(Role.SUPERVISOR)
    sign_in(client, user)
    path = late(client, at, build.review())
    number = kept()[0].id
    assert sign_in(client, other).path != path
    client.get(f"/forms-not-sent/{number}", status=404)
    assert "is filled in below" not in client.get(f"{path}?kept={number}").text
    assert "Forms you have not sent" not in client.get("/account").text
    elsewhere = client_of(app)
    page = sign_in(elsewhere, user)
    assert "Forms you have not sent" in page.text
    opened = elsewhere.get(page.link("1 The Street Leeds"), status=302)
    page = elsewhere.get(opened.headers["Location"])
    assert page.path.partition("?")[0] == path
    elsewhere.submit("Delete what I had entered")
    assert kept() == []


def test_it_is_kept_once_however_often_it_is_sent_and_only_for_a_day(
    app: Flask, client: CheckedClient, at, monkeypatch: pytest.MonkeyPatch
) -> None:
    review, user = build.review(), build.user()
    sign_in(client, user)
    page = client.get(f"/casework/reviews/{review.id}/offender")
    at(NOW + timedelta(hours=1))
    monkeypatch.setattr(kept_forms, "MOST", 2)
    for name in ("First", "First", "Second", "Third"):
        send(client, f"/casework/reviews/{review.id}/offender", page, name=name)
    assert len(kept()) == 2  # of three that differ the oldest is gone
    assert len(kept_forms.of(user)) == 2
    at(NOW + timedelta(hours=25, minutes=1))
    assert kept_forms.of(user) == []
    assert kept_forms.forget_old() == 2
    assert kept() == []


def test_a_cookie_in_other_hands_leaves_nothing_for_its_owner(
    app: Flask, client: CheckedClient, at
) -> None:
    review, user = build.review(), build.user()
    sign_in(client, user)
    path = f"/casework/reviews/{review.id}/offender"
    page = client.get(path)
    client.delete_cookie(devices.COOKIE)
    send(client, path, page, **TYPED)
    assert db.session.scalar(select(func.count()).select_from(KeptForm)) == 0


class _Close(GovForm):
    note = TextAreaField("Why is it closed?", optional=True)


class _Join(GovForm):
    note = TextAreaField("Why is it joined?", optional=True)


def test_of_two_forms_with_one_field_only_the_one_sent_is_filled_in(
    app: Flask, client: CheckedClient, at
) -> None:
    """Two forms of a page may ask alike: what was typed in one is never drawn in the other."""
    review, user = build.review(), build.user()
    sign_in(client, user)
    late(client, at, review, note="Their own words")
    assert dict(kept_here.as_sent(kept()[0]).fields)["form_name"] == "OffenderForm"
    assert "form name" not in sign_in(client, user).text.lower()
    with app.test_request_context("/"):
        drawn = str(_Close().csrf_token)
        for named, closes, joins in (
            ([("form_name", "_Close")], "The mother’s words", ""),
            ([("form_name", "_Join")], "", "The mother’s words"),
            ([("form_name", "_Other")], "", ""),
            ([], "The mother’s words", "The mother’s words"),  # drawn by hand: it says no name
        ):
            sent = SubmittedForm("/", (("note", "The mother’s words"), *named))
            g.filled_in = kept_here.FilledIn(KeptForm(), sent, MultiDict(sent.fields))
            assert (_Close().note.data, _Join().note.data) == (closes, joins), named
    assert 'name="form_name" value="_Close"' in drawn
