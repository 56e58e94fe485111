"""One message as it was read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from ulss_tracker.labelled import LabelledEnum


class Fault(LabelledEnum):
    """Why a message, or a part of it, could not be read as it says it is."""

    NOT_A_MESSAGE = "not_a_message", "It is not an email that can be read. Look at it as it came."
    TOO_LARGE = "too_large", "It is too large to be read: only its headers were. Look at it."
    TOO_DEEP = "too_deep", "It has messages in messages, too deep to be read. Look at it."
    TOO_MANY_PARTS = "too_many_parts", "It has very many parts, and not all of them were read."
    TEXT_CUT = "text_cut", "It is very long, and its end was not read."
    BROKEN_PART = "broken_part", "A part of it could not be read."
    NO_DATE = "no_date", "It does not say when it was written: no day was read from its words."
    NOT_READ = "not_read", "It could not be read. It is kept as it came; why is in the log."


@dataclass(frozen=True, slots=True)
class Address:
    """A name and an address, either of which may be blank."""

    name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message."""

    __pydantic_config__: ClassVar = {"val_json_bytes": "base64"}
    name: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """A delivery report: the addresses that failed, and the headers of what came back."""

    failed: tuple[str, ...] = ()
    is_permanent: bool = False
    returned_subject: str = ""
    returned_message_id: str = ""


@dataclass(frozen=True, slots=True)
class MailMessage:
    """One message. `sent_at` is in the sender's own zone; None where no date can be read.

    headers: each name in small letters with its first value, cut to a bound. text: its words, of
    its HTML where it has no other. html: its page made safe. messages: messages attached to it or
    wrapped in it whole. is_junk: whether the server took it for unwanted mail.
    """

    message_id: str = ""
    sender: Address = Address()
    reply_to: Address = Address()
    to: tuple[Address, ...] = ()
    subject: str = ""
    sent_at: datetime | None = None
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    text: str = ""
    html: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    messages: tuple["MailMessage", ...] = ()
    report: Report | None = None
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    faults: tuple[Fault, ...] = ()
    is_junk: bool = False

    def header(self, name: str) -> str:
        """The first value of a header, blank where there is none.

        Of Authentication-Results, which each server adds, all: a line each, the latest first.
        """
        return self.headers.get(name.lower(), "")

    @property
    def is_auto_submitted(self) -> bool:
        """Whether a program sent it, by its own account or with nowhere to answer (RFC 3834)."""
        is_said = self.header("auto-submitted").lower() not in ("", "no")
        return is_said or self.header("return-path") == "<>"

    @property
    def is_of_list(self) -> bool:
        """Whether it went to many through a list (RFC 2369, RFC 2919) or in bulk."""
        is_bulk = self.header("precedence").lower() in ("bulk", "junk", "list")
        return is_bulk or any(name.startswith("list-") for name in self.headers)

    def all_files(self) -> Iterator[Attachment]:
        """The files of this message and of the messages inside it."""
        yield from self.attachments
        for inner in self.messages:
            yield from inner.all_files()
