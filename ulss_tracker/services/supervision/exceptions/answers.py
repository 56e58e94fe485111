"""Exceptions in the scheme's answers: two that differ, and a "no" that a second reader doubts."""

from collections import defaultdict
from datetime import date, timedelta
from operator import itemgetter

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.models import Case, Conviction, Review, SecondReading, SecondView, Sentence, db
from ulss_tracker.scheme.offences.verdict import Verdict
from ulss_tracker.services.supervision.exceptions.group import (
    Found,
    Item,
    Part,
    item_of,
    key_of,
    kind,
)
from ulss_tracker.services.supervision.statistics import is_work

_Passed = tuple[str | None, str, date]
"""One offence of a sentence: the catalogue's id, its form and the day of sentence."""
_DOUBTS_FOR = timedelta(days=90)
# Longer than any time limit and what follows it: an answer of before helps nobody any more, and
# the list does not grow with the register.
_COMPARED_FOR = timedelta(days=730)
_ANSWERED = and_(
    Review.verdict.is_not(None),
    Review.is_historical.is_(False),
    is_work(Review),
)


@kind(
    "The scheme’s answers differ",
    "For the same offences and dates of sentence, of the last two years. It may be right: the "
    "courts, the facts of the offence or an override differ.",
)
def differing(part: Part) -> Found:
    """The same offences and dates of sentence answered otherwise. That may be right: look."""
    keyed = sorted(_differing(), key=itemgetter(0))
    return part.of(keyed, itemgetter(0), itemgetter(1))


def _differing() -> list[tuple[str, Item]]:
    """Each review whose answer is not that of another with the same offences and dates.

    The database finds one offence of one day, of the last two years, that is answered otherwise;
    whether all are the same is seen here.
    """
    since = clock.today() - _COMPARED_FOR
    pair = (Conviction.offence_id, Conviction.form, Sentence.sentenced_on)
    otherwise = (
        select(*pair)
        .join(Sentence, Sentence.id == Conviction.sentence_id)
        .join(Review, Review.id == Sentence.review_id)
        .where(_ANSWERED, Conviction.offence_id.is_not(None), Sentence.sentenced_on >= since)
        .group_by(*pair)
        .having(func.count(Review.verdict.distinct()) > 1)
        .subquery()
    )
    reviews = (
        select(Sentence.review_id)
        .join(Conviction, Conviction.sentence_id == Sentence.id)
        .join(
            otherwise,
            and_(
                Conviction.offence_id == otherwise.c.offence_id,
                Conviction.form == otherwise.c.form,
                Sentence.sentenced_on == otherwise.c.sentenced_on,
            ),
        )
    )
    query = (
        select(Review.id, Review.verdict, Review.offender_name, Case.reference, *pair)
        .join(Case, Case.id == Review.case_id)
        .join(Sentence, Sentence.review_id == Review.id)
        .join(Conviction, Conviction.sentence_id == Sentence.id)
        .where(_ANSWERED, Review.id.in_(reviews))
        .order_by(Review.id)
    )
    facts: dict[int, set[_Passed]] = defaultdict(set)
    about: dict[int, tuple[Verdict, str, str]] = {}
    for number, verdict, name, reference, offence, form, day in db.session.execute(query):
        assert verdict  # noqa: S101 - as asked for
        facts[number].add((offence, form, day))
        about[number] = (verdict, name, reference)
    alike: dict[frozenset[_Passed], list[int]] = defaultdict(list)
    for number, passed_for in facts.items():
        alike[frozenset(passed_for)].append(number)
    return [
        (_key(passed_for, number), _item(number, numbers, about))
        for passed_for, numbers in alike.items()
        if len({about[number][0] for number in numbers}) > 1
        for number in numbers
    ]


def _key(passed_for: frozenset[_Passed], number: int) -> str:
    """In the order of the day of sentence, those of one kind beside each other."""
    days = sorted(day.isoformat() for _offence, _form, day in passed_for)
    offences = "-".join(sorted(str(offence) for offence, _form, _day in passed_for))
    return f"{days[-1]}_{offences}_{number:010}"


def _item(number: int, numbers: list[int], about: dict[int, tuple[Verdict, str, str]]) -> Item:
    verdict, name, reference = about[number]
    others = sorted(
        {(about[each][2], about[each][0].label) for each in numbers if about[each][0] != verdict}
    )
    words = "; ".join(f"{other}: {label.lower()}" for other, label in others)
    return Item(
        reference=reference,
        name=name,
        why=f"{verdict.label}. The same offences and dates otherwise: {words}",
        review_id=number,
    )


@kind(
    "A second reader doubts a “no”",
    "Read in the last 90 days, and the review still ends so. Reopen it, or see that the reader "
    "is answered.",
)
def doubted(part: Part) -> Found:
    """A "no" that the second reader of a month's sample does not agree with."""
    query = (
        select(SecondReading)
        .join(Review, Review.id == SecondReading.review_id)
        .where(
            SecondReading.view.in_([view for view in SecondView if view.is_doubt]),
            SecondReading.read_at >= clock.now() - _DOUBTS_FOR,
            Review.outcome == SecondReading.outcome,
        )
        .options(
            joinedload(SecondReading.review).options(
                joinedload(Review.case), joinedload(Review.deadline)
            )
        )
        .order_by(SecondReading.read_at, SecondReading.id)
    )
    return part.of(
        db.session.scalars(query).all(),
        lambda reading: key_of(reading.read_at, reading.id),
        lambda reading: item_of(reading.review, _doubt(reading)),
    )


def _doubt(reading: SecondReading) -> str:
    assert reading.view  # noqa: S101 - as asked for
    return f"{reading.outcome.label}. {reading.view.label}: {reading.reason}"
