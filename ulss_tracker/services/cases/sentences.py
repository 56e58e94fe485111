"""Recording sentences and convictions. Each change has the review assessed again at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ulss_tracker import clock
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Conviction, EventKind, Plea, Review, Sentence, User, db
from ulss_tracker.scheme.offences.eligibility import CameBy, OrderKind
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.offences.proceedings import SameCase
from ulss_tracker.scheme.reading.sentence_parts import Part, as_plain, part_of
from ulss_tracker.scheme.reading.words_read import WordsRead, record_read
from ulss_tracker.scheme.reading.words_read import words_read as typed_read
from ulss_tracker.scheme.workflow.workflow import State, Step
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.core.preconditions import check_may_work
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import restrictions
from ulss_tracker.services.referral import progress


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceInput:
    """A sentence as a caseworker records it.

    `parts` is how its words read, when the person was shown that and said it is right;
    `confirmed_doubts` names the warnings about its date that they saw, and kept the date.
    """

    sentenced_on: date
    varied_on: date | None = None
    order_kind: OrderKind
    came_by: CameBy | None = None
    text: str
    judge: str = ""
    parts: tuple[Part, ...] = ()
    confirmed_doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvictionInput:
    """A conviction as a caseworker records it: one offence, its form, the facts that decide."""

    offence_id: str | None
    form: Form = Form.FULL
    answers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    plea: Plea | None = None
    convicted_on: date | None = None


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
            EventKind.SENTENCE_RECORDED,
            by=by,
            review=review,
            after=sentence_values(sentence) | _shown(passed),
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
            by=by,
            review=review,
            before=before,
            after=sentence_values(sentence) | _shown(passed),
        )
        assessing.assess_review(review, by)


def remove_sentence(review: Review, sentence: Sentence, by: User, version: int) -> None:
    """Remove a sentence recorded by mistake, with its convictions; history keeps what it said."""
    check_may_work(review, by, version)
    with transaction():
        offences = [conviction_values(each) | _words(each) for each in sentence.convictions]
        history.record(
            EventKind.SENTENCE_REMOVED,
            by=by,
            review=review,
            after=sentence_values(sentence) | {"offences": offences},
        )
        db.session.delete(sentence)
        db.session.flush()
        db.session.expire(review, ["sentences"])
        assessing.assess_review(review, by)


def is_later(review: Review, sentence: Sentence) -> bool:
    """Whether it was passed on a later day than another, so that what the judge said decides."""
    return sentence.sentenced_on > min(each.sentenced_on for each in review.sentences)


def record_same_case(
    review: Review,
    sentence: Sentence,
    said: SameCase,
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
    if not source.strip():
        raise Refused("Enter where that is from")
    if said is SameCase.TOGETHER and not words.strip():
        raise Refused("Enter what the judge said")
    with transaction():
        before = {"same_case": sentence.same_case}
        for each in review.sentences:
            if each.sentenced_on == sentence.sentenced_on:
                _say_same_case(each, said, words.strip(), source.strip())
        history.record(
            EventKind.SAME_CASE_RECORDED,
            by=by,
            review=review,
            before=before,
            after={
                "sentenced_on": sentence.sentenced_on,
                "same_case": said,
                "judges_words": words.strip(),
                "source_of_words": source.strip(),
            },
        )
        assessing.assess_review(review, by)


def _say_same_case(sentence: Sentence, said: SameCase | None, words: str, source: str) -> None:
    sentence.same_case, sentence.same_case_words = said, words
    sentence.same_case_source = source


def record_conviction(
    review: Review, sentence: Sentence, convicted: ConvictionInput, by: User, version: int
) -> Conviction:
    """Record an offence the sentence was passed for, and work out the scheme again.

    Raises `NotFound` for an offence the catalogue does not hold.
    """
    (conviction,) = record_convictions(review, sentence, (convicted,), by, version)
    return conviction


def record_convictions(
    review: Review,
    sentence: Sentence,
    convicted: Sequence[ConvictionInput],
    by: User,
    version: int,
) -> list[Conviction]:
    """Record offences the sentence was passed for, all or none, and work out the scheme once."""
    check_may_work(review, by, version)
    if any(one.offence_id is None and not one.text.strip() for one in convicted):
        raise Refused("Choose the offence, or write what it was")
    with transaction():
        recorded = [_record(review, sentence, one, by) for one in convicted]
        assessing.assess_review(review, by)
    return recorded


def change_conviction(
    review: Review,
    conviction: Conviction,
    plea: Plea | None,
    convicted_on: date | None,
    by: User,
    version: int,
) -> None:
    """Record how and when the conviction came about; the scheme's answer does not turn on it."""
    check_may_work(review, by, version)
    with transaction():
        before = conviction_values(conviction)
        conviction.plea, conviction.convicted_on = plea, convicted_on
        review.changed_at = clock.now()
        _record_change(review, conviction, before, by)


