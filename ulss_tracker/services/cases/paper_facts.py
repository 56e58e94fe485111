"""Facts that the papers of a case state beside the record, taken as a person says is right.

Each fact has the file, the page and the words that it was read from. A machine proposes: nothing
is recorded until somebody takes it, and it is theirs then, for somebody else to verify.
"""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ulss_tracker.errors import Refused
from ulss_tracker.models import Case, Document, Plea, Review, Sentence, User
from ulss_tracker.scheme.courts.courts import find_court, load_courts
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.papers.paper import ReadKind
from ulss_tracker.scheme.reading.sentence_words import read_sentence
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.services.cases import cases, convictions, sentences
from ulss_tracker.services.cases.convictions import ConvictionInput, offence_words
from ulss_tracker.services.cases.sentences import SentenceInput, sentence_values
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.files import attachments
from ulss_tracker.services.protection import restrictions

OF_THE_COURT = frozenset({ReadKind.SENTENCING_REMARKS, ReadKind.EXTRACT})
"""Kinds of paper that are the court's own record of what it did."""

_TO_VERIFY = frozenset({"court", "sentenced_on", "conviction"})
_PLEAS = {"guilty": Plea.GUILTY_PLEA, "not guilty, convicted after trial": Plea.VERDICT}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFact:
    """One fact that a file states, and what is recorded of it.

    `value` is what taking it records: under `name`, of the case or of `review`; None where there
    is nothing that one press could record. A fact that does not differ is `recorded` as read.
    """

    label: str
    read: str
    recorded: str
    document: Document
    page: int
    words: str
    name: str = ""
    value: Any = None
    review: Review | None = None
    differs: bool = False

    @property
    def key(self) -> str:
        """The name of it in a press: of another value read or recorded meanwhile it is another."""
        said = (self.document.id, self.label, self.page, self.read, self.recorded)
        return hashlib.sha256(repr(said).encode()).hexdigest()[:16]

    @property
    def may_be_taken(self) -> bool:
        return self.differs and self.value is not None


@dataclass(frozen=True, slots=True)
class PaperRead:
    """One file of a case that was read: what it is, its facts, and what could not be read."""

    document: Document
    kind: ReadKind
    facts: list[ReadFact]
    unread: list[str]

    @property
    def differing(self) -> list[ReadFact]:
        return [fact for fact in self.facts if fact.differs]

    def fills(self, fact: ReadFact) -> bool:
        """Whether the court's own paper states what is recorded nowhere."""
        return self.kind in OF_THE_COURT and not fact.recorded


def of_case(case: Case) -> list[PaperRead]:
    """Each file of the case that is a paper and was read, the newest first."""
    files = [document for document in attachments.with_readings(case) if document.reading]
    if files:
        cases.load_sentences(case)
    read = []
    for document in files:
        reading = document.reading or {}
        kind = ReadKind(reading["kind"])
        if kind is not ReadKind.OTHER:
            facts = list(_Reader(case, document, reading).facts())
            read.append(PaperRead(document, kind, facts, reading["unread"]))
    return read


def stated_by_the_court(review: Review) -> list[ReadFact]:
    """Facts to be verified that the court's own papers state as they are recorded."""
    return [
        fact
        for paper in of_case(review.case)
        for fact in paper.facts
        if paper.kind in OF_THE_COURT
        and fact.name in _TO_VERIFY
        and not fact.differs
        and fact.review in {review, None}
    ]


def take(case: Case, keys: Collection[str], by: User) -> int:
    """Record the facts with these keys as they were read, all or none; how many.

    Raises `Refused` when none is named, and for one that is read or recorded otherwise by now.
    """
    known = {fact.key: fact for paper in of_case(case) for fact in paper.facts if fact.may_be_taken}
    if not keys:
        raise Refused("Tick what is right")
    if any(key not in known for key in keys):
        raise Refused("One of these has changed meanwhile: look at them again")
    facts = [known[key] for key in dict.fromkeys(keys)]
    with transaction():
        _take_of_case(case, {fact.name: fact.value for fact in facts if fact.review is None}, by)
        for review in case.reviews:
            _take_of_review(review, [fact for fact in facts if fact.review is review], by)
    return len(facts)


