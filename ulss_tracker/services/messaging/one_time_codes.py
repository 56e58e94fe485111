"""One-time codes, sent where somebody is known to be reached: they prove that it is them."""

from ulss_tracker.models import EmailUse, Request, SafeContact
from ulss_tracker.services.core import office_details, references
from ulss_tracker.services.messaging import compose, safe_contacts, to_requesters

EMAIL, TEXT = "email", "text"


def send(request: Request, safe: SafeContact | None, *, once_key: str) -> dict[str, str]:
    """Send a code of its own to each contact that is safe to write to; the codes by way.

    In the caller's transaction. The words say nothing of what they are for, and hold no reference.
    A code is kept apart from its message, and gone once that is sent.
    """
    codes: dict[str, str] = {}
    if request.email and safe_contacts.email_use(request, safe) is not EmailUse.NONE:
        codes[EMAIL] = _write(request, EMAIL, once_key, "one_time_code.txt", request.email)
    if safe is not None and safe.text_to and office_details.current().sends_texts:
        codes[TEXT] = _write(request, TEXT, once_key, "one_time_code_text.txt", f"+{safe.text_to}")
    return codes


def _write(request: Request, way: str, once_key: str, template: str, recipient: str) -> str:
    code = references.new_one_time_code()
    to_requesters.add(
        request,
        to_requesters.words_to(request, template, code=compose.CODE_PLACE),
        recipient,
        kind=compose.ONE_TIME_CODE,
        once_key=f"{once_key}:{way}",
        by_text=way == TEXT,
        code=code,
    )
    return code
