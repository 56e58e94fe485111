"""Comparing the checkpoints with their lines outside the database, and the signatures of both."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.adapters import signatures
from ulss_tracker.models import Checkpoint, db
from ulss_tracker.scheme.time.time_words import counted, utc_figures
from ulss_tracker.services.core import office_details
from ulss_tracker.services.operations import anchors
from ulss_tracker.services.operations.anchors import AnchorLine, Tombstone
from ulss_tracker.services.operations.faults import NO_PLACE, Fault

_TO_APPEND = timedelta(minutes=5)
_FILE = "file of checkpoints"


@dataclass
class Outside:
    """The findings of the file: its faults, notes, and why which rows were erased by two."""

    faults: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    erased: dict[Tombstone, str] = field(default_factory=dict)


def look(last: int | None, *, is_copy: bool = False) -> Outside:
    """Read the file and the signatures; `last` is the last checkpoint's number.

    Of a copy only what the file says up to its last checkpoint is compared.
    """
    own = office_details.current()
    outside = Outside()
    if not own.checkpoint_keys:
        outside.notes.append("No key is set: no signature was verified (CHECKPOINT_KEY_FILE).")
    if own.CHECKPOINT_FILE is None:
        outside.notes.append(
            "No file outside the database is set to compare with (CHECKPOINT_FILE)."
        )
        if last is not None:
            newest = db.session.get_one(Checkpoint, last)
            words = anchors.words(newest, anchors.chain())
            outside.faults += _unsigned(words, newest.signature, last)
        return outside
    if last is None and (is_copy or not own.CHECKPOINT_FILE.exists()):
        return outside
    try:
        lines = anchors.read(own.CHECKPOINT_FILE)
    except (OSError, UnicodeDecodeError) as error:
        outside.faults.append(_fault(0, f"cannot be read ({type(error).__name__})"))
        return outside
    if is_copy:
        lines = [line for line in lines if not _is_later(line, last or 0)]
    outside.faults += _differing(_valid(lines, outside))
    return outside


def _is_later(line: AnchorLine | str, last: int) -> bool:
    return isinstance(line, AnchorLine) and line.kind == anchors.CHECKPOINT and line.number > last


def _valid(lines: list[AnchorLine | str], outside: Outside) -> dict[int, str]:
    """The lines that count, by the checkpoint's number: after a restored backup, those again."""
    of_chain = anchors.chain()
    kept: dict[int, str] = {}
    newest: AnchorLine | None = None
    for place, line in enumerate(lines, start=1):
        if isinstance(line, str):
            if not _is_again(lines, place):
                outside.faults.append(_fault(place, "cannot be read"))
        elif line.chain != of_chain:
            outside.faults.append(_fault(place, "is of another database’s chain"))
        elif line.kind == anchors.CHECKPOINT and line.number in kept:
            again = f"has checkpoint {line.number} a second time"
            outside.faults.append(_fault(place, again))
        elif line.kind == anchors.CHECKPOINT:
            kept[line.number], newest = line.text, line
        else:
            _said(line, kept, outside)
    if newest is not None:
        outside.faults += _unsigned(newest.signed, newest.signature, newest.number)
    for why, number in Counter(outside.erased.values()).items():
        words = counted(number, "record was", "records were")
        outside.notes.append(f"{words} erased, as two people decided: {why}.")
    return kept


def _is_again(lines: list[AnchorLine | str], place: int) -> bool:
    """Whether the line that cannot be read was broken off, and stands whole after it."""
    line, again = lines[place - 1], lines[place] if place < len(lines) else None
    begun = str(line).removesuffix(anchors.BROKEN_OFF)
    return begun != line and isinstance(again, AnchorLine) and again.text.startswith(begun)


def _said(line: AnchorLine, kept: dict[int, str], outside: Outside) -> None:
    """A line that is of no checkpoint: `restored`, or `erased`."""
    outside.faults += _unsigned(line.signed, line.signature, line.number)
    if line.kind == anchors.ERASED:
        if signatures.is_signed(
            line.signed, line.signature, office_details.current().checkpoint_keys
        ):
            why, records = anchors.erased_by(line)
            outside.erased |= dict.fromkeys(records, why)
        return
    lost = [number for number in kept if number > line.number]
    for number in lost:
        del kept[number]
    outside.notes.append(
        f"Restored from a backup, as the file says at {utc_figures(line.at)}: "
        f"{len(lost)} checkpoints after number {line.number} belong to what was lost."
    )


def _differing(kept: dict[int, str]) -> list[Fault]:
    """The checkpoints that are not as the file has them, or not there."""
    faults = []
    of_chain = anchors.chain()
    grace = clock.now() - _TO_APPEND
    newest = max(kept, default=0)
    query = select(Checkpoint.__table__).order_by(Checkpoint.number)
    made: Any
    for made in db.session.connection().execute(query, execution_options={"yield_per": 5_000}):
        line = kept.pop(made.number, None)
        if line is None:
            if made.made_at < grace or made.number < newest:
                faults.append(_of_checkpoint(made.number, f"is not in the {_FILE}"))
        elif line != anchors.line(made, of_chain):
            faults.append(_of_checkpoint(made.number, f"is not as the {_FILE} has it"))
    if kept:
        number = min(kept)
        words = f"is in the {_FILE} and not in the database: what came after was removed"
        faults.append(_of_checkpoint(number, words))
    return faults


def _unsigned(words: str, signature: str, number: int) -> list[Fault]:
    """The fault of a checkpoint that none of the keys has signed; none where no key is set."""
    keys = office_details.current().checkpoint_keys
    if not keys or signatures.is_signed(words, signature, keys):
        return []
    return [_of_checkpoint(number, "was not signed with a key of the settings")]


def _of_checkpoint(number: int, what: str) -> Fault:
    return Fault.of_row(Checkpoint.__tablename__, number, what)


def _fault(place: int, what: str) -> Fault:
    return Fault(NO_PLACE, _FILE, place, f"Line {place} of the {_FILE} {what}.")
