"""Recording the offences of a sentence. Each change has the review assessed again at once."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from ulss_tracker import clock
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Conviction, EventKind, Plea, Review, Sentence, User, db
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.reading.words_read import WordsRead, record_read
from ulss_tracker.scheme.reading.words_read import words_read as typed_read
from ulss_tracker.services.assessment import assessing
from ulss_tracker.services.core.preconditions import check_may_work
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.history import history
from ulss_tracker.services.protection import restrictions


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvictionInput:
    """A conviction as a caseworker records it: one offence, its form, the facts that decide."""

    offence_id: str | None
    form: Form = Form.FULL
    answers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    plea: Plea | None = None
    convicted_on: date | None = None
    offence_role: str | None = None


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
    offence_role: str | None = None,
) -> None:
    """Record how and when the conviction came about, and the offender's part in the offence.

    The scheme's answer turns on none of them.
    """
    check_may_work(review, by, version)
    with transaction():
        before = conviction_values(conviction)
        conviction.plea, conviction.convicted_on = plea, convicted_on
        conviction.offence_role = offence_role
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
            by,
            review,
            **(removed_values(conviction) | {"sentenced_on": conviction.sentence.sentenced_on}),
        )
        conviction.sentence.convictions.remove(conviction)
        db.session.flush()
        assessing.assess_review(review, by)


def find_conviction(review: Review, conviction_id: int) -> Conviction:
    """This review's conviction with this id. Raises `NotFound` for another review's."""
    for sentence in review.sentences:
        for conviction in sentence.convictions:
            if conviction.id == conviction_id:
                return conviction
    raise NotFound("There is no such offence on this review")


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
    conviction = Conviction(sentence=sentence, recorded_by_id=by.id, **asdict(convicted))
    db.session.add(conviction)
    history.record(EventKind.CONVICTION_RECORDED, by, review, **conviction_values(conviction))
    restrictions.set_from_offence(review, conviction, by)
    return conviction


def _record_change(
    review: Review, conviction: Conviction, before: dict[str, Any], by: User
) -> None:
    history.record(
        EventKind.CONVICTION_CHANGED, by, review, before=before, **conviction_values(conviction)
    )


def conviction_values(conviction: Conviction) -> dict[str, Any]:
    """The offence as the history says it."""
    names = ("offence_id", "form", "answers", "plea", "convicted_on", "offence_role")
    return {"offence": offence_words(conviction)} | history.values_of(conviction, *names)


def removed_values(conviction: Conviction) -> dict[str, Any]:
    """The offence as the history says it of one removed: with the words it was typed in.

    Without these it could not be brought back.
    """
    return conviction_values(conviction) | {"words": conviction.text}
