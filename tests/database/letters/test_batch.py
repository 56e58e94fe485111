"""One letter to everyone who asked: each gets exactly one, whatever happens on the way."""

import signal
import time
from collections import Counter
from random import Random

import pytest
from sqlalchemy import func, select
from sqlalchemy import inspect as sqlalchemy_inspect

from tests.support import build
from tests.support.processes import start
from tests.support.queries import counted
from tests.support.roles import NOT_CASEWORK
from ulss_tracker.errors import ChangedMeanwhile, NotAllowed, Refused
from ulss_tracker.models import (
    BatchItem,
    BatchState,
    Event,
    EventKind,
    Letter,
    LetterDraft,
    LetterKind,
    Message,
    Request,
    db,
)
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.services import letters
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.letters import batch, batch_run, issuing
from ulss_tracker.services.letters.subject import LetterInput

pytestmark = pytest.mark.slow


def begun(people: int = 4, **odd: dict[str, object]) -> LetterDraft:
    """An acknowledgement to the first of `people` who asked about one case.

    `odd` are changes of the last requests, by any name.
    """
    by = build.user()
    review = build.review(by=by)
    changes = [{}] * (people - 1 - len(odd)) + list(odd.values())
    first = review.case.requests[0]
    with transaction():
        for number, each in enumerate(changes, 2):
            said = {"requester_name": f"Person {number}", "email": f"person{number}@example.org"}
            db.session.add(another(first, number, **(said | each)))
    db.session.refresh(review.case)
    draft = letters.draft(
        LetterKind.ACKNOWLEDGEMENT, by, case=review.case, request=review.case.requests[0]
    )
    written = LetterInput(recipient=draft.recipient, words={"more": "We are sorry for your loss."})
    letters.change(draft, written, by, version=draft.version)
    return letters.get(draft.id)


def another(first: Request, number: int, **changes: object) -> Request:
    """One more request in the same case, as it would be after it was joined."""
    same = {
        column.key: getattr(first, column.key)
        for column in sqlalchemy_inspect(Request).column_attrs
        if column.key not in {"id", "reference", "journey_key"}
    }
    return Request(**(same | {"reference": f"R-{first.id:04}-{number:04}"} | changes))


def letters_by_request() -> Counter[int | None]:
    return Counter(db.session.scalars(select(Letter.request_id)))


def test_each_who_asked_gets_one_letter_with_the_same_words_and_their_own_name(app):
    draft = begun(4)
    made = batch.begin(draft, build.user())
    assert batch.progress(made).waiting == 4
    assert batch_run.run(made.id) == 4
    assert list(letters_by_request().values()) == [1, 1, 1, 1]
    texts = list(db.session.scalars(select(Letter.html).order_by(Letter.request_id)))
    assert all("We are sorry for your loss." in each for each in texts)
    assert ["Ada Brown" in texts[0], "Person 2" in texts[1]] == [True, True]
    assert "Ada Brown" not in "".join(texts[1:])
    assert batch.get(made.id).state is BatchState.DONE
    assert db.session.scalar(select(func.count(Message.id)).where(Message.kind == "letter")) == 4


def test_victims_and_families_are_written_to_first(app, monkeypatch):
    monkeypatch.setattr(batch_run, "_AT_ONCE", 1)
    victim, family = {"standing": RequesterRole.VICTIM}, {"standing": RequesterRole.BEREAVED_FAMILY}
    draft = begun(5, late=victim, last=family)
    with transaction():
        for each in draft.case.requests[:3]:
            each.standing = RequesterRole.PUBLIC
    made = batch.begin(draft, build.user())
    assert batch_run.run(made.id) == 5
    written = select(Request.standing).join(Message, Message.request_id == Request.id)
    order = list(db.session.scalars(written.where(Message.kind == "letter").order_by(Message.id)))
    assert order == [
        RequesterRole.VICTIM,
        RequesterRole.BEREAVED_FAMILY,
        *[RequesterRole.PUBLIC] * 3,
    ]


def test_who_cannot_be_written_to_is_left_out_and_it_is_said_why(app):
    draft = begun(
        5,
        telephone={"email": "", "telephone": "01632 960001"},
        unsafe={"email": "", "postal_address": "1 High Street", "may_post": False},
        posted={"email": "", "postal_address": "2 High Street", "may_post": True},
    )
    planned = batch.plan(draft)
    assert [each.why for each in planned.excepted] == [
        "No email and no postal address: telephone them",
        "Post is not safe and there is no email: telephone them",
    ]
    made = batch.begin(draft, build.user())
    assert batch_run.run(made.id) == len(planned.to) == 3
    assert batch.progress(made).excepted == list(planned.excepted)


