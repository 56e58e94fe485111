"""Checkpoints outside the database: signed lines in a file that is only ever appended to.

Each line is `checkpoint CHAIN NUMBER MADE_AT RECORDS SHA256 SIGNATURE`: CHAIN names the chain, and
the signature is of the words before it. Where the database was restored from a backup, a line
`restored` says after which checkpoint it goes on, and that those after it belong to what was lost.
A line `erased` is the tombstone of some records: the two accounts that decided it, by what
authority, and of each record its table, key and the hash of its first state, by which it is known.
"""

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import quote, unquote

from sqlalchemy import func, select

from ulss_tracker import clock
from ulss_tracker.adapters import signatures
from ulss_tracker.models import Checkpoint, RestoredCopy, db
from ulss_tracker.services.core import office_details

CHECKPOINT, RESTORED, ERASED = "checkpoint", "restored", "erased"
NOT_SIGNED = "-"
BROKEN_OFF = " broken off"
_PARTS = {CHECKPOINT: 6, RESTORED: 4, ERASED: 8}
_TAIL = 8_192  # bytes that hold the last line
_AT_ONCE = 50  # records in one line


class AnchorError(RuntimeError):
    """The file of checkpoints is not that of this database; the message says why."""


class AnchorLine(NamedTuple):
    """A line of the file. `text` is all of it, `signed` the words that `signature` is of."""

    text: str
    kind: str
    chain: str
    number: int
    at: datetime
    signed: str
    signature: str


class Tombstone(NamedTuple):
    """A record that was erased: its table and key, and how the hash of its first state begins."""

    table: str
    key: tuple[int, ...]
    first: str


def chain() -> str:
    """The name of the chain in this database; empty before the first checkpoint."""
    first = select(Checkpoint.previous_sha256).where(Checkpoint.number == 1)
    return db.session.scalar(first) or ""


def words(made: Checkpoint, of_chain: str) -> str:
    """The words of a checkpoint that are signed."""
    at = _in_utc(made.made_at)
    return f"{CHECKPOINT} {of_chain} {made.number} {at} {made.records} {made.sha256}"


def sign(made: Checkpoint) -> str:
    """The signature of a checkpoint; empty where no key is set. Raises `SignatureError`."""
    key = office_details.current().CHECKPOINT_KEY_FILE
    if key is None:
        return ""
    of_chain = chain() if made.number > 1 else made.previous_sha256
    return signatures.sign(words(made, of_chain), key)


def line(made: Checkpoint, of_chain: str) -> str:
    """The line of a checkpoint in the file."""
    return f"{words(made, of_chain)} {made.signature or NOT_SIGNED}"


def read(file: Path) -> list[AnchorLine | str]:
    """The lines of the file; one that cannot be read stays text. Raises `OSError`."""
    return [_parsed(each) or each for each in file.read_text(encoding="utf-8").splitlines()]


def settle() -> None:
    """Have the file and the database agree where they end, before the chain goes on.

    Where the database was restored from a backup and ends earlier, a line says so. Raises
    `AnchorError` where it ends earlier for no such reason, or the file is another database's.
    """
    file, of_chain = office_details.current().CHECKPOINT_FILE, chain()
    if file is None or not file.exists():
        return
    with _opened(file) as opened:
        last = _last_in(opened, of_chain)
        newest = _newest()
        if last is None or last.number <= newest:
            return
        restored_at = db.session.scalar(select(func.max(RestoredCopy.restored_at)))
        if restored_at is None or restored_at < last.at:
            raise AnchorError(
                f"{file} has checkpoint {last.number}, and the database ends at {newest}: what "
                "came after it was removed. See docs/operations.md"
            )
        said = f"{RESTORED} {of_chain} {newest} {_in_utc(clock.now())}"
        key = office_details.current().CHECKPOINT_KEY_FILE
        _append(opened, [f"{said} {signatures.sign(said, key) if key else NOT_SIGNED}"])


def append(after: Callable[[int], Sequence[Checkpoint]]) -> int:
    """Append the checkpoints that the file lacks; how many. Nothing where no file is set.

    `after` gives some of the checkpoints after a number. Raises `AnchorError` and `OSError`.
    """
    file, of_chain = office_details.current().CHECKPOINT_FILE, chain()
    if file is None or not of_chain:
        return 0
    file.parent.mkdir(parents=True, exist_ok=True)
    with _opened(file) as opened:
        last = _last_in(opened, of_chain)
        number = first = last.number if last else 0
        while some := after(number):
            _append(opened, [line(checkpoint, of_chain) for checkpoint in some])
            number = some[-1].number
    return number - first


