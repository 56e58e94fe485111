"""Which warnings withhold an email: every one but of the telephone or the post alone."""

import pytest

from ulss_tracker.services.correspondence import safe_contact


@pytest.mark.parametrize(
    "warning",
    [
        "Please do not ring me at home.",
        "Don't leave a message on the answerphone.",
        "Please call after 6pm.",
        "No letters to the house please.",
        "Peidiwch â ffonio'r tŷ.",
    ],
)
def test_of_the_telephone_or_the_post_alone_it_withholds_none(warning: str) -> None:
    assert not safe_contact.is_against_email(warning)


@pytest.mark.parametrize(
    "warning",
    [
        "Please do not email me, he reads my emails.",
        "Do not write to me here.",
        "Only ring me on this number.",
        "Letters only please.",
        "Don't ring, my ex would find out.",
        "He checks my phone.",
        "Please do not contact me at home.",
        "It is not safe to ring.",
        "We are in a refuge.",
        "Use a plain subject line.",
        "Nobody must know that I asked.",
        "Dim ond ffonio os gwelwch yn dda.",
        "Nid yw'n ddiogel ffonio.",
        "Peidiwch ag anfon e-bost.",
        "Keep my name out of it.",
    ],
)
def test_in_doubt_it_withholds_it(warning: str) -> None:
    assert safe_contact.is_against_email(warning)
