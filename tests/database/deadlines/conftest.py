"""What the tests of deadlines share."""

from collections.abc import Iterator

import pytest

from tests.support.law_on_time import six_months


@pytest.fixture
def confirmed() -> Iterator[None]:
    """Six months for victims and families are law."""
    with six_months(confirmed=True):
        yield
