"""Exceptions: what departs from the usual, in one place, so that a supervisor sees to it.

Each kind is counted and its most pressing few are shown, in a number of queries that does not grow
with the register. Those of the old register are left out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from ulss_tracker import clock
from ulss_tracker.errors import NotFound
from ulss_tracker.models import (
    Application,
    Assessment,
    Case,
    Conviction,
    Decision,
    DecisionChoice,
    Draft,
    DraftState,
    Filing,
    FilingKind,
    LetterDraft,
    Redating,
    Review,
    Sentence,
    db,
)
from ulss_tracker.scheme.deadline import time_left
from ulss_tracker.scheme.doubts import Doubt
from ulss_tracker.scheme.filing import timeliness
from ulss_tracker.scheme.offences import UnknownOffence, load_catalogue
from ulss_tracker.scheme.workflow import AT_COURT
from ulss_tracker.services import (
    confirmations,
    doubts,
    letters,
    overrides,
    papers,
    quarantine,
    redating,
    requests,
    telling,
)
from ulss_tracker.services.overrides import OverrideState

SHOWN = 10
MOST_SHOWN = 500
_MOST_DOUBTED = 200  # the soonest to be filed; a doubt further off has time
_STALE_DRAFT = timedelta(days=3)
_PUBLIC_DRAFT_KEPT = timedelta(hours=25)
_NEAR_MISSES_FOR = timedelta(days=90)
_BOTH_WAYS_FOR = timedelta(days=365)
_BOTH_WAYS_OF = 2_000  # the latest decisions: more than the office takes in a year

_LIVING = (Review.outcome.is_(None), Review.is_historical.is_(False))
_TO_FILE = (*_LIVING, Review.filed_at.is_(None), Review.state.not_in(AT_COURT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One exception: what it is about, and why. A review, a request or a draft is opened by it."""

    reference: str
    why: str
    name: str = ""
    file_by_at: datetime | None = None
    review_id: int | None = None
    request_reference: str = ""
    offence_id: str = ""
    draft_id: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """All exceptions of one kind. `count` may be more than the items shown."""

    id: str
    title: str
    explanation: str
    items: Sequence[Item]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.items)


def every() -> list[Group]:
    """Every kind of exception, whether there are any or not, the most pressing kind first."""
    return [find(SHOWN) for find in _KINDS.values()]


def of_kind(kind: str) -> Group:
    """Every exception of one kind, up to `MOST_SHOWN`. Raises `NotFound`."""
    if kind not in _KINDS:
        raise NotFound("There is no such kind of exception")
    return _KINDS[kind](MOST_SHOWN)


def _unassigned(shown: int) -> Group:
    where = (*_LIVING, Review.holder_id.is_(None))
    return _of_reviews(
        "unassigned",
        "Held by nobody",
        "Nobody is reminded first, so give each to somebody.",
        where,
        lambda review: review.state.label,
        shown,
    )


def _date_doubts(shown: int) -> Group:
    query = (
        select(Review)
        .where(*_TO_FILE, Review.file_by_at.is_not(None))
        .options(
            joinedload(Review.case).selectinload(Case.requests),
            selectinload(Review.sentences).selectinload(Sentence.convictions),
        )
        .order_by(Review.file_by_at, Review.id)
        .limit(_MOST_DOUBTED)
    )
    found = [
        _item(review, " ".join(doubt.text for doubt in doubted))
        for review in db.session.scalars(query)
        if (doubted := _doubts_of(review))
    ]
    found += [
        Item(
            reference=request.reference,
            request_reference=request.reference,
            name=request.offender_name,
            why=" ".join(doubt.text for doubt in doubted),
        )
        for request, doubted in requests.doubted(_MOST_DOUBTED)
    ]
    return Group(
        "date_doubts",
        "Date of sentence in doubt",
        "Kept although something speaks against it. Check it against the court’s record. The "
        "requests are those that staff logged, while no sentence is recorded for them.",
        found[:shown],
        len(found),
    )


def _doubts_of(review: Review) -> list[Doubt]:
    return [
        doubt
        for sentence in review.sentences
        for doubt in doubts.doubts_of(review, sentence.sentenced_on, sentence)
    ]


def _redated(shown: int) -> Group:
    page = redating.to_sign()
    return Group(
        "redated",
        "Moments and answers that changed",
        "A date, the law or a holiday changed, and with it the time left or the rules’ answer. "
        "Nobody has signed.",
        [_item(each.review, _redating_words(each)) for each in page.rows[:shown]],
        redating.count_to_sign(),
    )


def _redating_words(each: Redating) -> str:
    words = []
    if each.has_moved:
        words.append("Less time than was believed" if each.is_sooner else "Moved")
    if each.is_answered_otherwise:
        was, now = (
            verdict.label if verdict else "none" for verdict in (each.was_verdict, each.verdict)
        )
        words.append(f"The rules said “{was}” and say “{now}” now")
    return ". ".join(words)


