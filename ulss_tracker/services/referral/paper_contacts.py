"""Whom papers are asked of: units of the CPS by area, and Crown Courts; and who prosecutes."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.errors import Refused, existing
from ulss_tracker.models import Case, EventKind, PaperContact, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.scheme.courts.court_table import CourtKind
from ulss_tracker.scheme.courts.courts import find_court, load_courts
from ulss_tracker.scheme.courts.cps_areas import NATIONAL, area_of, load_cps_areas
from ulss_tracker.services.core import csv
from ulss_tracker.services.core.preconditions import check_case_open, check_version
from ulss_tracker.services.core.unit_of_work import locked, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history

MOST_ROWS = 500
REGISTRAR = "Registrar of Criminal Appeals"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactInput:
    """A contact as a supervisor keeps it. Its fields are the headings of the sheet."""

    area: str
    unit: str = ""
    email: str = ""
    manager_email: str = ""
    address: str = ""
    telephone: str = ""
    hours: str = ""
    since_on: date


COLUMNS = tuple(field.name for field in fields(ContactInput))


def areas() -> list[str]:
    """Where a contact may be: the Registrar, every area, an area of the CPS, or a Crown Court."""
    courts = [court.name for court in load_courts() if court.kind is CourtKind.CROWN_COURT]
    return [REGISTRAR, NATIONAL, *sorted(set(load_cps_areas().values())), *courts]


def kept() -> list[PaperContact]:
    """Every contact: the units for every area first, then by area and court."""
    query = select(PaperContact).where(PaperContact.ended_at.is_(None))
    query = query.order_by(PaperContact.area != NATIONAL, PaperContact.area, PaperContact.unit)
    return list(db.session.scalars(query))


def get(contact_id: int) -> PaperContact:
    """The contact with this id. Raises `NotFound`."""
    return existing(db.session.get(PaperContact, contact_id), "There is no such contact")


def of_case(case: Case) -> tuple[list[PaperContact], PaperContact | None]:
    """The contacts at the CPS for a case, those of the court's area first, and that at the court.

    None at the court where none is kept.
    """
    court, contacts = find_court(case.court_id), kept()
    places = [area_of(case.court_id), NATIONAL]
    of_cps = [contact for contact in contacts if contact.area in places]
    of_court = (contact for contact in contacts if court and contact.area == court.name)
    return sorted(of_cps, key=lambda contact: places.index(contact.area)), next(of_court, None)


def registrar() -> PaperContact | None:
    """Where applications are filed by email; None where no address is kept."""
    contacts = (contact for contact in kept() if contact.area == REGISTRAR and contact.email)
    return next(contacts, None)


def appeals_unit() -> PaperContact | None:
    """The first of the units for every area; None where none is kept."""
    return next((contact for contact in kept() if contact.area == NATIONAL), None)


def keep(
    details: ContactInput, by: User, contact: PaperContact | None = None, *, version: int = 0
) -> PaperContact:
    """Keep a contact: a new one, or another's changed details.

    Raises `NotAllowed`, `ChangedMeanwhile`, and `Refused` for an area or an address that is none,
    for one that cannot be written to, and for a second one of the same unit.
    """
    require(by, Permission.KEEP_CONTACTS)
    _check(details, contact)
    with transaction():
        if contact is None:
            contact = PaperContact(kept_at=clock.now())
            db.session.add(contact)
        else:
            check_version(contact, version)
        before = {"contact": _words(contact)} if contact.id else {}
        for name, value in asdict(details).items():
            setattr(contact, name, value.strip() if isinstance(value, str) else value)
        db.session.flush()
        history.record(
            EventKind.CONTACT_KEPT, by, before=before, contact=_words(contact), is_ended=False
        )
    return contact


def end(contact: PaperContact, by: User, *, version: int) -> None:
    """Offer a contact no more. Raises `NotAllowed` and `ChangedMeanwhile`."""
    require(by, Permission.KEEP_CONTACTS)
    with locked(contact):
        check_version(contact, version)
        contact.ended_at = clock.now()
        history.record(EventKind.CONTACT_KEPT, by, contact=_words(contact), is_ended=True)


def bring(sheet: bytes, by: User) -> int:
    """Keep the contacts of a CSV file, the same unit's in place of what is kept; how many.

    All of them or none. Raises `NotAllowed`, and `Refused` with the row at which it was.
    """
    text = csv.decode(sheet)
    rows = [row for row in csv.split(text, csv.separator_of(text)) if any(map(str.strip, row))]
    headings = [cell.strip().lower().replace(" ", "_") for cell in (rows or [[]])[0]]
    if not {"area", "since_on"} <= set(headings):
        raise Refused(f"The first row must have these headings: {', '.join(COLUMNS)}")
    if len(rows) > MOST_ROWS:
        raise Refused(f"A sheet may have {MOST_ROWS} rows: import it in parts")
    with transaction():
        there = {(contact.area, contact.unit): contact for contact in kept()}
        for number, row in enumerate(rows[1:], start=2):
            cells = {name: cell.strip() for name, cell in zip(headings, row, strict=False)}
            try:
                details = _read(cells)
                contact = there.get((details.area, details.unit))
                version = contact.version if contact else 0
                there[details.area, details.unit] = keep(details, by, contact, version=version)
            except Refused as refusal:
                raise Refused(f"Row {number}: {refusal}. Nothing was imported") from refusal
    return len(rows) - 1


def name_prosecution(case: Case, lawyer: str, counsel: str, by: User) -> bool:
    """Record the case's lawyer at the CPS and its counsel; whether either is another than before.

    Raises `NotAllowed` and `Refused`.
    """
    require(by, Permission.WORK_CASES)
    check_case_open(case)
    before = _prosecution(case)
    with transaction():
        case.cps_lawyer, case.prosecution_counsel = lawyer.strip() or None, counsel.strip() or None
        now = _prosecution(case)
        if now != before:
            history.record(EventKind.PROSECUTION_CHANGED, by, case, before=before, **now)
    return now != before


def _prosecution(case: Case) -> dict[str, object]:
    return {
        "cps_lawyer": case.cps_lawyer or "",
        "prosecution_counsel": case.prosecution_counsel or "",
    }


def _read(cells: dict[str, str]) -> ContactInput:
    """A row of the sheet; a court by any of its names."""
    values = {name: cells.get(name, "") for name in COLUMNS if name not in {"area", "since_on"}}
    area = cells.get("area", "")
    known = {name.casefold(): name for name in areas()}
    court = load_courts().settled(area)
    try:
        since_on = date.fromisoformat(cells.get("since_on", ""))
    except ValueError:
        raise Refused("Write since_on as a date, like 2026-03-18") from None
    name = known.get(area.casefold()) or (court.name if court else area)
    return ContactInput(area=name, since_on=since_on, **values)


def _check(details: ContactInput, contact: PaperContact | None) -> None:
    if details.area not in areas():
        raise Refused(f"“{details.area}” is no area of the CPS and no Crown Court")
    if details.since_on > clock.today():
        raise Refused("Since when it is so must be today or in the past")
    if not details.email.strip() and not details.address.strip():
        raise Refused("Enter an email address or a postal address: nothing could be sent")
    for address in filter(None, (details.email.strip(), details.manager_email.strip())):
        try:
            validate_email(address, check_deliverability=False)
        except EmailNotValidError:
            raise Refused(f"“{address}” is no email address") from None
    unit = details.unit.strip()
    if any(other.area == details.area and other.unit == unit for other in _others(contact)):
        raise Refused("This unit of this area or court is kept already: change that one")


def _others(contact: PaperContact | None) -> Sequence[PaperContact]:
    return [other for other in kept() if other is not contact]


def _words(contact: PaperContact) -> str:
    """A contact in one line, for its history."""
    values = (getattr(contact, name) for name in COLUMNS)
    return "; ".join(" ".join(str(value).split()) for value in values if value)