def erase(records: Sequence[Tombstone], by: tuple[int, int], authority: str) -> None:
    """Append that two people, by their accounts, decided that records are erased, and why.

    `authority` names the provision, and nobody. Raises `AnchorError` where they are one, or where
    there is no file or no key to sign with.
    """
    own = office_details.current()
    if by[0] == by[1]:
        raise AnchorError("Two people decide that a record is erased")
    if own.CHECKPOINT_FILE is None or own.CHECKPOINT_KEY_FILE is None:
        raise AnchorError("Set CHECKPOINT_FILE and CHECKPOINT_KEY_FILE: an erasure is signed")
    begun = f"{ERASED} {chain()} {_newest()} {_in_utc(clock.now())} {by[0]} {by[1]} "
    begun += quote(authority, safe="")
    lines = []
    for first in range(0, len(records), _AT_ONCE):
        some = records[first : first + _AT_ONCE]
        words = f"{begun} {','.join(map(_written, some))}"
        lines.append(f"{words} {signatures.sign(words, own.CHECKPOINT_KEY_FILE)}")
    with _opened(own.CHECKPOINT_FILE) as opened:
        _append(opened, lines)


def erased_by(line: AnchorLine) -> tuple[str, list[Tombstone]]:
    """The two accounts and the authority, in words, and the records of a line `erased`."""
    one, other, authority, records = line.signed.split(" ")[4:8]
    why = f"{unquote(authority)} (accounts {one} and {other})"
    return why, [_tombstone(record) for record in records.split(",")]


def erased() -> list[Tombstone]:
    """All records that the file says were erased, as two people decided. Raises `OSError`."""
    file, keys = office_details.current().CHECKPOINT_FILE, office_details.current().checkpoint_keys
    if file is None or not file.exists():
        return []
    lines = [line for line in read(file) if isinstance(line, AnchorLine) and line.kind == ERASED]
    return [
        record
        for line in lines
        if line.chain == chain() and signatures.is_signed(line.signed, line.signature, keys)
        for record in erased_by(line)[1]
    ]


def _written(record: Tombstone) -> str:
    return f"{record.table}:{'-'.join(map(str, record.key))}:{record.first}"


def _tombstone(text: str) -> Tombstone:
    table, key, first = text.split(":")
    return Tombstone(table, tuple(int(number) for number in key.split("-")), first)


def _newest() -> int:
    return db.session.scalar(select(func.max(Checkpoint.number))) or 0


@contextmanager
def _opened(file: Path) -> Iterator[IO[bytes]]:
    """The file, for one process at a time. Whatever is written goes to its end."""
    descriptor = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o640)
    with os.fdopen(descriptor, "a+b") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield opened


def _append(opened: IO[bytes], lines: Sequence[str]) -> None:
    opened.write("".join(f"{each}\n" for each in lines).encode())
    opened.flush()
    os.fsync(opened.fileno())


def _last_in(opened: IO[bytes], of_chain: str) -> AnchorLine | None:
    """The last line; None of an empty file. Raises `AnchorError` where it is not of this chain."""
    end = opened.seek(0, os.SEEK_END)
    opened.seek(max(0, end - _TAIL))
    text = opened.read().decode(errors="replace")
    if not text:
        return None
    if not text.endswith("\n"):  # cut off within a line, by a full disk say
        _append(opened, [BROKEN_OFF])
        text += BROKEN_OFF
    lines = [each for each in text.splitlines() if not each.endswith(BROKEN_OFF)]
    if not lines:
        return None
    last = _parsed(lines[-1])
    if last is None:
        raise AnchorError("The last line of the file of checkpoints cannot be read")
    if last.chain != of_chain:
        raise AnchorError("The file of checkpoints is another database's: set CHECKPOINT_FILE")
    return last


def _parsed(text: str) -> AnchorLine | None:
    """The line that this text is; None where it is none."""
    signed, _, signature = text.rpartition(" ")
    parts = signed.split(" ")
    if len(parts) != _PARTS.get(parts[0]):
        return None
    try:
        return AnchorLine(
            text,
            parts[0],
            parts[1],
            int(parts[2]),
            datetime.fromisoformat(parts[3]),
            signed,
            "" if signature == NOT_SIGNED else signature,
        )
    except ValueError:
        return None


def _in_utc(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")
