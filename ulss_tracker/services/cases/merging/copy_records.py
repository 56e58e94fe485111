"""Copying to the case that remains what it lacks and the closing one has, and undoing that.

Sentences with their offences, papers that came, the court, an offender's birth and address. Each
stays where it was and is copied with whoever recorded it. A confirmation is of values: it goes
along where the other review then has the very fact that was verified, and where the person who
verified it did not record the fact there (the two-person check).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect

from ulss_tracker import clock
from ulss_tracker.models import (
    Case,
    CaseMerge,
    Conviction,
    EventKind,
    Fact,
    Paper,
    Review,
    Sentence,
    User,
    db,
)
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services.assessment import assessing, verification
from ulss_tracker.services.cases.convictions import offence_words
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import restrictions
from ulss_tracker.services.referral import papers, progress

Pairs = Sequence[tuple[Review, Review]]

_EMPTY = {
    "court_id": None,
    "court_text": "",
    "court_recorded_by_id": None,
    "court_case_number": "",
    "offender_born_on": None,
    "offender_address": "",
}
_OF_THE_CASE = (
    ("Court", ("court_text", "court_id", "court_recorded_by_id")),
    ("Crown Court case number", ("court_case_number",)),
    ("CPS reference", ("cps_reference",)),
    ("CPS lawyer", ("cps_lawyer",)),
    ("Prosecution counsel", ("prosecution_counsel",)),
)
_OF_OFFENDER = (
    ("Date of birth", ("offender_born_on",)),
    ("Address for service", ("offender_address",)),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that may be copied from `source` to `target`, and its words.

    A sentence goes to a review, an offence to a sentence, a paper to a case or to the same paper
    that is still wanted; of a case or a review go the columns named. `review` is the one that goes
    on. `is_likely`: nothing of its kind is there already, so that nothing is there twice.
    """

    id: str
    words: str
    source: Sentence | Conviction | Paper | Case | Review
    target: Review | Sentence | Case | Paper
    review: Review | None = None
    names: tuple[str, ...] = ()
    is_likely: bool = True


def items(closing: Case, remaining: Case, same: Pairs) -> list[Item]:
    """List what `remaining` lacks; `same` pairs each review that ends with the one that goes on.

    Nothing goes to a review that is closed.
    """
    return [*_of_case(closing, remaining), *_of_offenders(same)]


def offered(closing: Case, remaining: Case, same: Mapping[int, int]) -> list[Item]:
    """List what `closing` has and any offender of `remaining` lacks: who is who is chosen later.

    `same` says who seems to be who, by the reviews' ids: what those lack comes first. Of what the
    one that is chosen has already, `carry` copies nothing.
    """
    others = {review.id: review for review in remaining.reviews}
    fits = [(review, others[same[review.id]]) for review in closing.reviews if review.id in same]
    every = [(review, other) for review in closing.reviews for other in remaining.reviews]
    first = {item.id: item for item in (*_of_case(closing, remaining), *_of_offenders(fits))}
    # In the order of the first, and as likely as they are for those.
    return list((first | {item.id: item for item in _of_offenders(every)} | first).values())


def carry(
    closing: Case, remaining: Case, same: Pairs, chosen_ids: Collection[str], by: User
) -> dict[str, Any]:
    """Copy what is chosen and lacking, and each confirmation that is of what is then there.

    In the caller's transaction. What was made is returned, for `take_back`.
    """
    chosen = [item for item in items(closing, remaining, same) if item.id in chosen_ids]
    made: dict[str, Any] = {"rows": [], "columns": [], "assessed": [], "confirmed": []}
    for item in chosen:
        _carry_one(item, by, made)
    db.session.flush()
    _record(closing, remaining, [i for i in chosen if not i.review], by)
    for review, other in same:
        if other.outcome is not None:
            continue
        theirs = [item for item in chosen if item.review is other]
        if any(_decides(item) for item in chosen if item.review in (None, other)):
            made["assessed"].append(other.id)
            _assess(other, by)
        confirmed = verification.carry_over(review, other)
        made["confirmed"] += [[other.id, fact.value] for fact in confirmed]
        words = [f"Confirmation: {fact.label.lower()}" for fact in confirmed]
        _record(closing, other, theirs, by, words)
    return made


def take_back(case_merge: CaseMerge, by: User) -> None:
    """Remove again what this merge copied, in the caller's transaction."""
    made = case_merge.carried
    if made is None or not any(made.values()):
        return
    for kind, number, names in made["columns"]:
        record = db.session.get_one({"case": Case, "review": Review, "paper": Paper}[kind], number)
        for name in names:
            setattr(record, name, _EMPTY.get(name))
    for kind, number in made["rows"]:
        rows = {"sentence": Sentence, "conviction": Conviction, "paper": Paper}
        db.session.delete(db.session.get_one(rows[kind], number))
    db.session.flush()
    db.session.expire_all()
    for review in case_merge.into.reviews:
        facts = [Fact(fact) for number, fact in made["confirmed"] if number == review.id]
        verification.take_back(review, facts, by)
        if review.id in made["assessed"]:
            _assess(review, by)
    history.record(EventKind.CARRIED_BACK, by, case_merge.into, case=case_merge.case.reference)


