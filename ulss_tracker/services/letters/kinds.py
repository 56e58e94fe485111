"""Every kind of letter: whom it is for, what must be typed for it, and when it may be issued."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from ulss_tracker import clock
from ulss_tracker.models import Case, DecisionChoice, FilingKind, LetterKind, Review, Submission, db
from ulss_tracker.scheme.time.time_words import day_words
from ulss_tracker.scheme.workflow.workflow import Outcome
from ulss_tracker.services.assessment import assessing
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
    suggested: str = ""


def _always(_review: Review) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of letter. `condition` says what the review must first have come to, or nothing."""

    template: str
    file_word: str
    audience: Audience
    parts: tuple[Part, ...] = ()
    condition: Callable[[Review], str] = _always
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
        return self.condition is not _always and self.audience is not Audience.OFFICE

    @property
    def is_for_everyone(self) -> bool:
        """Whether it comes in Welsh and in large print too."""
        return self.audience is Audience.REQUESTER


def _decided_to_refer(review: Review) -> str:
    decision = review.decision
    if decision and decision.choice is DecisionChoice.REFER and review.outcome is None:
        return ""
    return (
        f"This review is at “{review.state.label}”. This letter can be issued after a decision "
        "to refer, until the court has decided."
    )


def _filed(review: Review) -> str:
    """CrimPR r.41.2: the application has reached the Registrar."""
    if any(filing.kind is FilingKind.FILING for filing in review.filings):
        return ""
    return "Record first that the application was filed with the Registrar."


def _at_court(review: Review) -> str:
    return _filed(review) or _decided_to_refer(review)


def _listed(review: Review) -> str:
    """Nobody is told to come to a hearing that has been."""
    if review.hearings and review.hearings[-1].heard_on < clock.today():
        return (
            f"The hearing recorded was on {day_words(review.hearings[-1].heard_on)}, which has "
            "passed. Record the new date, or what the court decided, on the review’s court page."
        )
    return _at_court(review)


def _submitted(review: Review) -> str:
    if review.submissions:
        return ""
    return "Send the submission to the law officers first: this is its printed copy."


def _withdrawing(review: Review) -> str:
    is_withdrawn = review.outcome is Outcome.WITHDRAWN
    return (_filed if is_withdrawn else _at_court)(review) or _heard(review)


def _heard(review: Review) -> str:
    """CrimPR r.41.5: the notice alone withdraws before a hearing, and says that it does."""
    if not review.hearings or review.hearings[-1].heard_on >= clock.today():
        return ""
    return (
        f"The hearing recorded was on {day_words(review.hearings[-1].heard_on)}, which has passed. "
        "At a hearing an application is withdrawn only with the court’s permission, and this "
        "notice says that none is needed. If the hearing was put off, record its new date on the "
        "review’s court page."
    )


def _ended(outcome: Outcome) -> Callable[[Review], str]:
    def blocked(review: Review) -> str:
        if review.outcome is outcome:
            return ""
        return f"This letter can be issued when the review’s outcome is ‘{outcome.label}’."

    return blocked


def _out_of_time(review: Review) -> str:
    """Never while there is doubt: sentences since 29 December 2025 may have six months."""
    if not assessing.is_out_of_time(review):
        return (
            "The time limit has not certainly passed: the Victims and Courts Act 2026 may give "
            "longer. A lawyer must check before anybody is told that it is too late."
        )
    return _ended(Outcome.OUT_OF_TIME)(review)


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

