"""Messages to whoever asked, as far as it is safe for them.

Somebody else may read their mailbox or their phone. Where they did not say that nobody does, they
are told that there is news, in words that say nothing of what, and read it on the status page.
"""

from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import select, text

from ulss_tracker import clock
from ulss_tracker.models import (
    Channel,
    EmailUse,
    MessageState,
    Request,
    SafeContact,
    db,
)
from ulss_tracker.scheme.time import limit_sentences
from ulss_tracker.services.core import answer_time, limits, office_details, references
from ulss_tracker.services.messaging import compose, safe_contacts
from ulss_tracker.services.messaging.compose import ALL_OPENED, FilesNotOpened
from ulss_tracker.services.messaging.stopped_texts import NEWS_TEXT

# Whoever fills an address's box with other people's acknowledgements stops there in a day.
MOST_ACKNOWLEDGED = 10
NEWS_EMAIL = "news.txt"
STATUS_PATH = "/status"
_HELD = (
    f"More than {MOST_ACKNOWLEDGED} requests gave this address within a day, so it is not written "
    "to by itself"
)
_REQUESTS: Any = Request.__table__


def acknowledge(
    request: Request,
    safe: SafeContact | None = None,
    not_opened: FilesNotOpened = ALL_OPENED,
) -> None:
    """Add the message that tells the requester their request has arrived.

    By email when they gave an address that may be written to; else as a letter for a person to
    print and post, when they gave a postal address and did not say that post is unsafe; else
    nothing is written, and the office must telephone. In the request's language. `safe` is what
    they said is safe. It holds the reference, and so never the secret code of the status page:
    whoever reads it would have both. The code was shown on the screen, or is read out by telephone
    (secret_code.py), or goes in a letter of its own (posted_codes.py). It says which files were
    `not_opened`. Where very many
    requests gave one address within a day, the email is held back until a person sends it. Calling
    it twice for one request adds one message.
    """
    db.session.flush()  # the request must have its id
    use = safe_contacts.email_use(request, safe) if request.email else EmailUse.NONE
    by_post = use is EmailUse.NONE
    if by_post and (not request.postal_address or request.may_post is False):
        return
    is_held = not by_post and request.logged_by_id is None and _is_flooded(request.mailbox)
    is_news = use is EmailUse.NEWS
    addressee = "\n".join(line for line in (request.requester_name, request.postal_address) if line)
    add(
        request,
        words_to(request, NEWS_EMAIL, is_first=True)
        if is_news
        else _acknowledgement(request, not_opened),
        addressee if by_post else request.email,
        kind=compose.NEWS if is_news else compose.ACKNOWLEDGEMENT,
        once_key=f"ack:{request.id}",
        by_post=by_post,
        state=MessageState.HELD if is_held else MessageState.WAITING,
        last_error=_HELD if is_held else "",
    )


def remind_of_outstanding(request: Request, *, once_key: str) -> None:
    """Add the email that asks a requester for what they still owe: the reference, and no more.

    In the request's language. Somebody else may see the inbox, so it says neither what nor whom.
    """
    _email(request, compose.OUTSTANDING, once_key, "owed.txt")


def tell_of_withdrawal(request: Request, email_before: str) -> None:
    """Add what says that a request is to be withdrawn, and how to keep it.

    Whoever withdraws it may not be whoever made it: by email and by text, where either is safe, and
    to the address that another replaced within a day. Where neither is, the status page says it.
    """
    once_key = f"withdrawn:{request.id}:{clock.now().isoformat()}"
    safe = _email(request, compose.WITHDRAWN, once_key, "withdrawn.txt", also=email_before)
    text_news(request, safe, once_key=f"{once_key}:text")


def tell_of_contact_change(
    request: Request, email_before: str, text_before: str, safe: SafeContact | None
) -> None:
    """Add what says, where they could be reached before and now, that this was changed online.

    Whoever changed it may not be whoever made the request. The words name no address. Nothing goes
    to an address or a number that they only took away: it may be the one that is not safe.
    """
    once_key = f"contact:{request.id}:{clock.now().isoformat()}"
    addresses = dict.fromkeys((email_before, request.email)) if request.email else ()
    for number, address in enumerate(addresses):
        if address and safe_contacts.email_use(request, safe) is not EmailUse.NONE:
            add(
                request,
                words_to(request, "contact.txt"),
                address,
                kind=compose.CONTACT_CHANGED,
                once_key=f"{once_key}:{number}",
            )
    was_replaced = text_before != safe_contacts.mobile_number(request.telephone)
    if text_before and was_replaced and request.telephone:
        _text(request, text_before, f"{once_key}:text before")
    text_news(request, safe, once_key=f"{once_key}:text")


