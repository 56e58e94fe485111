"""Issuing the letters of a batch: some at a time, in one transaction, until done or stopped.

The PDFs of some letters are made on every core; then those letters are kept together or not at
all, and the next are begun. Cut off at any moment, what is kept is whole letters, and the rest is
found again by what is missing.
"""

from collections.abc import Callable, Sequence

from sqlalchemy import select

from ulss_tracker.adapters.pdf import cores, make_pdfs
from ulss_tracker.errors import ChangedMeanwhile, TrackerError
from ulss_tracker.models import BatchItem, BatchState, Letter, LetterBatch, LetterDraft, User, db
from ulss_tracker.permissions import Permission
from ulss_tracker.services.core.unit_of_work import DatabaseRefused, transaction
from ulss_tracker.services.core.users import require
from ulss_tracker.services.letters import batch, drafts, issuing, records
from ulss_tracker.services.letters.batch import Progress
from ulss_tracker.services.letters.records import MadeLetter
from ulss_tracker.services.letters.rendering import stylesheet, to_html
from ulss_tracker.services.operations import workers

# Made and kept together. A stop waits for no more than these, nor does anybody who would save.
_AT_ONCE = max(16, cores())
# Somebody may change the case while a letter is made; then it is made again, this often.
_TRIES = 3


def run_waiting() -> int:
    """Issue the letters of every batch that is to be issued; how many were."""
    running = select(LetterBatch.id).where(LetterBatch.state == BatchState.RUNNING)
    numbers = list(db.session.scalars(running.order_by(LetterBatch.id)))
    return sum(run(number) for number in numbers)


def run(batch_id: int, told: Callable[[Progress], object] | None = None) -> int:
    """Issue what is still to be issued of one batch, until done or stopped; how many were.

    May be cut off at any moment and run again, also beside another that runs it. `told` is called
    now and then. Raises `NotFound`.
    """
    running = batch.get(batch_id)
    by = running.started_by
    count = 0
    while True:
        db.session.refresh(running, ["state", "version"])
        drafts = _still_to_issue(running)
        if running.state is not BatchState.RUNNING or not drafts:
            break
        if workers.stopping.is_set():
            return count
        count += _issue(drafts, by)
        if told is not None:
            told(batch.progress(running))
    if running.state is BatchState.RUNNING:
        with transaction():
            running.state = BatchState.DONE
    return count


def _issue(draft_ids: Sequence[int], by: User) -> int:
    """Issue these together; those that could not be so, one by one, each with its own reason."""
    made = _make(draft_ids)
    try:
        kept = _keep(made, by)
    except (TrackerError, DatabaseRefused):
        db.session.rollback()
        kept = set()
    alone = [draft_id for draft_id in draft_ids if draft_id not in kept]
    return len(kept) + sum(_issue_one(draft_id, by) for draft_id in alone)


def _make(draft_ids: Sequence[int]) -> dict[int, MadeLetter]:
    """These letters as they are now, but for those that cannot be made: nothing is kept."""
    letters = {}
    for draft in drafts.get_all(draft_ids):
        try:
            letter = issuing.ready(draft)
        except TrackerError:
            continue
        letters[draft.id] = (letter, to_html(letter.values))
    db.session.commit()  # lets go of the database while the PDFs are made
    pdfs = make_pdfs((html, stylesheet()) for _, html in letters.values())
    return {
        draft_id: MadeLetter(letter, html, pdf)
        for (draft_id, (letter, html)), pdf in zip(letters.items(), pdfs, strict=True)
        if isinstance(pdf, bytes)
    }


def _keep(made: dict[int, MadeLetter], by: User) -> set[int]:
    """Keep those that are still as they were when they were made; their drafts' numbers."""
    require(by, Permission.WORK_CASES)
    if not made:
        return set()
    with transaction():
        same = [
            (draft, made[draft.id])
            for draft in drafts.get_all(list(made), held=True)
            if _is_as_made(draft, made[draft.id])
        ]
        records.keep(same, by)
        return {draft.id for draft, _ in same}


def _is_as_made(draft: LetterDraft, made: MadeLetter) -> bool:
    try:
        return issuing.ready(draft) == made.letter
    except TrackerError:
        return False


def _issue_one(draft_id: int, by: User) -> bool:
    for left in reversed(range(_TRIES)):
        try:
            issuing.issue_one(draft_id, by)
        except ChangedMeanwhile as error:
            if not left:
                _except(draft_id, str(error))
        except TrackerError as error:
            _except(draft_id, str(error))
            return False
        else:
            return True
    return False


def _except(draft_id: int, why: str) -> None:
    """Leave one out, and say why: the others must not wait for it."""
    db.session.rollback()
    with transaction():
        item = db.session.scalars(select(BatchItem).where(BatchItem.draft_id == draft_id)).one()
        item.why_not = f"Not issued: {why}"


def _still_to_issue(running: LetterBatch) -> list[int]:
    query = (
        select(LetterDraft.id)
        .join(BatchItem, BatchItem.draft_id == LetterDraft.id)
        .outerjoin(Letter, Letter.draft_id == LetterDraft.id)
        .where(BatchItem.batch_id == running.id, BatchItem.why_not == "", Letter.id.is_(None))
        .order_by(BatchItem.id)  # as they were planned: victims first
        .limit(_AT_ONCE)
    )
    return list(db.session.scalars(query))
