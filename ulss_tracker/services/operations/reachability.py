"""Whether each service that the settings name answers now, to the tracker's own sign-in.

What a service said is not repeated, for it may repeat what it was told.
"""

import io
import smtplib
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from config import Config, Office
from ulss_tracker import clock
from ulss_tracker.adapters import antivirus, office_provider
from ulss_tracker.adapters.mail.mail_errors import MailError
from ulss_tracker.adapters.mail.smtp import SmtpMailer
from ulss_tracker.adapters.mailbox import imap
from ulss_tracker.errors import ServiceFault
from ulss_tracker.models import db
from ulss_tracker.services.core import file_objects

_PATIENCE = 5  # seconds
_CLOCKS_APART = 5  # seconds


def database(_config: Config) -> str:
    """The database answers, and its clock is this machine's."""
    try:
        at = db.session.scalar(select(func.now()))
    except SQLAlchemyError as error:
        return f"The database does not answer ({type(error).__name__}): see DATABASE_URL"
    finally:
        db.session.rollback()
    if isinstance(at, datetime) and at.tzinfo:
        apart = abs((clock.now() - at).total_seconds())
        if apart > _CLOCKS_APART:
            return f"The database's clock is {apart:.0f} seconds away from this machine's: set both"
    return ""


def counter(office: Office) -> str:
    """The counter that several workers share answers."""
    from limits.storage import storage_from_string

    address = office.RATELIMIT_STORAGE_URI
    patience = {} if address.startswith("memory:") else {"socket_timeout": _PATIENCE}
    if storage_from_string(address, **patience).check():
        return ""
    return "Redis does not answer: see RATELIMIT_STORAGE_URI"


def mail(config: Config) -> str:
    """The mail server, or GOV.UK Notify, takes the tracker's sign-in."""
    try:
        if config.NOTIFY_API_KEY:
            from ulss_tracker.adapters.mail.notify import NotifyMailer

            with NotifyMailer(
                config.NOTIFY_API_KEY, config.NOTIFY_TEMPLATE_ID, config.NOTIFY_URL
            ) as notify:
                notify.ring(posts_letters=config.posts_letters)
        elif config.SMTP_URL:
            with SmtpMailer(config.SMTP_URL) as server:
                server.ring()
    except (MailError, smtplib.SMTPException, OSError) as error:
        name = "NOTIFY_API_KEY" if config.NOTIFY_API_KEY else "SMTP_URL"
        return f"No mail can be sent ({type(error).__name__}): see {name}"
    return ""


def mailbox(config: Config) -> str:
    """The mailbox opens."""
    if not config.IMAP_URL:
        return ""
    try:
        imap.ring(imap.account_of(config))
    except ServiceFault as fault:
        return str(fault)
    return ""


def scanner(config: Config) -> str:
    """The scanner says of a harmless file that it is one."""
    if not config.CLAMD_URL:
        return ""
    answer = antivirus.scan(io.BytesIO(b"harmless"), config.CLAMD_URL, seconds=_PATIENCE)
    return "" if answer is antivirus.ScanAnswer.CLEAN else "clamd does not answer: see CLAMD_URL"


def provider(config: Config) -> str:
    """The provider of identities says that it is the one of the settings."""
    if not config.OIDC_ISSUER or office_provider.says_so(config.OIDC_ISSUER):
        return ""
    return "The provider of identities does not answer as OIDC_ISSUER names it"


def object_store(config: Config) -> str:
    """The object store keeps what it is given, gives it back and deletes it."""
    bucket = file_objects.bucket_of(config)
    if bucket is None:
        return ""
    try:
        bucket.put("ring", b"harmless")
        is_whole = bucket.get("ring") == b"harmless"
        list(bucket.pages("ring"))
        bucket.delete("ring")
    except ServiceFault as fault:
        return f"{fault} See OBJECT_STORE_URL and those after it"
    return "" if is_whole else "The object store does not keep what it is given"


RULES: tuple[tuple[str, Callable[[Config], str]], ...] = (
    ("Database answers", database),
    ("Redis answers", counter),
    ("Mail can be sent", mail),
    ("Mailbox opens", mailbox),
    ("Scanner answers", scanner),
    ("Provider answers", provider),
    ("Object store answers", object_store),
)
