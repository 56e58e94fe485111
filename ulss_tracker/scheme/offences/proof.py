"""The proof of a row of the catalogue: who read what, when, and in which copy.

data/grounds.toml says on what the rows rest. What rests on one ground is proved alike; a row that
somebody has read again since says so itself.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ulss_tracker.scheme.offences.catalogue_files import DATA, CatalogueError
from ulss_tracker.scheme.offences.offence import Offence, Read
from ulss_tracker.scheme.offences.reasons import day_words
from ulss_tracker.scheme.table import TableError, read_table


@dataclass(frozen=True, slots=True)
class Ground:
    """Something that rows rest on: what was read, and who read it, when and in which copy."""

    id: str
    words: tuple[str, ...]
    what: str
    read: Read


@dataclass(frozen=True, slots=True)
class Proof:
    """Who read which text for one row. `ground` is the id of what it rests on.

    `is_signed`: somebody read the row again and put their name to it.
    """

    ground: str
    what: str
    read: Read
    is_signed: bool

    @property
    def words(self) -> str:
        """The proof in two or three sentences."""
        read = self.read
        day = day_words(read.on)
        if self.is_signed:
            return f"{self.what}. Read by {read.by}, {day}, in {read.copy}."
        return (
            f"{self.what}. Read by {read.by}, not later than {day}, in {read.copy}. No lawyer has "
            "signed it."
        )


def proof_of(offence: Offence) -> Proof:
    """The proof of a row. Raises CatalogueError for one whose source rests on no ground."""
    for ground in load_grounds():
        if any(words in offence.source for words in ground.words):
            if offence.read:
                return Proof(ground.id, "Its source", offence.read, is_signed=True)
            return Proof(ground.id, ground.what, ground.read, is_signed=False)
    if offence.read:
        return Proof("read", "Its source", offence.read, is_signed=True)
    raise CatalogueError(f"{offence.id}: its source rests on no ground of grounds.toml")


@cache
def load_grounds() -> tuple[Ground, ...]:
    """The grounds in the order in which they are tried, read and checked once per process."""
    return read_grounds(DATA)


def read_grounds(data: Path) -> tuple[Ground, ...]:
    """The grounds under a data folder. Raises CatalogueError that names a wrong row."""
    try:
        table = read_table(data / "grounds.toml").only("read", "ground")
        read = table.row("read").only("by", "on")
        return tuple(
            Ground(
                id=row.only("id", "words", "what", "copy").text("id"),
                words=row.texts("words"),
                what=row.text("what"),
                read=Read(read.text("by"), read.day("on"), row.text("copy")),
            )
            for row in table.rows("ground")
        )
    except TableError as fault:
        raise CatalogueError(str(fault)) from fault
