"""The records found of a person: their words as they are shown, given or erased."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from sqlalchemy import JSON, String, inspect, select

from ulss_tracker.adapters.pdf.bundle import Part
from ulss_tracker.models import Request, RightsRequest, Treatment, db
from ulss_tracker.services.files import redacting
from ulss_tracker.services.information_rights.finding import text_of
from ulss_tracker.services.operations import erasing
from ulss_tracker.services.operations.erasing import Row

PLACES = {
    "added_later": "Added to a request later",
    "audit_entry": "A search by staff",
    "complaint": "Complaint",
    "document": "File",
    "event": "History and notes",
    "inbound_message": "Email to us",
    "letter": "Letter",
    "letter_draft": "Letter being written",
    "message": "Message from us",
    "request": "Request",
    "review": "Offender in a case",
}
_WITHOUT = (
    "The pages of this file are not here, as others’ words in it could not be masked: ask us."
)
_WHOLE = {"request", "inbound_message", "document"}  # all that belongs to it goes with it
_SECRET = frozenset({"code", "draft_key"})  # whoever has it gets in: not even who asks reads it
_TAG = re.compile(r"<(style|title)\b.*?</\1>|<[^>]+>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Item:
    """One record found. `text` is "" where its case is sealed from whoever is reading."""

    row: Row
    place: str
    likelihood: int
    treatment: Treatment
    text: str


def shown(rights: RightsRequest) -> list[Item]:
    """The records found, in the order of their likelihood."""
    texts: dict[Row, str] = {}
    for name in {find[0] for find in rights.finds}:
        texts |= _texts(name, [find[1] for find in rights.finds if find[0] == name])
    return [
        Item((row := (name, (number,))), _place(name), share, Treatment(own), texts.get(row, ""))
        for name, number, share, _, own in rights.finds
    ]


def in_bundle(rights: RightsRequest) -> Iterator[Part]:
    """All that is theirs, a part for each record; a file by new pages without what is masked."""
    masks = list(rights.masks)
    for item in shown(rights):
        if item.treatment is Treatment.THEIRS:
            table, (number,) = item.row
            pages = _redacted(number, masks) if table == "document" else None
            is_without = table == "document" and pages is None
            yield Part(item.place, f"{item.text}\n{_WITHOUT}" if is_without else item.text, pages)


def to_erase(rights: RightsRequest) -> set[Row]:
    """The records to erase, with all that belongs to a request, message or file of theirs."""
    rows: dict[Treatment, set[Row]] = {treatment: set() for treatment in Treatment}
    for table, number, _, _, treatment in rights.finds:
        rows[Treatment(treatment)].add((table, (number,)))
    theirs = rows.pop(Treatment.THEIRS)
    whole = erasing.belonging(*(row for row in theirs if row[0] in _WHOLE))
    return (theirs | whole) - set[Row]().union(*rows.values())


def cases_of(rows: Iterable[Row]) -> set[int]:
    """The cases to which these records belong."""
    cases: set[int] = set()
    for name, (number, *_) in rows:
        table = db.metadata.tables[name]
        key = next(iter(table.primary_key.columns))
        if name == "case_file":
            cases.add(number)
        if "case_id" in table.c:
            cases.update(db.session.scalars(select(table.c.case_id).where(key == number)))
        if "request_id" in table.c:
            of = select(table.c.request_id).where(key == number)
            cases.update(db.session.scalars(select(Request.case_id).where(Request.id.in_(of))))
    return cases - {None}


def _place(table: str) -> str:
    return PLACES.get(table, table.replace("_", " ").capitalize())


def _texts(name: str, numbers: list[int]) -> dict[Row, str]:
    """All words of each of these records of a table; by its model, so that a seal hides some."""
    model = erasing.MODELS[name]
    key, *_ = inspect(model).primary_key
    columns = [
        attribute.class_attribute
        for attribute in inspect(model).column_attrs
        if isinstance(attribute.columns[0].type, String | JSON)
        and attribute.key not in _SECRET
        and (name != "letter" or attribute.key == "html")
    ]
    rows = db.session.execute(select(getattr(model, key.name), *columns).where(key.in_(numbers)))
    words = {number: [text_of(value) for value in values] for number, *values in rows}
    if name == "letter":
        words = {number: [_TAG.sub(" ", text) for text in texts] for number, texts in words.items()}
    return {
        (name, (number,)): "\n".join(text for text in texts if text.strip())
        for number, texts in words.items()
    }


def _redacted(document_id: int, masks: Sequence[str]) -> IO[bytes] | None:
    """The pages of a file without these words; None where they cannot be made."""
    with redacting.redacted(document_id, masks) as made:
        return io.BytesIO(made.file.read_bytes()) if made else None
