"""Papers asked of the CPS and the court by one press, chased, answered, and each at its item."""

from collections.abc import Iterator
from datetime import date, datetime
from email.message import EmailMessage
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support import sample_files as sample
from tests.support.clocks import SetClock
from tests.support.mail_server import MailServer, mail_server
from tests.support.traces import nothing_kept
from ulss_tracker import clock
from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import Message, PaperKind, Wait, WaitKind, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.courts.cps_areas import NATIONAL
from ulss_tracker.services.core import office_details
from ulss_tracker.services.correspondence import taking
from ulss_tracker.services.messaging import compose, paper_mail, queue, reminders
from ulss_tracker.services.referral import due_chases, paper_contacts, papers
from ulss_tracker.services.referral.papers import AskedOf, PaperInput

CPS, COURT = "unit@cps.example.org", "court@courts.example.org"
FIVE = {
    "indictment.pdf": PaperKind.INDICTMENT,
    "PSR final.pdf": PaperKind.PRE_SENTENCE_REPORT,
    "VPS.pdf": PaperKind.VICTIM_STATEMENT,
    "antecedents PNC.pdf": PaperKind.ANTECEDENTS,
    "guideline.pdf": PaperKind.GUIDELINE,
}


def there(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=clock.LONDON)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        before = office_details.current()
        office_details.configure(before.model_dump() | {"SMTP_URL": running.url})
        yield running
        office_details.configure(before.model_dump())


def sent_to(server: MailServer, address: str) -> list[EmailMessage]:
    queue.send_waiting()
    return [message for message in server.received if message["To"] == address]


def answer(asked: EmailMessage) -> EmailMessage:
    """The CPS answers what it was sent, from that address, with five papers."""
    made = EmailMessage()
    made["From"], made["To"] = f"A. Clerk <{asked['To']}>", asked["From"]
    made["Subject"], made["Message-ID"] = "Papers", "<answer@cps.example.org>"
    made["In-Reply-To"] = asked["Message-ID"]
    made.set_content("Please find attached what we hold. The report follows on Friday.\n")
    for name in FIVE:
        content = sample.PDF + f"\n% {name}".encode()
        made.add_attachment(content, maintype="application", subtype="pdf", filename=name)
    return made


def test_asked_chased_on_day_3_and_answered_with_each_file_at_its_item(
    signed_in, server: MailServer, at: SetClock
) -> None:
    at(there(2, 10))
    review = build.eligible_review(sentenced_on=date(2026, 10, 30))
    case = review.case
    build.paper_contact("Yorkshire and Humberside", "Court unit", CPS)
    build.paper_contact("Leeds Crown Court", email=COURT)
    caseworker = signed_in(Role.CASEWORKER)
    caseworker.get(f"/casework/cases/{case.reference}/papers/ask")
    page = caseworker.submit("Ask for these papers", cps_lawyer="B. Jones")  # one press
    assert "8 papers asked for; email to unit@cps.example.org; email to court@" in page.text
    (to_cps,) = sent_to(server, CPS)
    (to_court,) = sent_to(server, COURT)
    words = to_cps.get_content()
    for said in (
        case.reference, review.offender_name, "30 October 2026", "B. Jones", "Indictment",
        "to reach us by Wednesday 4 November 2026", "We must file by 5pm on Friday 27 November",
    ):  # fmt: skip
        assert said in words, said
    assert "transcript" not in words
    assert review.offender_name not in to_cps["Subject"]
    assert "- A transcript of the judge’s sentencing remarks" in to_court.get_content()

    at(there(4, 9))
    assert reminders.chase_papers() == 0  # they have until the end of the day
    at(there(5, 9))
    assert (reminders.chase_papers(), reminders.chase_papers()) == (1, 0)
    _, chased = sent_to(server, CPS)
    assert chased["Subject"] == to_cps["Subject"]
    assert to_cps["Message-ID"] in chased["References"]
    assert "We asked you on Monday 2 November 2026" in chased.get_content()

    kept = taking.take(answer(chased).as_bytes(), received_at=clock.now()).message
    assert kept.request in case.requests
    at(there(9, 9))
    (due,) = due_chases.of_all(clock.now())
    assert paper_mail.to_chase(due) == []  # an answer waits: nobody is chased past it
    caseworker.get(f"/casework/mailbox/{kept.id}")
    caseworker.submit("Accept")  # the first press
    page = caseworker.get(f"/casework/cases/{case.reference}/papers")
    caseworker.submit("Record the ticked papers as received")  # and the second
    db.session.expire_all()
    rows = {paper.kind: paper for paper in papers.of_case(case)}
    names = {rows[kind].document_id: name for name, kind in FIVE.items()}
    assert None not in names
    assert len(names) == len(FIVE)
    assert [paper.kind for paper in papers.wanted(case)] == [
        PaperKind.REPORT,
        PaperKind.SENTENCING_REMARKS,
        PaperKind.OPENING_NOTE,
    ]
    caseworker.get(f"/casework/cases/{case.reference}/papers/ask")
    caseworker.submit("Ask for these papers", prosecution_counsel="C. Silk KC")
    db.session.refresh(case)
    assert case.prosecution_counsel == "C. Silk KC"  # and no paper is asked for
    assert len(papers.of_case(case)) == len(rows)


