"""Comparing the checkpoints with their lines outside the database, and the signatures of both."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.adapters import signatures
from ulss_tracker.models import Checkpoint, db
from ulss_tracker.scheme.time.time_words import utc_figures
from ulss_tracker.services.core import office_details
from ulss_tracker.services.operations import anchors
from ulss_tracker.services.operations.anchors import AnchorLine
from ulss_tracker.services.operations.faults import NO_PLACE, Fault

_TO_APPEND = timedelta(minutes=5)
_FILE = "file of checkpoints"


def look(last: int | None) -> tuple[list[Fault], list[str]]:
    """The faults of the file and of the signatures, and notes; `last` is the last checkpoint's."""
    own = office_details.current()
    faults: list[Fault] = []
    notes: list[str] = []
    if not own.checkpoint_keys:
        notes.append("No key is set: no signature was verified (CHECKPOINT_KEY_FILE).")
    if own.CHECKPOINT_FILE is None:
        notes.append("No file outside the database is set to compare with (CHECKPOINT_FILE).")
        if last is not None:
            newest = db.session.get_one(Checkpoint, last)
            faults += _unsigned(anchors.words(newest, anchors.chain()), newest.signature, last)
        return faults, notes
    if last is None and not own.CHECKPOINT_FILE.exists():
        return faults, notes
    try:
        lines = anchors.read(own.CHECKPOINT_FILE)
    except (OSError, UnicodeDecodeError) as error:
        return [_fault(0, f"cannot be read ({type(error).__name__})")], notes
    kept = _valid(lines, faults, notes)
    return faults + _differing(kept), notes


def _valid(lines: list[AnchorLine | str], faults: list[Fault], notes: list[str]) -> dict[int, str]:
    """The lines that count, by the checkpoint's number: after a restored backup, those again."""
    of_chain = anchors.chain()
    kept: dict[int, str] = {}
    newest: AnchorLine | None = None
    for place, line in enumerate(lines, start=1):
        if isinstance(line, str):
            begun = line.removesuffix(anchors.BROKEN_OFF)
            again = lines[place] if place < len(lines) else None
            is_again = isinstance(again, AnchorLine) and again.text.startswith(begun)
            if begun == line or not is_again:
                faults.append(_fault(place, "cannot be read"))
        elif line.chain != of_chain:
            faults.append(_fault(place, "is of another database’s chain"))
        elif line.kind == anchors.RESTORED:
            faults += _unsigned(line.signed, line.signature, line.number)
            lost = [number for number in kept if number > line.number]
            for number in lost:
                del kept[number]
            notes.append(
                f"Restored from a backup, as the file says at {utc_figures(line.at)}: "
                f"{len(lost)} checkpoints after number {line.number} belong to what was lost."
            )
        elif line.number in kept:
            faults.append(_fault(place, f"has checkpoint {line.number} a second time"))
        else:
            kept[line.number], newest = line.text, line
    if newest is not None:
        faults += _unsigned(newest.signed, newest.signature, newest.number)
    return kept


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
