"""One act on many reviews, without scripts: preview, press, undo; and the pane beside each list."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from tests.support import build
from tests.support.page import words
from tests.support.traces import nothing_kept
from ulss_tracker.models import CheckRequest, Message, PaperChase, PaperKind, Review, User, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.assignment.carrying_out import Ticked
from ulss_tracker.services.cases import cases, conflicts
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.desk import bulk
from ulss_tracker.services.desk.bulk import Act
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.referral import papers

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
BOARD = "/supervision/board"


@pytest.fixture(autouse=True)
def _now(app: Flask, at) -> None:
    at(NOW)
    build.user()
    build.user(Role.SUPERVISOR)


def many(number: int) -> list[Review]:
    with transaction():
        return [build.eligible_review(offender_name=f"Offender {each}") for each in range(number)]


def holders() -> list[str]:
    db.session.expire_all()
    query = db.session.query(Review).order_by(Review.id)
    return [each.assignee.name if each.assignee else "" for each in query]


def test_evened_out_from_the_board_and_undone(signed_in, at) -> None:
    reviews = many(6)
    second: User = build.user(email="second@example.org", name="Second Person")
    db.session.commit()
    before = holders()
    client = signed_in(Role.SUPERVISOR)
    client.get(BOARD)
    page = client.refused("Even out", review=[str(each.id) for each in reviews])
    assert "You can undo it within 10 minutes" in page.text
    assert "to Second Person" in page.text
    page = client.submit("Even out")
    assert second.name in page.text
    after = holders()
    assert max(after.count(name) for name in set(after)) == 2  # three may hold them
    changed = next(
        each for each, was, now in zip(reviews, before, after, strict=True) if was != now
    )
    who = cases.Offender(name="Changed Since", born_on=None, address="")
    cases.change_offender(changed, who, build.user(), changed.version)
    page = client.submit("Undo")
    assert "Somebody else changed it meanwhile" in page.text
    assert "Changed Since" in page.text
    back = holders()
    assert [name for name, was in zip(back, before, strict=True) if name != was] == [
        after[reviews.index(changed)]
    ]


def test_undo_is_refused_too_late_and_to_others(signed_in, at) -> None:
    reviews = many(2)
    client = signed_in(Role.SUPERVISOR)
    client.get(f"/casework/together?act=give&review={reviews[0].id}&review={reviews[1].id}")
    client.refused("Give to one person", "Choose who to give them to")
    person = build.user(email="second@example.org", name="Second Person")
    number = str(person.id)
    db.session.commit()
    client.get(f"/casework/together?act=give&review={reviews[0].id}&review={reviews[1].id}")
    page = client.submit("Give to one person", person=number)
    assert holders() == ["Second Person"] * 2
    token = page.one("input[name=undo]").get("value")
    at(NOW + timedelta(minutes=11))
    page = client.refused("Undo", status=409)
    assert "more than 10 minutes ago" in page.text
    caseworker = signed_in(Role.CASEWORKER)
    form = caseworker.get("/casework/").select("input[name=csrf_token]")[0].get("value")
    with nothing_kept():
        page = caseworker.post(
            "/casework/together/undo", data={"undo": token, "csrf_token": form}, status=409
        )
    assert "Somebody else did that" in page.text


def test_what_cannot_be_undone_says_so_and_is_done_once_a_case(signed_in) -> None:
    reviews = many(2)
    cases.add_review(reviews[0].case, "Another Offender", build.user())
    papers.ask(reviews[0].case, list(PaperKind)[:1], [], build.user())
    db.session.commit()
    other = reviews[0].case.reviews[1]
    chosen = [reviews[0].id, other.id, reviews[1].id]
    client = signed_in(Role.CASEWORKER)
    query = "&".join(f"review={each}" for each in chosen)
    page = client.get(f"/casework/together?act=chase&{query}")
    assert "This cannot be undone" in page.text
    assert "Nothing: no paper is wanted" in page.text
    client.refused("Record a chase", "Enter who was chased")
    page = client.submit("Record a chase", spoke_to="Ms Lee, Leeds")
    assert "2 done" in page.h1
    assert "Undo" not in [words(each) for each in page.select("main button")]
    assert db.session.query(PaperChase).count() == 1
    client.get(f"/casework/together?act=ask&{query}")
    client.submit("Ask for the check")
    assert db.session.query(CheckRequest).count() == 2


def test_letters_are_marked_posted_for_many(signed_in) -> None:
    review = many(1)[0]
    asked = review.case.requests[0]
    db.session.add(
        Message(
            once_key="post",
            kind="letter",
            by_post=True,
            recipient="1 Road",
            subject="A letter",
            body="Words",
            next_try_at=NOW,
            created_at=NOW,
            request_id=asked.id,
        )
    )
    db.session.commit()
    client = signed_in(Role.CASEWORKER)
    page = client.get(f"/casework/together?act=posted&review={review.id}")
    assert "Recorded as posted" in page.text
    page = client.submit("Mark posted")
    assert "1 done" in page.h1
    db.session.expire_all()
    assert db.session.query(Message).filter_by(once_key="post").one().state.value == "sent"


def test_nobody_gets_what_is_sealed_to_them_or_against_their_conflict(app: Flask) -> None:
    second: User = build.user(email="second@example.org", name="Second Person")
    supervisor = build.user(Role.SUPERVISOR)
    mine, sealed = many(2)
    conflicts.declare(mine.case, "A neighbour", second, passed_to=None, version=mine.case.version)
    sealing.seal(sealed.case, [build.user()], "An inquiry", supervisor)
    db.session.commit()
    planned = bulk.plan(bulk.in_order([mine.id, sealed.id]), Act.EVEN_OUT, supervisor)
    assert second not in [each.to for each in planned]
    for review in (mine, sealed):
        seen = Ticked(review.id, cases.get_review(review.id).version)
        with nothing_kept():
            result = bulk.do([seen], Act.GIVE, bulk.Details(person=second), supervisor)
        assert result.failed


def test_a_review_stands_beside_each_list_and_columns_are_chosen(signed_in) -> None:
    review = build.eligible_review(sentenced_on=date(2026, 3, 9))
    review.assignee = build.user()
    db.session.commit()
    for role, path in (
        (Role.SUPERVISOR, f"{BOARD}?columns=stage"),
        (Role.CASEWORKER, "/casework/"),
    ):
        client = signed_in(role)
        client.get(path)
        page = client.click(f"Look at John Archer, {review.case.reference} beside the list")
        pane = words(page.one("#look"))
        for each in ("John Archer", "Next:", "Court", "Last events"):
            assert each in pane, path
        if "columns" in path:
            assert "Assigned to" not in [words(each) for each in page.select("thead th")]
        assert not client.click("Close this").select("#look")
