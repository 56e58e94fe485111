"""Who has been told: a case's tab, the list across cases, and recording what came of a call."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ulss_tracker.errors import NotAllowed, Refused
from ulss_tracker.models import ListName, Notification, NotificationState
from ulss_tracker.permissions import Permission, may
from ulss_tracker.scheme.workflow.stages import Step
from ulss_tracker.services import letters, notifying
from ulss_tracker.services.cases import cases
from ulss_tracker.services.law import notices
from ulss_tracker.services.referral import progress
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page
from ulss_tracker.web.casework.notifying.forms import (
    Contact,
    ContactForm,
    ExemptForm,
    PersonForm,
    TakeBackForm,
)
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.acts import RefusalOn, done
from ulss_tracker.web.core.saved_views import views_of
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import Choice, pressed_version

TAB = "casework.case_notifications"
blueprint.add_app_template_global(notifying.name, "name_of")
blueprint.add_app_template_global(notifying.about_words)
blueprint.add_app_template_global(letters.kind_for, "letter_for")


@blueprint.get("/people-to-tell", may=Permission.SEE_CONTACTS)
def people_to_tell() -> str:
    """Everybody who must still be told something, of every case, the longest overdue first."""
    may_work = _may_work()
    listing = lists.of(notifying.TABLE, without=() if may_work else ("letter", "tick"))
    return render_template(
        "casework/notifying/people-to-tell.html",
        page=notifying.page(listing.filters, reader=staff(), **listing.place),
        shown=listing,
        waiting=notifying.waiting(),
        views=views_of(ListName.PEOPLE_TO_TELL, listing),
        ticked_actions=[("Tell by letter", url_for("casework.notify_together"), "")],
    )


@blueprint.get("/cases/<reference>/told", may=Permission.SEE_CONTACTS)
def case_notifications(reference: str) -> str:
    """Who has been told what of one case, person by person, victims first."""
    case = cases.get_case(reference)
    return case_page(
        "casework/notifying/notifications.html",
        case,
        tab=TAB,
        people=_by_person(notifying.of_case(case)),
        is_over=any(review.outcome for review in case.reviews),
        several=len(case.reviews) > 1,
        may_release=may(staff().role, Permission.RELEASE_PRESS_LINE) and not case.is_void,
        to_close=progress.to_close(case) if _may_work() else [],
        close=Step.CLOSE,
    )


@blueprint.form("/cases/<reference>/told/new", may=Permission.WORK_CASES)
def add_person_to_tell(reference: str) -> str | Response:
    """Add somebody who did not ask."""
    case = cases.get_case(reference)
    form = PersonForm()
    if form.validate_on_submit():
        notifying.add_person(case, form.party.data, form.name.data, form.contact.data, by=staff())
        return done(f"{form.name.data} will be told", TAB, case)
    return case_page("casework/cases/case-form.html", case, tab=TAB, form=form)


@blueprint.post("/tellings/<int:telling_id>/letter", may=Permission.WORK_CASES)
def write_notification(telling_id: int) -> Response:
    """Begin the very letter that tells them, in their language, or go on with the one begun."""
    notification = notifying.get(telling_id)
    kind = letters.kind_for(notification)
    if kind is None:
        raise Refused("No letter tells them this: record a call, or look at what was sent")
    draft = letters.draft(kind, staff(), review=notification.review, request=notification.request)
    return redirect(url_for("casework.write_letter", draft_id=draft.id))


@blueprint.form("/tellings/<int:telling_id>", may=Permission.WORK_CASES)
def record_notification(telling_id: int) -> str | Response:
    """Record that somebody was told, or could not be reached."""
    notification = notifying.get(telling_id)
    open_ones = notifying.of_person(notification)
    if notification not in open_ones:
        flash(f"Already recorded: {notification.state.label.lower()}")
        return redirect(_page_above(notification))
    reviews = {item.review_id for item in open_ones}
    form = ContactForm(version=notification.version, notifications=[item.id for item in open_ones])
    form.notifications.choices = [
        Choice(str(item.id), _about(item, several=len(reviews) > 1)) for item in open_ones
    ]
    if form.validate_on_submit():
        ticked = [item for item in open_ones if item.id in form.notifications.data]
        with RefusalOn(form.at):
            notifying.record_contact(
                ticked,
                is_told=form.result.data is Contact.TOLD,
                by=staff(),
                versions={notification.id: form.seen_version},
                **form.answers(("means", "at", "note")),
            )
            return _done(_result_words(form.result.data), notification)
    review = None if notification.party.is_first else notification.review
    return _page(
        "casework/notifying/record.html",
        notification,
        form=form,
        victims=notifying.first_untold(review) if review else [],
        law=notices.of(open_ones),
    )


@blueprint.form("/tellings/<int:telling_id>/not", may=Permission.WORK_CASES)
def exempt_from_notification(telling_id: int) -> str | Response:
    """Record why somebody is not to be told."""
    notification = notifying.get(telling_id)
    form = ExemptForm(version=notification.version)
    if form.validate_on_submit():
        with RefusalOn(form.why, NotAllowed):
            notifying.exempt(
                notification,
                form.reason.data,
                staff(),
                version=form.seen_version,
                why=form.why.data,
            )
            return _done("Recorded, with the reason", notification)
    return _page(
        "casework/notifying/exempt.html",
        notification,
        form=form,
        may_exempt=may(staff().role, Permission.EXEMPT_FROM_NOTIFICATION),
    )


@blueprint.form("/tellings/<int:telling_id>/mistake", may=Permission.WORK_CASES)
def take_back_notification(telling_id: int) -> str | Response:
    """Record that somebody was not told after all."""
    notification = notifying.get(telling_id)
    if notification.state is not NotificationState.TOLD:
        flash(f"Recorded now: {notification.state.label.lower()}")
        return redirect(_page_above(notification))
    form = TakeBackForm(version=notification.version)
    if form.validate_on_submit():
        notifying.take_back(notification, form.reason.data, staff(), version=form.seen_version)
        return _done("Recorded. They are still to be told", notification)
    return _page("casework/notifying/take-back.html", notification, form=form)


@blueprint.post("/tellings/<int:telling_id>/tell-after-all", may=Permission.WORK_CASES)
def reinstate_notification(telling_id: int) -> Response:
    """Have somebody told after all."""
    notification = notifying.get(telling_id)
    notifying.reinstate(notification, staff(), version=pressed_version())
    return _done("They are to be told after all", notification)


def _page(template: str, notification: Notification, **context: Any) -> str:
    """Draw a page about one person to tell, under their case; alone where they are in none."""
    context["notification"] = notification
    if notification.case is None:
        return render_template(template, page_above=_page_above(notification), **context)
    case = cases.get_case(notification.case.reference)
    return case_page(template, case, tab=TAB, **context)


def _page_above(notification: Notification) -> str:
    endpoint = TAB if notification.case else "casework.show_request"
    return url_for(endpoint, reference=notification.reference)


def _done(success: str, notification: Notification) -> Response:
    return done(success, _page_above(notification))


def _by_person(notifications: Sequence[Notification]) -> list[list[Notification]]:
    """Group the notifications of each person, in the order in which the first of each is due.

    Of those due at one moment, victims and bereaved families stand before everybody else.
    """
    by_key: dict[str, list[Notification]] = {}
    for notification in notifications:
        by_key.setdefault(notification.person_key, []).append(notification)
    return sorted(by_key.values(), key=lambda own: (own[0].due_by_at, not own[0].party.is_first))


def _about(notification: Notification, *, several: bool) -> str:
    """Say what they are told about, and of whom when the case has several offenders."""
    words = notifying.about_words(notification)
    return f"{notification.offender_name}: {words}" if several else words


def _result_words(result: Contact) -> str:
    if result is Contact.TOLD:
        return "Recorded: they have been told"
    return "Recorded. They are still to be told"


def _may_work() -> bool:
    return may(staff().role, Permission.WORK_CASES)