def _unconfirmed(shown: int) -> Group:
    page = confirmations.unconfirmed()
    return Group(
        "unconfirmed",
        "Not confirmed by a second person",
        "Waiting two working days or more for somebody to check date, court and offence.",
        [_item(review, "Waiting for a second person") for review in page.rows[:shown]],
        confirmations.count_unconfirmed(),
    )


def _overrides(shown: int) -> Group:
    stand = overrides.of_reviews(overrides.Asked(state=OverrideState.STANDS))
    to_sign = overrides.of_reviews(overrides.Asked(state=OverrideState.TO_SIGN))
    return _of_reviews(
        "overrides",
        "The rules’ answer is overridden",
        "A supervisor’s own answer stands, or waits for a second signature.",
        (*_LIVING, or_(stand, to_sign)),
        _override_words,
        shown,
        with_assessments=True,
    )


def _override_words(review: Review) -> str:
    state = overrides.state_of(review)
    words = state.label if state else ""
    if overrides.is_of_older_law(review):
        words += ". The law has changed since: look again"
    return words


def _quarantined(shown: int) -> Group:
    held = quarantine.waiting()
    return Group(
        "quarantined",
        "Requests held for a person to look at",
        "Nothing is done about them until somebody releases or closes them.",
        [
            Item(
                reference=each.reference,
                request_reference=each.reference,
                name=each.offender_name,
                why=each.quarantine_reason or "Held",
            )
            for each in held[:shown]
        ],
        len(held),
    )


def _papers_late(shown: int) -> Group:
    due = papers.due_chases(clock.now())
    return Group(
        "papers_late",
        "Papers late",
        "The CPS is to be chased.",
        [
            Item(
                reference=each.case.reference,
                name=", ".join(review.offender_name for review in each.case.reviews),
                why=f"Chase {each.chase.whom}: {len(each.wanted)} "
                f"{'paper is' if len(each.wanted) == 1 else 'papers are'} wanted",
                review_id=each.case.reviews[0].id if each.case.reviews else None,
            )
            for each in due[:shown]
        ],
        len(due),
    )


def _untold(shown: int) -> Group:
    waiting = telling.waiting()
    page = telling.page()
    late = [each for each in page.rows if each.due_by_at < clock.now()][:shown]
    return Group(
        "untold",
        "People not told in time",
        "They should have been told by now.",
        [
            Item(
                reference=each.case.reference,
                name=each.review.offender_name if each.review else "",
                why=f"{telling.who(each)}: {telling.about_words(each)}",
                review_id=each.review_id,
            )
            for each in late
        ],
        waiting.overdue,
    )


def _stale_letters(shown: int) -> Group:
    before = clock.now() - _STALE_DRAFT
    unfinished = LetterDraft.state.in_([DraftState.WRITING, DraftState.CHECKED])
    stale = (unfinished, LetterDraft.changed_at < before, ~letters.issued_by_machine())
    query = (
        select(LetterDraft)
        .where(*stale)
        .options(joinedload(LetterDraft.case), joinedload(LetterDraft.written_by))
        .order_by(LetterDraft.changed_at, LetterDraft.id)
        .limit(shown)
    )
    return Group(
        "stale_letters",
        "Letters left unfinished",
        "Not changed for three days, and not issued.",
        [
            Item(
                reference=each.case.reference,
                why=f"{each.kind.label}, {each.state.label.lower()}, by {each.written_by.name}",
                draft_id=each.id,
            )
            for each in db.session.scalars(query)
        ],
        db.session.scalar(select(func.count(LetterDraft.id)).where(*stale)) or 0,
    )


def _stale_applications(shown: int) -> Group:
    before = clock.now() - _STALE_DRAFT
    stale = select(Application.review_id).where(Application.changed_at < before)
    return _of_reviews(
        "stale_applications",
        "Applications left unfinished",
        "Begun, not changed for three days, and not filed.",
        (*_TO_FILE, Review.id.in_(stale)),
        lambda review: review.state.label,
        shown,
    )


def _old_drafts(_shown: int) -> Group:
    """Public drafts are nobody's to read: only that they should have been deleted is said."""
    old = Draft.changed_at < clock.now() - _PUBLIC_DRAFT_KEPT
    count = db.session.scalar(select(func.count()).select_from(Draft).where(old)) or 0
    words = "Unfinished public requests that should have been deleted after 24 hours"
    items = [Item(reference="The job “forget drafts”", why=words)] if count else []
    return Group(
        "old_drafts",
        "Public drafts kept too long",
        "They hold people’s data. See that the jobs are running.",
        items,
        1 if count else 0,
    )


