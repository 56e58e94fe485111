"""Recording sentences. Each change has the review assessed again at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ulss_tracker import clock
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import EventKind, Review, Sentence, User, db
from ulss_tracker.scheme.offences.facts import CameBy, OrderKind
from ulss_tracker.scheme.offences.proceedings import SameCase
from ulss_tracker.scheme.reading.sentence_parts import Part, as_plain, part_of
from ulss_tracker.scheme.workflow.stages import State, Step
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.cases.convictions import removed_values
from ulss_tracker.services.core.preconditions import check_entered, check_may_work
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.referral import progress


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceInput:
    """A sentence as a caseworker records it.

    `parts` is how its words read, when the person was shown that and said it is right;
    `confirmed_warnings` names the warnings about its date that they saw, and kept the date.
    """

    sentenced_on: date
    varied_on: date | None = None
    order_kind: OrderKind
    came_by: CameBy | None = None
    text: str
    judge: str = ""
    parts: tuple[Part, ...] = ()
    confirmed_warnings: tuple[str, ...] = ()


def record_sentence(review: Review, passed: SentenceInput, by: User, version: int) -> Sentence:
    """Record a sentence on the review's offender, and work out scheme and deadline again.

    Raises `Refused` for a sentence in the future: the scheme reviews sentences already passed.
    """
    check_may_work(review, by, version)
    _check_dates(passed)
    with transaction():
        sentence = Sentence(
            review=review,
            recorded_by_id=by.id,
            parts=_plain_parts(passed),
            **sentence_values(passed),
        )
        db.session.add(sentence)
        history.record(
            EventKind.SENTENCE_RECORDED, by, review, **(sentence_values(sentence) | _shown(passed))
        )
        assessing.assess_review(review, by)
        if review.state is State.RECEIVED:
            progress.take(review, Step.START_CHECKING, by)
    return sentence


def change_sentence(
    review: Review, sentence: Sentence, passed: SentenceInput, by: User, version: int
) -> None:
    """Correct a sentence, or record that it was varied under the slip rule."""
    check_may_work(review, by, version)
    _check_dates(passed)
    with transaction():
        before = sentence_values(sentence)
        if (sentence.sentenced_on, sentence.varied_on) != (passed.sentenced_on, passed.varied_on):
            sentence.recorded_by_id = by.id
        if sentence.sentenced_on != passed.sentenced_on:
            _say_same_case(sentence, None, "", "")  # it was said of another day
        if passed.parts or passed.text != sentence.text:
            sentence.parts = _plain_parts(passed)
        for name, value in sentence_values(passed).items():
            setattr(sentence, name, value)
        history.record(
            EventKind.SENTENCE_CHANGED,
            by,
            review,
            before=before,
            **(sentence_values(sentence) | _shown(passed)),
        )
        assessing.assess_review(review, by)


def remove_sentence(review: Review, sentence: Sentence, by: User, version: int) -> None:
    """Remove a sentence recorded by mistake, with its convictions; history keeps what it said."""
    check_may_work(review, by, version)
    with transaction():
        offences = [removed_values(conviction) for conviction in sentence.convictions]
        history.record(
            EventKind.SENTENCE_REMOVED,
            by,
            review,
            **(sentence_values(sentence) | {"offences": offences}),
        )
        db.session.delete(sentence)
        db.session.flush()
        db.session.expire(review, ["sentences"])
        assessing.assess_review(review, by)


def is_later(review: Review, sentence: Sentence) -> bool:
    """Whether it was passed on a later day than another, so that what the judge said decides."""
    return sentence.sentenced_on > min(sentence.sentenced_on for sentence in review.sentences)


def record_same_case(
    review: Review,
    sentence: Sentence,
    same_case: SameCase,
    words: str,
    source: str,
    by: User,
    version: int,
) -> None:
    """Record whether the judge treated the sentence together with an earlier one (s.11(7)).

    It is said of every sentence of that day, which are of one case anyhow. Raises `Refused` for the
    earliest, without saying where that is from, and without the judge's words for together.
    """
    check_may_work(review, by, version)
    if not is_later(review, sentence):
        raise Refused("This is the earliest sentence: what matters is what was said in a later one")
    check_entered(source, "Enter where that is from")
    if same_case is SameCase.TOGETHER and not words.strip():
        raise Refused("Enter what the judge said")
    with transaction():
        before = {"same_case": sentence.same_case}
        for other in review.sentences:
            if other.sentenced_on == sentence.sentenced_on:
                _say_same_case(other, same_case, words.strip(), source.strip())
        history.record(
            EventKind.SAME_CASE_RECORDED,
            by,
            review,
            before=before,
            sentenced_on=sentence.sentenced_on,
            same_case=same_case,
            judges_words=words.strip(),
            source_of_words=source.strip(),
        )
        assessing.assess_review(review, by)


def _say_same_case(sentence: Sentence, case: SameCase | None, words: str, source: str) -> None:
    sentence.same_case, sentence.same_case_words = case, words
    sentence.same_case_source = source


def find_sentence(review: Review, sentence_id: int) -> Sentence:
    """This review's sentence with this id. Raises `NotFound` for another review's."""
    for sentence in review.sentences:
        if sentence.id == sentence_id:
            return sentence
    raise NotFound("There is no such sentence on this review")


def parts_of(sentence: Sentence) -> tuple[Part, ...]:
    """The parts of the sentence, as a person said they read; none when they have not."""
    return tuple(part_of(stored) for stored in sentence.parts or ())


def _check_dates(passed: SentenceInput) -> None:
    today = clock.today()
    if passed.sentenced_on > today:
        raise Refused("The date of sentence must be today or in the past")
    if passed.varied_on is not None and passed.varied_on > today:
        raise Refused("The date the sentence was varied must be today or in the past")
    if passed.varied_on is not None and passed.varied_on < passed.sentenced_on:
        raise Refused("The date the sentence was varied must be on or after the date of sentence")


def sentence_values(sentence: Sentence | SentenceInput) -> dict[str, Any]:
    """The sentence as the history says it."""
    names = ("sentenced_on", "varied_on", "order_kind", "came_by", "text", "judge")
    return history.values_of(sentence, *names)


def _plain_parts(passed: SentenceInput) -> list[dict[str, Any]] | None:
    return [as_plain(part) for part in passed.parts] or None


def _shown(passed: SentenceInput) -> dict[str, Any]:
    """Record what the person was shown before saving, and accepted."""
    return {
        "parts": [part.words for part in passed.parts],
        "confirmed_doubts": passed.confirmed_warnings,
    }
