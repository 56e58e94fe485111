"""How far a request is, for whoever holds its reference and code; withdrawing it."""

import io
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, TypeVar

from flask import abort, redirect, render_template, request, send_file, session, url_for
from flask_babel import gettext, lazy_gettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from ulss_tracker import clock
from ulss_tracker.errors import Refused
from ulss_tracker.models import DefencePage, RightsRequest
from ulss_tracker.services.core import office_details
from ulss_tracker.services.information_rights import copies
from ulss_tracker.services.people import public_number
from ulss_tracker.services.referral import defence_pages
from ulss_tracker.services.requests import request_status, wrong_tries
from ulss_tracker.services.requests.request_status import Status
from ulss_tracker.web.core.access import ANYONE
from ulss_tracker.web.core.rate_limits import address_hash
from ulss_tracker.web.forms import GovForm, TextField
from ulss_tracker.web.public import blueprint
from ulss_tracker.web.public.reminder import reminder

STAYS_OPEN_SECONDS = 30 * 60
_OPENED = "status"
_Page = Response | str
_Record = TypeVar("_Record")


def _typed(label: Any, required: Any, hint: Any) -> TextField:
    """A field for a reference or a code, which a browser does not keep."""
    return TextField(
        label, required=required, hint=hint, width=20, autocomplete="off", max_length=40
    )


class ReferenceForm(GovForm):
    """The reference of a request, as its sender has it."""

    reference = _typed(
        lazy_gettext("Reference"),
        lazy_gettext("Enter your reference"),
        lazy_gettext("Such as REQ-7K3M-9QXF."),
    )


class StatusForm(ReferenceForm):
    """The two things that only the person who asked has together."""

    code = _typed(
        lazy_gettext("Code"),
        lazy_gettext("Enter your code"),
        lazy_gettext("Such as BXQ4-7KMT-R3WP. We showed it when you sent your request."),
    )


class ServedForm(GovForm):
    """The two things that one person of the defence was told."""

    reference = _typed(
        lazy_gettext("Reference"),
        lazy_gettext("Enter your reference"),
        lazy_gettext("Such as DEF-7K3M-9QXF."),
    )
    code = _typed(
        lazy_gettext("Code"),
        lazy_gettext("Enter your code"),
        lazy_gettext("Such as BXQ4-7KMT-R3WP. We told it to you by telephone."),
    )


class WithdrawForm(GovForm):
    """Nothing to fill in: a button, pressed on purpose."""


def opened(page: Callable[[Status], _Page]) -> Callable[[], _Page]:
    """Show a page of one request only to a browser in which its code was given, not long ago."""

    return _opened(page, request_status.status_of)


def _opened(
    page: Callable[[_Record], _Page],
    read: Callable[..., _Record | None],
    door: str = "public.status",
) -> Callable[[], _Page]:
    @wraps(page)
    def shown() -> _Page:
        opening: dict[str, Any] = session.get(_OPENED) or {}
        at = float(opening.get("at", 0))
        is_fresh = bool(opening) and _seconds() - at < STAYS_OPEN_SECONDS
        record = read(opening["reference"], opened_at=at) if is_fresh else None
        return page(record) if record else redirect(url_for(door))

    return shown


@blueprint.form("/status", may=ANYONE)
def status() -> _Page | tuple[str, int]:
    """Ask for the reference and the code."""
    form = StatusForm()
    if form.validate_on_submit():
        typed = request_status.as_stored(form.reference.data)
        sender = wrong_tries.Sender(address_hash(), "status", typed)
        if not sender.may_try():
            return render_template("public/status/limited.html"), 429
        rights = copies.opens(form.reference.data, form.code.data)
        reference = request_status.opens(form.reference.data, form.code.data)
        reference = rights.reference if rights else reference
        if reference is None:
            sender.was_wrong()
            form.form_errors.append(gettext("The reference and the code do not belong together"))
        elif rights and not copies.may_be_opened(rights):
            sender.was_right()
            telephone = office_details.current().OFFICE_TELEPHONE
            ended = gettext(
                "This code no longer opens what we hold about you. Telephone us on %(telephone)s: "
                "we will give you a new code, or tell you why we cannot",
                telephone=telephone,
            )
            form.form_errors.append(ended)
        else:
            sender.was_right()
            session[_OPENED] = {"reference": reference, "at": _seconds()}
            return redirect(url_for("public.show_copy" if rights else "public.show_status"))
    return render_template("public/status/find.html", form=form)


@blueprint.get("/status/request", may=ANYONE)
@opened
def show_status(status: Status) -> _Page:
    """How far the request is."""
    return render_template(
        "public/status/show.html",
        status=status,
        today=clock.today(),
        public_number=public_number.now() if status.is_open else None,
    )


