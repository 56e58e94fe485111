"""The search box: names however half remembered, in any script, and every word of a record."""

from datetime import date

import pytest
from flask import Flask

from tests.support import build
from tests.support.queries import counted
from tests.support.reading import reading_for
from tests.support.records import count
from tests.support.tables import column, rows
from ulss_tracker import clock
from ulss_tracker.models import InboundMessage, Request, Review, SearchEntry, db
from ulss_tracker.permissions import Role
from ulss_tracker.scheme.workflow.stages import State
from ulss_tracker.services.cases import cases, notes
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.protection import sealing
from ulss_tracker.services.requests import additions
from ulss_tracker.services.search import index, query
from ulss_tracker.services.search.query import SearchKind

NAMES = column(__file__, "search.names")


def names_found(words: str, **narrowed: object) -> list[str]:
    """The offenders found, nearest first, each once."""
    page = query.page(query.find(words, narrowed))
    return list(dict.fromkeys(record.offender_name for record in page.records))


@pytest.fixture
def named(app: Flask) -> None:
    with transaction():
        for name in NAMES:
            build.review(offender_name=name)


def test_a_name_is_found_however_it_is_remembered(named: None, subtests: pytest.Subtests) -> None:
    for words, name in rows(__file__, "search.a_name_is_found_however_it_is_remembered", str, str):
        with subtests.test(words=words, name=name):
            assert names_found(words)[0] == name


def test_what_names_nothing_finds_nothing_and_breaks_nothing(
    named: None, subtests: pytest.Subtests
) -> None:
    for words in ["", " ", "j", "'", '"', "* OR", "zzzzz", "NEAR(", "a:*", "100%"]:
        with subtests.test(words=words):
            assert names_found(words) == []


def test_the_very_name_comes_before_what_sounds_like_it(app: Flask) -> None:
    for name in ("Jon Smyth", "John Smith", "John Smithson"):
        build.review(offender_name=name)
    assert names_found("john smith") == ["John Smith", "John Smithson", "Jon Smyth"]


def test_words_of_two_people_are_not_one_name(app: Flask) -> None:
    build.request(offender_name="Ann Lee", requester_name="John Brown")
    build.request(offender_name="Ann Brown", requester_name="Bo Lee")
    assert names_found("ann brown")[0] == "Ann Brown"


def test_a_requester_is_found_and_so_is_every_word(app: Flask) -> None:
    build.request(
        requester_name="Zoë Quill", reason="He laughed about the umbrella.", offence_text="Affray"
    )
    for words in ("zoe quill", "umbrella", "affray leeds", "umbr"):
        assert len(query.find(words).hits) == 1, words


def test_what_was_added_later_is_found_at_once_and_after_the_index_is_made_anew(app: Flask) -> None:
    request = build.request(offender_name="Otto Zander")
    assert names_found("kaleidoscope") == []
    additions.add(request, "She dropped her kaleidoscope.")
    assert names_found("kaleidoscope") == ["Otto Zander"]
    index.rebuild()
    assert names_found("kaleidoscope") == ["Otto Zander"]


def test_a_note_the_offence_and_the_case_number_find_the_review(app: Flask) -> None:
    review = build.eligible_review()
    notes.add(review.case, "Rang the court about the transcript", build.user())
    build.change_court(review.case, "leeds", number="T20261234", cps_reference="01AB1234526")
    for words in (
        "transcript",
        "robbery imprisonment",
        "t20261234",
        "01ab1234526",
        review.case.reference,
    ):
        found = query.find(words).hits
        assert review.id in [hit.review_id for hit in found], words


def test_it_is_found_by_its_new_name_at_once_and_not_by_its_old(app: Flask) -> None:
    review = build.review(offender_name="Wrong Person")
    offender = cases.Offender(name="Right Somebody", born_on=None, address="")
    cases.change_offender(review, offender, build.user(), review.version)
    assert [hit.review_id for hit in query.find("right somebody").hits] == [review.id]
    assert None in [hit.review_id for hit in query.find("wrong person").hits]  # what was asked
    assert review.id not in [hit.review_id for hit in query.find("wrong person").hits]


def test_a_change_that_is_undone_leaves_no_trace(app: Flask) -> None:
    request = build.request(offender_name="Stays Here")
    with pytest.raises(RuntimeError), transaction():
        cases.open_case(request, build.user())
        raise RuntimeError("the pipe is full")
    assert [hit.review_id for hit in query.find("stays here").hits] == [None]
    build.request(offender_name="Another")  # nothing noted before is written now
    assert db.session.query(SearchEntry).filter(SearchEntry.review_id.is_not(None)).count() == 0


def test_results_are_narrowed(app: Flask) -> None:
    review = build.eligible_review(offender_name="John Archer")
    build.request(offender_name="John Archer", court_id="cardiff", court_text="Cardiff")
    assert len(query.find("archer").hits) == 3
    for narrowed, expected in (
        ({"kind": SearchKind.REVIEW}, 1),
        ({"kind": SearchKind.REQUEST}, 2),
        ({"court": "cardiff"}, 1),
        ({"state": State.CHECKING}, 1),
        ({"state": State.LAW_OFFICERS}, 0),
        ({"sentenced_from": date(2100, 1, 1)}, 0),
        ({"sentenced_to": review.sentences[0].sentenced_on, "kind": SearchKind.REVIEW}, 1),
    ):
        assert len(query.find("archer", narrowed).hits) == expected, narrowed


