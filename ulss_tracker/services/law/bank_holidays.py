"""GOV.UK's bank holidays held against ours: a difference becomes a proposed change, never more.

A list that was looked at is known by its hash, and is not proposed twice.
"""

from hashlib import sha256

from sqlalchemy import select

from ulss_tracker import clock
from ulss_tracker.adapters import bank_holidays as published
from ulss_tracker.models import LawChange, db
from ulss_tracker.scheme.law.change import ChangeKind
from ulss_tracker.scheme.law.change_files import write_table
from ulss_tracker.scheme.time.calendar import published_in, working_days
from ulss_tracker.scheme.time.holiday_check import Difference, DifferenceKind, compare
from ulss_tracker.scheme.time.time_words import counted
from ulss_tracker.services.core import office_details
from ulss_tracker.services.law import desk
from ulss_tracker.services.law.desk import ProposalInput


def fetch() -> int:
    """Look at GOV.UK's list, where the setting allows it; how many days would change.

    Raises `published.Unreachable`: the job has failed then, and the watchdog tells of it.
    """
    url = office_details.current().BANK_HOLIDAYS_URL
    if url is None:
        return 0
    content, listed = published.fetch(url)
    source_hash = sha256(content).hexdigest()
    try:
        theirs = published_in(listed)
        changes = [
            difference
            for difference in compare(working_days(), theirs)
            # A day past our calendar needs a new release: no signed change can say it.
            if difference.kind is not DifferenceKind.NOT_KNOWN_HERE
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise published.Unreachable("What came is no list of bank holidays") from error
    was_proposed = select(LawChange.id).where(LawChange.source_hash == source_hash).limit(1)
    if not changes or db.session.scalar(was_proposed) is not None:
        return 0
    proposal_input = ProposalInput(
        kind=ChangeKind.BANK_HOLIDAY,
        title=f"GOV.UK lists {counted(len(changes), 'bank holiday', 'bank holidays')} otherwise",
        why=f"{url} was fetched on {clock.today():%d/%m/%Y} and differs from our calendar. "
        "Read the proclamation or the statement before you sign.",
        content="\n".join(_row(change, url) for change in changes),
        decides_from_on=clock.today(),
    )
    desk.propose(proposal_input, None, source_hash=source_hash)
    return len(changes)


def _row(difference: Difference, url: str) -> str:
    row = {
        "on": difference.on,
        "holiday": bool(difference.theirs),
        "title": difference.theirs or difference.ours or "",
        "source": url,
    }
    return write_table("[[bank_holiday]]", row) + "\n"
