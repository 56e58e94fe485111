"""The caseworker's and the law officer's pages."""

from flask import abort, request

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
def _may_work() -> dict[str, bool]:
    """Whether the reader may work on cases; on a page of one, whether on that (`case_page`)."""
    user = staff_or_none()
    return {"may_work": user is not None and may(user.role, Permission.WORK_CASES)}


# Each module adds its pages to the blueprint above.
from ulss_tracker.web.casework import (  # noqa: E402
    complaints,
    home,
    saved_views,
    search,
    second_readings,
)
from ulss_tracker.web.casework.assessment import (  # noqa: E402
    offences,
    outside_law,
    overrides,
    two_keys,
    verification,
)
from ulss_tracker.web.casework.cases import (  # noqa: E402
    charge_sheets,
    conflicts,
    duplicates,
    merging,
    notes,
    reversals,
    reviews,
    sentences,
    void_case,
)
from ulss_tracker.web.casework.cases import pages as cases_pages  # noqa: E402
from ulss_tracker.web.casework.desk import (  # noqa: E402
    bulk,
    notify_together,
    open_and_record,
    refusals,
)
from ulss_tracker.web.casework.files import pages as files_pages  # noqa: E402
from ulss_tracker.web.casework.letters import batches, comments, drafts  # noqa: E402
from ulss_tracker.web.casework.letters import pages as letters_pages  # noqa: E402
from ulss_tracker.web.casework.mailbox import conversations, corrections, replies  # noqa: E402
from ulss_tracker.web.casework.mailbox import pages as mailbox_pages  # noqa: E402
from ulss_tracker.web.casework.messaging import alarms, messages, reminders  # noqa: E402
from ulss_tracker.web.casework.notifying import pages as notifying_pages  # noqa: E402
from ulss_tracker.web.casework.notifying import press_lines  # noqa: E402
from ulss_tracker.web.casework.people import absences, calendars  # noqa: E402
from ulss_tracker.web.casework.protection import restrictions  # noqa: E402
from ulss_tracker.web.casework.referral import (  # noqa: E402
    advice,
    court,
    decisions,
    papers,
    submissions,
    written_drafts,
)
from ulss_tracker.web.casework.requests import (  # noqa: E402
    contact,
    contact_change,
    inbox,
    new_code,
    ownership,
    who_asked,
    withdrawals,
)
from ulss_tracker.web.casework.requests import pages as requests_pages  # noqa: E402
from ulss_tracker.web.casework.waiting import answers, calls, checks, outstanding  # noqa: E402
from ulss_tracker.web.casework.waiting import pages as waiting_pages  # noqa: E402
