"""Lists that take longer to make than a page may: asked for, made by the jobs, downloaded.

The rows are read some hundreds at a time, each part in a transaction of its own: cut off at any
moment and begun again, also by two at once, every row is in it once. When the list is downloaded,
whatever happened meanwhile counts: the rows of each case with a line of history since are made
again, and so are those of sealed cases, for the reader alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from ulss_tracker import clock
from ulss_tracker.errors import NotFound, Refused
from ulss_tracker.models import Download, DownloadKind, DownloadPart, Event, Review, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core import small_numbers
from ulss_tracker.services.core.unit_of_work import transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.operations import clock_jumps
from ulss_tracker.services.protection import access_filter, sealing
from ulss_tracker.services.register import exporting, published
from ulss_tracker.services.register.list_row import ListRow
from ulss_tracker.services.register.sheet import Column
from ulss_tracker.services.spreadsheets import Sheet
from ulss_tracker.services.supervision import statistics
from ulss_tracker.services.supervision.statistics import Question

KEPT_FOR = timedelta(days=1)
_MOST_CHANGED = 10_000  # reviews that are made again while somebody waits: some seconds
# A transaction that was open when the list was begun may commit events with numbers below the last.
_STILL_OPEN = 1_000


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the rows of a kind come from: how many, those after a key, those of some reviews."""

    count: Callable[[], int]
    lines_after: Callable[[int], Sequence[ListRow]]
    lines_of: Callable[[Iterable[int]], Mapping[int, Sequence[str]]]


_SOURCES = {
    DownloadKind.CASE_UPDATE: _Source(published.count, published.lines_after, published.lines_of),
    DownloadKind.REGISTER: _Source(exporting.count, exporting.lines_after, exporting.lines_of),
}


def ask(kind: DownloadKind, by: User) -> Download:
    """Have a list made; one of the kind that is being made is the same one. Raises `NotAllowed`."""
    require(by, Permission.MANAGE_REGISTER)
    being_made = select(Download).where(Download.kind == kind, Download.made_at.is_(None))
    download = db.session.scalar(being_made.order_by(Download.id).limit(1))
    if download is not None:
        return download
    with transaction():
        made = Download(
            kind=kind,
            asked_at=clock.now(),
            asked_by_id=by.id,
            last_event_id=db.session.scalar(select(func.max(Event.id))) or 0,
            rows=_SOURCES[kind].count(),
        )
        db.session.add(made)
    return made


def get(export_id: int, kind: DownloadKind | None = None) -> Download:
    """The list with this id, of this kind if one is named. Raises `NotFound`."""
    download = db.session.get(Download, export_id)
    if download is None or kind not in (None, download.kind):
        raise NotFound("There is no such list any more: have it made again")
    return download


def recent(kind: DownloadKind) -> list[Download]:
    """Every list of this kind that is kept, newest first: those of a day."""
    query = select(Download).where(Download.kind == kind).options(joinedload(Download.asked_by))
    return list(db.session.scalars(query.order_by(Download.id.desc())))


def make_waiting() -> int:
    """Make every list that was asked for and is not whole; how many rows were read."""
    waiting = select(Download.id).where(Download.made_at.is_(None)).order_by(Download.id)
    return sum(make(get(number)) for number in list(db.session.scalars(waiting)))


def make(download: Download, *, enough: Callable[[], bool] = lambda: False) -> int:
    """Read what is still to be read, until it is whole or `enough` says so; how many rows were."""
    read = 0
    while download.made_at is None and not enough():
        try:
            with access_filter.reading_as_office():
                read += _read_some(download)
        except IntegrityError:
            db.session.refresh(download)  # another has read the same rows
    return read


def sheet(download: Download, reader: User) -> Sheet:
    """The list as this person may have it at this moment.

    Raises `NotAllowed`, and `Refused` while it is being made and when so much has changed that it
    is better made again.
    """
    require(reader, Permission.MANAGE_REGISTER)
    if download.made_at is None:
        raise Refused("The list is still being made")
    remade = _to_remake(download)
    if len(remade) > _MOST_CHANGED:
        raise Refused("Much has changed since the list was made: have it made again")
    heading = [column.heading for column in Column]
    notes = _requests_received(download) if download.kind is DownloadKind.CASE_UPDATE else ()
    return Sheet(download.kind.label, heading, _cells(download, remade), notes)


def _requests_received(download: Download) -> list[str]:
    """The lines published under the cases: how many asked, and what became of it."""
    question = Question("request_handling", download.asked_at)
    answer = statistics.answer(question)
    numbers = small_numbers.publishable([figure.requests for figure in answer.figures])
    few = f"fewer than {small_numbers.FEWEST}, or not told"
    return [
        f"Requests received: {answer.requests}, about {answer.offenders} offenders in "
        f"{answer.cases} cases. {question.definition}",
        *(
            f"{figure.name}: {few if number is None else number}"
            for figure, number in zip(answer.figures, numbers, strict=True)
        ),
    ]


def forget_old() -> int:
    """Delete the lists that are a day old, unless the clock has jumped; how many there were."""
    if not clock_jumps.may_delete():
        return 0
    before = clock.now() - KEPT_FOR
    old = select(Download.id).where(Download.asked_at < before)
    with transaction():
        db.session.execute(delete(DownloadPart).where(DownloadPart.export_id.in_(old)))
        gone = db.session.execute(
            delete(Download).where(Download.asked_at < before).returning(Download.id)
        )
        return len(gone.all())


def _read_some(download: Download) -> int:
    """Read and keep the next rows; those of sealed cases are left for whoever may have them."""
    after = download.last_key
    lines = _SOURCES[download.kind].lines_after(after)
    if not lines:
        with transaction():
            download.made_at = clock.now()
        return 0
    sealed = _of_sealed_cases()
    kept = [(line.review_id, [] if line.review_id in sealed else line.cells) for line in lines]
    with transaction():
        db.session.add(DownloadPart(export_id=download.id, after=after, lines=kept))
        db.session.flush()
        download.last_key = lines[-1].key
        download.rows_read += len(lines)
    return len(lines)


def _cells(download: Download, remade: set[int]) -> Iterator[Sequence[str]]:
    """Each row's cells, in order; of the reviews in `remade` those that they have now, if any."""
    query = (
        select(DownloadPart)
        .where(DownloadPart.export_id == download.id)
        .order_by(DownloadPart.after)
    )
    parts = list(db.session.scalars(query.with_only_columns(DownloadPart.id)))
    for number in parts:
        lines = db.session.scalars(
            select(DownloadPart.lines).where(DownloadPart.id == number)
        ).one()
        changed = [review_id for review_id, _ in lines if review_id in remade]
        now = _SOURCES[download.kind].lines_of(changed) if changed else {}
        for review_id, cells in lines:
            if given := now.get(review_id, []) if review_id in remade else cells:
                yield given


def _to_remake(download: Download) -> set[int]:
    """The reviews of sealed cases, and of every case that has history since the list was begun."""
    happened = (
        select(Event.case_id)
        .where(Event.id > download.last_event_id - _STILL_OPEN, Event.case_id.is_not(None))
        .distinct()
    )
    with access_filter.reading_as_office():
        changed = db.session.scalars(select(Review.id).where(Review.case_id.in_(happened)))
        return {*changed, *_of_sealed_cases()}


def _of_sealed_cases() -> set[int]:
    cases = list(sealing.readers_of_sealed())
    return set(db.session.scalars(select(Review.id).where(Review.case_id.in_(cases))))
