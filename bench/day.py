"""A day of an office of eight, read through its pages: `python -m bench.day [EMAILS]`.

In come 60 emails (a sixth of them about a form), 20 forms (three of them late), and 10 calls; five
reviews are decided and one is sealed. Each person opens each page of “Your work”, and then the page
to which each row leads; the supervisor opens “Requests” too, where those stand that are nobody's
and have time. Ended with 1: a matter with two rows in one list, one that is in no list, and a
sealed one in the list of somebody who is not named. Printed: pages opened and words read.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select

from config import Config
from tests.support import build, inbound
from tests.support.checked_client import CheckedClient, client_of
from tests.support.page import Page, words
from ulss_tracker import clock, create_app
from ulss_tracker.models import Channel, DecisionChoice, InboundMessage, Request, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing

MORNING = datetime(2026, 10, 14, 13, tzinfo=clock.LONDON)
EMAILS, FORMS, LATE, CALLS, DECISIONS = 60, 20, 3, 10, 5
OFFICE = {
    "Priya Nair": Role.CASEWORKER,
    "Gethin Rhys": Role.CASEWORKER,
    "Owen Pike": Role.CASEWORKER,
    "Ada Field": Role.CASEWORKER,
    "Margaret Obi": Role.SUPERVISOR,
    "Ann Lee": Role.LAWYER,
    "Eleanor Whitfield": Role.LAW_OFFICER,
    "Owain Lloyd": Role.PRIVATE_OFFICE,
}
_SHARED = 4
"""Of the forms and calls every fourth is nobody's yet."""


@dataclass
class Reading:
    """The result of one person's day: the names of the rows, the pages opened, the words read."""

    rows: list[str] = field(default_factory=list)
    pages: int = 0
    words: int = 0

    def opened(self, page: Page) -> Page:
        """Count a page."""
        self.pages += 1
        self.words += len(" ".join(words(main) for main in page.select("main")).split())
        return page


def main() -> None:
    """Fill the day, have everybody read it, print what it took; end with 1 where a row is wrong."""
    emails = int(sys.argv[1]) if len(sys.argv) > 1 else EMAILS
    with office() as app:
        faults, readings = day(app, emails)
    for name, reading in readings.items():
        of_rows = f"{len(reading.rows):4} rows{reading.pages:5} pages"
        print(f"{name:20}{of_rows}{reading.words:7,} words")
    pages = sum(reading.pages for reading in readings.values())
    total = sum(reading.words for reading in readings.values())
    print(f"{'the office':20}{pages:14} pages{total:7,} words")
    print(*faults, sep="\n")
    sys.exit(bool(faults))


@contextmanager
def office() -> Iterator[Flask]:
    """An office of nobody yet, at one in the afternoon."""
    with tempfile.TemporaryDirectory() as directory:
        address = f"sqlite:///{directory}/day.db"
        app = create_app(Config(environment="testing", SQLALCHEMY_DATABASE_URI=address))
        with app.app_context():
            db.create_all()
        with clock.set_to(MORNING):
            yield app


def day(app: Flask, emails: int = EMAILS) -> tuple[list[str], dict[str, Reading]]:
    """Give the faults of the rows, and what each person read, by name."""
    with app.app_context():
        staff = {
            name: build.user(role, email=f"{name.split()[0].lower()}@example.org", name=name)
            for name, role in OFFICE.items()
        }
        caseworkers = [staff[name] for name, role in OFFICE.items() if role is Role.CASEWORKER]
        _receive(emails, caseworkers, staff["Margaret Obi"])
        _decide(caseworkers, staff["Eleanor Whitfield"])
        sealed = _seal(caseworkers[0], staff["Margaret Obi"])
        sessions = {name: build.session_of(person) for name, person in staff.items()}
        matters = set(_matters())
        db.session.remove()
    readings, listed = {}, set[str]()
    for name, session in sessions.items():
        with app.app_context():
            client = client_of(app)
            with client.session_transaction() as kept:
                kept.update(session)
            readings[name] = _read(client)
            if OFFICE[name] is Role.SUPERVISOR:
                listed = _addresses(_pages(client, "/casework/requests"))
    return list(_faults(matters, sealed, readings, listed)), readings


