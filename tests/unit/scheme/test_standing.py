"""Who asks, and whose standing counts."""

from tests.support.tables import from_table
from ulss_tracker.scheme.workflow.requester_role import RequesterRole, strongest


@from_table
def test_of_several_who_ask_the_standing_that_may_give_most_counts(
    asked: list[RequesterRole], counts: RequesterRole | None
) -> None:
    assert strongest(asked) is counts


def test_every_standing_has_its_place_and_its_words() -> None:
    for standing in RequesterRole:
        assert strongest([standing]) is standing
        assert standing.label
