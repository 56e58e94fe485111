"""The next actions on a review as pages draw them: label and address, or why not yet."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from flask import url_for

from ulss_tracker.models import FilingKind, Review, User
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services.referral import next_actions as services
from ulss_tracker.services.referral.next_actions import Offer, Task

COURT_PAGES: Mapping[Step | Task, str] = {
    Step.RECORD_RESPONDENTS_NOTICE: "casework.respondents_notice",
    Step.LIST_HEARING: "casework.list_hearing",
    Step.RECORD_LEAVE_REFUSED: "casework.court_decision",
}
ARRIVALS: Mapping[Step | Task, FilingKind] = {
    Step.FILE: FilingKind.FILING,
    Step.SERVE: FilingKind.SERVICE,
}

# Each is about one review. A step that is not here is a press on the page of steps.
_PAGES: Mapping[Step | Task, str] = {
    Task.SIGN_OVERRIDE: "casework.sign_override",
    Task.VERIFY_FACTS: "casework.verify_facts",
    Task.OPEN_LOCK: "casework.open_lock",
    Task.DECIDE: "casework.decide",
    Task.WRITE_ADVICE: "casework.write_advice",
    Task.RECORD_DECISION: "casework.record_decision",
    Task.TAKE: "casework.take_review",
    Task.GIVE: "casework.change_assignee",
    Step.INSTRUCT_COUNSEL: "casework.instruct_counsel",
    Step.SEND_TO_LAW_OFFICERS: "casework.prepare_submission",
    Step.RESUBMIT: "casework.prepare_submission",
    Step.PASS_TO_OTHER: "casework.pass_decision",
    **COURT_PAGES,
}
# Where the page that records a step does more than the step's own words say.
_LABELS: Mapping[Step | Task, str] = {
    Step.REQUEST_PAPERS: "Ask the CPS for papers",
    Step.RECORD_LEAVE_REFUSED: "Record the court’s decision",
}
# What must be done before a step, and the page on which it is.
_FIRST: Mapping[Step | Task, str] = {
    Step.FILE: "Write and issue the application",
    Step.SERVE: "Issue the notice to the offender",
    Step.CLOSE: "Tell people the outcome",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One action, ready to draw. With `why_not` it cannot be done yet, and leads nowhere.

    `first` is then the action that would allow it, where one page does. One that `is_post` is a
    form of one button, which sends `fields`; one that `is_in_place` a form that opens where it is.
    """

    what: Step | Task
    label: str
    href: str = ""
    is_post: bool = False
    is_in_place: bool = False
    why_not: str = ""
    first: "Action | None" = None
    fields: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NextActions:
    """The actions in the groups of `services.referral.next_actions`."""

    checks: tuple[Action, ...]
    steps: tuple[Action, ...]
    assignment: tuple[Action, ...]
    why_none: str
    now: Step | Task | None


def next_actions(review: Review, user: User, taken: Collection[Step] = ()) -> NextActions:
    """Give what `user` may do next about this review, or why not. `taken`: its steps until now."""
    offers = services.of_review(review, user, taken)
    return NextActions(
        checks=_drawn(offers.checks, review),
        steps=_drawn(offers.steps, review),
        assignment=_drawn(offers.assignment, review),
        why_none=offers.why_none,
        now=offers.now,
    )


def _drawn(offers: tuple[Offer, ...], review: Review) -> tuple[Action, ...]:
    return tuple(action(offer, review) for offer in offers)


def action(offer: Offer, review: Review) -> Action:
    """Give an offer its label and its address."""
    step = offer.what
    if offer.why_not:
        return Action(
            what=step, label=step.label, why_not=offer.why_not, first=_first(step, review)
        )
    return Action(
        what=step,
        label=_LABELS.get(step, step.label),
        href=_href(step, review),
        is_post=step is Task.TAKE,
        is_in_place=step is Task.GIVE,
        fields={"version": review.version} if step is Task.TAKE else {},
    )


def _first(step: Step | Task, review: Review) -> Action | None:
    """Give what must be done before a step, as an action of its own."""
    if step not in _FIRST:
        return None
    href = url_for("casework.show_letters", review_id=review.id)
    if step is Step.CLOSE:
        href = url_for("casework.case_notifications", reference=review.case.reference)
    return Action(what=step, label=_FIRST[step], href=href)


def _href(step: Step | Task, review: Review) -> str:
    if step is Task.DECLARE_CONFLICT:
        return url_for("casework.declare_conflict", reference=review.case.reference)
    if step is Step.REQUEST_PAPERS:
        return url_for("casework.ask_for_papers", reference=review.case.reference)
    if step in ARRIVALS:
        kind = ARRIVALS[step]
        return url_for("casework.record_filing", review_id=review.id, kind=kind.value)
    if step in _PAGES:
        return url_for(_PAGES[step], review_id=review.id)
    return url_for("casework.move", review_id=review.id, step=step.value)