@pytest.mark.parametrize("typed", ["ULS-{year}-0001", "uls {year} 1", "uls{year}-0001 "])
def test_a_case_is_found_by_its_reference_however_it_is_typed(app: Flask, typed: str) -> None:
    case = build.review().case
    year = case.reference.split("-")[1]
    assert query.of_reference(typed.format(year=year)) is case


def test_a_request_is_found_by_its_reference(app: Flask) -> None:
    request = build.request()
    assert query.of_reference(request.reference.lower().replace("-", "")) is request
    assert query.of_reference("req-0000-0000") is None
    assert query.of_reference("requests") is None


def test_pages_follow_one_another(app: Flask) -> None:
    with transaction():
        for number in range(query.PAGE + 3):
            build.request(offender_name=f"Same Name{number:02d}")
    found = query.find("same")
    first = query.page(found)
    second = query.page(found, first.after)
    assert len(first.records) == query.PAGE
    assert len(second.records) == 3
    assert second.after is None
    ids = [record.id for record in (*first.records, *second.records)]
    assert len(set(ids)) == query.PAGE + 3
    assert query.page(found, "nonsense").records == first.records


def test_what_is_more_than_can_be_ranked_is_said(app: Flask, monkeypatch) -> None:
    monkeypatch.setattr(query, "MOST", 3)
    for _ in range(4):
        build.request(offender_name="Very Many")
    found = query.find("very many")
    assert found.is_cut
    assert len(found.hits) == 3


def test_a_sealed_case_is_found_only_by_those_named_on_it(app: Flask) -> None:
    review = build.review(offender_name="Secret Witness", telephone="07700 900982")
    sealing.seal(review.case, [], "Why", build.user(Role.SUPERVISOR))
    for role, expected in ((Role.CASEWORKER, 0), (Role.SUPERVISOR, 2)):
        with reading_for(build.user(role)):
            assert len(query.find("secret witness").hits) == expected
            assert len(query.find("secert wintess").hits) == expected
            assert len(requests_found("07700 900982")) == expected // 2


def requests_found(words: str, *, with_contacts: bool = True) -> list[str]:
    page = query.page(query.find(words, with_contacts=with_contacts))
    return [record.reference for record in page.records]


def test_a_number_an_address_and_a_writers_reference_find_who_wrote(
    app: Flask, subtests: pytest.Subtests
) -> None:
    build.request(offender_name="Sam Other", email="sam@example.org", requester_name="Sam")
    asked = build.request(
        telephone="+44 (0)7700 900982, or 0113 496 0000 after six", email="Ada.Brown@Example.org"
    )
    written_by_mp(asked, "Our ref: JS/2026/118")
    for typed in column(
        __file__, "search.a_number_an_address_and_a_writers_reference_find_who_wrote"
    ):
        with subtests.test(typed=typed):
            assert requests_found(typed) == [asked.reference]


def test_who_is_not_of_the_office_finds_nobody_by_them(app: Flask) -> None:
    asked = build.request(telephone="07700 900982", email="ada.brown@example.org")
    for typed in ("07700 900982", "ada.brown@example.org", "qqat7700900982"):
        assert requests_found(typed, with_contacts=False) == [], typed
    assert requests_found("qqat7700900982") == []
    assert requests_found("07700 900982") == [asked.reference]


def test_a_changed_number_is_found_and_the_old_one_not(app: Flask) -> None:
    asked = build.request(telephone="07700 900982")
    asked.telephone = "07700 900123"
    db.session.commit()
    assert requests_found("07700 900982") == []
    assert requests_found("07700 900123") == [asked.reference]


def written_by_mp(request: Request, words: str) -> None:
    """A message of an MP's office that is kept with the request."""
    with transaction():
        db.session.add(
            InboundMessage(
                once_key="mp",
                sha256="0" * 64,
                size=1,
                received_at=clock.now(),
                taken_at=clock.now(),
                subject="A constituent",
                words=words,
                request_id=request.id,
            )
        )
        request.looked_at = clock.now()


def test_the_number_of_queries_does_not_grow(app: Flask) -> None:
    numbers = []
    for many in (2, 20):
        with transaction():
            for _ in range(many):
                build.review(offender_name="John Archer")
        db.session.expunge_all()
        query.find("acrher jhon")
        with counted() as statements:
            query.page(query.find("acrher jhon"))
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= 10


def test_every_record_has_its_entry_and_the_index_can_be_made_anew(app: Flask) -> None:
    name = build.review_to_decide().offender_name
    build.request()
    everything = count(Review) + count(Request)
    assert count(SearchEntry) == everything
    hits = len(query.find(name).hits)
    with transaction():
        db.session.query(SearchEntry).delete()
    assert query.find(name).hits == []
    assert index.rebuild() == everything
    assert len(query.find(name).hits) == hits > 0


def test_words_that_are_all_there_come_first_and_first_of_all_at_the_court_named(
    app: Flask,
) -> None:
    build.request(
        offender_name="Lee Roberts", court_id="barrow-in-furness", court_text="Barrow", reason="x"
    )
    at_leeds = build.request(offender_name="Ann Archer", court_id="leeds", offence_text="Robbery")
    build.request(
        offender_name="Ben Baker",
        court_id="carlisle",
        court_text="Carlisle",
        reason="His other case at Leeds was a robbery.",
        offence_text="Burglary",
    )
    assert names_found("leeds robbery")[:2] == [at_leeds.offender_name, "Ben Baker"]
