"""Who asks, and whose standing counts."""

import pytest

from ulss_tracker.scheme.workflow.requester_role import RequesterRole, strongest


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        ([], None),
        ([RequesterRole.PUBLIC], RequesterRole.PUBLIC),
        ([RequesterRole.PUBLIC, RequesterRole.VICTIM, RequesterRole.MP], RequesterRole.VICTIM),
        ([RequesterRole.OTHER, RequesterRole.BEREAVED_FAMILY], RequesterRole.BEREAVED_FAMILY),
        ([RequesterRole.MP, RequesterRole.MP, RequesterRole.ON_BEHALF], RequesterRole.ON_BEHALF),
    ],
)
def test_of_several_who_ask_the_standing_that_may_give_most_counts(
    asked: list[RequesterRole], counts: RequesterRole | None
) -> None:
    assert strongest(asked) is counts


def test_every_standing_has_its_place_and_its_words() -> None:
    for standing in RequesterRole:
        assert strongest([standing]) is standing
        assert standing.label
