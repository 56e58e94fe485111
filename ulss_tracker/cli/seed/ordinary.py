"""An ordinary register: a story for each way in which a review stands or has ended.

None is the office's own, so the two-person lock does not hold them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ulss_tracker import clock
from ulss_tracker.cli.demo.story import Crime, Offender, Story
from ulss_tracker.models import DecisionChoice, Origin, PaperKind
from ulss_tracker.scheme.offences.facts import OrderKind
from ulss_tracker.scheme.offences.offences import load_catalogue
from ulss_tracker.scheme.time import deadline
from ulss_tracker.scheme.workflow.requester_role import RequesterRole
from ulss_tracker.scheme.workflow.stages import Step

OFFENDER, REQUESTER, COURT, NUMBER = "Xavier Quixley", "Yolanda Jexford", "Ipswich", "T20269999"
"""The words of every one of these stories for which a copy has its own: nothing else says them."""

_COURSE = timedelta(days=50)  # from the request to the end of a review, at most

_ROBBERY, _MURDER, _RAPE, _MANSLAUGHTER = (
    "io-robbery",
    "io-murder",
    "io-soa03-1",
    "io-manslaughter",
)
_LIFE = "Life imprisonment with a minimum term of 17 years"
_TO_PAPERS = (Step.REQUEST_PAPERS,)
_TO_RECEIVED = (*_TO_PAPERS, Step.RECEIVE_PAPERS)
_TO_LAW_OFFICERS = (*_TO_RECEIVED, Step.SEND_TO_LAW_OFFICERS)
_AT_ONCE = (Step.SEND_TO_LAW_OFFICERS,)  # of one that has ended: the papers came with the request
_REFERRED: dict[str, Any] = {
    "steps": _AT_ONCE,
    "decision": DecisionChoice.REFER,
    "application": "ordinary",
    "address": "HMP Example\n1 Example Road",
    "is_filed": True,
    "is_served": True,
}


@dataclass(frozen=True, slots=True, eq=False)
class Ordinary:
    """A story, and how often it comes among those that are open too, or ended too."""

    story: Story
    weight: int
    is_open: bool

    @property
    def received_after(self) -> timedelta:
        """How long after the sentence the request came."""
        return timedelta(days=self.story.received_days_after)

    @property
    def lasts(self) -> timedelta:
        """How long after the sentence the last is recorded of it, at most."""
        return self.received_after + (timedelta() if self.is_open else _COURSE)

    def may_be_of(self, sentenced_on: date) -> bool:
        """Whether a sentence of that day has the same course as one of any other such day.

        Its last day is a working day, so that it must be filed on that day, and the clocks are not
        changed while a review that has ended ran its course.
        """
        last_day_on = deadline.last_day(sentenced_on)
        if clock.day_of(deadline.file_by(last_day_on)) != last_day_on:
            return False
        received_on, ended_on = sentenced_on + self.received_after, sentenced_on + self.lasts
        return self.is_open or _offset_on(received_on) == _offset_on(ended_on)


def _offset_on(day: date) -> timedelta | None:
    return clock.end_of(day).astimezone(clock.LONDON).utcoffset()


def _ordinary(
    weight: int,
    offence_id: str,
    received_days_after: int,
    *endings: Step,
    standing: RequesterRole = RequesterRole.VICTIM,
    **course: Any,
) -> Ordinary:
    is_life = offence_id == _MURDER
    offender = Offender(
        name=OFFENDER,
        days_ago=0,
        crimes=(Crime(offence_id=offence_id),),
        order_kind=OrderKind.LIFE if is_life else OrderKind.IMPRISONMENT,
        text=_LIFE if is_life else "3 years’ imprisonment",
        papers=(PaperKind.SENTENCING_REMARKS,),
        endings=endings,
        **course,
    )
    story = Story(
        court=COURT,
        number=NUMBER if offender.is_filed else "",
        requester=REQUESTER,
        standing=standing,
        offence=load_catalogue().get(offence_id).title,
        reason="The sentence does not reflect what was done, or what it has meant for those left.",
        offenders=(offender,),
        telephone="",
        origin=Origin.DEMO,
        received_days_after=received_days_after,
    )
    return Ordinary(story, weight, is_open=not endings)


def ordinary() -> tuple[Ordinary, ...]:
    """Every one of the stories, by the stage or the outcome."""
    not_referred: dict[str, Any] = {
        "steps": _AT_ONCE,
        "decision": DecisionChoice.DO_NOT_REFER,
    }
    bereaved, public = RequesterRole.BEREAVED_FAMILY, RequesterRole.PUBLIC
    return (
        _ordinary(2, _ROBBERY, 0),
        _ordinary(2, _MURDER, 2, standing=bereaved),
        _ordinary(2, _RAPE, 5),
        _ordinary(2, _MANSLAUGHTER, 12, standing=public),
        _ordinary(3, _ROBBERY, 1, steps=_TO_PAPERS),
        _ordinary(3, _MANSLAUGHTER, 7, standing=public, steps=_TO_PAPERS),
        _ordinary(3, _MANSLAUGHTER, 3, standing=bereaved, steps=_TO_RECEIVED),
        _ordinary(2, _ROBBERY, 9, standing=public, steps=_TO_RECEIVED),
        # One in so many waits for the law officers: each has a submission to be read.
        _ordinary(1, _MURDER, 4, standing=bereaved, steps=_TO_LAW_OFFICERS),
        _ordinary(2, _RAPE, 6, steps=_TO_LAW_OFFICERS, decision=DecisionChoice.REFER),
        _ordinary(12, _ROBBERY, 0, Step.CLOSE, **not_referred),
        _ordinary(11, _MURDER, 4, Step.CLOSE, standing=bereaved, **not_referred),
        _ordinary(11, _RAPE, 8, Step.CLOSE, **not_referred),
        _ordinary(11, _MANSLAUGHTER, 19, Step.CLOSE, standing=public, **not_referred),
        _ordinary(
            33, "no-common-assault", 6, Step.CLOSE_NOT_IN_SCHEME, Step.CLOSE, standing=public
        ),
        _ordinary(5, _ROBBERY, 1, *_at_court(Step.RECORD_INCREASED), **_REFERRED),
        _ordinary(4, _RAPE, 13, *_at_court(Step.RECORD_INCREASED), **_REFERRED),
        _ordinary(4, _MANSLAUGHTER, 3, *_at_court(Step.RECORD_UNCHANGED), **_REFERRED),
        _ordinary(2, _MURDER, 2, *_at_court(Step.RECORD_LEAVE_REFUSED), **_REFERRED),
        # Of nobody else's request is it certain that it came too late.
        _ordinary(5, _ROBBERY, 200, Step.CLOSE_OUT_OF_TIME, Step.CLOSE, standing=public),
        _ordinary(2, _RAPE, 5, Step.WITHDRAW, Step.CLOSE),
    )


def _at_court(decision: Step) -> tuple[Step, ...]:
    return (Step.LIST_HEARING, decision, Step.CLOSE)
