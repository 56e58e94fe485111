"""Invented messages as an office gets them, each labelled before any was read."""

import tomllib
from collections.abc import Mapping
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import Any

_FILE = (
    Path(__file__).parents[1] / "unit" / "correspondence" / "data" / "messages_of_all_sorts.toml"
)
Labelled = Mapping[str, Any]


@cache
def messages() -> list[Labelled]:
    """All of them, with what each says."""
    labelled: list[Labelled] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["message"]
    return labelled


def raw(message: Labelled) -> bytes:
    """A message as it arrives."""
    mail = EmailMessage()
    mail["From"], mail["Subject"] = message["from"], message["subject"]
    mail["To"], mail["Date"] = "uls.referrals@ago.example.gov.uk", message["date"]
    for name, value in message.get("headers", {}).items():
        mail[name] = value
    mail.set_content(message["text"].lstrip())
    return bytes(mail)
