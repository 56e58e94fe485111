"""A new secret code of the status page, for somebody who has lost theirs or was never given one.

The reference and the code never travel together: a message that holds the one never holds the
other, but for a letter, which goes by post to the person alone.
"""

from ulss_tracker.models import EventKind, Request, User
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core import references
from ulss_tracker.services.core.unit_of_work import locked
from ulss_tracker.services.core.users import require
from ulss_tracker.services.history import history
from ulss_tracker.services.requests import open_pages, posted_codes


def renew(request: Request, by: User) -> str:
    """Give the request a new code, to be read out, and return it: it is kept nowhere.

    The code from before, and one on its way by post, open nothing any more, and the request is
    closed wherever it is open. The history says who gave it, and not the code.
    """
    require(by, Permission.WORK_CASES)
    code = references.new_code()
    with locked(request):
        request.code_hash = references.hash_code(code)
        posted_codes.end(request)
        open_pages.close(request)
        history.record(EventKind.CODE_RENEWED, by, request.case, request)
    return code
