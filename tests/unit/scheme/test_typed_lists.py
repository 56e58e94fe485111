"""An item of a list of offences that was not read is asked about; detail told in prose is not."""

import pytest

from tests.support.tables import column, from_table
from tests.support.typed_verdicts import CATALOGUE, IN, NOT, NOW, named, verdict

OUT_LISTS = column(__file__, "typed_lists.out_lists")


@from_table
def test_an_item_that_may_name_a_qualifying_offence_keeps_every_list_at_a_lawyer(
    item: str, subtests: pytest.Subtests
) -> None:
    for words in OUT_LISTS:
        text = words.format(item=item)
        with subtests.test(words=text):
            assert verdict(text) is not NOT


def test_a_list_with_an_offence_in_the_scheme_stays_in() -> None:
    for title in named(basis_in=True)[::7]:
        assert verdict(f"theft, skulduggery and {title}") is IN


def test_the_words_left_are_those_of_the_item() -> None:
    text = "Guilty of ABH, skulduggery and affray"
    (left,) = CATALOGUE.typed.read(text, NOW).left_over
    assert text[slice(*left)] == "skulduggery"
