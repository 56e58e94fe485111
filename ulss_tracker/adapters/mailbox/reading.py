"""A message read in the jail that files are opened in: `mime` runs there, never here."""

import io
from functools import cache

from pydantic import TypeAdapter

from ulss_tracker.adapters.gate import jail
from ulss_tracker.adapters.gate.limits import READING
from ulss_tracker.adapters.mailbox.message import Fault, MailMessage


def read(content: bytes) -> MailMessage:
    """The message that these bytes are, named as not read where no time is enough for it.

    Raises `NoJail`, which says nothing of the message.
    """
    try:
        mail = jail.ask("read", io.BytesIO(content), READING.seconds, _messages().validate_json)
    except jail.NoJail:
        raise
    except jail.TooBusy:
        mail = None
    return mail or MailMessage(faults=(Fault.NOT_READ,))


@cache
def _messages() -> TypeAdapter[MailMessage]:
    return TypeAdapter(MailMessage)
