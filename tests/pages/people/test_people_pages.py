"""The administrator's pages of accounts, and setting a password by a link."""

from urllib.parse import urlsplit

from flask import Flask

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.page import Page
from ulss_tracker.models import db
from ulss_tracker.permissions import Role
from ulss_tracker.services.core.unit_of_work import transaction

GOOD = "three blue lanterns"


def add(client: CheckedClient, second: CheckedClient) -> str:
    """Propose and approve somebody; the path of the link that is shown to the second person."""
    client.get("/admin/people")
    client.click("Add a person")
    page = client.submit(name="Grace Okoro", email="grace@example.org", role="caseworker")
    assert "A supervisor or another administrator must approve it." in page.text
    page = approve(second, "Grace Okoro")
    assert "This link is shown once. Copy it now." in page.text
    return urlsplit(page.one(".app-password-link").text_content()).path


def approve(client: CheckedClient, name: str) -> Page:
    """Approve the newest proposal about somebody."""
    client.get("/admin/proposals")
    client.click(name)
    page: Page = client.submit("Approve")
    return page


def test_somebody_is_added_and_sets_their_own_password(
    administrator: CheckedClient, supervisor: CheckedClient, client: CheckedClient
) -> None:
    path = add(administrator, supervisor)
    client.get(path)
    page = client.submit("Set the password", password="short", again="short")
    assert page.errors == ["The password must have 12 characters or more"]
    page = client.submit("Set the password", password=GOOD, again=GOOD + "!")
    assert page.errors == ["The two passwords are not the same"]
    page = client.submit("Set the password", password=GOOD, again=GOOD)
    assert "Your password is set. Sign in with it." in page.text
    page = client.submit("Sign in", email="grace@example.org", password=GOOD)
    assert page.h1 == "Your work"
    assert "This link no longer works" in client.get(path, status=404).text


def test_an_email_that_is_anothers_is_said_and_what_was_typed_is_kept(
    administrator: CheckedClient, supervisor: CheckedClient
) -> None:
    add(administrator, supervisor)
    administrator.get("/admin/people/new")
    page = administrator.submit(name="Other", email="grace@example.org", role="supervisor")
    assert page.errors == ["Somebody with this email address can already sign in"]
    assert page.one("#name").get("value") == "Other"


def test_an_account_is_ended_and_the_reviews_it_holds_are_named(
    administrator: CheckedClient, app: Flask
) -> None:
    build.review()
    person = build.user()
    page = administrator.get(f"/admin/people/{person.id}")
    assert "1 open review is assigned to them." in page.text
    page = administrator.submit("Save", standing="left")
    assert [row[3] for row in page.rows if row[0] == person.name] == ["Left"]


def test_a_law_officer_is_one_of_the_two(
    administrator: CheckedClient, supervisor: CheckedClient
) -> None:
    said = {"name": "Ann Lee", "email": "ann@example.org", "role": "law_officer"}
    administrator.get("/admin/people/new")
    page = administrator.submit("Propose this person", **said)
    assert page.errors == ["Choose which law officer they are"]
    administrator.submit("Propose this person", **said, law_office="solicitor_general")
    approve(supervisor, "Ann Lee")
    page = administrator.get("/admin/people")
    assert [row[2] for row in page.rows if row[0] == "Ann Lee"] == [
        "Law officer: Solicitor General"
    ]


def test_a_new_link_is_made_for_somebody_who_cannot_sign_in(
    administrator: CheckedClient, supervisor: CheckedClient
) -> None:
    person = build.user()
    administrator.get(f"/admin/people/{person.id}")
    administrator.submit("Propose a password link")
    assert f"A link for {person.name}" in approve(supervisor, person.name).text


def test_ones_own_account_is_another_administrators_to_end(administrator: CheckedClient) -> None:
    me = build.user(Role.ADMINISTRATOR)
    administrator.get(f"/admin/people/{me.id}")
    page = administrator.submit("Save", standing="left")
    assert page.errors == ["Ask another administrator to change your own role or end your account"]


def test_a_link_that_never_was_says_so(client: CheckedClient) -> None:
    assert client.get("/set-password/made-up", status=404).h1 == "This link no longer works"


def test_people_are_filtered_sorted_and_paged(app: Flask, signed_in) -> None:
    for number in range(60):
        build.user(email=f"p{number:02}@example.org", name=f"Person {number:02}")
    gone = build.user(Role.SUPERVISOR, email="gone@example.org", name="Gone Away")
    with transaction():
        gone.is_active = False
    client = signed_in(Role.ADMINISTRATOR)
    page = client.get("/admin/people")
    assert page.rows[1][0] == "Gone Away"
    assert len(page.rows) == 51
    page = client.click("Next page")
    assert "Person 59" in page.text
    assert "person" not in page.path.lower().partition("?")[2]  # a name stays out of addresses
    page = client.get("/admin/people?sort=-name")
    assert page.rows[1][0] == "Test Administrator"
    page = client.get("/admin/people?role=supervisor&account=left")
    assert [row[0] for row in page.rows[1:]] == ["Gone Away"]
    page = client.get("/admin/people?role=law_officer")
    assert "Nobody matches these filters." in page.text


def test_what_one_proposed_oneself_can_only_be_withdrawn(administrator: CheckedClient) -> None:
    person = build.user()
    administrator.get(f"/admin/people/{person.id}")
    page = administrator.submit("Save", role="supervisor")
    assert "A supervisor or another administrator must approve it." in page.text
    page = administrator.click(person.name)
    assert "You proposed this: somebody else must approve it." in page.text
    assert "Now: Caseworker" in page.text
    assert not page.select("form[action$=approve]")
    token = page.one("main form [name=csrf_token]").get("value")
    administrator.post(f"{page.path}/approve", data={"csrf_token": token}, status=409)
    db.session.refresh(person)
    assert person.role is Role.CASEWORKER
    administrator.get(page.path)
    assert "Nothing has changed." in administrator.submit("Withdraw it").text


def test_a_supervisor_refuses_and_it_is_said_by_whom(
    administrator: CheckedClient, supervisor: CheckedClient
) -> None:
    person = build.user()
    administrator.get(f"/admin/people/{person.id}")
    administrator.submit("Save", role="supervisor")
    supervisor.get("/admin/proposals?state=waiting")
    page = supervisor.click(person.name)
    assert f"ask Test Administrator why, and {person.name} whether they asked" in page.text
    supervisor.submit("Refuse")
    page = supervisor.get("/admin/proposals?state=ended")
    assert page.rows[-1][-1] == "Refused by Test Supervisor"
    assert "No proposal matches" in supervisor.get("/admin/proposals?state=waiting").text
    page = supervisor.get(page.link(person.name))
    assert not page.select("main form")


def test_a_role_that_was_approved_counts(
    administrator: CheckedClient, supervisor: CheckedClient
) -> None:
    person = build.user()
    administrator.get(f"/admin/people/{person.id}")
    administrator.submit("Save", role="supervisor")
    assert "It is done" in approve(supervisor, person.name).text
    db.session.refresh(person)
    assert person.role is Role.SUPERVISOR
