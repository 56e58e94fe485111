"""An item of a list of offences that was not read is asked about; detail told in prose is not."""

import pytest

from tests.support.typed_verdicts import CATALOGUE, CHECK, IN, NOT, NOW, named, verdict

OUT_LISTS = [
    "{item}, theft",
    "theft, {item}",
    "theft and {item}",
    "ABH / {item}",
    "affray + {item}",
    "common assault x3, {item} x2",
    "guilty of ABH, {item} and affray",
    "pleaded guilty to theft and {item}",
    "convicted of {item} and theft",
    "theft - {item} - criminal damage",
    "1) ABH 2) {item} 3) affray",
    "count 1 {item} count 2 affray",
    "theft\n{item}",
]


@pytest.mark.parametrize(
    "item",
    [
        "slaughtering someone", "QZV", "prison mutineers", "hiding the corpse", "sextorting",
        "held at knifepoint", "pornography of kids", "touching a boy", "passport forging",
        "gang extortion", "perverting things",
    ],
)  # fmt: skip
def test_an_item_that_may_name_a_qualifying_offence_keeps_every_list_at_a_lawyer(
    item: str, subtests: pytest.Subtests
) -> None:
    for words in OUT_LISTS:
        text = words.format(item=item)
        with subtests.test(words=text):
            assert verdict(text) is not NOT


@pytest.mark.parametrize(
    "text",
    [
        "theft and skulduggery",
        "affray & general mayhem",
        "ABH, skulduggery and affray",
        "skulduggery x4, theft",
        "theft, skulduggery (3)",
        "convicted of skulduggery and theft",
        "theft and something else",
        "common assault and another charge they would not name",
        "dwyn a rhywbeth arall",
        "He was sentenced for theft and also for skulduggery",
        "He was jailed for skulduggery, theft and going equipped",
        "He got two years for skulduggery and six months for theft",
        "guilty on two counts, one of theft and one of skulduggery",
        "theft (count 1) and skulduggery (count 2)",
        "Theft. Perverting things.",
        "Perverting things. Also theft.",
    ],
)
def test_whatever_stands_between_two_offences_or_is_counted_is_asked_about(text: str) -> None:
    assert verdict(text) is CHECK


@pytest.mark.parametrize(
    "text",
    [
        "theft, garden centre",
        "ABH, he broke her nose and lost his job",
        "affray and he walked free",
        "theft x3, two months, suspended",
        "ABH and a community order",
        "affray, skulduggery",
        "common assault and two years restraining order",
        "Stalker walks free: man fined for common assault",
        "ABH. He walked free. My mother is afraid.",
        "driving while disqualified and no insurance",
        "ABH, my neighbour",
        "strangulation, non fatal",
        "affray and the rest fell away",
        "theft 1/2/2024, 24 hours unpaid work",
    ],
)
def test_detail_keeps_no_answer_back(text: str) -> None:
    assert verdict(text) is NOT


def test_a_list_with_an_offence_in_the_scheme_stays_in() -> None:
    for title in named(basis_in=True)[::7]:
        assert verdict(f"theft, skulduggery and {title}") is IN


def test_the_words_left_are_those_of_the_item() -> None:
    text = "Guilty of ABH, skulduggery and affray"
    (left,) = CATALOGUE.typed.read(text, NOW).left_over
    assert text[slice(*left)] == "skulduggery"