def _near_misses(shown: int) -> Group:
    filed = and_(
        Review.is_historical.is_(False),
        Review.filed_at >= clock.now() - _NEAR_MISSES_FOR,
        Review.file_by_at.is_not(None),
    )
    order = (Review.filed_at.desc(), Review.id.desc())
    times = (Review.filed_at, Review.file_by_at, Review.last_day_on)
    query = select(Review.id, *times).where(filed).order_by(*order)
    near = [
        number
        for number, filed_at, file_by_at, last_day_on in db.session.execute(query)
        if _is_near_miss(filed_at, file_by_at, last_day_on)
    ]
    some = (
        select(Review)
        .where(Review.id.in_(near[:shown]))
        .options(joinedload(Review.case), selectinload(Review.filings))
        .order_by(*order)
    )
    return Group(
        "near_misses",
        "Near misses",
        "Filed within 24 hours of the file-by moment, or after it, in the last 90 days.",
        [_item(review, _near_miss_words(review)) for review in db.session.scalars(some)],
        len(near),
    )


def _is_near_miss(
    filed_at: datetime | None, file_by_at: datetime | None, last_day_on: date | None
) -> bool:
    if filed_at is None or file_by_at is None or last_day_on is None:
        return False
    return timeliness(filed_at, file_by_at=file_by_at, last_day_on=last_day_on).wants_reason


def _near_miss_words(review: Review) -> str:
    assert review.filed_at and review.file_by_at  # noqa: S101 - the query asks for both
    left = time_left(review.filed_at, review.file_by_at).words
    reasons = [each.late_reason for each in review.filings if _is_filing(each)]
    return f"Filed with {left}. Why: {(reasons and reasons[-1]) or 'no reason is recorded'}"


def _is_filing(filing: Filing) -> bool:
    return filing.kind is FilingKind.FILING


def _both_ways(shown: int) -> Group:
    """The same offence referred in one case and not in another. That may be right: look.

    A review that was reopened is counted by its latest decision alone.
    """

    def count_of(choice: DecisionChoice) -> ColumnElement[int]:
        chosen = case((Decision.choice == choice, Decision.review_id))
        return func.count(func.distinct(chosen))

    referred, not_referred = count_of(DecisionChoice.REFER), count_of(DecisionChoice.DO_NOT_REFER)
    latest = (
        select(func.max(Decision.id))
        .where(Decision.decided_at >= clock.now() - _BOTH_WAYS_FOR)
        .group_by(Decision.review_id)
        .order_by(func.max(Decision.id).desc())
        .limit(_BOTH_WAYS_OF)
    )
    query = (
        select(Conviction.offence_id, referred, not_referred)
        .join(Sentence, Sentence.id == Conviction.sentence_id)
        .join(Decision, Decision.review_id == Sentence.review_id)
        .where(Decision.id.in_(latest), Conviction.offence_id.is_not(None))
        .group_by(Conviction.offence_id)
        .having(and_(referred > 0, not_referred > 0))
        .order_by((referred + not_referred).desc(), Conviction.offence_id)
    )
    found = list(db.session.execute(query))
    return Group(
        "both_ways",
        "The same offence decided both ways",
        "In the last year. It may be right: the sentences differ.",
        [
            Item(
                reference=_title(offence_id),
                why=f"{yes} referred, {no} not referred",
                offence_id=offence_id,
            )
            for offence_id, yes, no in found[:shown]
            if offence_id
        ],
        len(found),
    )


def _title(offence_id: str) -> str:
    try:
        return load_catalogue().get(offence_id).title
    except UnknownOffence:
        return offence_id


def _of_reviews(
    id: str,
    title: str,
    explanation: str,
    where: Sequence[ColumnElement[bool]],
    why: Callable[[Review], str],
    shown: int,
    *,
    with_assessments: bool = False,
) -> Group:
    """The reviews that `where` finds, the soonest to be filed first."""
    query = select(Review).where(*where).options(joinedload(Review.case))
    if with_assessments:
        query = query.options(
            selectinload(Review.assessments).selectinload(Assessment.signature),
        )
    query = query.order_by(Review.file_by_at.asc().nulls_first(), Review.id).limit(shown)
    items = [_item(review, why(review)) for review in db.session.scalars(query)]
    count = db.session.scalar(select(func.count(Review.id)).where(*where)) or 0
    return Group(id, title, explanation, items, count)


def _item(review: Review, why: str) -> Item:
    return Item(
        reference=review.case.reference,
        name=review.offender_name,
        why=why,
        file_by_at=review.file_by_at,
        review_id=review.id,
    )


_KINDS: Mapping[str, Callable[[int], Group]] = {
    "unassigned": _unassigned,
    "redated": _redated,
    "date_doubts": _date_doubts,
    "unconfirmed": _unconfirmed,
    "overrides": _overrides,
    "quarantined": _quarantined,
    "papers_late": _papers_late,
    "untold": _untold,
    "stale_applications": _stale_applications,
    "stale_letters": _stale_letters,
    "near_misses": _near_misses,
    "both_ways": _both_ways,
    "old_drafts": _old_drafts,
}