def _of_offenders(same: Pairs) -> Iterator[Item]:
    for review, other in same:
        if other.outcome is None:
            yield from _columns(review, other, other, _OF_OFFENDER)
            yield from _sentences(review, other)


def _of_case(closing: Case, remaining: Case) -> list[Item]:
    case_items = list(_columns(closing, remaining, None, _OF_THE_CASE))
    there = {_name(paper): paper for paper in papers.of_case(remaining)}
    for paper in papers.of_case(closing):
        known = there.get(_name(paper))
        if paper.received_at and (known is None or known.is_wanted):
            words = f"Paper from the CPS: {paper.label}, received on {_day_of(paper)}"
            case_items.append(Item(f"paper-{paper.id}", words, paper, known or remaining))
    return case_items


def _columns(
    source: Case | Review,
    target: Case | Review,
    review: Review | None,
    columns: Sequence[tuple[str, tuple[str, ...]]],
) -> Iterator[Item]:
    """Find the columns that are filled in `source` and empty in `target`."""
    for label, names in columns:
        value = getattr(source, names[0])
        if value and not getattr(target, names[0]):
            words = value if isinstance(value, str) else day_words(value)
            about = f"{source.offender_name}: " if isinstance(source, Review) else ""
            name = f"{names[0]}-{source.id}"
            yield Item(name, f"{about}{label}: {words}", source, target, review, names)


def _sentences(review: Review, other: Review) -> Iterator[Item]:
    """The sentences of days that the other lacks, and offences that its own of the day lack.

    Where the other has sentences, another one must not move its last day: then one of the two is
    wrong, and a person says which.
    """
    is_safe = not other.sentences or review.last_day_on == other.last_day_on
    for sentence in review.sentences:
        twin = next((o for o in other.sentences if o.sentenced_on == sentence.sentenced_on), None)
        if twin is None:
            if is_safe:
                words = f"{review.offender_name}: {_sentence_words(sentence)}"
                yield Item(f"sentence-{sentence.id}", words, sentence, other, other)
            continue
        there = {offence_words(conviction) for conviction in twin.convictions}
        for conviction in sentence.convictions:
            words = offence_words(conviction)
            if words not in there:
                about = f"{review.offender_name}: offence of the sentence of"
                yield Item(
                    f"conviction-{conviction.id}",
                    f"{about} {day_words(sentence.sentenced_on)}: {words}",
                    conviction,
                    twin,
                    other,
                    is_likely=not there,
                )


def _carry_one(item: Item, by: User, made: dict[str, Any]) -> None:
    source, target = item.source, item.target
    if isinstance(source, Sentence) and isinstance(target, Review):
        new = _copy(source, review_id=target.id)
        new.convictions = [_copy(conviction, sentence_id=None) for conviction in source.convictions]
        _keep("sentence", new, made)
        db.session.expire(target, ["sentences"])
        for conviction in new.convictions:
            restrictions.set_from_offence(target, conviction, by)
    elif isinstance(source, Conviction) and isinstance(target, Sentence):
        new = _copy(source, sentence_id=target.id)
        _keep("conviction", new, made)
        db.session.expire(target, ["convictions"])
        restrictions.set_from_offence(target.review, new, by)
    elif isinstance(source, Paper) and isinstance(target, Case):
        _keep("paper", _copy(source, case_id=target.id), made)
    else:
        names = item.names or ("received_at",)
        for name in names:
            setattr(target, name, getattr(source, name))
        kind = {Case: "case", Review: "review", Paper: "paper"}[type(target)]
        made["columns"].append([kind, target.id, names])
        if isinstance(target, Review):
            restrictions.set_from_birth_date(target, by)


def _keep(kind: str, row: Any, made: dict[str, Any]) -> None:
    db.session.add(row)
    db.session.flush()
    made["rows"].append([kind, row.id])


def _copy(row: Any, **changes: Any) -> Any:
    """Another row that says the same."""
    names = {attr.key for attr in inspect(type(row)).column_attrs} - {"id", "version"}
    return type(row)(**{name: getattr(row, name) for name in names} | changes)


def _decides(item: Item) -> bool:
    """Whether the scheme's answer may turn on it."""
    return isinstance(item.source, Sentence | Conviction) or "court_text" in item.names


def _assess(review: Review, by: User) -> None:
    """Ask the rules of a review again, as whenever a fact changes."""
    assessing.assess_review(review, by)
    if review.state is State.RECEIVED:
        progress.take(review, Step.START_CHECKING, by)


def _record(
    closing: Case,
    about: Case | Review,
    carried: Sequence[Item],
    by: User,
    more: Sequence[str] = (),
) -> None:
    words = [*(item.words for item in carried), *more]
    if words:
        history.record(
            EventKind.CARRIED_OVER,
            by,
            about if isinstance(about, Case) else about.case,
            about if isinstance(about, Review) else None,
            case=closing.reference,
            carried=words,
        )


def _sentence_words(sentence: Sentence) -> str:
    offences = [offence_words(conviction) for conviction in sentence.convictions]
    words = f"sentence of {day_words(sentence.sentenced_on)}: {sentence.text}"
    return "; ".join([words, *offences])


def _name(paper: Paper) -> tuple[str, str]:
    return paper.kind, paper.name.casefold()


def _day_of(paper: Paper) -> str:
    assert paper.received_at  # noqa: S101 - asked by the caller
    return day_words(clock.day_of(paper.received_at))
