"""The letters of a batch taken away together: a file of all, and the ones to post to print."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from sqlalchemy import Select, select

from ulss_tracker.adapters.pdf.merge import ToPrint, for_printing
from ulss_tracker.clock import day_of
from ulss_tracker.errors import Refused
from ulss_tracker.models import BatchItem, Letter, LetterBatch, Message, Request, db
from ulss_tracker.services.core import office_details
from ulss_tracker.services.letters.batch import progress
from ulss_tracker.services.letters.kinds import file_word
from ulss_tracker.services.protection import audit

# So many PDFs are read at once.
_AT_ONCE = 20


def zip_of(batch: LetterBatch) -> bytes:
    """A zip of every letter issued in the batch, named by the request it answers."""
    word = file_word(batch.sample.kind)
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_STORED) as archive:  # a PDF is compressed already
        for reference, version, pdf in _read(_issued(batch)):
            # A fixed date: the same letters give the same zip.
            info = ZipInfo(f"{reference}-{word}-v{version}.pdf", (1980, 1, 1, 0, 0, 0))
            archive.writestr(info, pdf)
    return packed.getvalue()


def to_print(batch: LetterBatch) -> bytes:
    """One PDF of the batch's letters that go by post, each on a sheet of its own.

    Tagged, with a bookmark for each by the reference of the request it answers. Raises `Refused`
    while none of them goes by post.
    """
    if not progress(batch).posted:
        raise Refused("None of these letters goes by post")
    posted = _issued(batch).join(Message, Message.id == Letter.message_id).where(Message.by_hand)
    return for_printing(
        (ToPrint(reference, pdf) for reference, _, pdf in _read(posted)),
        title=f"Letters to post: {batch.case.reference}",
        author=office_details.current().OFFICE_NAME,
        on=day_of(batch.started_at),
    )


def _issued(batch: LetterBatch) -> Select[str, int, bytes]:
    return (
        select(Request.reference, Letter.version, Letter.pdf)
        .select_from(BatchItem)
        .join(Letter, Letter.draft_id == BatchItem.draft_id)
        .join(Request, Request.id == BatchItem.request_id)
        .where(BatchItem.batch_id == batch.id)
        .order_by(Request.id)
    )


def _read(letters: Select[str, int, bytes]) -> Iterator[tuple[str, int, bytes]]:
    """Each letter in turn; once all are read, the audit keeps how many were taken away.

    Some at a time, by their numbers: a page that only reads has no transaction for a cursor.
    """
    numbers = list(db.session.scalars(letters.with_only_columns(Letter.id)))
    for start in range(0, len(numbers), _AT_ONCE):
        some = letters.where(Letter.id.in_(numbers[start : start + _AT_ONCE]))
        yield from ((row.reference, row.version, row.pdf) for row in db.session.execute(some))
    audit.note_export(len(numbers))