def test_typed_words_go_only_to_those_who_asked_for_their_language(app):
    draft = begun(4, first={"language": "cy"}, second={"language": "cy"})
    by = build.user()
    planned = batch.plan(draft)
    assert [each.request.language for each in planned.excepted] == ["cy", "cy"]
    assert planned.excepted[0].why.startswith(
        "They asked for Welsh, and what you typed is in English. Write this letter to one of them"
    )
    assert batch_run.run(batch.begin(draft, by).id) == 2
    welsh = letters.draft(
        LetterKind.ACKNOWLEDGEMENT, by, case=draft.case, request=planned.excepted[0].request
    )
    written = LetterInput(recipient="Siân", words={"more": "Mae’n ddrwg gennym."}, language="cy")
    letters.change(welsh, written, by, version=welsh.version)
    assert batch_run.run(batch.begin(letters.get(welsh.id), by).id) == 2
    assert set(letters_by_request().values()) == {1}
    texts = {each.language: each.html for each in db.session.scalars(select(Letter))}
    assert "Mae’n ddrwg gennym." in texts["cy"]
    assert "We are sorry" not in texts["cy"]


def test_a_letter_without_typed_words_goes_to_everyone_in_their_own_language(app):
    draft = begun(3, welsh={"language": "cy"})
    by = build.user()
    letters.change(draft, LetterInput(recipient=draft.recipient), by, version=draft.version)
    assert batch_run.run(batch.begin(letters.get(draft.id), by).id) == 3
    assert sorted(db.session.scalars(select(Letter.language))) == ["cy", "en", "en"]


def test_begun_twice_and_run_twice_is_once(app):
    draft = begun(3)
    first = batch.begin(draft, build.user())
    assert batch.begin(letters.get(draft.id), build.user()).id == first.id
    assert (batch_run.run(first.id), batch_run.run(first.id)) == (3, 0)
    assert set(letters_by_request().values()) == {1}


def test_whoever_has_the_letter_already_gets_no_other(app):
    draft = begun(3)
    other = draft.case.requests[1]
    alone = letters.draft(LetterKind.ACKNOWLEDGEMENT, build.user(), case=draft.case, request=other)
    issuing.issue_one(alone.id, build.user())
    made = batch.begin(letters.get(draft.id), build.user())
    batch_run.run(made.id)
    assert set(letters_by_request().values()) == {1}
    assert [each.why for each in batch.progress(made).excepted] == ["They have this letter already"]


def test_stopped_it_issues_no_more_and_goes_on_where_it_was(app, monkeypatch):
    monkeypatch.setattr(batch_run, "_AT_ONCE", 2)
    by = build.user()
    made = batch.begin(begun(5), by)

    def stop_once(now: batch.Progress) -> None:
        if now.issued == 2:
            running = batch.get(made.id)
            batch.stop(running, by, version=running.version)

    assert batch_run.run(made.id, stop_once) == 2
    stopped = batch.get(made.id)
    assert (stopped.state, batch.progress(stopped).waiting) == (BatchState.STOPPED, 3)
    assert batch_run.run_waiting() == 0
    batch.go_on(stopped, by, version=stopped.version)
    assert batch_run.run_waiting() == 3
    kinds = set(db.session.scalars(select(Event.kind)))
    assert {
        EventKind.LETTERS_TO_EVERYONE_BEGUN,
        EventKind.LETTERS_TO_EVERYONE_STOPPED,
        EventKind.LETTERS_TO_EVERYONE_RESUMED,
    } <= kinds


def test_a_letter_that_cannot_be_issued_is_left_out_and_the_others_go_on(app):
    made = batch.begin(begun(3), build.user())
    second = db.session.scalars(select(BatchItem).order_by(BatchItem.id)).all()[1]
    with transaction():
        second.draft.recipient = ""
    batch_run.run(made.id)
    now = batch.progress(made)
    assert (now.total, now.issued, len(now.excepted)) == (2, 2, 1)
    assert now.excepted[0].why.startswith("Not issued: ")


