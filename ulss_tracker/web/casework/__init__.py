"""The caseworker's and the law officer's pages."""

from flask import abort, request

from ulss_tracker import clock
from ulss_tracker.permissions import Permission, may
from ulss_tracker.web.core.access import Blueprint
from ulss_tracker.web.core.sessions import staff_or_none

LARGEST_ID = 2**31 - 1
"""The largest number that the tables' ids hold; no database can look for one far beyond it."""

blueprint = Blueprint("casework", __name__, url_prefix="/casework")


@blueprint.before_request
def _refuse_impossible_names() -> None:
    """Answer "not found" to an id or a reference that no database can even be asked about."""
    for value in (request.view_args or {}).values():
        if "\x00" in value if isinstance(value, str) else value > LARGEST_ID:
            abort(404)


@blueprint.context_processor
def _of_every_page() -> dict[str, object]:
    """The time, and whether the reader may work on cases: on a case's page, on that one."""
    user = staff_or_none()
    may_work = user is not None and may(user.role, Permission.WORK_CASES)
    return {"may_work": may_work, "now": clock.now(), "today": clock.today()}
