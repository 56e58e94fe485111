"""The same words but for name, address and greeting, and nothing else the same."""

import pytest

from ulss_tracker.services.matching.wording import fold, own_words

WRITER = "Ann Example"
ADDRESS = "12 High Street\nLeeds\nLS1 1AA"
BODY = "Lee Exford was sentenced to two years. That is too lenient.\n\nPlease refer it."
SAME = (
    f"Dear Attorney General,\n\n{BODY}\n\nYours sincerely,\nAnn Example",
    f"DEAR SIR OR MADAM\n{BODY}\nAnn",
    f"Dear Lord Hermer KC,\n\n{BODY}\n\nKind regards\n\nMrs Ann Example\n\n{ADDRESS}",
    f"{BODY.replace('two years', 'two  years')}\n\nAnn Example\n07700 900123\nann@example.org",
    f"Hello,\n\n{BODY}\n\nThanks\n\nSent from my iPhone",
    f"{BODY}\n\n4a Mill Lane, Otley, LS21 3AA\nGet Outlook for iOS",
)
OTHERS = (
    f"Dear Sir, he killed my son.\n\n{BODY}\n\nAnn Example",
    f"{BODY} He was my brother.",
    f"{BODY}\n\nAnn Example\n\n12 High Street\nHe Was My Brother\nLeeds LS1 1AA",
    f"{BODY}\n\nAnn Example\nPlease do not write to me",
    f"{BODY.replace('two', 'three')}\n\nAnn Example",
    f"{BODY}\n\nSent from my son's room",
    f"Hello My Son Died\n{BODY}",
    f"{BODY}\n\nAnn Example, his mother",
    f"{BODY}\n\nP.S. Not safe at 12 High Street, Leeds LS1 1AA",
)


@pytest.mark.parametrize("words", SAME)
def test_only_name_address_and_greeting_differ(words: str) -> None:
    assert fold(words, WRITER).split() == fold(BODY, "").split()


@pytest.mark.parametrize("words", OTHERS)
def test_whatever_else_is_said_makes_the_words_others(words: str) -> None:
    assert fold(words, WRITER).split() != fold(BODY, "").split()


def test_a_name_that_tells_a_story_hides_no_words() -> None:
    words = f"{BODY}\n\nHe killed my brother"
    assert fold(words, "He killed my brother").split() != fold(BODY, "").split()


def test_the_sentences_of_ones_own_are_told() -> None:
    assert own_words(f"{BODY} He was my brother.\n\nAnn Example", BODY, WRITER) == [
        "He was my brother."
    ]