@pytest.fixture
def meanwhile(monkeypatch):
    """`meanwhile(act)`: `act` is done once, while the PDFs of the next letters are made."""
    real = batch_run.make_pdfs

    def begin(act):
        def make_pdfs(documents):
            made = list(real(documents))
            monkeypatch.setattr(batch_run, "make_pdfs", real)
            act()
            return iter(made)

        monkeypatch.setattr(batch_run, "make_pdfs", make_pdfs)

    return begin


def test_what_changed_while_the_letters_were_made_is_in_them(app, meanwhile):
    made = batch.begin(begun(3), build.user())
    second = db.session.scalars(select(BatchItem).order_by(BatchItem.id)).all()[1]

    def move():
        with transaction():
            second.draft.recipient = "Somebody\nAt their new address"

    meanwhile(move)
    assert batch_run.run(made.id) == 3
    assert set(letters_by_request().values()) == {1}
    texts = list(db.session.scalars(select(Letter.html).order_by(Letter.request_id)))
    assert ["At their new address" in each for each in texts] == [False, True, False]


def test_another_that_runs_it_at_the_same_time_makes_nobody_a_second_letter(app, meanwhile):
    made = batch.begin(begun(4), build.user())
    items = db.session.scalars(select(BatchItem).order_by(BatchItem.id)).all()
    second = items[1].draft_id
    meanwhile(lambda: issuing.issue_one(second, build.user()))
    batch_run.run(made.id)
    assert letters_by_request() == Counter(item.request_id for item in items)


def test_nobody_has_the_letters_of_one_who_may_no_longer_work_cases(app):
    by = build.user(email="left@example.gov.uk")
    made = batch.begin(begun(2), by)
    with transaction():
        by.role = Role.LAW_OFFICER
    assert batch_run.run(made.id) == 0
    assert len(batch.progress(made).excepted) == 2
    assert letters_by_request() == Counter()


def test_the_letters_of_a_batch_are_kept_with_few_questions_to_the_database(app):
    asked = {}
    for people in (3, 12):
        made = batch.begin(begun(people), build.user())
        with counted() as statements:
            assert batch_run.run(made.id) == people
        asked[people] = len(statements)
    # A letter, its message, its draft and its line of history: written for each, and no more.
    assert asked[12] - asked[3] <= 4 * 9 + 20, asked


def test_who_may_not_begin_or_stop_which_letter_and_as_it_was_seen(app):
    draft, by = begun(2), build.user()
    about_papers = letters.draft(LetterKind.CPS, by, review=draft.case.reviews[0])
    with pytest.raises(Refused, match="somebody who asked"):
        batch.begin(about_papers, by)
    for role in NOT_CASEWORK:
        with pytest.raises(NotAllowed):
            batch.begin(draft, build.user(role))
    with pytest.raises(ChangedMeanwhile):
        batch.begin(draft, by, version=draft.version - 1)
    made = batch.begin(draft, by)
    for role in NOT_CASEWORK:
        with pytest.raises(NotAllowed):
            batch.stop(made, build.user(role), version=made.version)
    batch.stop(made, by, version=made.version)
    with pytest.raises(ChangedMeanwhile):
        batch.go_on(made, by, version=made.version - 1)
    with pytest.raises(Refused, match="Stopped"):
        batch.stop(made, by, version=made.version)


def issued() -> int:
    with db.engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Letter.__table__)) or 0


def test_killed_again_and_again_in_60_each_has_exactly_one_letter_after_going_on(app):
    people = 60
    made = batch.begin(begun(people), build.user())
    number = made.id
    db.session.commit()
    chance = Random(6)  # noqa: S311 - the same chance each time
    # Before the first is kept, then wherever the run happens to be some moments later.
    for so_far in (0, people // 8, people // 4, people // 2):
        run = start(app, "letters", "batch", "run", str(number))
        deadline = time.monotonic() + 600
        while issued() < so_far and run.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 0.3) if so_far else 2)
        run.send_signal(signal.SIGKILL)
        said, _ = run.communicate(timeout=600)
        assert run.returncode == -signal.SIGKILL, said
        assert so_far <= issued() < people, said
        assert set(letters_by_request().values()) <= {1}
        db.session.rollback()
    last = start(app, "letters", "batch", "run", str(number))
    said, _ = last.communicate(timeout=900)
    assert last.returncode == 0, said
    assert said.splitlines()[-1] == f"{people} issued, 0 to issue, 0 left out"
    db.session.rollback()
    once = letters_by_request()
    assert (len(once), set(once.values())) == (people, {1})
    messages = db.session.scalar(select(func.count(Message.id)).where(Message.kind == "letter"))
    assert messages == people
