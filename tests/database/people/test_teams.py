"""Teams: who is in which, who leads, what is kept of a change, and work narrowed to one."""

import pytest

from tests.support import build
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, NotFound, Refused
from ulss_tracker.models import Team, User
from ulss_tracker.permissions import Role
from ulss_tracker.services.assignment import assignment, holdings
from ulss_tracker.services.core import teams as existing
from ulss_tracker.services.core import users
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.desk import bulk
from ulss_tracker.services.desk.bulk import Act
from ulss_tracker.services.people import teams
from ulss_tracker.services.requests import inbox
from ulss_tracker.services.supervision import board, workload_forecast

pytestmark = pytest.mark.usefixtures("app")


def person(name: str, role: Role = Role.CASEWORKER) -> User:
    return build.user(role, email=f"{name}@example.org", name=f"Person {name}")


def team(name: str, *members: User, lead: User | None = None) -> Team:
    return teams.make(name, members, lead, build.user(Role.ADMINISTRATOR))


def members(found: Team) -> set[str]:
    return {each.name.removeprefix("Person ") for each in existing.get(found.id).members}


def test_nobody_is_in_two_teams_and_every_change_is_kept() -> None:
    ada, bob, lead = person("ada"), person("bob"), person("lead", Role.SUPERVISOR)
    north = team("North", ada, bob, lead, lead=lead)
    south = team("South", bob)
    assert (members(north), members(south)) == ({"ada", "lead"}, {"bob"})
    seen = north.version
    teams.change(south, "South and West", [bob, lead], None, lead, version=south.version)
    assert (members(north), north.lead) == ({"ada"}, None)  # who goes leads it no more
    with pytest.raises(ChangedMeanwhile):
        teams.change(north, "North", [ada], None, lead, version=seen)
    teams.end(south, lead, version=south.version)
    with pytest.raises(NotFound):
        existing.get(south.id)
    assert existing.names() == [(north.id, "North")]
    assert [each.id for each in users.assignees(south.id)] == []
    team("South and West", bob)  # the name is free again
    told = [
        (each.after["team"], each.after["members"], each.after["is_ended"])
        for each in reversed(teams.changes())
    ]
    assert told == [
        ("North", "Person ada, Person bob, Person lead", False),
        ("North", "Person ada, Person lead", False),
        ("South", "Person bob", False),
        ("North", "Person ada", False),
        ("South and West", "Person bob, Person lead", False),
        ("South and West", "", True),
        ("South and West", "Person bob", False),
    ]
    assert teams.changes()[0].by == build.user(Role.ADMINISTRATOR)


def test_what_is_refused_changes_nothing(subtests) -> None:
    ada, lead = person("ada"), person("lead", Role.SUPERVISOR)
    officer, admin = build.user(Role.LAW_OFFICER), build.user(Role.ADMINISTRATOR)
    north = team("North", ada)
    kept = len(teams.changes())
    for name, people, leader, by, error, words in (
        ("South", [ada], None, ada, NotAllowed, "cannot do this"),
        ("South", [officer], None, admin, NotAllowed, "cannot do this"),
        ("  ", [ada], None, admin, Refused, "Enter a name"),
        ("x" * 61, [ada], None, admin, Refused, "at most 60"),
        ("north", [lead], None, admin, Refused, "already"),
        ("South", [ada], lead, admin, Refused, "not in the team"),
        ("South", [ada, lead], ada, admin, Refused, "choose a supervisor"),
    ):
        with subtests.test(words=words), pytest.raises(error, match=words):
            teams.make(name, people, leader, by)
    with pytest.raises(NotAllowed):
        teams.change(north, "North", [], None, ada, version=north.version)
    with pytest.raises(NotAllowed):
        teams.end(north, ada, version=north.version)
    assert members(north) == {"ada"}
    assert len(teams.changes()) == kept


def test_work_is_narrowed_to_a_team_and_evened_out_within_it() -> None:
    ada, bob, lead = person("ada"), person("bob"), person("lead", Role.SUPERVISOR)
    north = team("North", ada, lead, lead=lead)
    with transaction():
        reviews = [build.eligible_review(offender_name=f"Offender {n}") for n in range(4)]
    for review, to in zip(reviews, (ada, ada, ada, bob), strict=True):
        assignment.assign(review, to, lead, seen=review.version)
    asked, other = build.request(), build.request()
    assignment.assign(asked, ada, lead, seen=assignment.NOBODY)
    assignment.assign(other, bob, lead, seen=assignment.NOBODY)

    shown = board.page(filters={"team": north.id}).rows
    assert {each.assignee for each in shown} == {"Person ada"}
    assert len(shown) == 4
    found = inbox.page(None, {"team": north.id}).rows
    assert [each.reference for each in found] == [asked.reference]
    held = holdings.page({"team": north.id}).rows
    assert {each.id for each in held} == {each.id for each in reviews[:3]}
    everybody, theirs = workload_forecast.ahead(), workload_forecast.ahead(north.id)
    assert {each.name for each in everybody.people} >= {"Person ada", "Person bob"}
    assert [each.name for each in theirs.people] == ["Person ada"]
    assert theirs.passed <= everybody.passed

    planned = bulk.plan(reviews, Act.EVEN_OUT, lead, team_id=north.id)
    assert {each.to for each in planned} == {ada, lead}
    with pytest.raises(NotAllowed):
        bulk.plan(reviews, Act.EVEN_OUT, ada, team_id=north.id)
    nobody = team("Empty")
    planned = bulk.plan(reviews, Act.EVEN_OUT, lead, team_id=nobody.id)
    assert {each.why_not for each in planned} == {
        "Nobody of Empty who is here today may have it: choose a person"
    }
