"""Comments beside the paragraphs of a letter, and people named with “@” in them and in notes."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from tests.support import build
from tests.support.on_list import waits_of
from tests.support.page import words
from tests.support.traces import nothing_kept
from ulss_tracker.errors import Refused
from ulss_tracker.models import (
    Event,
    EventKind,
    LetterDraft,
    LetterKind,
    Mention,
    User,
    WaitKind,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.services import letters
from ulss_tracker.services.cases import conflicts, mentions, notes
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.letters import comments
from ulss_tracker.services.protection import sealing

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)
    build.user()
    second()


def second() -> User:
    found: User = build.user(email="second@example.org", name="Second Person")
    return found


@transaction()
def not_in_scheme() -> LetterDraft:
    review = build.review()
    build.conviction(build.sentence(review), "no-rta-2")
    found: LetterDraft = letters.draft(
        LetterKind.NOT_IN_SCHEME,
        build.user(),
        review=review,
        request=review.case.requests[0],
        words={"why": "It is not on the list."},
    )
    return found


def waits(person: User) -> list[WaitKind]:
    return [wait.kind for wait in waits_of(person)]


def test_a_comment_stands_beside_its_paragraph_and_is_resolved(signed_in) -> None:
    draft = not_in_scheme()
    paragraph = next(
        each for each in comments.paragraphs(draft)[0] if "not on the list" in each.words
    )
    path = f"/casework/letter-drafts/{draft.id}"
    client = signed_in(Role.CASEWORKER)
    client.get(path)
    page = client.click("Comment on its paragraphs")
    token = page.select("input[name=csrf_token]")[0].get("value")
    sent = {"csrf_token": token, "paragraph": str(paragraph.number), "quote": paragraph.words}
    with nothing_kept():
        client.post(f"{path}/comments", data={**sent, "comment": " "}, status=200)
    assert client.page.errors == ["Enter the comment"]
    with nothing_kept():
        client.post(f"{path}/comments", data={**sent, "quote": "Old", "comment": "Hm"}, status=200)
    assert "changed this paragraph meanwhile" in client.page.errors[0]
    assert "Hm" in client.page.html
    client.post(f"{path}/comments", data={**sent, "comment": "@second person: say it kindly"})
    page = client.get(f"{path}/comments")
    row = next(each for each in page.select(".app-paragraph") if "say it kindly" in words(each))
    assert "not on the list" in words(row)
    assert "Test Caseworker" in words(row)
    db.session.expire_all()
    assert WaitKind.COMMENT in waits(second())
    assert client.get(path).links["Comment on its paragraphs (1 unresolved)"]
    client.get(f"{path}/comments")
    button = next(each for each in page.select("main button") if "Resolve" in words(each))
    page = client.submit(words(button))
    assert "Resolved" in page.text
    assert [each.kind for each in db.session.query(Event).order_by(Event.id)][-1] is (
        EventKind.COMMENT_RESOLVED
    )
    mention = db.session.query(Mention).one()
    number, there = mention.id, f"comment-{mention.event_id}"
    db.session.commit()
    assert page.select(f"#{there}")  # and not the top of a letter of many paragraphs
    found = client.get(f"/casework/mentions/{number}", status=302).location
    assert found == f"{path}/comments#{there}"


def test_a_comment_outlives_its_paragraph() -> None:
    draft = not_in_scheme()
    paragraph = next(
        each for each in comments.paragraphs(draft)[0] if "not on the list" in each.words
    )
    comments.add(draft, paragraph.number, paragraph.words, "Which list?", build.user())
    typed = letters.LetterInput(
        recipient=draft.recipient,
        words={"why": "Another reason."},
        language=draft.language,
        size=draft.size,
    )
    letters.change(draft, typed, build.user(), version=draft.version)
    rows, gone = comments.paragraphs(draft)
    assert [each.words for each in gone] == ["Which list?"]
    assert not any(each.comments for each in rows)


def test_a_table_is_shown_as_one_and_commented_on_as_browsers_send_its_lines(signed_in) -> None:
    review = build.review()
    build.conviction(build.sentence(review), "no-rta-2")
    draft = letters.draft(LetterKind.REFERRAL, build.user(), review=review)
    tables = [each for each in comments.paragraphs(draft)[0] if each.table]
    table = next(each for each in tables if each.words.startswith("Offence"))
    assert "\n" in table.words
    db.session.commit()
    client = signed_in(Role.CASEWORKER)
    path = f"/casework/letter-drafts/{draft.id}/comments"
    page = client.get(path)
    headings = [words(each) for each in page.select(".app-paragraph th[scope=col]")]
    assert headings[:3] == ["Offence", "Act and section", "Plea or verdict"]
    assert "Defendant" in [words(each) for each in page.select(".app-paragraph th[scope=row]")]
    token = page.select("input[name=csrf_token]")[0].get("value")
    quote = table.words.replace("\n", "\r\n")
    sent = {"csrf_token": token, "paragraph": str(table.number), "quote": quote}
    client.post(path, data={**sent, "comment": "Is this the right Act?"})
    page = client.get(path)
    row = next(each for each in page.select(".app-paragraph") if "the right Act" in words(each))
    assert row.find(".//table") is not None


def test_whoever_may_not_see_the_case_is_refused_in_words(signed_in) -> None:
    review = build.review()
    case = review.case
    for name in ("Nobody At All", "Second Person"):
        notes.add(case, f"@{name} please, or mail a@{name}", build.user())
    assert [each.person_id for each in db.session.query(Mention)] == [second().id]
    build.user(Role.ADMINISTRATOR, email="admin@example.org", name="Adam Min")
    conflicted: User = build.user(email="kin@example.org", name="Kin Smith")
    conflicts.declare(case, "A cousin", conflicted, passed_to=None, version=case.version)
    for name, why in (("Adam Min", "may not see"), ("Kin Smith", "conflict of interest")):
        with nothing_kept(), pytest.raises(Refused, match=why):
            notes.add(case, f"@{name} look", build.user())
    sealing.seal(case, [build.user()], "An inquiry", build.user(Role.SUPERVISOR))
    with nothing_kept(), pytest.raises(Refused, match="may not see this case"):
        mentions.check_may_read(case, second())
    db.session.commit()
    client = signed_in(Role.CASEWORKER)
    client.get(f"/casework/cases/{case.reference}/notes")
    page = client.refused("Add the note", note="@Second Person: look")
    assert "Second Person may not see this case" in page.errors[0]
    assert "@Second Person: look" in page.html