KINDS: dict[LetterKind, Kind] = {
    LetterKind.REFERRAL: Kind(
        template="referral.html",
        file_word="application",
        audience=Audience.COURT,
        condition=_decided_to_refer,
    ),
    LetterKind.OFFENDER_NOTICE: Kind(
        template="offender_notice.html",
        file_word="notice",
        audience=Audience.COURT,
        condition=_decided_to_refer,
    ),
    LetterKind.REFERENCE_NOTICE: Kind(
        template="reference_notice.html",
        file_word="reference",
        audience=Audience.COURT,
        parts=(Part(name="leave_on", label="When did the court give permission?", is_date=True),),
        condition=_at_court,
    ),
    LetterKind.WITHDRAWAL_NOTICE: Kind(
        template="withdrawal_notice.html",
        file_word="withdrawal",
        audience=Audience.COURT,
        condition=_withdrawing,
    ),
    LetterKind.SUBMISSION: Kind(
        template="submission.html",
        file_word="submission",
        audience=Audience.OFFICE,
        condition=_submitted,
    ),
    LetterKind.ACKNOWLEDGEMENT: Kind(
        template="acknowledgement.html",
        file_word="acknowledgement",
        audience=Audience.REQUESTER,
        parts=(_MORE,),
        is_of_review=False,
    ),
    LetterKind.WHAT_WE_NEED: Kind(
        template="what_we_need.html",
        file_word="what-we-need",
        audience=Audience.REQUESTER,
        parts=(
            Part(name="needed", label="What do we still need?", hint="One thing on each line"),
            Part(name="reply_on", label="By when?", is_date=True, is_optional=True),
            _MORE,
        ),
        is_of_review=False,
    ),
    LetterKind.NOT_IN_SCHEME: Kind(
        template="not_in_scheme.html",
        file_word="not-in-scheme",
        audience=Audience.REQUESTER,
        parts=(_WHY, _MORE),
        condition=_ended(Outcome.NOT_IN_SCHEME),
    ),
    LetterKind.OUT_OF_TIME: Kind(
        template="out_of_time.html",
        file_word="out-of-time",
        audience=Audience.REQUESTER,
        parts=(_MORE,),
        condition=_out_of_time,
    ),
    LetterKind.NOT_REFERRED: Kind(
        template="not_referred.html",
        file_word="not-referred",
        audience=Audience.REQUESTER,
        parts=(_WHY, _MORE),
        condition=_ended(Outcome.NOT_REFERRED),
    ),
    LetterKind.REFERRED: Kind(
        template="referred.html",
        file_word="referred",
        audience=Audience.REQUESTER,
        parts=(_MORE,),
        condition=_at_court,
    ),
    LetterKind.HEARING_LISTED: Kind(
        template="hearing_listed.html",
        file_word="hearing",
        audience=Audience.REQUESTER,
        parts=(_MORE,),
        condition=_listed,
    ),
    LetterKind.INCREASED: Kind(
        template="increased.html",
        file_word="outcome",
        audience=Audience.REQUESTER,
        parts=(_MORE,),
        condition=_ended(Outcome.INCREASED),
    ),
    LetterKind.UNCHANGED: Kind(
        template="unchanged.html",
        file_word="outcome",
        audience=Audience.REQUESTER,
        parts=(_MORE,),
        condition=_ended(Outcome.UNCHANGED),
    ),
    LetterKind.LEAVE_REFUSED: Kind(
        template="leave_refused.html",
        file_word="outcome",
        audience=Audience.REQUESTER,
        parts=(_MORE,),
        condition=_ended(Outcome.LEAVE_REFUSED),
    ),
    LetterKind.WITHDRAWN: Kind(
        template="withdrawn.html",
        file_word="outcome",
        audience=Audience.REQUESTER,
        parts=(_WHY, _MORE),
        condition=_ended(Outcome.WITHDRAWN),
    ),
    LetterKind.MP: Kind(
        template="mp.html",
        file_word="mp",
        audience=Audience.MP,
        parts=(
            Part(
                name="body",
                label="What you want to tell the MP",
                hint="Promise nothing to a constituent who has not asked us themselves",
            ),
        ),
    ),
    LetterKind.CPS_PAPERS: Kind(
        template="cps_papers.html",
        file_word="papers",
        audience=Audience.CPS,
        parts=(
            Part(name="papers_by", label="By when?", is_date=True),
            _MORE,
        ),
    ),
    LetterKind.CPS: Kind(
        template="cps.html",
        file_word="cps",
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
    fitting = [kind for kind in LetterKind if any(_fits(kind, each) for each in reviews)]
    return sorted(fitting, key=lambda kind: not kind_of(kind).is_of_a_stage)


def _fits(kind: LetterKind, review: Review) -> bool:
    # Whether time has run out is asked of those alone that have ended so.
    if kind is LetterKind.OUT_OF_TIME and review.outcome is not Outcome.OUT_OF_TIME:
        return False
    return not kind_of(kind).condition(review)


def kind_of(kind: LetterKind) -> Kind:
    """Look up this kind of letter."""
    return KINDS[kind]