def _receive(emails: int, caseworkers: list[User], boss: User) -> None:
    """Forms, calls and emails, each about somebody else; some are given to a caseworker."""
    forms = []
    for number in range(FORMS + CALLS):
        is_call = number >= FORMS
        days = 40 if number < LATE else 5 + number % 15
        request = build.request(
            channel=Channel.PHONE if is_call else Channel.FORM,
            offender_name=f"Offender{number} Example",
            sentenced_on=MORNING.date() - timedelta(days=days),
            email=f"asks{number}@example.org",
        )
        forms.append(request.reference)
        if number % _SHARED:
            holder = caseworkers[number % len(caseworkers)]
            assignment.assign(request, holder, boss, seen=assignment.NOBODY)
    for number in range(emails):
        reference = forms[number % len(forms)] if number % 6 == 0 else ""
        inbound.take(
            inbound.BODY.replace("Lee Exford", f"Mail{number} Example"),
            From=f"Sender{number} Example <sender{number}@example.org>",
            Subject=f"Re: {reference}" if reference else f"A sentence {number}",
            Message_ID=f"<day{number}@example.org>",
        )


def _decide(caseworkers: list[User], officer: User) -> None:
    """Reviews that the law officer decides, the first to refer, and one that waits for them."""
    for number in range(DECISIONS + 1):
        review = build.review_to_decide(offender_name=f"Decided{number} Example")
        with transaction():
            review.assignee = caseworkers[number % len(caseworkers)]
        if number < DECISIONS:
            choice = DecisionChoice.DO_NOT_REFER if number else DecisionChoice.REFER
            build.decide(review, choice, "Read.", by=officer)


def _seal(holder: User, boss: User) -> str:
    review = build.eligible_review(offender_name="Sealed Example")
    with transaction():
        review.assignee = holder
    sealing.seal(review.case, [holder, boss], "A judge’s family", boss)
    return _named(review.offender_name, review.case.reference)


def _matters() -> Iterator[str]:
    """Each matter as its row is called: requests in no case, open reviews, messages about none."""
    for request in db.session.scalars(select(Request).where(Request.case_id.is_(None))):
        yield _named(request.offender_name, request.reference)
    for review in db.session.scalars(select(Review).where(Review.outcome.is_(None))):
        yield _named(review.offender_name, review.case.reference)
    for message in db.session.scalars(select(InboundMessage)):
        if message.request_id is None:
            yield _named(message.sender_name, f"Message {message.id}")


def _named(name: str, reference: str) -> str:
    return f"{name or 'Name not known'} {reference}"


def _read(client: CheckedClient) -> Reading:
    """Open each page of the list, then what each row leads to."""
    reading = Reading()
    leads: list[str] = []
    for page in map(reading.opened, _pages(client, "/casework/")):
        for row in page.select("main tbody tr"):
            reading.rows.append(words(row.cssselect("th")[0]))
            leads.append(row.cssselect("td a")[0].get("href"))
    for lead in leads:
        reading.opened(client.get(lead))
    return reading


def _pages(client: CheckedClient, path: str) -> Iterator[Page]:
    """Each page of a list."""
    while path:
        page = client.get(path)
        yield page
        path = next((link.get("href") for link in page.select("a[rel=next]")), "")


def _addresses(pages: Iterator[Page]) -> set[str]:
    return {link.get("href") for page in pages for link in page.select("main tbody a")}


def _faults(
    matters: set[str], sealed: str, readings: dict[str, Reading], listed: set[str]
) -> Iterator[str]:
    seen = set()
    for name, reading in readings.items():
        rows = [next((m for m in matters if row.startswith(m)), row) for row in reading.rows]
        yield from (f"{name} has it twice: {row}" for row, n in Counter(rows).items() if n > 1)
        if sealed in rows and name not in {"Priya Nair", "Margaret Obi"}:
            yield f"{name} sees what is sealed"
        seen |= set(rows)
    for matter in sorted(matters - seen):
        if f"/casework/requests/{matter.rpartition(' ')[2]}" not in listed:
            yield f"In no list: {matter}"


if __name__ == "__main__":
    main()
