"""A message's own words apart from what it quotes, forwards and signs with.

quotequail finds where the words of another message begin and what its headers say.
"""

import re
from dataclasses import dataclass

from ulss_tracker.adapters.mailbox.message import Address

_LONGEST = 100_000
_MOST_LINES = 3000
# What phones, programs and firms put under a message, and not what a person wrote under it.
_SIGNATURE = re.compile(
    r"(?m)^(?:-- ?$|_{8,}$|(?:Sent|Anfonwyd) (?:from|via|o) \S.{0,60}$|Get Outlook for .{0,60}$"
    r"|(?:UK Parliament Disclaimer|Disclaimer|Confidentiality notice|Ymwadiad)\b"
    r"|This (?:e-?mail|communication|message)\b.{0,80}\b(?:is|may|intended|confidential)\b)"
)
# What a firm's program adds, from its line to the next blank one: nobody wrote it to us.
_DISCLAIMER = re.compile(
    r"(?im)^.*(?:"
    r"\bthis (?:e-?mail|message)\b.{0,60}\b(?:attach\w+|confidential|intended|privileged)"
    r"|\bintended (?:recipient|only for|solely)|\breceived (?:this|it)\b.{0,30}\bin error\b"
    r"|\bprocess(?:es|ing)? (?:of )?(?:your )?personal (?:data|information)\b"
    r"|\bprivacy (?:policy|notice)\b|\bregistered (?:office|charity|in england)\b"
    r"|\bbefore printing\b|\bneges hon\b.{0,60}\bcyfrinachol"
    r").*(?:\n(?!\s*\n).*)*"
)
_SUBJECT_LINE = re.compile(r"(?im)^[>\s]*(?:pwnc|testun)\s*:")
# quotequail knows the headers of eight languages, not those of Welsh.
_WELSH_HEADERS = (
    (re.compile(r"(?m)^([> ]*)(?:Oddi wrth|Oddiwrth|Gan|Wrth)\s*:"), r"\1From:"),
    (re.compile(r"(?m)^([> ]*)(?:Anfonwyd|Dyddiad)\s*:"), r"\1Date:"),
    (re.compile(r"(?m)^([> ]*)At\s*:"), r"\1To:"),
    (re.compile(r"(?m)^([> ]*)(?:Pwnc|Testun)\s*:"), r"\1Subject:"),
    (re.compile(r"(?m)^(-{3,}) ?(?:Neges wreiddiol|Neges a anfonwyd ymlaen) ?(-{3,})$", re.I),
     r"\1Original Message\2"),
)  # fmt: skip
_QUOTED_LINE = re.compile(r"^\s*>", re.M)
_BARE_HEADERS = re.compile(
    r"(?m)^\*?From:\*? ?.{1,200}\n(?:\*?(?:Sent|Date|To|Cc|Subject):.*\n){2,}"
)


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A message inside the words of another: who wrote it, when, and its words."""

    sender: Address
    date: str
    subject: str
    text: str
    is_forward: bool


@dataclass(frozen=True, slots=True)
class Split:
    """The words of a message: its own, its signature, and the message it quotes or forwards."""

    own: str
    signature: str = ""
    wrapped: Wrapped | None = None


def split(text: str) -> Split:
    """Tell a message's own words from the rest. Bounded; what it cannot tell apart is its own."""
    import quotequail

    text = "\n".join(text[:_LONGEST].splitlines()[:_MOST_LINES])
    if _SUBJECT_LINE.search(text) or "Neges" in text:
        for pattern, english in _WELSH_HEADERS:
            text = pattern.sub(english, text)
    try:
        unwrapped = quotequail.unwrap(_with_rule(text))
    except (RecursionError, ValueError, IndexError):
        unwrapped = None
    if not unwrapped or not unwrapped.get("text"):
        own, quoted = _without_quoted_lines(text)
        wrapped = Wrapped(Address(), "", "", quoted, is_forward=False) if quoted else None
        return Split(*_without_signature(own), wrapped)
    below = unwrapped.get("text_bottom", "")
    own = "\n\n".join(part for part in (unwrapped.get("text_top", ""), below) if part)
    wrapped = Wrapped(
        _address(unwrapped.get("from", "")),
        unwrapped.get("date", ""),
        unwrapped.get("subject", ""),
        unwrapped["text"],
        is_forward=unwrapped["type"] == "forward",
    )
    return Split(*_without_signature(own), wrapped)


def _with_rule(text: str) -> str:
    """The text with a rule above a bare block of headers, which Outlook leaves out."""
    return (
        _BARE_HEADERS.sub(lambda match: "-----Original Message-----\n" + match[0], text, count=1)
        if "Original Message" not in text and "orwarded" not in text
        else text
    )


def _without_quoted_lines(text: str) -> tuple[str, str]:
    if not _QUOTED_LINE.search(text):
        return text, ""
    lines = text.splitlines()
    quoted = [line.lstrip("> ") for line in lines if _QUOTED_LINE.match(line)]
    return "\n".join(line for line in lines if not _QUOTED_LINE.match(line)), "\n".join(quoted)


def _without_signature(text: str) -> tuple[str, str]:
    text = _DISCLAIMER.sub("", text) if _DISCLAIMER.sub("", text).strip() else text
    match = _SIGNATURE.search(text)
    if match is None or not text[: match.start()].strip():
        return text.strip(), ""
    return text[: match.start()].strip(), text[match.start() :].strip()


def _address(said: str) -> Address:
    """The address of a header that a program wrote into the words of a message."""
    said = re.sub(r"\[mailto:([^\]\s]{3,254})\]", r"<\1>", " ".join(said.split())[:500])
    match = re.search(r"[\w.+'-]{1,64}@[\w.-]{1,190}\w", said)
    name = re.sub(r"[<\[(]?[\w.+'-]{1,64}@[\w.-]{1,190}[>\])]?", "", said).strip(" \"'<>,;")
    return Address(name, match[0] if match else "")
