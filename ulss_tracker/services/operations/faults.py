"""One fault of the history, as `audit verify` tells of it."""

from typing import NamedTuple, Self

NO_PLACE = 1 << 62


class Fault(NamedTuple):
    """A fault. `order` is the place of the record's hash among all: the first recorded is first."""

    order: int
    table: str
    row: int
    words: str

    @classmethod
    def of_row(
        cls, table: str, row: int | tuple[int, ...], what: str, order: int = NO_PLACE
    ) -> Self:
        """A fault of one row of a table; `row` is its number, or the two of its key."""
        key = row if isinstance(row, tuple) else (row,)
        return cls(order, table, key[0], f"{table} {'-'.join(map(str, key))} {what}.")
