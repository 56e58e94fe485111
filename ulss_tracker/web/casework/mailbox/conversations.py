"""The conversations with everybody who asked about a case."""

from ulss_tracker.permissions import Permission, may
from ulss_tracker.services.cases import cases
from ulss_tracker.services.correspondence import conversation
from ulss_tracker.web.casework import blueprint
from ulss_tracker.web.casework.cases.case_header import case_page
from ulss_tracker.web.core.sessions import staff


@blueprint.get("/cases/<reference>/messages", may=Permission.SEE_CONTACTS)
def case_messages(reference: str) -> str:
    """Whatever those who asked wrote, and what we wrote to them, the oldest first."""
    case = cases.get_case(reference)
    return case_page(
        "casework/mailbox/case-messages.html",
        case,
        may_work=may(staff().role, Permission.WORK_CASES),
        entries=conversation.of_case(case),
        most=conversation.MOST,
    )
