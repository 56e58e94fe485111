"""Who read what, the security log, and the sealed cases: pages about keeping secrets."""

from functools import partial
from typing import Any

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ulss_tracker.labelled import LabelledEnum
from ulss_tracker.permissions import Permission, Role, may
from ulss_tracker.services.protection import audit, sealing, security_log
from ulss_tracker.services.register import exporting
from ulss_tracker.services.supervision.sealed_cases import TABLE as SEALED
from ulss_tracker.services.supervision.sealed_cases import page as sealed_page
from ulss_tracker.web.core import lists
from ulss_tracker.web.core.access import PAGE_WORDS
from ulss_tracker.web.core.acts import done
from ulss_tracker.web.core.downloads import table_file
from ulss_tracker.web.core.ids import member
from ulss_tracker.web.core.sessions import staff
from ulss_tracker.web.forms import (
    GovForm,
    TextAreaField,
)
from ulss_tracker.web.supervision import blueprint


class Record(LabelledEnum):
    """The records of the audit, each with who may read it."""

    READING = "reading", "Reading"
    SECURITY = "security", "Security log"

    def is_open_to(self, role: Role) -> bool:
        """Whether this role may read it."""
        is_security = self is Record.SECURITY
        return may(role, Permission.SEE_SECURITY_LOG if is_security else Permission.SEE_AUDIT)


class UnsealForm(GovForm):
    """Why a sealed case is opened to the office."""

    reason = TextAreaField(
        "Why should the office be able to open it again?",
        required="Enter the reason for opening the case",
        rows=3,
        max_length=2_000,
    )


# The audit of reading asks for more.
@blueprint.get("/audit", may=Permission.SEE_SECURITY_LOG)
def audit_entries() -> str:
    """Who read what, or the security log: `record` says which; newest first unless asked."""
    role = staff().role
    open_to = [record for record in Record if record.is_open_to(role)]
    record = member(Record, request.args.get("record"), open_to[0])
    is_security = record is Record.SECURITY
    listing = lists.of(security_log.TABLE if is_security else audit.TABLE)
    page_of: Any = security_log.page if is_security else audit.entries
    return render_template(
        "supervision/audit.html",
        page=page_of(listing.filters, staff(), **listing.place),
        shown=listing,
        record=record,
        records=open_to,
        is_security=is_security,
        page_words={**PAGE_WORDS, exporting.COMMAND: "The old register, from a terminal"},
    )


@blueprint.get("/security-log", may=Permission.SEE_SECURITY_LOG)
def security() -> Response:
    """Lead to the security log in the audit, narrowed as here: its old address."""
    filters: dict[str, Any] = request.args.to_dict(flat=False) | {"record": Record.SECURITY.value}
    return redirect(url_for("supervision.audit_entries", **filters))


@blueprint.get("/security-log.<ending>", may=Permission.SEE_SECURITY_LOG, audit="The security log")
def security_sheet(ending: str) -> Response:
    """Take the log as narrowed away, by numbers of accounts and nobody's name; it is logged too."""
    listing = lists.whole(security_log.TABLE, "supervision.security")
    events = listing.every(partial(security_log.page, reader=staff()))
    return table_file(security_log.TABLE, events, "security-log", ending)


@blueprint.get("/sealed", may=Permission.SEAL_CASE)
def sealed_cases() -> str:
    """The sealed cases, by reference alone, and the way to open one."""
    return lists.show("supervision/sealed.html", SEALED, sealed_page)


@blueprint.form("/sealed/<int:seal_id>/open", may=Permission.SEAL_CASE)
def unseal(seal_id: int) -> str | Response:
    """Open a sealed case to the office again, with the reason."""
    seal = sealing.get_seal(seal_id)
    form = UnsealForm()
    if form.validate_on_submit():
        sealing.unseal(seal.case, form.reason.data, staff())
        return done(f"Case {seal.case.reference} is open to the office", seal.case)
    return render_template("supervision/unseal.html", seal=seal, form=form)
