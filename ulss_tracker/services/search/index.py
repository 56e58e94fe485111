"""Keeping what the search looks in: a row for each review and request, written with the change.

A case opened by mistake, or joined to another, is found by its reference alone. What changed is
handed over just before a transaction commits (changed_records.py). So a record is found by its new
words from the moment anybody can see them, and a change that is undone leaves no trace.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, literal, select
from sqlalchemy.orm import joinedload

from ulss_tracker.models import (
    AddedLater,
    Document,
    Event,
    EventKind,
    InboundMessage,
    Request,
    Review,
    SearchEntry,
    db,
    inserting,
)
from ulss_tracker.scheme.courts.courts import find_court
from ulss_tracker.scheme.offences.offences import find_offence
from ulss_tracker.scheme.workflow.stages import VOID
from ulss_tracker.services.core import changed_records
from ulss_tracker.services.core.changed_records import Changed
from ulss_tracker.services.search.words import contacts_of, fold, references_of, sounds_of

_ENTRIES = SearchEntry.__table__
_BATCH = 200
_MOST_WORDS = 20_000
_MESSAGE = 2


def sync(changed: Changed) -> None:
    """Write the rows of what changed."""
    reviews = changed.reviews_with_facts()
    for first in range(0, len(reviews), _BATCH):
        _write_reviews(reviews[first : first + _BATCH])
    requests = (db.session.get(Request, number) for number in sorted(changed.requests))
    _write("request_id", [_of_request(request) for request in requests if request])


def rebuild() -> int:
    """Write every row again, a batch a transaction; how many there are."""
    done = 0
    for model, write in ((Review, _rewrite_reviews), (Request, _rewrite_requests)):
        last = 0
        while True:
            query = select(model.id).where(model.id > last).order_by(model.id).limit(_BATCH)
            some = list(db.session.scalars(query))
            if not some:
                break
            write(some)
            db.session.commit()
            db.session.expunge_all()
            done, last = done + len(some), some[-1]
    return done


def _rewrite_reviews(numbers: Sequence[int]) -> None:
    _write_reviews(changed_records.reviews_with_facts(numbers))


def _write_reviews(every: Sequence[Review]) -> None:
    void = [review.id for review in every if review.outcome in VOID]
    if void:
        db.session.execute(delete(SearchEntry).where(SearchEntry.review_id.in_(void)))
    reviews = [review for review in every if review.id not in void]
    notes = _notes_of(reviews)
    files = _words_of_files({review.case_id for review in reviews})
    rows = []
    for review in reviews:
        case = review.case
        said = [
            case.reference,
            case.court_case_number,
            case.cps_reference or "",
            _court(case.court_id, case.court_text),
            *(text for sentence in review.sentences for text in (sentence.text, sentence.judge)),
            *_offences(review),
            review.outcome_note,
            *_application(review),
            *notes[review.id],
            *files[review.case_id],
        ]
        rows.append(
            _found_by([review.offender_name], said)
            | {
                "review_id": review.id,
                "case_id": review.case_id,
                "court_id": case.court_id,
                "sentenced_on": max(
                    (sentence.sentenced_on for sentence in review.sentences), default=None
                ),
                "at": review.opened_at,
            }
        )
    _write("review_id", rows)


def _rewrite_requests(numbers: Sequence[int]) -> None:
    query = (
        select(Request)
        .where(Request.id.in_(numbers))
        .options(joinedload(Request.case))
        .order_by(Request.id)
    )
    _write("request_id", [_of_request(request) for request in db.session.scalars(query)])


def _of_request(request: Request) -> dict[str, Any]:
    names = [request.offender_name, *request.other_offenders.splitlines(), request.requester_name]
    later = _later_words(request)
    said = [
        request.reference,
        request.case.reference if request.case else "",
        _court(request.court_id, request.court_text),
        request.offence_text,
        request.sentenced_text,
        request.reason,
        request.links,
        *(words for words, place in later if place != _MESSAGE),
    ]
    contacts = contacts_of(f"{request.email} {request.telephone}")
    for words, place in later:  # of a message its writer's reference alone
        contacts += references_of(words) if place == _MESSAGE else []
    return _found_by(names, said, contacts) | {
        "request_id": request.id,
        "case_id": request.case_id,
        "court_id": request.court_id,
        "sentenced_on": request.sentenced_on,
        "at": request.received_at,
    }


def _later_words(request: Request) -> list[tuple[str, int]]:
    """Gather, at one go, the words added to a request later, of its files and of its messages."""
    added = select(AddedLater.words.label("words"), literal(0).label("place"), AddedLater.id)
    files = select(Document.words, literal(1), Document.id)
    written = InboundMessage.subject + "\n" + InboundMessage.words
    messages = select(written, literal(_MESSAGE), InboundMessage.id)
    query = added.where(AddedLater.request_id == request.id).union_all(
        files.where(Document.request_id == request.id, Document.words != ""),
        messages.where(InboundMessage.request_id == request.id),
    )
    return [(row.words, row.place) for row in db.session.execute(query.order_by("place", "id"))]


def _found_by(names: list[str], said: list[str], contacts: Sequence[str] = ()) -> dict[str, Any]:
    """Each person's name is a line of its own: words of two people are not one name."""
    folded = [words for name in names if (words := fold(name))]
    return {
        "names": "\n".join(" ".join(words) for words in folded),
        "keys": " ".join(dict.fromkeys(sound for words in folded for sound in sounds_of(words))),
        "words": " ".join([*contacts, *fold(" ".join(said))[:_MOST_WORDS]]),
    }


def _write(owner: str, rows: list[dict[str, Any]]) -> None:
    """Add these rows, or write each over that of its `owner`."""
    if rows:
        adding = inserting(_ENTRIES)
        new = {each.name: each for each in adding.excluded if not each.primary_key}
        db.session.execute(adding.on_conflict_do_update(index_elements=[owner], set_=new), rows)


def _notes_of(reviews: Sequence[Review]) -> dict[int, list[str]]:
    """The notes of each review, newest first; a note on the case is every review's."""
    found: dict[int, list[str]] = {review.id: [] for review in reviews}
    is_note = Event.kind == EventKind.NOTE_ADDED
    query = (
        select(Event.case_id, Event.review_id, Event.after)
        .where(Event.case_id.in_({review.case_id for review in reviews}), is_note)
        .order_by(Event.id.desc())
    )
    for case_id, review_id, after in db.session.execute(query):
        for review in reviews:
            if review.case_id == case_id and review_id in (None, review.id):
                found[review.id].append(str(after.get("note", "")))
    return found


def _words_of_files(case_ids: set[int]) -> dict[int, list[str]]:
    """The words of the files put on each case."""
    found: dict[int, list[str]] = {case_id: [] for case_id in case_ids}
    query = (
        select(Document.case_id, Document.words)
        .where(Document.case_id.in_(case_ids), Document.words != "")
        .order_by(Document.id)
    )
    for case_id, words in db.session.execute(query):
        if case_id is not None:
            found[case_id].append(words)
    return found


def _offences(review: Review) -> list[str]:
    words = []
    for sentence in review.sentences:
        for conviction in sentence.convictions:
            words.append(conviction.text)
            if offence := find_offence(conviction.offence_id):
                words.append(offence.title)
    return words


def _application(review: Review) -> list[str]:
    own = review.application
    return [own.facts, own.aggravating, own.mitigating, own.why_lenient] if own else []


def _court(court_id: str | None, text: str) -> str:
    court = find_court(court_id)
    return f"{court.name} {text}" if court else text
