"""Reading an email whole: headers, words, files, messages inside it, delivery reports.

The standard library parses it. Its traps that are kept from here: a header that it cannot parse
raises when it is read, long headers take the square of the time, and a claimed character set may
be none. Everything is bounded: what lies beyond a bound is named as a fault, and the message
itself is kept whole elsewhere.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_to_datetime
from itertools import islice
from pathlib import Path
from typing import Any

from ulss_tracker.adapters.mailbox import charsets, outlook, safe_page, web_page
from ulss_tracker.adapters.mailbox.bare_headers import BARE, LONGEST
from ulss_tracker.adapters.mailbox.message import Address, Attachment, Fault, MailMessage, Report

LARGEST = 40 * 1024 * 1024
"""Bytes: of a larger message the headers alone are read."""

_HEADERS_OF_LARGE = 256 * 1024
_MOST_HEADERS = 500
_MOST_PARTS = 300
_DEEPEST = 20
_ALL = frozenset({"authentication-results"})
_FIRST_YEAR, _LAST_YEAR = 1990, 2100  # of a date that may be right
_LONGEST_TEXT = 200_000
_WINMAIL = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_NAMED_HEADER = re.compile(
    rb"(?im)^(?:from|to|date|subject|received|message-id|return-path)[ \t]*:"
)
_BEGINNING = 64 * 1024
_ID = re.compile(r"<[^<>\s]{1,500}>")
_BARE_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
_IN_ANGLES = re.compile(r"<([^<>\s]{3,254})>\s*$")
_FINAL = re.compile(r"(?:rfc822|utf-8)\s*;\s*(.+)", re.I)


def run(content: bytes) -> tuple[dict[str, Any], list[Path]]:
    """Read a message in the jail (`reading.py`)."""
    return asdict(read(content)), []


def read(content: bytes) -> MailMessage:
    """Read an email (.eml) or an Outlook message (.msg). Never raises for what is in it."""
    if outlook.is_message(content):
        return outlook.read(content, read)
    if not _NAMED_HEADER.search(content[:_BEGINNING]):
        return MailMessage(faults=(Fault.NOT_A_MESSAGE,))
    if len(content) > LARGEST:
        headers = BytesHeaderParser(policy=BARE).parsebytes(content[:_HEADERS_OF_LARGE])
        return _message(headers, _Reading(), with_parts=False, faults=(Fault.TOO_LARGE,))
    reading = _Reading()
    try:
        return _message(message_from_bytes(content, policy=BARE), reading)
    except RecursionError:
        headers = BytesHeaderParser(policy=BARE).parsebytes(content[:_HEADERS_OF_LARGE])
        return _message(headers, reading, with_parts=False, faults=(Fault.TOO_DEEP,))


class _Reading:
    """How many parts were read, and what was wrong with the whole."""

    def __init__(self) -> None:
        self.parts = 0
        self.faults: dict[Fault, None] = {}


class _Parts:
    """The contents of the parts of one message."""

    def __init__(self) -> None:
        self.plain: list[str] = []
        self.pages: list[str] = []
        self.files: list[Attachment] = []
        self.messages: list[MailMessage] = []
        self.report: Report | None = None


def _message(
    message: EmailMessage | Message,
    reading: _Reading,
    depth: int = 0,
    *,
    with_parts: bool = True,
    faults: tuple[Fault, ...] = (),
) -> MailMessage:
    headers = _headers(message)
    parts = _Parts()
    if with_parts:
        _collect(message, parts, reading, depth)
    html = "\n".join(parts.pages)
    plain = "\n".join(parts.plain)
    text = plain if plain.strip() else web_page.words(html)
    if len(text) > _LONGEST_TEXT:
        reading.faults[Fault.TEXT_CUT] = None
    sent_at = _date(headers.get("date", ""))
    all_faults = (*faults, *reading.faults) if depth == 0 else ()
    if sent_at is None and depth == 0:
        all_faults = (*all_faults, Fault.NO_DATE)
    return MailMessage(
        message_id=_first_id(headers.get("message-id", "")),
        sender=_first(_raw(message, "from")),
        reply_to=_first(_raw(message, "reply-to")),
        to=tuple(_addresses(_raw(message, "to")))[:50],
        subject=headers.get("subject", ""),
        sent_at=sent_at,
        in_reply_to=_first_id(headers.get("in-reply-to", "")),
        references=tuple(_ID.findall(headers.get("references", ""))),
        text=charsets.clean(text[:_LONGEST_TEXT].replace("\r\n", "\n")),
        html=safe_page.clean(charsets.clean(html[:_LONGEST_TEXT])),
        attachments=tuple(parts.files),
        messages=tuple(parts.messages),
        report=parts.report,
        headers=headers,
        faults=all_faults,
    )


def _headers(message: Message) -> dict[str, str]:
    """The first value of each header, decoded and on one line; of those in `_ALL`, a line each."""
    found: dict[str, str] = {}
    for name, value in islice(message.raw_items(), _MOST_HEADERS):
        key = name.lower()
        if key not in found:
            found[key] = _decoded(str(value)[:LONGEST])
        elif key in _ALL:
            found[key] += "\n" + _decoded(str(value)[:LONGEST])
    return found


def _raw(message: Message, wanted: str) -> str:
    """A header of addresses as it came: a name is decoded only when it is apart from its address.

    An encoded name may hold what looks like another address.
    """
    for name, value in islice(message.raw_items(), _MOST_HEADERS):
        if name.lower() == wanted:
            return " ".join(charsets.undo_surrogates(str(value)[:LONGEST]).split())
    return ""


def _decoded(raw: str) -> str:
    value = " ".join(charsets.undo_surrogates(raw).split())
    if "=?" in value:
        # As unstructured text: the parsers of addresses and dates raise for some of what comes.
        with suppress(Exception):
            value = str(policy.default.header_factory("subject", value))
    return "".join(letter for letter in value if letter.isprintable()).strip()


def _collect(part: Message, parts: _Parts, reading: _Reading, depth: int) -> None:
    """Read one part, and the parts in it. Nothing in it raises but a recursion too deep."""
    reading.parts += 1
    if reading.parts > _MOST_PARTS:
        reading.faults[Fault.TOO_MANY_PARTS] = None
        return
    if depth > _DEEPEST:
        reading.faults[Fault.TOO_DEEP] = None
        return
    kind = part.get_content_type()
    if kind == "message/delivery-status":
        parts.report = _with_status(parts.report, part)
    elif kind == "text/rfc822-headers":
        parts.report = _with_returned(parts.report, _returned_headers(part))
    elif kind == "message/rfc822":
        _collect_message(part, parts, reading, depth)
    elif part.is_multipart():
        for inner in part.get_payload():
            if isinstance(inner, Message):
                _collect(inner, parts, reading, depth + 1)
    else:
        _collect_leaf(part, kind, parts, reading)


def _collect_message(part: Message, parts: _Parts, reading: _Reading, depth: int) -> None:
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, Message):
        reading.faults[Fault.BROKEN_PART] = None
        return
    read_inner = _message(inner, reading, depth + 1)
    if parts.report is not None:
        parts.report = _with_returned(parts.report, read_inner)
    parts.messages.append(read_inner)


def _collect_leaf(part: Message, kind: str, parts: _Parts, reading: _Reading) -> None:
    raw = _payload(part)
    name = _file_name(part)
    if kind in _WINMAIL or name.lower() == "winmail.dat":
        _collect_winmail(raw, parts, reading)
        return
    is_file = part.get_content_disposition() == "attachment" or (
        bool(name) and part.get_content_maintype() != "text"
    )
    if kind == "text/plain" and not is_file:
        text = charsets.decode(raw, part.get_content_charset())
        parts.plain.append(_unflowed(text) if _is_flowed(part) else text)
    elif kind == "text/html" and not is_file:
        parts.pages.append(charsets.decode(raw, part.get_content_charset()))
    elif raw:
        parts.files.append(Attachment(name or _unnamed(kind), kind, raw))


def _collect_winmail(raw: bytes, parts: _Parts, reading: _Reading) -> None:
    opened = outlook.open_winmail(raw)
    if opened is None:
        reading.faults[Fault.BROKEN_PART] = None
        parts.files.append(Attachment("winmail.dat", "application/ms-tnef", raw))
        return
    if opened.text.strip() and not "".join(parts.plain).strip():
        parts.plain.append(opened.text)
    if opened.html:
        parts.pages.append(opened.html)
    parts.files += opened.files


def _payload(part: Message) -> bytes:
    """The bytes of a part; of one whose encoding is broken, what can be had."""
    with suppress(Exception):  # the library raises many kinds for what is broken
        raw = part.get_payload(decode=True)
        if isinstance(raw, bytes):
            return raw
    return b""


def _file_name(part: Message) -> str:
    with suppress(Exception):
        name = charsets.undo_surrogates(part.get_filename() or "")
        if "=?" in name:  # encoded as a header would be, which many programs do
            name = _decoded(name)
        return "".join(letter for letter in name if letter.isprintable())[:200]
    return ""


def _unnamed(kind: str) -> str:
    return "file." + re.sub(r"\W", "", kind.rpartition("/")[2])[:20]


def _is_flowed(part: Message) -> bool:
    with suppress(Exception):
        return str(part.get_param("format", "")).lower() == "flowed"
    return False


def _unflowed(text: str) -> str:
    """The paragraphs of text whose lines were wrapped for sending (RFC 3676)."""
    lines: list[str] = []
    goes_on = False
    for line in text.splitlines():
        if goes_on and not line.startswith(">"):
            lines[-1] += line
        else:
            lines.append(line)
        goes_on = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(lines)


def _with_status(report: Report | None, part: Message) -> Report:
    """The report with what a delivery status says of each address."""
    failed: list[str] = []
    is_permanent = False
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else ():
        if not isinstance(block, Message):
            continue
        fields = _headers(block)
        to = _FINAL.search(
            fields.get("final-recipient", "") or fields.get("original-recipient", "")
        )
        if to and fields.get("action", "").lower() == "failed":
            failed.append(to[1].strip(" <>")[:254])
            is_permanent |= fields.get("status", "").startswith("5")
    before = report or Report()
    return Report(
        tuple(dict.fromkeys([*before.failed, *failed])),
        before.is_permanent or is_permanent,
        before.returned_subject,
        before.returned_message_id,
    )


def _returned_headers(part: Message) -> MailMessage:
    returned = BytesHeaderParser(policy=BARE).parsebytes(_payload(part))
    return _message(returned, _Reading(), 1, with_parts=False)


def _with_returned(report: Report | None, returned: MailMessage) -> Report:
    before = report or Report()
    return Report(before.failed, before.is_permanent, returned.subject, returned.message_id)


def _date(value: str) -> datetime | None:
    """The Date header in the sender's own zone; UTC where it names none."""
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        moment = parsedate_to_datetime(value)
        if _FIRST_YEAR <= moment.year <= _LAST_YEAR:
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None


def _first(value: str) -> Address:
    """The one address of a header, which stands last and in angles where a name is with it.

    So it is found also where the name is not written as it should be, or looks like an address.
    """
    if match := _IN_ANGLES.search(value):
        return Address(_decoded(value[: match.start()]).strip(' "')[:200], _plain_address(match[1]))
    first = next(_addresses(value), Address())
    if not first.email and (bare := _BARE_ADDRESS.search(value)):
        return Address(first.name, _plain_address(bare[0]))
    return first


def _addresses(value: str) -> Iterator[Address]:
    """The addresses of a header. An address is nothing but an address: no line, no command."""
    with suppress(Exception):
        for name, email in getaddresses([value[:LONGEST]]):
            yield Address(_decoded(name)[:200], _plain_address(email))


def _plain_address(email: str) -> str:
    with suppress(Exception):
        return HeaderAddress(addr_spec=email).addr_spec[:254]
    return ""


def _first_id(value: str) -> str:
    identifiers: Iterable[str] = _ID.findall(value)
    return next(iter(identifiers), "")