def test_chases_climb_and_the_transcript_is_a_task_from_day_14(
    signed_in, server: MailServer, at: SetClock
) -> None:
    at(there(2, 10))
    review = build.eligible_review(sentenced_on=date(2026, 10, 30))
    case, by = review.case, build.user()
    build.paper_contact(NATIONAL, "Appeals and Review Unit", "aru@cps.example.org")
    cps = build.paper_contact(
        "Yorkshire and Humberside", email=CPS, manager_email="manager@cps.example.org"
    )
    court = build.paper_contact("Leeds Crown Court", email="", address="The Listing Officer\nLeeds")
    assert paper_contacts.of_case(case) == ([cps, paper_contacts.kept()[0]], court)
    kinds = [PaperKind.INDICTMENT, PaperKind.SENTENCING_REMARKS]
    (indictment, remarks), messages = paper_mail.ask(
        case, kinds, [], by, AskedOf(cps, court, date(2026, 11, 4))
    )
    letter = next(message for message in messages if message.by_post)
    assert letter.recipient.endswith("The Listing Officer\nLeeds")
    at(there(5, 9))
    assert reminders.chase_papers() == 1  # by letter is no way to chase: the assignee is told too
    assert len(sent_to(server, CPS)) == 2
    assert db.session.scalars(select(Message).where(Message.kind == compose.PAPERS_CHASE)).one()
    papers.record(case, remarks, PaperInput(is_refused=True, not_applicable_reason="No tape",
                  said_by="A. Clerk"), by, version=remarks.version)  # fmt: skip
    assert not remarks.is_wanted
    for day, address in ((9, "manager@cps.example.org"), (10, "aru@cps.example.org")):
        at(there(day, 9))
        assert reminders.chase_papers() == 1, day
        assert sent_to(server, address)
    part = PaperInput(incomplete_reason="Count 3", said_by="A. Clerk")
    papers.record(case, indictment, part, by, version=indictment.version)
    papers.record(case, remarks, PaperInput(), by, version=remarks.version)
    assert [paper.label for paper in papers.wanted(case)] == ["Indictment", "Sentencing remarks"]
    page = signed_in(Role.CASEWORKER).get(f"/casework/cases/{case.reference}/papers")
    assert "Incomplete Count 3" in page.text
    assert "A. Clerk said so" in page.text
    wait = db.session.scalars(select(Wait).where(Wait.kind == WaitKind.TRANSCRIPT)).one()
    assert wait.from_at == clock.start_of(date(2026, 11, 13))
    assert (wait.for_id, wait.ended_at) == (review.assignee_id, None)
    assert "Transcript of the judge’s remarks" in signed_in(Role.CASEWORKER).get("/casework/").links
    papers.arrive(case, [remarks], clock.now(), by)
    db.session.refresh(wait)
    assert wait.ended_at is not None


GOOD = "National,Appeals and Review Unit,aru@cps.example.org,2026-03-01"


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([GOOD, "Leeds,,listing@courts.example.org,2026-03-01"], ""),
        (["Yorkshire,,a@cps.example.org,2026-03-01"], "no area of the CPS and no Crown Court"),
        ([GOOD, "Wessex,,,2026-03-01"], "Row 3: Enter an email address or a postal address"),
        (["Wessex,,a cps,2026-03-01"], "is no email address"),
        (["Wessex,,a@cps.example.org,1 March"], "Write since_on as a date"),
        (["Wessex,,a@cps.example.org,2046-03-01"], "must be today or in the past"),
    ],
)
def test_contacts_come_from_a_sheet_whole_or_not_at_all(
    app: Flask, rows: list[str], why: str
) -> None:
    boss, caseworker = build.user(Role.SUPERVISOR), build.user()
    sheet = "\n".join(["Area,Unit,Email,Since on", *rows]).encode()
    if why:
        with nothing_kept(), pytest.raises(Refused, match=why):
            paper_contacts.bring(sheet, boss)
        return
    assert (paper_contacts.bring(sheet, boss), paper_contacts.bring(sheet, boss)) == (2, 2)
    assert [contact.label for contact in paper_contacts.kept()] == [
        "Appeals and Review Unit, National",
        "Leeds Crown Court",
    ]
    with nothing_kept(), pytest.raises(NotAllowed):
        paper_contacts.bring(sheet, caseworker)


def test_a_supervisor_keeps_the_contacts(signed_in) -> None:
    supervisor = signed_in(Role.SUPERVISOR)
    supervisor.get("/supervision/contacts")
    supervisor.click("Add a contact")
    new = {"area": NATIONAL, "unit": "Appeals and Review Unit"}
    supervisor.refused("Save", **new)
    page = supervisor.submit("Save", **new, email="aru@cps.example.org")
    assert "Saved: Appeals and Review Unit, National" in page.text
    supervisor.click("Import from a sheet")
    sheet = f"area,unit,email,since_on\n{GOOD.replace('aru@', 'unit@')}".encode()
    page = supervisor.submit("Import", file=(BytesIO(sheet), "contacts.csv"))
    assert "1 contact imported" in page.text
    supervisor.click("Appeals and Review Unit, National")
    supervisor.submit("Remove this contact")
    db.session.rollback()
    assert paper_contacts.kept() == []
