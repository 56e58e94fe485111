"""What a few words in a message say: offenders, court, day and kind."""

from datetime import date
from email.message import EmailMessage

import pytest

from tests.support.tables import from_table
from ulss_tracker.adapters.mailbox import mime
from ulss_tracker.services.correspondence.kinds import MailKind
from ulss_tracker.services.correspondence.proposal import Proposal, propose


def said(words: str) -> Proposal:
    message = EmailMessage()
    message["From"] = "Perpetua Oakhanger <p.oakhanger@example.org>"
    message["Subject"] = "Please look at this"
    message["Date"] = "Tue, 10 Nov 2026 09:00:00 +0000"
    message.set_content(words)
    return propose(mime.read(bytes(message)), {})


@from_table
def test_who_was_cleared_is_no_offender(words: str, those: list[str]) -> None:
    assert [one.value for one in said(words).offenders] == those


@from_table
def test_offenders_are_told_from_victims_and_others(words: str, those: list[str]) -> None:
    assert {one.value for one in said(words).offenders} == set(those)


_GOT = "Hector Brindlewood got a year at Derby Crown Court. Please review it."


@from_table
def test_a_victim_is_no_offender(victim: str) -> None:
    assert [one.value for one in said(f"{victim} {_GOT}").offenders] == ["Hector Brindlewood"]


def test_a_day_alone_in_its_line_is_read_beside_that_of_the_court() -> None:
    found = said(
        "Hector Brindlewood\nDerby Crown Court\nFriday 6 November\nAttempted rape\n3 years"
    )
    assert found.sentenced_on is not None
    assert found.sentenced_on.value == date(2026, 11, 6)


def test_a_day_alone_in_its_line_is_not_read_in_a_letter() -> None:
    letter = (
        "I saw it in Derby Crown Court with my own eyes and have not slept since then.\n\n"
        "Friday 6 November\n\nPlease review the sentence of Hector Brindlewood for kidnap."
    )
    assert said(letter).sentenced_on is None


def test_cc_behind_a_town_is_its_crown_court() -> None:
    found = said(
        "Hector Brindlewood got two years at Derby CC 06/11/2026 for kidnap. Please review."
    )
    assert found.court is not None
    assert found.court.value == "Derby Crown Court"


@from_table
def test_a_message_says_what_it_is(words: str, kind: MailKind) -> None:
    assert said(words).kind is kind


@from_table
def test_no_offence_takes_a_case_out_while_more_was_said_than_was_read(
    words: str, those: list[str]
) -> None:
    found = said(f"{words} It was at Derby Crown Court on 2 November. Please look at it.")
    assert [one.value for one in found.offences] == those


@pytest.mark.parametrize(
    "words",
    [
        # Long sentences are read around "sentenced" and "Court" too, wherever these stand.
        *(
            f"On the 29th of October {filling}he was sentenced at Leeds Crown Court for what he did"
            " to our whole family that night and since, and nobody has told us anything about it."
            for filling in ("after ", "after a ", "after a long and hard ", "")
        ),
        "He was in the Crown Court in October. He was sentenced on the 29th of October at Leeds.",
    ],
)
def test_a_day_is_not_widened_to_its_month(words: str) -> None:
    proposal = said(words)
    assert proposal.sentenced_on is not None
    assert proposal.sentenced_on.value == proposal.earliest_on == date(2026, 10, 29)
