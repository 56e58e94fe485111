"""Who asks, and whose standing counts."""

import pytest

from ulss_tracker.scheme.workflow.standing import Standing, strongest


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        ([], None),
        ([Standing.PUBLIC], Standing.PUBLIC),
        ([Standing.PUBLIC, Standing.VICTIM, Standing.MP], Standing.VICTIM),
        ([Standing.OTHER, Standing.BEREAVED_FAMILY], Standing.BEREAVED_FAMILY),
        ([Standing.MP, Standing.MP, Standing.ON_BEHALF], Standing.ON_BEHALF),
    ],
)
def test_of_several_who_ask_the_standing_that_may_give_most_counts(
    asked: list[Standing], counts: Standing | None
) -> None:
    assert strongest(asked) is counts


def test_every_standing_has_its_place_and_its_words() -> None:
    for standing in Standing:
        assert strongest([standing]) is standing
        assert standing.label
