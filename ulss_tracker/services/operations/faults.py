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
    def of_row(cls, table: str, row: int, what: str, order: int = NO_PLACE) -> Self:
        """A fault of one row of a table."""
        return cls(order, table, row, f"{table} {row} {what}.")
