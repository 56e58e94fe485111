"""The pages of teams, and lists narrowed to one."""

from flask import Flask

from tests.support import build
from ulss_tracker import clock
from ulss_tracker.models import db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services import notifying
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core import teams
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.people import absences
from ulss_tracker.services.people import teams as managing


def test_a_supervisor_makes_changes_and_ends_a_team(app: Flask, signed_in) -> None:
    person, lead = build.user(), build.user(Role.SUPERVISOR)
    client = signed_in(Role.SUPERVISOR)
    client.get("/supervision/board")
    client.click("People")
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
    assignment.assign(mine, person, lead, seen=mine.version)
    other = build.eligible_review(offender_name="Held Nowhere")
    outside = build.user(email="outside@example.org", name="Outside Person")
    assignment.assign(other, outside, lead, seen=other.version)
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
        assignment.assign(review, holder, lead, seen=review.version)
        with transaction():
            review.outcome = Outcome.NOT_REFERRED
        notifying.plan_for_outcome(review, lead)
    client = signed_in(Role.CASEWORKER)
    page = client.get("/casework/people-to-tell")
    assert "Asked There" in page.text and "Asked Elsewhere" in page.text
    page = client.submit("Apply filters", team=str(number))
    assert "Team: North" in page.text
    assert "Asked There" in page.text and "Asked Elsewhere" not in page.text


def test_work_is_given_to_whoever_of_a_team_has_the_least(app: Flask, signed_in) -> None:
    busy, free = build.user(), build.user(email="free@example.org", name="Free Person")
    away = build.user(email="away@example.org", name="Away Person")
    lead = build.user(Role.SUPERVISOR)
    team = f"team-{managing.make('North', [busy, free, away], None, lead).id}"
    today = clock.now().astimezone(clock.LONDON).date()
    absences.record(away, today, today, None, away)
    first = build.eligible_review(offender_name="First Offender")
    for review in (first, build.eligible_review(offender_name="Second Offender")):
        assignment.assign(review, busy, lead, seen=review.version)

    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/reviews/{first.id}/assignee")
    page = client.submit(assignee=team, note="Yours now")
    assert "Free Person is now assigned to this review" in page.text
    reference = build.request(offender_name="Asked About").reference
    client.get(f"/casework/requests/{reference}/owner")
    page = client.submit(owner=team)
    assert f"Request {reference} is now with {busy.name}" in page.text

    several = [build.request(offender_name=f"Asked {each}") for each in range(4)]
    client = signed_in(Role.SUPERVISOR)
    client.get("/supervision/reassign/requests")
    ticked = [f"{each.id}.0" for each in several]
    assert (
        "4 requests given"
        in client.submit("Give the ticked requests", to=team, requests=ticked).text
    )
    with transaction():
        reviews = [build.eligible_review(offender_name=f"Offender {each}") for each in range(4)]
    with transaction():
        for review in reviews:
            assignment.assign(review, lead, lead, seen=review.version)
    client.get(f"/supervision/reassign?assigned_to={lead.id}")
    ticked = [f"{each.id}.{each.version}" for each in reviews]
    assert (
        "4 reviews given" in client.submit("Give the ticked reviews", to=team, reviews=ticked).text
    )
    db.session.expire_all()
    for given in ([each.owner for each in several], [each.assignee for each in reviews]):
        assert sorted(each.name for each in given) == sorted([busy.name, free.name] * 2)


def test_a_team_of_whom_nobody_is_here_gets_nothing(app: Flask, signed_in) -> None:
    away, lead = build.user(email="away@example.org", name="Away Person"), build.user()
    team = f"team-{managing.make('North', [away], None, build.user(Role.SUPERVISOR)).id}"
    today = clock.now().astimezone(clock.LONDON).date()
    absences.record(away, today, today, None, away)
    review = build.eligible_review()
    assignment.assign(review, lead, lead, seen=review.version)
    why = "Nobody of North who is here today may have it: choose a person"
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/reviews/{review.id}/assignee")
    page = client.submit(assignee=team, note="What was typed is kept")
    assert why in page.text and "What was typed is kept" in page.text
    client.get(f"/casework/requests/{build.request().reference}/owner")
    assert why in client.submit(owner=team).text
    client = signed_in(Role.SUPERVISOR)
    client.get(f"/supervision/reassign?assigned_to={lead.id}")
    ticked = [f"{review.id}.{review.version}"]
    page = client.submit("Give the ticked reviews", to=team, reviews=ticked)
    assert "0 reviews were given. 1 was not:" in page.text and why in page.text
    db.session.expire_all()
    assert review.assignee_id == lead.id
