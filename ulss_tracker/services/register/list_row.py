"""One row of a list that leaves: what it is of, and its ten cells."""

from collections.abc import Sequence
from typing import NamedTuple


class ListRow(NamedTuple):
    """A review's row. The rows after it in its list have greater keys; no cells, and no row."""

    key: int
    review_id: int
    cells: Sequence[str]
