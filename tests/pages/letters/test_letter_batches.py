"""Sending one letter to everyone who asked, on its pages."""

from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest

from tests.database.letters.test_batch import begun
from tests.support import build
from ulss_tracker.models import BatchState, Letter, LetterBatch, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.letters import batch, batch_run

pytestmark = pytest.mark.slow


@pytest.fixture
def draft(app):
    return begun(
        4,
        posted={"email": "", "postal_address": "1 High Street\nLeeds", "may_post": True},
        silent={"email": "", "telephone": "01632 960001"},
    )


def test_a_letter_is_sent_to_everyone_stopped_resumed_and_taken_away(draft, signed_in):
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/letter-drafts/{draft.id}")
    page = client.click("Send it to everyone who asked (4 requests)")
    assert page.h1 == "Send this letter to everyone who asked"
    assert "3 people get it" in page.text
    assert "2 by email and 1 by post" in page.text
    assert "No email and no postal address: telephone them" in page.text
    page = client.submit("Issue 3 letters")
    assert page.h1 == "Letters to everyone who asked"
    assert "0 of 3 letters issued" in page.text
    page = client.submit("Stop")
    assert "3 still to issue" in page.text
    client.submit("Issue the rest")
    number = db.session.scalars(db.select(LetterBatch.id)).one()
    assert batch_run.run_waiting() == 3
    page = client.get(f"/casework/letter-batches/{number}")
    assert "3 of 3 letters issued" in page.text
    assert "Finished" in page.text

    zipped = client.get(f"/casework/letter-batches/{number}.zip").data
    with ZipFile(BytesIO(zipped)) as archive:
        assert len(archive.namelist()) == 3
        assert all("Brown" not in name for name in archive.namelist())
        kept = set(db.session.scalars(db.select(Letter.pdf)))
        assert {archive.read(name) for name in archive.namelist()} == kept
    assert "The letter to post, to print on both sides" in page.text
    printed = client.get(f"/casework/letter-batches/{number}.pdf").data
    posted = draft.case.requests[-2]
    with pikepdf.open(BytesIO(printed)) as one:
        assert len(one.pages) % 2 == 0
        with one.open_outline() as outline:
            assert [each.title for each in outline.root] == [posted.reference]
        assert str(one.docinfo["/Title"]) == f"Letters to post: {draft.case.reference}"


def test_what_some_of_them_need_is_said_before_the_letters_are_issued(app, signed_in):
    draft = begun(3, needs={"support_needs": "Large print", "email": "a@example.org"})
    client = signed_in(Role.CASEWORKER)
    page = client.get(f"/casework/letter-drafts/{draft.id}/everyone")
    assert "1 of them told us what they need" in page.text
    assert page.rows[-1][1].split() == ["Large", "print", "Large", "print"]
    client.submit("Issue 3 letters")
    assert batch_run.run_waiting() == 3
    sizes = list(db.session.scalars(db.select(Letter.size).order_by(Letter.request_id)))
    assert sizes == ["standard", "standard", "large"]


def test_where_every_letter_goes_by_email_there_is_nothing_to_print(app, signed_in):
    client = signed_in(Role.CASEWORKER)
    made = batch.begin(begun(2), build.user())
    batch_run.run(made.id)
    page = client.get(f"/casework/letter-batches/{made.id}")
    assert "Every letter issued (zip)" in page.text
    assert "to post" not in page.text
    client.get(f"/casework/letter-batches/{made.id}.pdf", status=409)


def test_while_letters_are_issued_the_page_looks_again_until_asked_not_to(draft, signed_in):
    client = signed_in(Role.CASEWORKER)
    made = batch.begin(draft, db.session.merge(draft.written_by))
    address = f"/casework/letter-batches/{made.id}"
    assert client.open(address).headers["Refresh"] == "5"
    assert "This page looks again every 5 seconds" in client.get(address).text
    page = client.click("Stop it looking again")
    assert "looks again" not in page.text
    assert "Refresh" not in client.open(f"{address}?still=1").headers
    assert batch.get(made.id).state is BatchState.RUNNING


def test_asked_twice_the_second_sees_the_same_letters(draft, signed_in):
    client = signed_in(Role.CASEWORKER)
    made = batch.begin(draft, db.session.merge(draft.written_by))
    answer = client.open(f"/casework/letter-drafts/{draft.id}/everyone")
    assert answer.headers["Location"] == f"/casework/letter-batches/{made.id}"
