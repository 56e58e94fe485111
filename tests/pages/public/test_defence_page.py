"""What was filed, served on the defence by a page: made, opened, asked after, ended, sealed."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support import build
from tests.support.checked_client import CheckedClient
from tests.support.clocks import SetClock
from tests.support.page import Page
from ulss_tracker import clock
from ulss_tracker.adapters.pdf.pool import make_pdf
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import (
    Bundle,
    BundleReader,
    DefencePage,
    DefenceRole,
    Event,
    EventKind,
    FilingKind,
    LetterKind,
    Review,
    Wait,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import bundle_making, bundles, defence_pages, filings
from ulss_tracker.services.waiting import waits

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
WHO = "Imogen Blackstock, Chancery Row"
PAPERS = "/status/served/papers"
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def filed(at: SetClock) -> Review:
    """A filed review: its application, notice and bundle are PDFs."""
    at(NOW)
    review = build.review_to_file()
    for kind in (LetterKind.REFERRAL, LetterKind.OFFENDER_NOTICE):
        words = f"<html lang=en><title>{kind}</title><body><p>{kind}</p></body></html>"
        build.letter(review, kind, pdf=make_pdf(words, ""))
    bound(review)
    by = build.user()
    filings.record_filing(
        review,
        FilingKind.FILING,
        at=NOW,
        method="By email",
        by=by,
        version=review.version,
    )
    return review


def bound(review: Review) -> None:
    keys = [f"letter-{review.letters[0].id}"]
    bundles.ask(review.case, BundleReader.COURT, keys, build.user())
    assert bundle_making.make_waiting() == 1


def serve(review: Review, role: Role = Role.LAWYER, *, version: int = 0) -> tuple[DefencePage, str]:
    proposed = defence_pages.bundles_made(review)[1]
    version = version or review.version
    by, as_role = build.user(role), DefenceRole.SOLICITOR
    return defence_pages.make(review, WHO, as_role, proposed, by, version=version)


def give(client: CheckedClient, reference: str, code: str) -> Page:
    client.get("/status/served")
    page: Page = client.submit("Continue", reference=reference, code=code)
    return page


def record() -> list[str]:
    of_pages = select(Event).where(Event.kind == EventKind.DEFENCE_PAGE_CHANGED).order_by(Event.id)
    return [event.after["what"] for event in db.session.scalars(of_pages)]


def tasks() -> list[Wait]:
    query = select(Wait).where(Wait.kind == WaitKind.NOT_OPENED, Wait.ended_at.is_(None))
    return list(db.session.scalars(query))


def test_a_lawyer_makes_a_page_that_the_defence_opens(
    app: Flask, client: CheckedClient, filed: Review, signed_in, at: SetClock
) -> None:
    at(NOW + timedelta(hours=1))
    bound(filed)  # later than the filing
    lawyer = signed_in(Role.LAWYER)
    lawyer.get(f"/casework/reviews/{filed.id}/court")
    page = lawyer.click("Serve the defence")
    first, second = sorted(db.session.scalars(select(Bundle)), key=lambda bundle: bundle.version)
    assert first.document
    assert second.document
    assert page.one("[name=bundle][checked]").get("value") == str(first.id)
    wanted = "Enter the name of the solicitor or counsel", "Choose solicitor or counsel"
    lawyer.refused("Make the page", *wanted, recipient="")
    page = lawyer.submit("Make the page", recipient=WHO, role="solicitor", status=200)
    code = page.one(".govuk-inset-text strong").text
    made = db.session.scalars(select(DefencePage)).one()
    assert made.reference in page.text
    assert code not in made.code_hash
    assert "Not opened" in lawyer.get(f"/casework/reviews/{filed.id}/court").text

    [task] = tasks()
    assert task.for_id == made.made_by_id
    assert clock.day_of(task.from_at) == NOW.date() + timedelta(days=2)
    assert "Imogen" not in task.words
    at(NOW + timedelta(days=3))
    assert "has not opened what was filed" in lawyer.get("/casework/").text

    page = give(client, made.reference.lower(), code.replace("-", " "))
    assert tasks() == []
    assert page.path == PAPERS
    assert "Criminal Procedure Rules 41.4(6)(a)" in page.text
    for unsaid in (WHO, filed.offender_name, filed.case.reference, second.document.sha256):
        assert unsaid not in page.text
    token = page.select("[name=csrf_token]")[0].get("value")
    hashes = [code.text for code in page.select("code")]
    notice, application = filed.letters[1], filed.letters[0]
    assert hashes == [notice.sha256, application.sha256, first.document.sha256]
    for paper, stated in zip(("notice", "application", "bundle"), hashes, strict=True):
        data = {"csrf_token": token, "paper": paper}
        answer = client.open("/status/served/file", method="POST", data=data)
        assert sha256(answer.data).hexdigest() == stated
        assert answer.headers["Content-Disposition"] == f"attachment; filename={paper}.pdf"
    data = {"csrf_token": token, "paper": "../bundle"}
    assert client.open("/status/served/file", method="POST", data=data).status_code == 404
    assert record()[1:] == [
        "Opened by whoever has its code",
        *(f"Taken by whoever has its code: {key}" for key in ("notice", "application", "bundle")),
    ]
    client.submit("Close this page on this device")
    client.get(PAPERS, status=302)
    officer = signed_in(Role.LAW_OFFICER)
    page = officer.get(f"/casework/reviews/{filed.id}/court")
    assert WHO in page.text
    assert "Serve the defence" not in page.text
    assert "End" not in [button.text for button in page.select("button")]


def test_what_is_wrong_opens_nothing(client: CheckedClient, filed: Review) -> None:
    made, code = serve(filed)
    other, _ = serve(filed)
    for reference, given in ((other.reference, code), ("DEF-BBBB-BBBB", code), ("", code)):
        wrong = "Enter your reference" if not reference else "do not belong together"
        assert wrong in give(client, reference, given).errors[0]
    for _ in range(15):
        give(client, made.reference, "BBBB-BBBB-BBBB")
    client.get("/status/served")
    client.submit("Continue", reference=made.reference, code=code, status=429)
    assert record() == [record()[0]] * 2


def end(review: Review, page: DefencePage, _: SetClock) -> None:
    defence_pages.end(review, page.reference, build.user())


def seal(review: Review, _: DefencePage, at: SetClock) -> None:
    at(NOW + timedelta(hours=2))
    by, named = build.user(Role.SUPERVISOR), [build.user(Role.LAWYER)]
    sealing.seal(review.case, named, "A judge’s family", by)


def wait(_: Review, page: DefencePage, at: SetClock) -> None:
    at(page.made_at + timedelta(days=29))


def test_a_page_that_ended_closes_where_it_was_open_and_another_can_be_made(
    client: CheckedClient, filed: Review, at: SetClock
) -> None:
    for ending in (end, seal, wait):
        made, code = serve(filed)
        assert give(client, made.reference, code).path == PAPERS
        ending(filed, made, at)
        client.get(PAPERS, status=302)
        assert "opens nothing any more" in give(client, made.reference, code).errors[0], ending


def test_who_may_serve_what_and_when(filed: Review, at: SetClock) -> None:
    for role in Role:
        if not may(role, Permission.SERVE_DEFENCE):
            with pytest.raises(NotAllowed):
                serve(filed, role)
    version = filed.version
    at(NOW + timedelta(minutes=1))
    made, _ = serve(filed, version=version)
    with pytest.raises(ChangedMeanwhile):
        serve(filed, version=version)
    with pytest.raises(Refused, match="Record the filing first"):
        serve(build.review_to_file(offender_name="Not Filed"))
    with pytest.raises(NotAllowed):
        defence_pages.end(filed, made.reference, build.user(Role.LAW_OFFICER))
    waits.reconcile()
    assert [task.subject_id for task in tasks()] == [made.id]
