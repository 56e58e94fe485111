"""The demo's duty rota: two people in turn, and one day in ten days with nobody."""

from datetime import datetime, time, timedelta

from ulss_tracker import clock
from ulss_tracker.cli.demo.people import CASEWORKER, SECOND_CASEWORKER, SUPERVISOR, Person
from ulss_tracker.models import NightTexts, User
from ulss_tracker.services.people import duty_contact, rota
from ulss_tracker.services.people.duty_contact import DutyContact
from ulss_tracker.services.people.rota import ShiftInput

_CONTACTS = {
    # Ofcom keeps 07700 900000 to 900999 for drama: nobody has them.
    CASEWORKER: DutyContact(
        mobile="07700 900101",
        second_email="priya.nair@example.org",
        night_texts=NightTexts.LAST_DAY,
    ),
    SECOND_CASEWORKER: DutyContact(
        mobile="07700 900102", second_email="", night_texts=NightTexts.EVERY_ALARM
    ),
    SUPERVISOR: DutyContact(
        mobile="07700 900103", second_email="", night_texts=NightTexts.LAST_DAY
    ),
}
_HANDED_OVER_AT = time(9)
# From which day from today to which, and who is called first and second. Nobody is from 10 to 11.
_TURNS = (
    (0, 5, (CASEWORKER, SECOND_CASEWORKER)),
    (5, 10, (SECOND_CASEWORKER, CASEWORKER)),
    (11, 18, (CASEWORKER, SECOND_CASEWORKER)),
    (18, 25, (SECOND_CASEWORKER, CASEWORKER)),
    (25, 32, (CASEWORKER, SECOND_CASEWORKER)),
)


def keep(staff: dict[Person, User]) -> None:
    """Say how the demo's staff are reached, and put two of them on duty from this hour on."""
    for person, contact in _CONTACTS.items():
        user = staff[person]
        duty_contact.change(user, contact, version=user.version)
    began = clock.now().replace(minute=0, second=0, microsecond=0)
    for first, last, people in _TURNS:
        for place, person in enumerate(people, start=1):
            shift = ShiftInput(
                person=staff[person],
                starts_at=_handover(first) if first else began,
                ends_at=_handover(last),
                place=place,
            )
            rota.add(shift, staff[SUPERVISOR])


def _handover(days: int) -> datetime:
    """The hour at which one hands over to the next, so many days from today."""
    return datetime.combine(clock.today() + timedelta(days=days), _HANDED_OVER_AT, clock.LONDON)