def _take_of_case(case: Case, values: dict[str, Any], by: User) -> None:
    if not values:
        return
    court = find_court(values.get("court"))
    cases.change_court(
        case,
        court_id=court.id if court else case.court_id,
        court_text=court.name if court else case.court_text,
        number=values.get("number", case.court_case_number),
        by=by,
        version=case.version,
    )


def _take_of_review(review: Review, facts: Sequence[ReadFact], by: User) -> None:
    values = {fact.name: fact.value for fact in facts if fact.name != "conviction"}
    whole = values.pop("sentence", None)
    if facts and not review.sentences:
        if whole is None:
            raise Refused(
                f"Tick the sentence of {review.offender_name} too: it is not recorded yet"
            )
        sentences.record_sentence(review, SentenceInput(**(whole | values)), by, review.version)
    elif values:
        [sentence] = review.sentences
        passed = SentenceInput(**(sentence_values(sentence) | values))
        sentences.change_sentence(review, sentence, passed, by, review.version)
    convicted = [fact.value for fact in facts if fact.name == "conviction"]
    if convicted:
        convictions.record_convictions(review, review.sentences[0], convicted, by, review.version)


@dataclass(slots=True)
class _Reader:
    """Holds one reading against the record of its case."""

    case: Case
    document: Document
    reading: dict[str, Any]
    _names: dict[str, Review] = field(default_factory=dict)

    def facts(self) -> Iterator[ReadFact]:
        yield from self._of_case()
        for place, name in enumerate(self.reading["offenders"]):
            review = self._review(name)
            if review is None:
                yield self._fact("Offender", "offenders", place, recorded="Not in this case")
            else:
                self._names[name] = review
        for name, review in self._names.items():
            yield from self._of_offender(name, review)
        yield from self._others()

    def _fact(self, label: str, source: str, place: int = 0, **more: Any) -> ReadFact:
        """A single fact; it differs unless `more` says what was recorded is the same."""
        values = self.reading[source]
        value = values[place] if isinstance(values, list) else values
        where = self.reading["read_from"][source][place]
        more.setdefault("read", str(value))
        return self._made(label, where["page"], where["words"], **more)

    def _made(self, label: str, page: int, words: str, **more: Any) -> ReadFact:
        more.setdefault("differs", more["read"] != more["recorded"])
        return ReadFact(label=label, document=self.document, page=page, words=words, **more)

    def _review(self, name: str) -> Review | None:
        """The review of a name: of one surname, where two have it by the first name too."""
        words = name.casefold().split()
        alike = [
            review
            for review in self.case.reviews
            if review.offender_name.casefold().split()[-1:] == words[-1:]
        ]
        if len(alike) > 1:
            alike = [one for one in alike if one.offender_name.casefold().split()[0] == words[0]]
        return alike[0] if len(alike) == 1 else None

    def _of_case(self) -> Iterator[ReadFact]:
        if self.reading["court"]:
            known = find_court(self.case.court_id)
            recorded = known.in_short if known else self.case.court_text
            court = load_courts().settled(self.reading["court"])
            value = court.id if court else None
            yield self._fact("Court", "court", recorded=recorded, name="court", value=value)
        numbers, recorded = self.reading["case_numbers"], self.case.court_case_number
        if numbers:
            same = recorded if recorded in numbers else numbers[0]
            place = numbers.index(same)
            value = numbers[0]
            label, source = "Case number", "case_numbers"
            yield self._fact(label, source, place, recorded=recorded, name="number", value=value)

    def _of_offender(self, name: str, review: Review) -> Iterator[ReadFact]:
        of = f" of {review.offender_name}" if len(self.case.reviews) > 1 else ""
        day = self.reading["sentence_date"]
        sentence = _sentence_on(review, day)
        can = review.outcome is None and (sentence is not None or not review.sentences)
        if day:
            passed_on = date.fromisoformat(day)
            yield self._fact(
                f"Date of sentence{of}",
                "sentence_date",
                read=day_words(passed_on),
                recorded=day_words(sentence.sentenced_on if sentence else None),
                name="sentenced_on",
                value=passed_on if can else None,
                review=review,
            )
        if self.reading["judge"] and sentence:
            yield self._fact(
                f"Judge{of}",
                "judge",
                recorded=sentence.judge,
                name="judge",
                value=self.reading["judge"] if can else None,
                review=review,
            )
        for total in self.reading["totals"]:
            if total["offender"] == name and day:
                yield self._total(f"Sentence{of}", total, review, sentence, day if can else "")
        for count in self.reading["counts"]:
            if count["offender"] == name:
                yield self._count(count, of, review, sentence if can else None, bool(day and can))

    def _total(
        self, label: str, total: Any, review: Review, sentence: Sentence | None, day: str
    ) -> ReadFact:
        words = total["sentence"]
        reading = read_sentence(words)
        kinds = [part.order_kind for part in reading.parts if part.order_kind]
        kind = kinds[0] if kinds else OrderKind.OTHER
        value: Any = words if sentence else {"text": words, "order_kind": kind}
        if not sentence and day:
            value |= {"sentenced_on": date.fromisoformat(day), "judge": self.reading["judge"] or ""}
        recorded = sentence.text if sentence else ""
        return self._made(
            label,
            total["page"],
            total["words"],
            read=words,
            recorded=recorded,
            differs=_sentence_key(words) != _sentence_key(recorded),
            name="text" if sentence else "sentence",
            value=value if day else None,
            review=review,
        )

    def _count(
        self, count: Any, of: str, review: Review, sentence: Sentence | None, may_be_taken: bool
    ) -> ReadFact:
        offence_id = count["offence_id"] or None
        said = (count["offence"], count["provision"], count["plea"], count["sentence"])
        same = [
            one
            for passed in review.sentences
            for one in passed.convictions
            if (one.offence_id or one.text) == (offence_id or count["offence"])
        ]
        convicted = ConvictionInput(
            offence_id=offence_id, text=count["offence"], plea=_PLEAS.get(count["plea"])
        )
        return self._made(
            f"Count {count['number']}{of}".strip() if count["number"] else f"Offence{of}",
            count["sentence_page"] or count["page"],
            count["sentence_words"] or count["words"],
            read="; ".join(filter(None, said)),
            recorded=offence_words(same[0]) if same else "",
            differs=not same,
            name="conviction",
            value=convicted if may_be_taken else None,
            review=review,
        )

    def _others(self) -> Iterator[ReadFact]:
        """Facts that no field of the record holds; and a restriction, where the case has none."""
        for place in range(len(self.reading["restrictions"])):
            held = [one.kind.label for one in restrictions.every(self.case)]
            recorded = ", ".join(dict.fromkeys(held))
            yield self._fact(
                "Restriction", "restrictions", place, recorded=recorded, differs=not held
            )
        for label, source in (("Days on remand", "remand_days"), ("Order", "orders")):
            for place in range(len(self.reading[source])):
                yield self._fact(label, source, place, recorded="", differs=False)


def _sentence_on(review: Review, day: str | None) -> Sentence | None:
    """The sentence that a paper of this day is about: that day's, or the only one."""
    of_day = [one for one in review.sentences if one.sentenced_on.isoformat() == day]
    either = of_day or review.sentences
    return either[0] if len(either) == 1 else None


def _sentence_key(words: str) -> object:
    """A key that two ways of writing one sentence have in common."""
    reading = read_sentence(words)
    return [part.words for part in reading.parts] if reading.is_whole else words.casefold()
