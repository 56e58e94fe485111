"""Whose names a message's words give as offenders, where others are named beside them."""

from email.message import EmailMessage

import pytest

from ulss_tracker.adapters.mailbox import mime
from ulss_tracker.services.correspondence.proposal import propose


def names(words: str) -> list[str]:
    message = EmailMessage()
    message["From"] = "Perpetua Oakhanger <p.oakhanger@example.org>"
    message["Subject"] = "Please look at this"
    message["Date"] = "Tue, 10 Nov 2026 09:00:00 +0000"
    message.set_content(words)
    return [one.value for one in propose(mime.read(bytes(message)), {}).offenders]


@pytest.mark.parametrize(
    ("words", "those"),
    [
        (
            "Please review Hector Brindlewood's sentence. He got a year at Derby Crown Court. His"
            " co-defendant, Silas Quarrington, was found not guilty.",
            ["Hector Brindlewood"],
        ),
        (
            "Silas Quarrington was acquitted. Hector Brindlewood was jailed for two years for"
            " kidnap at Derby Crown Court. I ask for a review.",
            ["Hector Brindlewood"],
        ),
        (
            "The defendant Silas Quarrington was found not guilty of rape but convicted of sexual"
            " assault at Derby Crown Court. Please review it.",
            ["Silas Quarrington"],
        ),
        (
            "MY SON WAS STABBED BY HECTOR BRINDLEWOOD AND YOU GAVE HIM TWO YEARS AT DERBY CROWN"
            " COURT. I WANT IT REVIEWED.",
            ["Hector Brindlewood"],
        ),
    ],
)
def test_who_was_cleared_is_no_offender(words: str, those: list[str]) -> None:
    assert names(words) == those