@blueprint.get("/status/letters/<int:letter_id>", may=ANYONE)
def status_letter(letter_id: int) -> _Page:
    """A letter that was written about the request: the same words as on paper."""

    @opened
    def shown(status: Status) -> _Page:
        letter = request_status.letter(status.reference, letter_id)
        if letter is None:
            abort(404)
        return render_template(
            "public/status/letter.html",
            letter=letter,
            text=Markup(letter.text),  # noqa: S704 - escaped when it was made
        )

    return shown()


def _opened_copy(page: Callable[[RightsRequest], _Page]) -> Callable[[], _Page]:
    return _opened(page, copies.opened)


@blueprint.get("/status/personal-data", may=ANYONE)
@_opened_copy
def show_copy(rights: RightsRequest) -> _Page:
    """The page to read before they open what we hold about them, and until when they may."""
    return render_template("public/status/copy.html", until=copies.until(rights))


@blueprint.post("/status/personal-data/what-we-hold.pdf", may=ANYONE)
@_opened_copy
def take_copy(rights: RightsRequest) -> _Page:
    """The file as it was made; that it was taken is recorded."""
    file, name = io.BytesIO(copies.take(rights)), "what-we-hold.pdf"
    return send_file(file, mimetype="application/pdf", as_attachment=True, download_name=name)


@blueprint.form("/status/served", may=ANYONE)
def open_served() -> _Page | tuple[str, int]:
    """Ask the defence for the reference and the code of what was filed."""
    form = ServedForm()
    if form.validate_on_submit():
        page = defence_pages.opens(form.reference.data, form.code.data)
        sender = wrong_tries.Sender(address_hash(), "served", form.reference.data.upper())
        if not sender.may_try():
            return render_template("public/status/limited.html"), 429
        if page is None:
            sender.was_wrong()
            form.form_errors.append(gettext("The reference and the code do not belong together"))
        elif not defence_pages.may_be_opened(page):
            sender.was_right()
            telephone = office_details.current().OFFICE_TELEPHONE
            ended = gettext(
                "This code opens nothing any more. Telephone us on %(telephone)s for a new one",
                telephone=telephone,
            )
            form.form_errors.append(ended)
        else:
            sender.was_right()
            defence_pages.open_page(page)
            session[_OPENED] = {"reference": page.reference, "at": _seconds()}
            return redirect(url_for("public.show_served"))
    return render_template("public/status/open-served.html", form=form)


def _opened_served(page: Callable[[DefencePage], _Page]) -> Callable[[], _Page]:
    return _opened(page, defence_pages.opened, "public.open_served")


@blueprint.get("/status/served/papers", may=ANYONE)
@_opened_served
def show_served(page: DefencePage) -> _Page:
    """Show the filed papers, and nothing else: each file with the hash of its bytes."""
    return render_template(
        "public/status/served.html",
        papers=defence_pages.papers_of(page),
        until=defence_pages.until(page),
    )


@blueprint.post("/status/served/file", may=ANYONE)
@_opened_served
def take_served(page: DefencePage) -> _Page:
    """One of the files; that it was taken is recorded."""
    key = request.form.get("paper", "")
    file = defence_pages.take(page, key)
    return send_file(
        file, mimetype="application/pdf", as_attachment=True, download_name=f"{key}.pdf"
    )


@blueprint.get("/status/reminder.ics", may=ANYONE)
@opened
def status_reminder(status: Status) -> _Page:
    """Give a calendar entry for the day after the one by which they should have heard."""
    if status.hear_by is None:
        return redirect(url_for("public.show_status"))
    return reminder(status.hear_by, status.reference)


@blueprint.form("/status/withdraw", may=ANYONE)
@opened
def withdraw(status: Status) -> _Page:
    """Withdraw the request, after saying what that does and does not do."""
    if request.method == "GET" and status.is_open and not status.withdraws_at:
        return render_template("public/status/withdraw.html", form=WithdrawForm(), status=status)
    if request.method == "POST":
        with suppress(Refused):  # decided meanwhile: the status page says so
            request_status.withdraw(status.reference)
    return redirect(url_for("public.show_status"))


@blueprint.post("/status/keep", may=ANYONE)
@opened
def keep_request(status: Status) -> _Page:
    """Keep a request that is to be withdrawn within a day."""
    with suppress(Refused):  # too late by now: the status page says so
        request_status.keep(status.reference)
    return redirect(url_for("public.show_status"))


@blueprint.post("/status/leave", may=ANYONE)
def leave_status() -> Response:
    """Close the request in this browser: the code must be given again."""
    opening = session.pop(_OPENED, None)
    if opening:
        request_status.leave(opening["reference"])
    return redirect(url_for("public.start"))


def _seconds() -> float:
    return clock.now().timestamp()
