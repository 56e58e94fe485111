"""The pages of teams, and lists narrowed to one."""

from flask import Flask

from tests.support import build
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.workflow import Outcome
from ulss_tracker.services import notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.core import teams
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import teams as managing


def test_a_supervisor_makes_changes_and_ends_a_team(app: Flask, signed_in) -> None:
    person, lead = build.user(), build.user(Role.SUPERVISOR)
    client = signed_in(Role.SUPERVISOR)
    client.get("/supervision/board")
    page = client.click("Teams")
    assert "There are no teams yet" in page.text
    client.click("Make a team")
    page = client.submit("Make the team", name="", members=[str(person.id)])
    assert "Enter a name for the team" in page.text
    page = client.submit("Make the team", name="North", members=[str(person.id)], lead=str(lead.id))
    assert "is not in the team" in page.text
    page = client.submit(
        "Make the team", name="North", members=[str(person.id), str(lead.id)], lead=str(lead.id)
    )
    assert "Team North made" in page.text
    assert person.name in page.text
    client.click("North")
    page = client.submit("Save", name="North and Wales", members=[str(person.id)], lead="0")
    assert "North and Wales, was North" in page.text
    client.click("North and Wales")
    page = client.submit("End the team")
    assert "Its members keep their work" in page.text
    assert teams.names() == []
    signed_in(Role.ADMINISTRATOR).get("/admin/teams")
    for role in (Role.CASEWORKER, Role.AUDITOR, Role.LAW_OFFICER):
        signed_in(role).get("/admin/teams", status=403)


def test_lists_are_narrowed_to_a_team_and_say_so(app: Flask, signed_in) -> None:
    person, lead = build.user(), build.user(Role.SUPERVISOR)
    number = managing.make("North", [person, lead], lead, lead).id
    mine = build.eligible_review(offender_name="Held Here")
    cases.give_to(mine, person, lead, version=mine.version)
    other = build.eligible_review(offender_name="Held Nowhere")
    outside = build.user(email="outside@example.org", name="Outside Person")
    cases.give_to(other, outside, lead, version=other.version)
    client = signed_in(Role.SUPERVISOR)
    page = client.get(f"/supervision/board?team={number}")
    assert "Team: North" in page.text
    assert "Held Here" in page.text and "Held Nowhere" not in page.text
    for address in (
        f"/supervision/board/print?team={number}",
        f"/supervision/board.csv?team={number}",
        f"/supervision/load?team={number}",
        f"/supervision/load/day.svg?team={number}",
        f"/supervision/load/person.csv?team={number}",
    ):
        answer = client.open(address)
        assert answer.status_code == 200, address
        assert "Held Nowhere" not in answer.get_data(as_text=True), address
    assert "Held Here" in client.get(f"/supervision/reassign?team={number}").text
    assert "Team: North" in client.get(f"/casework/requests?team={number}").text
    assert "Not a valid choice" not in client.get("/supervision/board?team=999").text
    page = client.get(f"/casework/together?act=even_out&review={mine.id}&team={number}")
    assert "Even out among" in page.text
    assert page.h1 == "Even out: what will happen"


def test_people_to_tell_are_narrowed_to_a_team(app: Flask, signed_in) -> None:
    person, lead = build.user(), build.user(Role.SUPERVISOR)
    number = managing.make("North", [person], None, lead).id
    for holder, asker in ((person, "Asked There"), (lead, "Asked Elsewhere")):
        review = build.review(requester_name=asker)
        cases.give_to(review, holder, lead, version=review.version)
        with transaction():
            review.outcome = Outcome.NOT_REFERRED
        notifying.plan_for_outcome(review, lead)
    client = signed_in(Role.CASEWORKER)
    page = client.get("/casework/people-to-tell")
    assert "Asked There" in page.text and "Asked Elsewhere" in page.text
    page = client.submit("Apply filters", team=str(number))
    assert "Team: North" in page.text
    assert "Asked There" in page.text and "Asked Elsewhere" not in page.text
