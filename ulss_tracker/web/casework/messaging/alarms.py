"""Alarms of the duty desk: one, with the button that says who has it in hand, and their log."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import AlarmReason, Deadline, DutyAlarm, Request, Review
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.workflow.ladders import words_of
from ulss_tracker.scheme.workflow.what_can_be_done import Action, Deed
from ulss_tracker.services.deadlines import running
from ulss_tracker.services.messaging import alarm_log, duty_alarms
from ulss_tracker.services.messaging.alarm_log import Which
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.forms import PressForm
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.filters import moment
from ulss_tracker.web.core.ids import member
from ulss_tracker.web.core.sessions import staff

# Where a deed about a review is done, and the name of that page. All others: the review itself.
_PAGES: Mapping[Deed, tuple[str, str]] = {
    Deed.VERIFY: ("casework.show_review", "Facts to verify"),
    Deed.GET_PAPERS: ("casework.case_papers", "Papers"),
    Deed.SEND_TO_LAW_OFFICERS: ("casework.show_submission", "Law officers"),
    Deed.GET_DECISION: ("casework.show_submission", "Law officers"),
    Deed.ISSUE_APPLICATION: ("casework.show_letters", "Application and notice"),
    Deed.FILE: ("casework.show_letters", "Application and notice"),
}
_ON_REQUEST = frozenset({Deed.RELEASE, Deed.FIND_DAY, Deed.OPEN_CASE})


@dataclass(frozen=True, slots=True)
class Task:
    """Something that can be done now, and the page where it is done; "" where there is none yet."""

    action: Action
    href: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The subject of an alarm, as its page and the list show it.

    `href` leads to the request or the review. `until` is the moment to file by, or of the slip
    rule; None while the day of sentence is not known.
    """

    alarm: DutyAlarm
    words: str
    kind: str
    reference: str
    href: str
    offender: str
    holder: str
    until: datetime | None

    @property
    def row(self) -> Deadline:
        """The deadline that the alarm is of."""
        return self.alarm.deadline


@blueprint.get("/alarms", may=Permission.WORK_CASES)
def alarms() -> str:
    """List the alarms that are going, or those that ended and why."""
    which = member(Which, request.args.get("which"), Which.GOING)
    return lists.show(
        "casework/messaging/alarms.html",
        alarm_log.TABLES[which],
        partial(alarm_log.page, which),
        about=_about,
        which=which,
        going=alarm_log.going(),
        choices=tuple(Which),
    )


@blueprint.form("/alarms/<int:alarm_id>", may=Permission.WORK_CASES)
def alarm(alarm_id: int) -> str | Response | tuple[str, int]:
    """Show an alarm and what can still be done; the button says that this person has it in hand.

    Whoever is called opens it from a phone at night: one press is enough, and a second of their
    own changes nothing.
    """
    duty_alarm = alarm_log.get(alarm_id)
    if not PressForm().validate_on_submit():
        return _page(duty_alarm)
    try:
        duty_alarms.acknowledge(duty_alarm, staff())
    except Refused as refusal:
        if not duty_alarm.is_in_hand or duty_alarm.answered_by_id != staff().id:
            return _page(duty_alarm, refused=str(refusal)), 409
    else:
        flash(f"This alarm calls nobody else until {moment(duty_alarm.next_call_at)}", "success")
    return redirect(url_for("casework.alarm", alarm_id=alarm_id))


def alarm_going(record: Request | Review) -> dict[str, Any]:
    """The context of a page whose record an alarm may be going about: for those who work cases."""
    works = may(staff().role, Permission.WORK_CASES)
    duty_alarm = alarm_log.going_about(record) if works else None
    return {"alarm": duty_alarm, "alarm_words": words_of(duty_alarm.stage) if duty_alarm else ""}


def _page(duty_alarm: DutyAlarm, *, refused: str = "") -> str:
    """The page of one alarm; `refused` says why the button was no use."""
    about = _about(duty_alarm)
    calls = alarm_log.latest_calls(duty_alarm)
    other = alarm_log.going_besides(duty_alarm) if duty_alarm.ended_at else None
    return render_template(
        "casework/messaging/alarm.html",
        about=about,
        alarm=duty_alarm,
        would_come_back_at=duty_alarms.comes_back_at(duty_alarm, clock.now()),
        last_day_on=running.last_day_of(duty_alarm.deadline),
        tasks=[_task(action, about) for action in alarm_log.actions(duty_alarm)],
        calls=calls,
        more_calls=len(calls) == alarm_log.MOST_CALLS,
        other=other,
        other_words=words_of(other.stage) if other else "",
        refused=refused,
    )


def _about(duty_alarm: DutyAlarm) -> About:
    row = duty_alarm.deadline
    about = row.request or row.review
    assert about is not None  # noqa: S101 - a deadline is of either (ck_deadline_of_one)
    if row.request is not None:
        href = url_for("casework.show_request", reference=row.reference)
    else:
        href = url_for("casework.show_review", review_id=row.review_id)
    until = duty_alarm.about_at if duty_alarm.reason is AlarmReason.SLIP_RULE else row.file_by_at
    return About(
        alarm=duty_alarm,
        words=words_of(duty_alarm.stage),
        kind="Request" if row.request is not None else "Review in case",
        reference=row.reference,
        href=href,
        offender=about.offender_name,
        holder=row.holder.name if row.holder else "",
        until=until,
    )


def _task(action: Action, about: About) -> Task:
    """An action with the page where it is done."""
    if about.row.request is not None:
        on_request = action.deed in _ON_REQUEST
        return Task(action, about.href if on_request else "", "The request" if on_request else "")
    if action.deed not in _PAGES:
        return Task(action, about.href, "The review")
    endpoint, page = _PAGES[action.deed]
    if endpoint == "casework.case_papers":
        return Task(action, url_for(endpoint, reference=about.reference), page)
    return Task(action, url_for(endpoint, review_id=about.row.review_id), page)