def text_news(request: Request, safe: SafeContact | None, *, once_key: str) -> None:
    """Add the text that there is news, where they agreed to texts and these can be sent.

    It names neither the office nor the request: a phone shows it while it is locked.
    """
    if safe is not None and safe.text_to:
        _text(request, safe.text_to, once_key)


def send_test(request: Request) -> None:
    """Add an email and a text that name nothing, as far as each is safe, once to each address."""
    safe = safe_contacts.of_requests([request.id]).get(request.id)
    if request.email and safe_contacts.email_use(request, safe) is not EmailUse.NONE:
        words = words_to(request, "test.txt")
        add(
            request,
            words,
            request.email,
            kind=compose.TEST,
            once_key=_test_key(request, request.email),
        )
    if safe is not None and safe.text_to:
        _text(request, safe.text_to, _test_key(request, safe.text_to), "test_text.txt")


def _test_key(request: Request, address: str) -> str:
    return f"test:{request.id}:{references.hash_code(address)[:16]}"


def words_to(
    request: Request, template: str, *, is_first: bool = False, **facts: object
) -> tuple[str, str]:
    """The subject and body of a template in the language of the request.

    `is_first` of what says both that something has come and, later, that there is news of it.
    """
    return compose.write(
        f"{language_of(request)}/{template}",
        is_first=is_first,
        reference=request.reference,
        status_page=office_details.current().PUBLIC_URL + STATUS_PATH,
        **facts,
    )


def add(
    request: Request,
    words: tuple[str, str],
    recipient: str,
    *,
    kind: str,
    once_key: str,
    by_text: bool = False,
    **message: object,
) -> None:
    """Add a message about a request, its words in the language of that."""
    subject, body = words
    compose.add_once(
        once_key=once_key,
        kind=kind,
        by_text=by_text,
        recipient=recipient,
        language=language_of(request),
        subject=subject,
        body=" ".join(body.split()) if by_text else body,
        request_id=request.id,
        **message,
    )


def language_of(request: Request) -> str:
    """The language in which they are written to."""
    return request.language if request.language in compose.LANGUAGES else "en"


def _text(request: Request, number: str, once_key: str, template: str = "news_text.txt") -> None:
    if office_details.current().sends_texts:
        words = words_to(request, template)
        add(request, words, f"+{number}", kind=NEWS_TEXT, once_key=once_key, by_text=True)


def _email(
    request: Request, kind: str, once_key: str, template: str, *, also: str = ""
) -> SafeContact | None:
    """Add an email to them as it is safe, whole or as news; gives what they said is safe.

    `also` is another address of theirs that the same goes to.
    """
    safe = safe_contacts.of_requests([request.id]).get(request.id)
    use = safe_contacts.email_use(request, safe)
    if not request.email or use is EmailUse.NONE:
        return safe
    if use is EmailUse.NEWS:
        kind, template = compose.NEWS, NEWS_EMAIL
    words = words_to(request, template)
    add(request, words, request.email, kind=kind, once_key=once_key)
    if also:
        add(request, words, also, kind=kind, once_key=f"{once_key}:also")
    return safe


def _acknowledgement(request: Request, not_opened: FilesNotOpened) -> tuple[str, str]:
    language = language_of(request)
    hear_by, last_day = answer_time.hear_by(request), limits.last_day_ahead(request)
    in_words = partial(compose.day_in_words, language)
    return words_to(
        request,
        "acknowledgement.txt",
        not_opened=not_opened,
        received_at=compose.moment(request.received_at, language),
        was_shown_code=request.channel is Channel.FORM,
        hear_by=in_words(hear_by) if hear_by else "",
        may_wait=hear_by is None
        or answer_time.may_wait(
            hear_by, request.received_at, last_day.file_by_at if last_day else None
        ),
        is_over=request.sentenced_on is not None and last_day is None,
        last_day=in_words(last_day.last_day_on) if last_day else "",
        file_by=compose.moment(last_day.file_by_at, language) if last_day else "",
        usual_length=limit_sentences.usual_length(language),
        longer=limit_sentences.some_have_longer(language, in_words),
    )


def _is_flooded(box: str) -> bool:
    """Whether more requests than `MOST_ACKNOWLEDGED` gave this box within a day by themselves."""
    one_too_many = (
        select(_REQUESTS.c.id)
        .where(
            _REQUESTS.c.mailbox == box,
            text("mailbox <> ''"),  # as the index says it
            _REQUESTS.c.received_at > clock.now() - timedelta(days=1),
            _REQUESTS.c.logged_by_id.is_(None),
        )
        .limit(1)
        .offset(MOST_ACKNOWLEDGED)
    )
    return db.session.connection().scalar(one_too_many) is not None
