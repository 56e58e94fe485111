"""Matching requests about one sentence: keys kept with the records, and candidates by them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select

from tests.support import build
from tests.support.awkward import NAMES
from tests.support.queries import counted
from tests.support.reading import reading_for
from tests.support.sentences import correct
from ulss_tracker.models import NameKey, Request, RequestState, Review, db
from ulss_tracker.permissions import Role
from ulss_tracker.services.assignment import assignment
from ulss_tracker.services.cases import cases, duplicates
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.matching import candidates, indexing, reasons
from ulss_tracker.services.matching.candidates import Candidate
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.requests import held_requests

NOW = datetime(2026, 3, 18, 10, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("now")
WHEN = date(2026, 3, 5)


def asked(name: str, **said: object) -> Request:
    return build.request(offender_name=name, **({"sentenced_on": WHEN} | said))


@transaction()
def in_case(name: str, **said: object) -> Review:
    review = build.review(offender_name=name, **({"sentenced_on": WHEN} | said))
    build.sentence(review, sentenced_on=said.get("sentenced_on") or WHEN)
    return review


def suggested(request: Request) -> list[str]:
    return [each.reference for each in candidates.like(request) if each.is_suggested]


def keys(record: Review | Request) -> int:
    owner = NameKey.review_id if isinstance(record, Review) else NameKey.request_id
    return db.session.scalar(select(func.count()).where(owner == record.id)) or 0


@pytest.mark.parametrize(
    "name", ["John Archer", "ARCHER, Jon", "Jöhn Archer", "Johnny Archer", "John Arcger"]
)
def test_a_case_is_suggested_however_its_name_is_written(name: str) -> None:
    review = in_case("John Archer")
    in_case("Somebody Else", sentenced_on=WHEN - timedelta(days=9))
    assert suggested(asked(name)) == [review.case.reference]


def test_another_request_that_waits_is_suggested_and_says_why() -> None:
    other = asked("John Archer", court_id=None, court_text="Leeds Combined Court")
    found = candidates.like(asked("Jon Archer"))
    assert [each.request for each in found] == [other]
    assert "Same hearing: same date and court" in [one.words for one in reasons(found[0].match)]


def test_a_case_comes_once_by_what_fits_best_of_it() -> None:
    review = in_case("John Archer")
    for _ in range(3):
        duplicates.join_many([asked("John Archer")], review.case, build.user())
    cases.add_review(review.case, "Peter Marsh", build.user())
    found = candidates.like(asked("John Archer"))
    assert [each.reference for each in found] == [review.case.reference]


def test_how_another_requester_spelt_it_leads_to_the_case() -> None:
    review = in_case("Ngozi Okonkwo")
    duplicates.join_many([asked("Zainab Featherstone")], review.case, build.user())
    assert suggested(asked("Zaynab Fetherstone")) == [review.case.reference]


def test_any_offender_that_a_request_names_counts() -> None:
    review = in_case("Peter Marsh")
    request = asked("John Archer", other_offenders="Ann Lee, Pete Marsh")
    assert suggested(request) == [review.case.reference]


@pytest.mark.parametrize("state", [RequestState.CLOSED, RequestState.WITHDRAWN])
def test_what_is_done_with_is_not_suggested_nor_itself_nor_its_own_case(
    state: RequestState,
) -> None:
    with transaction():
        asked("John Archer").state = state
    assert candidates.like(asked("John Archer")) == []
    review = in_case("Peter Marsh", sentenced_on=WHEN - timedelta(days=9))
    assert candidates.like(review.case.requests[0]) == []


def test_a_held_request_is_suggested_too_and_once_it_is_released() -> None:
    with transaction():
        held = asked("John Archer")
        held.state = RequestState.QUARANTINED
    new = asked("John Archer")
    assert suggested(new) == [held.reference]
    held_requests.release(held, build.user())
    assert suggested(new) == [held.reference]


def test_nobody_named_at_the_same_hearing() -> None:
    review = in_case("John Archer")
    assert suggested(asked("Name not known")) == [review.case.reference]


def test_a_sealed_case_is_suggested_only_to_those_named_on_it() -> None:
    review, request = in_case("John Archer"), asked("John Archer")
    supervisor, caseworker = build.user(Role.SUPERVISOR), build.user()
    sealing.seal(review.case, [], "Family of a member of staff", supervisor)
    for reader, found in ((caseworker, []), (supervisor, [review.case.reference])):
        db.session.expire_all()
        with reading_for(reader):
            assert suggested(request) == found


# The keys follow what they are made of.


def test_a_corrected_name_court_or_date_is_found_at_once() -> None:
    review = in_case("Wrong Name", sentenced_on=WHEN - timedelta(days=300))
    request = asked("Zainab Featherstone", court_id="lewes", court_text="Lewes")
    assert suggested(request) == []
    offender = cases.Offender(name="Zainab Featherstone", born_on=None, address="")
    cases.change_offender(review, offender, build.user(), review.version)
    case = review.case
    build.change_court(case, "lewes")
    correct(review.sentences[0], sentenced_on=WHEN)
    assert suggested(request) == [case.reference]


def test_keys_are_kept_once_and_written_only_when_they_change() -> None:
    review = in_case("John Archer")
    before = keys(review)
    assert before > 10
    with counted() as statements:
        assignment.assign(review, build.user(Role.SUPERVISOR), build.user(), seen=review.version)
    assert not [each for each in statements if "INSERT INTO name_key" in each]
    assert keys(review) == before


def test_a_transaction_that_fails_leaves_no_keys() -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        asked("John Archer")
        raise ZeroDivisionError
    assert db.session.scalar(select(func.count(NameKey.id))) == 0


def test_records_from_before_keys_were_kept_are_given_theirs() -> None:
    review = in_case("John Archer")
    nameless = asked("", court_id=None, court_text="", sentenced_on=None)
    db.session.execute(delete(NameKey))
    db.session.commit()
    assert indexing.keep_missing() == 3
    assert indexing.keep_missing() == 0
    assert keys(review) > 10
    assert keys(nameless) == 1


# However much there is.


def test_it_asks_as_much_of_many_as_of_few() -> None:
    asked("John Archer")
    wanted = asked("John Archer")
    db.session.expire_all()
    candidates.like(wanted)
    with counted() as few:
        candidates.like(wanted)
    for _ in range(60):
        asked("John Archer")
    in_case("John Archer")
    wanted = db.session.get(Request, wanted.id)
    with counted() as many:
        found = candidates.like(wanted)
    assert len(found) > 30
    assert len(many) <= len(few) + 3


def test_the_newest_are_found_among_very_many() -> None:
    for _ in range(candidates.MOST_OF_A_KEY + 5):
        asked("John Archer")
    review = in_case("John Archer")
    assert review.case.reference in suggested(asked("John Archer"))


# The other way: what waits for a case.


def waiting(review: Review) -> list[Candidate]:
    return candidates.waiting_like(review.case)


def test_many_newer_requests_about_one_sentence_do_not_hide_its_case(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(candidates, "MOST_OF_A_KEY", 2)
    monkeypatch.setattr(candidates, "MOST_COMPARED", 2)
    review = in_case("John Archer")
    waiting = [asked("John Archer") for _ in range(6)]
    assert review.case.reference in suggested(waiting[0])


def test_the_requests_that_wait_for_a_case_are_found_for_any_of_its_offenders() -> None:
    review = in_case("John Archer")
    cases.add_review(review.case, "Peter Marsh", build.user())
    one, other = asked("Jon Archer"), asked("Pete Marsh")
    asked("Zainab Featherstone", sentenced_on=None, court_id=None, court_text="")
    assert {each.request for each in waiting(review) if each.is_suggested} == {one, other}


def test_none_that_is_set_aside_from_it_or_done_with() -> None:
    review = in_case("John Archer")
    aside, joined = asked("John Archer"), asked("John Archer")
    duplicates.mark_not_duplicate(aside, review.case, "His father", build.user())
    duplicates.join_many([joined], review.case, build.user())
    assert waiting(review) == []


def test_150_letters_on_one_sentence_are_all_found() -> None:
    review = in_case("John Archer")
    letters = {asked("John Archer").id for _ in range(150)}
    assert {each.request.id for each in waiting(review)} == letters


def test_of_more_than_are_read_at_once_the_rest_is_found_when_those_are_joined(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(candidates, "MOST_WAITING", 2)
    review = in_case("John Archer")
    letters = {asked("John Archer").id for _ in range(7)}
    duplicates.mark_not_duplicate(waiting(review)[0].request, review.case, "No", build.user())
    joined: set[int] = set()
    while found := [each.request for each in waiting(review)]:
        duplicates.join_many(found, review.case, build.user())
        joined |= {request.id for request in found}
    assert len(joined) == len(letters) - 1


def test_an_offender_written_word_for_word_is_in_the_case(subtests: pytest.Subtests) -> None:
    for name in NAMES:
        with subtests.test(name=name):
            assert candidates.not_in_case(build.review(offender_name=name).case.requests[0]) == []
