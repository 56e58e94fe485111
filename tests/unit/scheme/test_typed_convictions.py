"""Reading what people type: what counts as a conviction, and whose it is."""

import random

import pytest

from tests.support.tables import from_table
from tests.support.typed_verdicts import CATALOGUE, CHECK, IN, NOT, NOW, counted, named, verdict
from ulss_tracker.scheme.reading.search import names_of


@from_table
def test_only_convictions_count(text: str, those: list[str]) -> None:
    assert [ids for ids, _ in counted(text)] == [{one} for one in those]


STORIES = ["it happened in Leeds", "he was drunk", "my sister cannot sleep", "the judge was kind"]


@pytest.mark.slow
def test_a_story_with_no_offence_in_it_never_turns_in_to_out() -> None:
    for title in named(basis_in=True):
        for story in STORIES:
            assert verdict(f"{title}. {story.capitalize()}.") is not NOT
            assert verdict(f"{story.capitalize()}. {title}.") is not NOT


def test_to_deny_a_conviction_removes_it() -> None:
    for title in named(basis_in=True):
        if title.isalpha():
            assert verdict(f"not guilty of {title}") is CHECK
            assert verdict(f"acquitted of {title}, convicted of affray") is NOT


def test_the_order_of_convictions_is_of_no_matter() -> None:
    chance = random.Random(7)  # noqa: S311
    titles = [title for title in (*named(True), *named(False)) if title.replace(" ", "").isalpha()]
    for _ in range(100):
        picked = chance.sample(titles, 3)
        assert len({verdict("; ".join(order)) for order in (picked, picked[::-1])}) == 1


@pytest.mark.slow
def test_no_text_gives_an_out_that_a_name_inside_it_contradicts() -> None:
    for offence in CATALOGUE:
        if not offence.in_force(NOW):
            continue
        for name in names_of(offence):
            if verdict(name) is IN:
                assert verdict(f"affray; {name}") is IN, name
                assert verdict(f"convicted of affray and {name}") is not NOT, name
