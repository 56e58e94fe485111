"""Lists with nothing in them say so, and what is counted beside them is nought."""

import pytest

from tests.support.tables import rows
from ulss_tracker.permissions import Role

pytestmark = pytest.mark.on_sqlite

EMPTY = rows(__file__, "empty_lists.empty", Role, str, str)
"""Who reads which list, and what it says while there is nothing in it."""


def test_an_empty_list_says_so(signed_in, subtests: pytest.Subtests) -> None:
    for role, path, words in EMPTY:
        with subtests.test(path=path, words=words):
            assert words in signed_in(role).get(path).text
