"""The demo's staff. Their password is public, so production refuses to start with them."""

from collections.abc import Mapping
from dataclasses import dataclass

from ulss_tracker import clock
from ulss_tracker.models import User
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.courts.cps_areas import NATIONAL
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.services.core import users
from ulss_tracker.services.people import teams
from ulss_tracker.services.referral import paper_contacts


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the demo's staff."""

    email: str
    name: str
    role: Role
    law_office: LawOfficer | None = None


CASEWORKER = Person("caseworker@example.gov.uk", "Priya Nair", Role.CASEWORKER)
SECOND_CASEWORKER = Person("caseworker2@example.gov.uk", "Gethin Rhys", Role.CASEWORKER)
SUPERVISOR = Person("supervisor@example.gov.uk", "Margaret Obi", Role.SUPERVISOR)
SECOND_SUPERVISOR = Person("supervisor2@example.gov.uk", "Daniel Osei", Role.SUPERVISOR)
LAW_OFFICER = Person(
    "lawofficer@example.gov.uk",
    "Eleanor Whitfield",
    Role.LAW_OFFICER,
    LawOfficer.ATTORNEY_GENERAL,
)
SECOND_LAW_OFFICER = Person(
    "lawofficer2@example.gov.uk",
    "Rhodri Maskell",
    Role.LAW_OFFICER,
    LawOfficer.SOLICITOR_GENERAL,
)
PRIVATE_OFFICE = Person("privateoffice@example.gov.uk", "Imran Sayeed", Role.PRIVATE_OFFICE)
LAWYER = Person("lawyer@example.gov.uk", "Sarah Blackwood", Role.LAWYER)
SECOND_LAWYER = Person("lawyer2@example.gov.uk", "Joseph Adeyinka", Role.LAWYER)
COUNSEL = Person("counsel@example.gov.uk", "Kwame Asante KC", Role.COUNSEL)
ADMINISTRATOR = Person("administrator@example.gov.uk", "Tom Akers", Role.ADMINISTRATOR)
AUDITOR = Person("auditor@example.gov.uk", "Ruth Penhale", Role.AUDITOR)

PEOPLE = (
    CASEWORKER,
    SECOND_CASEWORKER,
    SUPERVISOR,
    SECOND_SUPERVISOR,
    LAW_OFFICER,
    SECOND_LAW_OFFICER,
    PRIVATE_OFFICE,
    LAWYER,
    SECOND_LAWYER,
    COUNSEL,
    ADMINISTRATOR,
    AUDITOR,
)


TEAMS = {
    "London and the South": (SUPERVISOR, CASEWORKER),
    "Wales and the North": (SECOND_SUPERVISOR, SECOND_CASEWORKER),
}
"""Each team's people; the first leads it."""


def add_teams(staff: Mapping[Person, User]) -> None:
    """Put those who work on cases into two teams."""
    for name, people in TEAMS.items():
        members = [staff[person] for person in people]
        teams.make(name, members, members[0], staff[ADMINISTRATOR])


def add_contacts(staff: Mapping[Person, User]) -> None:
    """Keep whom papers are asked of: a unit for every area, one of an area, and a court."""
    for area, unit, name in (
        (NATIONAL, "Appeals and Review Unit", "appeals"),
        ("Yorkshire and Humberside", "Crown Court unit", "yorkshire"),
        ("Leeds Crown Court", "Listing office", "leeds"),
    ):
        contact = paper_contacts.ContactInput(
            area=area, unit=unit, email=f"{name}@papers.example", since_on=clock.today()
        )
        paper_contacts.keep(contact, staff[SUPERVISOR])


def add_people() -> dict[Person, User]:
    """Add the demo's staff, with the password everybody knows: hashed once for all of them."""
    password_hash = users.hasher.hash(users.DEMO_PASSWORD)
    return {
        person: users.add(
            email=person.email,
            name=person.name,
            role=person.role,
            password=users.DEMO_PASSWORD,
            password_hash=password_hash,
            is_demo=True,
            law_office=person.law_office,
        )
        for person in PEOPLE
    }
