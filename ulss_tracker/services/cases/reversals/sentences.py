"""Bringing back a sentence or an offence that was changed or removed.

The history names neither by a number: the one that was changed is the one that still says what the
line left it saying. Once it was changed again, that later line is to be brought back first.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import TypeVar

from ulss_tracker.models import Conviction, Plea, Sentence, User
from ulss_tracker.scheme.offences.facts import CameBy, OrderKind
from ulss_tracker.scheme.offences.offence_forms import Form
from ulss_tracker.services.cases import convictions, sentences
from ulss_tracker.services.cases.convictions import ConvictionInput
from ulss_tracker.services.cases.reversals.facts import day
from ulss_tracker.services.cases.reversals.line import Change, HistoryLine, Values, closed
from ulss_tracker.services.cases.sentences import SentenceInput
from ulss_tracker.services.history.history import plain

T = TypeVar("T")
CHANGED_AGAIN = (
    "It was changed again or removed since. Bring back what the later line changed first"
)

_NO_ROLE: Values = {"offence_role": None}
"""Of lines from before an offender's role in an offence was kept."""


class Removal(Change):
    """Something that was removed: what the line says of it stands again."""

    def now(self, line: HistoryLine) -> Values:
        return {}

    def earlier(self, line: HistoryLine) -> Values:
        return dict(line.event.after)


class SentenceChange(Change):
    """A sentence that says something else than before."""

    def now(self, line: HistoryLine) -> Values:
        sentence = self._found(line)
        return sentences.sentence_values(sentence) if sentence else {}

    def why_not(self, line: HistoryLine) -> str:
        """Not once it was changed again, nor once the review is closed."""
        return closed(line.review) or ("" if self._found(line) else CHANGED_AGAIN)

    def bring_back(self, line: HistoryLine, reason: str, by: User) -> None:
        review, found = line.review, self._found(line)
        assert found is not None  # noqa: S101 - what is not there is refused before
        sentences.change_sentence(review, found, _sentence(self.earlier(line)), by, review.version)

    def _found(self, line: HistoryLine) -> Sentence | None:
        left = {name: line.event.after[name] for name in self.earlier(line)}
        return _one(
            each for each in line.review.sentences if plain(sentences.sentence_values(each)) == left
        )


class SentenceRemoval(Removal):
    """A sentence that was removed, with its offences."""

    def bring_back(self, line: HistoryLine, reason: str, by: User) -> None:
        review, values = line.review, self.earlier(line)
        made = sentences.record_sentence(review, _sentence(values), by, review.version)
        offences = [_conviction(offence) for offence in values.get("offences", ())]
        if offences:
            convictions.record_convictions(review, made, offences, by, review.version)


class ConvictionChange(Change):
    """An offence of which the plea, the day or the answers that decide were changed."""

    def now(self, line: HistoryLine) -> Values:
        conviction = self._found(line)
        return convictions.conviction_values(conviction) if conviction else {}

    def why_not(self, line: HistoryLine) -> str:
        """Not once it was changed again, nor once the review is closed."""
        return closed(line.review) or ("" if self._found(line) else CHANGED_AGAIN)

    def bring_back(self, line: HistoryLine, reason: str, by: User) -> None:
        review, conviction, before = line.review, self._found(line), _conviction(self.earlier(line))
        assert conviction is not None  # noqa: S101 - what is not there is refused before
        if conviction.answers != before.answers:
            convictions.answer_conviction(review, conviction, before.answers, by, review.version)
        parts = attrgetter("plea", "convicted_on", "offence_role")
        if parts(conviction) != parts(before):
            convictions.change_conviction(
                review,
                conviction,
                before.plea,
                before.convicted_on,
                by,
                review.version,
                offence_role=before.offence_role,
            )

    def _found(self, line: HistoryLine) -> Conviction | None:
        return _one(
            conviction
            for sentence in line.review.sentences
            for conviction in sentence.convictions
            if plain(convictions.conviction_values(conviction)) == _NO_ROLE | line.event.after
        )


class ConvictionRemoval(Removal):
    """An offence that was removed from its sentence."""

    def why_not(self, line: HistoryLine) -> str:
        """Not where the sentence it was of is not to be told, nor once the review is closed."""
        if why := closed(line.review):
            return why
        if self._sentence(line) is None:
            return (
                "The sentence it was passed with is not on this review as it was. Record the "
                "offence on its sentence"
            )
        return ""

    def bring_back(self, line: HistoryLine, reason: str, by: User) -> None:
        review, sentence = line.review, self._sentence(line)
        assert sentence is not None  # noqa: S101 - what is not there is refused before
        offence = _conviction(self.earlier(line))
        convictions.record_conviction(review, sentence, offence, by, review.version)

    def _sentence(self, line: HistoryLine) -> Sentence | None:
        """The sentence of that day; lines of before the day was kept say none."""
        passed_on = line.event.after.get("sentenced_on")
        return _one(
            sentence
            for sentence in line.review.sentences
            if passed_on is None or sentence.sentenced_on.isoformat() == passed_on
        )


def _one(records: Iterable[T]) -> T | None:
    """The only one; none where there are several, of which nobody could say which is meant."""
    several = list(records)
    return several[0] if len(several) == 1 else None


def _sentence(values: Values) -> SentenceInput:
    varied_on, came_by = day(values["varied_on"]), values["came_by"]
    sentenced_on = day(values["sentenced_on"])
    assert sentenced_on is not None  # noqa: S101 - every sentence has a day
    return SentenceInput(
        sentenced_on=sentenced_on,
        varied_on=varied_on,
        order_kind=OrderKind(values["order_kind"]),
        came_by=CameBy(came_by) if came_by else None,
        text=values["text"],
        judge=values["judge"],
    )


def _conviction(values: Values) -> ConvictionInput:
    """The offence; lines of before its words were kept say those of one in no catalogue alone."""
    in_words = "" if values["offence_id"] else values["offence"]
    return ConvictionInput(
        offence_id=values["offence_id"],
        form=Form(values["form"]),
        answers=values["answers"],
        text=str(values.get("words", in_words)),
        plea=Plea(values["plea"]) if values["plea"] else None,
        convicted_on=day(values["convicted_on"]),
        offence_role=values.get("offence_role"),
    )