def answer_conviction(
    review: Review, conviction: Conviction, answers: Mapping[str, str], by: User, version: int
) -> None:
    """Record the facts that decide whether the offence is in the scheme, and ask the rules again.

    `answers` gives an answer's value for each question's id; a question left out is not known.
    """
    check_may_work(review, by, version)
    with transaction():
        before = conviction_values(conviction)
        conviction.answers = dict(answers)
        _record_change(review, conviction, before, by)
        assessing.assess_review(review, by)


def remove_conviction(review: Review, conviction: Conviction, by: User, version: int) -> None:
    """Remove an offence recorded by mistake; history keeps what it said."""
    check_may_work(review, by, version)
    with transaction():
        history.record(
            EventKind.CONVICTION_REMOVED,
            by=by,
            review=review,
            after=conviction_values(conviction)
            | _words(conviction)
            | {"sentenced_on": conviction.sentence.sentenced_on},
        )
        conviction.sentence.convictions.remove(conviction)
        db.session.flush()
        assessing.assess_review(review, by)


def find_sentence(review: Review, sentence_id: int) -> Sentence:
    """This review's sentence with this id. Raises `NotFound` for another review's."""
    for sentence in review.sentences:
        if sentence.id == sentence_id:
            return sentence
    raise NotFound("There is no such sentence on this review")


def find_conviction(review: Review, conviction_id: int) -> Conviction:
    """This review's conviction with this id. Raises `NotFound` for another review's."""
    for sentence in review.sentences:
        for conviction in sentence.convictions:
            if conviction.id == conviction_id:
                return conviction
    raise NotFound("There is no such offence on this review")


def parts_of(sentence: Sentence) -> tuple[Part, ...]:
    """The parts of the sentence, as a person said they read; none when they have not."""
    return tuple(part_of(stored) for stored in sentence.parts or ())


def offence_words(conviction: Conviction) -> str:
    """The offence in words: "Attempt: Murder", or as it was written when not in the catalogue."""
    if conviction.offence_id is None:
        return conviction.text
    title = load_catalogue().get(conviction.offence_id).title
    return title if conviction.form is Form.FULL else f"{conviction.form.label}: {title}"


def words_read(conviction: Conviction) -> tuple[WordsRead, ...]:
    """The words in which an offence was written, and what each was read as.

    A line of the old register is read as a record, words of anybody else as they were typed.
    """
    sentence = conviction.sentence
    read = record_read if sentence.review.is_historical else typed_read
    return read(conviction.text, load_catalogue(), sentence.sentenced_on)


def _record(review: Review, sentence: Sentence, convicted: ConvictionInput, by: User) -> Conviction:
    conviction = Conviction(
        sentence=sentence,
        offence_id=convicted.offence_id,
        form=convicted.form,
        answers=dict(convicted.answers),
        text=convicted.text,
        plea=convicted.plea,
        convicted_on=convicted.convicted_on,
        recorded_by_id=by.id,
    )
    db.session.add(conviction)
    history.record(
        EventKind.CONVICTION_RECORDED,
        by=by,
        review=review,
        after=conviction_values(conviction),
    )
    restrictions.set_from_offence(review, conviction, by)
    return conviction


def _check_dates(passed: SentenceInput) -> None:
    today = clock.today()
    if passed.sentenced_on > today:
        raise Refused("The date of sentence must be today or in the past")
    if passed.varied_on is not None and passed.varied_on > today:
        raise Refused("The date the sentence was varied must be today or in the past")
    if passed.varied_on is not None and passed.varied_on < passed.sentenced_on:
        raise Refused("The date the sentence was varied must be on or after the date of sentence")


def _record_change(
    review: Review, conviction: Conviction, before: dict[str, object], by: User
) -> None:
    history.record(
        EventKind.CONVICTION_CHANGED,
        by=by,
        review=review,
        before=before,
        after=conviction_values(conviction),
    )


def sentence_values(sentence: Sentence | SentenceInput) -> dict[str, object]:
    """The sentence as the history says it."""
    return {
        "sentenced_on": sentence.sentenced_on,
        "varied_on": sentence.varied_on,
        "order_kind": sentence.order_kind,
        "came_by": sentence.came_by,
        "text": sentence.text,
        "judge": sentence.judge,
    }


def _plain_parts(passed: SentenceInput) -> list[dict[str, Any]] | None:
    return [as_plain(part) for part in passed.parts] or None


def _shown(passed: SentenceInput) -> dict[str, object]:
    """Record what the person was shown before saving, and accepted."""
    return {
        "parts": [part.words for part in passed.parts],
        "confirmed_doubts": passed.confirmed_doubts,
    }


def conviction_values(conviction: Conviction) -> dict[str, object]:
    """The offence as the history says it."""
    return {
        "offence": offence_words(conviction),
        "offence_id": conviction.offence_id,
        "form": conviction.form,
        "answers": conviction.answers,
        "plea": conviction.plea,
        "convicted_on": conviction.convicted_on,
    }


def _words(conviction: Conviction) -> dict[str, object]:
    """The words it was typed in, without which one that was removed could not be brought back."""
    return {"words": conviction.text}
