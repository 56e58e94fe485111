"""The people of an office in the proof of the ladders: hours, a rota with gaps, absences."""

from datetime import date, timedelta
from random import Random

from ulss_tracker import clock
from ulss_tracker.models import Absence, DutyShift, NightTexts, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import LawOfficer
from ulss_tracker.services.core.unit_of_work import transaction


@transaction()
def make_people(begins: date, days: int, chance: Random) -> list[User]:
    """Three caseworkers, a supervisor or two, a law officer and a lawyer."""
    roles = [Role.CASEWORKER] * 3 + [Role.SUPERVISOR] * chance.randint(1, 2)
    people = [
        User(
            email=f"p{number}@example.org",
            name=f"Person {number}",
            role=role,
            law_office=LawOfficer.ATTORNEY_GENERAL if role is Role.LAW_OFFICER else None,
            password_hash="-",
            session_key=f"key {number}",
            created_at=clock.now(),
            second_email=chance.choice(("", f"q{number}@example.org")),
            night_texts=chance.choice(tuple(NightTexts)),
            works_from=chance.choice(("09:00", "08:00", "10:30")),
            works_until=chance.choice(("17:00", "15:00")),
            works_on=chance.choice(("12345", "1235", "24")),
        )
        for number, role in enumerate([*roles, Role.LAW_OFFICER, Role.LAWYER])
    ]
    db.session.add_all(people)
    db.session.flush()
    staff = staff_of(people)
    _make_rota(staff, begins, days, chance)
    for person in chance.sample(staff, 2):
        from_on = begins + timedelta(days=chance.randint(0, days))
        absence = Absence(
            person=person,
            cover=chance.choice([None, *staff]),
            from_on=from_on,
            to_on=from_on + timedelta(days=chance.randint(0, 6)),
            recorded_at=clock.now(),
            recorded_by_id=person.id,
        )
        db.session.add(absence)
    return people


def staff_of(people: list[User]) -> list[User]:
    """Those of them who work on cases."""
    return [user for user in people if user.role in (Role.CASEWORKER, Role.SUPERVISOR)]


def _make_rota(staff: list[User], begins: date, days: int, chance: Random) -> None:
    starts = clock.start_of(begins)
    for place in range(1, chance.randint(1, 3)):
        at = starts + timedelta(hours=chance.randint(0, 72))
        while at < starts + timedelta(days=days + 3):
            ends_at = at + timedelta(hours=chance.choice((8, 24, 72)))
            person = chance.choice(staff)
            shift = DutyShift(
                person=person,
                starts_at=at,
                ends_at=ends_at,
                place=place,
                made_at=clock.now(),
                made_by_id=person.id,
            )
            db.session.add(shift)
            at = ends_at + timedelta(hours=chance.choice((0, 0, 12)))
