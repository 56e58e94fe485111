"""What somebody says of each way to reach them, and which warnings withhold an email."""

import pytest

from ulss_tracker.services.correspondence import safe_contact
from ulss_tracker.services.correspondence.passages import Passage, Place


def _wishes(words: str) -> dict[safe_contact.ContactWay, bool]:
    return safe_contact.find_wishes([Passage(words, None, Place.BODY)])


def test_the_ways_that_somebody_wants_and_does_not(subtests: pytest.Subtests) -> None:
    no, yes = "-", "+"
    for words, said in [
        ("Please email me, don't phone.", "email+ telephone-"),
        ("Just email please.", "email+ telephone- text- post-"),
        ("Email is best for me, I can't talk on the phone.", "email+ telephone-"),
        ("You can contact me by email only.", "email+ telephone- text- post-"),
        ("Please don't email me, he reads my emails.", "email-"),
        ("Please do not ring, text me instead.", "telephone- text+"),
        ("Text or email is fine but no calls please.", "text+ email+ telephone-"),
        ("I would rather you wrote to me at home than rang.", "post+ telephone-"),
        ("No letters to the house please, email me.", "post- email+"),
        ("Do not send anything by post.", "post-"),
        ("Phone me any time on this number.", "telephone+"),
        ("Please ring me rather than emailing.", "telephone+ email-"),
        ("Never leave a voicemail, my ex has the PIN.", ""),
        ("My partner checks my phone so please do not text or call.", "text- telephone-"),
        ("Letters only please, I do not have the internet.", "post+ email- telephone- text-"),
        ("I prefer to be contacted by post.", "post+"),
        (
            "Please only use email, I am deaf and cannot use the telephone.",
            "email+ telephone- text- post-",
        ),
        ("It is not safe to write to my home address.", "post-"),
        ("It's not safe to email me.", "email-"),
        ("Peidiwch â ffonio, anfonwch e-bost os gwelwch yn dda.", "telephone- email+"),
        ("Dim ond e-bost, dim galwadau.", "email+ telephone- text- post-"),
        ("Ffoniwch fi ar ôl chwech.", "telephone+"),
        ("Peidiwch ag anfon llythyr i'r tŷ.", "post-"),
        ("Peidiwch ag e-bostio, mae e'n darllen fy negeseuon.", "email-"),
        ("I'm at work all day so email rather than call please.", "email+ telephone-"),
        ("Emailing me is fine, phoning is not.", "email+ telephone-"),
        ("Don't print this e-mail unless you really need to.", ""),
        ("I have not had a reply to my letter.", ""),
        ("He phoned me from prison and would not stop calling.", ""),
        ("Could you please call me between 9 and 5?", "telephone+"),
    ]:
        with subtests.test(words=words):
            found = {
                f"{way.value}{yes if is_wanted else no}"
                for way, is_wanted in _wishes(words).items()
            }
            assert found == set(said.split())


@pytest.mark.parametrize(
    "warning",
    [
        "Please email me, don't phone: my ex would find out.",
        "Just email please.",
        "I'm at work all day so email rather than call please.",
    ],
)
def test_who_asks_for_email_is_written_to(warning: str) -> None:
    assert not safe_contact.is_against_email(warning, _wishes(warning))


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
    assert not safe_contact.is_against_email(warning, _wishes(warning))


@pytest.mark.parametrize(
    "warning",
    [
        "Please do not email me, he reads my emails.",
        "Please email me, but he reads everything on my laptop.",
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
    assert safe_contact.is_against_email(warning, _wishes(warning))
