"""Every kind of letter: whom it is for, what must be typed for it, and when it may be issued."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ulss_tracker.models import Case, LetterKind, Review, Submission, db
from ulss_tracker.scheme.workflow.stages import Outcome
from ulss_tracker.services.letters import conditions
from ulss_tracker.services.referral import progress


class Audience(StrEnum):
    """Who reads a letter. It decides the tone, the languages and the sizes it comes in."""

    COURT = "court"
    REQUESTER = "requester"
    MP = "mp"
    CPS = "cps"
    OFFICE = "office"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Words or a date that no record holds, typed for one letter. Unless optional, it is needed."""

    name: str
    label: str
    hint: str = ""
    is_optional: bool = False
    is_date: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KindOfLetter:
    """One kind of letter. `condition` says what the review must first have come to, or nothing.

    `called` is its word in names of files, where that is not the kind's own.
    """

    audience: Audience
    called: str = ""
    parts: tuple[Part, ...] = ()
    condition: Callable[[Review], str] = conditions.always
    is_of_review: bool = True

    def blocked(self, review: Review) -> str:
        """Why it may not be issued now, or nothing: its condition, then the two-person lock."""
        why_not = self.condition(review)
        if why_not or not self.is_court_document:
            return why_not
        return progress.why_not_issue(review)

    @property
    def is_court_document(self) -> bool:
        """Whether a second person must check it before it is issued."""
        return self.audience is Audience.COURT

    @property
    def is_of_a_stage(self) -> bool:
        """Whether it tells of what the review has come to. The law officers' own copy does not."""
        return self.condition is not conditions.always and self.audience is not Audience.OFFICE

    @property
    def is_for_everyone(self) -> bool:
        """Whether it comes in Welsh and in large print too."""
        return self.audience is Audience.REQUESTER


_MORE = Part(
    name="more",
    label="Anything else to say",
    hint="Plain words for this reader. Leave it empty if there is nothing to add",
    is_optional=True,
)
_WHY = Part(
    name="why",
    label="Why, in a few plain sentences",
    hint="As you would say it to them in person. Leave out names, and words only lawyers use",
)

KINDS: dict[LetterKind, KindOfLetter] = {
    LetterKind.REFERRAL: KindOfLetter(
        called="application",
        audience=Audience.COURT,
        condition=conditions.decided_to_refer,
    ),
    LetterKind.OFFENDER_NOTICE: KindOfLetter(
        called="notice",
        audience=Audience.COURT,
        condition=conditions.decided_to_refer,
    ),
    LetterKind.REFERENCE_NOTICE: KindOfLetter(
        called="reference",
        audience=Audience.COURT,
        parts=(Part(name="leave_on", label="When did the court give permission?", is_date=True),),
        condition=conditions.at_court,
    ),
    LetterKind.WITHDRAWAL_NOTICE: KindOfLetter(
        called="withdrawal",
        audience=Audience.COURT,
        condition=conditions.withdrawing,
    ),
    LetterKind.SUBMISSION: KindOfLetter(
        audience=Audience.OFFICE,
        condition=conditions.submitted,
    ),
    LetterKind.ACKNOWLEDGEMENT: KindOfLetter(
        audience=Audience.REQUESTER,
        parts=(_MORE,),
        is_of_review=False,
    ),
    LetterKind.WHAT_WE_NEED: KindOfLetter(
        audience=Audience.REQUESTER,
        parts=(
            Part(name="needed", label="What do we still need?", hint="One thing on each line"),
            Part(name="reply_on", label="By when?", is_date=True, is_optional=True),
            _MORE,
        ),
        is_of_review=False,
    ),
    LetterKind.NOT_IN_SCHEME: KindOfLetter(
        audience=Audience.REQUESTER,
        parts=(_WHY, _MORE),
        condition=conditions.ended(Outcome.NOT_IN_SCHEME),
    ),
    LetterKind.OUT_OF_TIME: KindOfLetter(
        audience=Audience.REQUESTER,
        parts=(_MORE,),
        condition=conditions.out_of_time,
    ),
    LetterKind.NOT_REFERRED: KindOfLetter(
        audience=Audience.REQUESTER,
        parts=(_WHY, _MORE),
        condition=conditions.ended(Outcome.NOT_REFERRED),
    ),
    LetterKind.REFERRED: KindOfLetter(
        audience=Audience.REQUESTER,
        parts=(_MORE,),
        condition=conditions.at_court,
    ),
    LetterKind.HEARING_LISTED: KindOfLetter(
        called="hearing",
        audience=Audience.REQUESTER,
        parts=(_MORE,),
        condition=conditions.listed,
    ),
    LetterKind.INCREASED: KindOfLetter(
        called="outcome",
        audience=Audience.REQUESTER,
        parts=(_MORE,),
        condition=conditions.ended(Outcome.INCREASED),
    ),
    LetterKind.UNCHANGED: KindOfLetter(
        called="outcome",
        audience=Audience.REQUESTER,
        parts=(_MORE,),
        condition=conditions.ended(Outcome.UNCHANGED),
    ),
    LetterKind.LEAVE_REFUSED: KindOfLetter(
        called="outcome",
        audience=Audience.REQUESTER,
        parts=(_MORE,),
        condition=conditions.ended(Outcome.LEAVE_REFUSED),
    ),
    LetterKind.WITHDRAWN: KindOfLetter(
        called="outcome",
        audience=Audience.REQUESTER,
        parts=(_WHY, _MORE),
        condition=conditions.ended(Outcome.WITHDRAWN),
    ),
    LetterKind.MP: KindOfLetter(
        audience=Audience.MP,
        parts=(
            Part(
                name="body",
                label="What you want to tell the MP",
                hint="Promise nothing to a constituent who has not asked us themselves",
            ),
        ),
    ),
    LetterKind.CPS_PAPERS: KindOfLetter(
        called="papers",
        audience=Audience.CPS,
        parts=(
            Part(name="papers_by", label="By when?", is_date=True),
            _MORE,
        ),
    ),
    LetterKind.CPS: KindOfLetter(
        audience=Audience.CPS,
        parts=(Part(name="body", label="What you want to tell the CPS"),),
    ),
}


def allowed_kinds(case: Case) -> list[LetterKind]:
    """The kinds that may be issued of the case as it stands: first those that tell of its stage.

    Otherwise in the order of `LetterKind`. A question for each kind of record, however many reviews
    the case has.
    """
    query = (
        select(Review)
        .where(Review.case_id == case.id)
        .options(
            selectinload(Review.decisions),
            selectinload(Review.filings),
            selectinload(Review.hearings),
            selectinload(Review.submissions).defer(Submission.pack),
        )
    )
    reviews = db.session.scalars(query).all()
    fitting = [kind for kind in LetterKind if any(_fits(kind, review) for review in reviews)]
    return sorted(fitting, key=lambda kind: not kind_of(kind).is_of_a_stage)


def _fits(kind: LetterKind, review: Review) -> bool:
    # Whether time has run out is asked of those alone that have ended so.
    if kind is LetterKind.OUT_OF_TIME and review.outcome is not Outcome.OUT_OF_TIME:
        return False
    return not kind_of(kind).condition(review)


def kind_of(kind: LetterKind) -> KindOfLetter:
    """Look up this kind of letter."""
    return KINDS[kind]


def file_word(kind: LetterKind) -> str:
    """The word for this kind of letter in the names of files."""
    return KINDS[kind].called or kind.value.replace("_", "-")
