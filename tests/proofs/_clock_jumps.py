"""Setting the time of day forward and back a day under a running `jobs run` (faketime).

The time of day alone: the clock that only goes forward is left as it is, as when somebody sets a
machine's clock.
"""

import time
from datetime import timedelta
from pathlib import Path

from tests.proofs import _done, _settling
from tests.proofs._findings import Findings
from tests.proofs._places import Place
from tests.proofs._work import Amount, reading
from ulss_tracker import clock
from ulss_tracker.models import Download, db
from ulss_tracker.services.requests import drafts

DAY = timedelta(days=1)
# Forward and back, then back and forward; the process starts anew under each wrong time.
OFFSETS = (DAY, timedelta(), -DAY, timedelta())
LONGEST_TO_END = 120.0


def library() -> Path | None:
    """The library of Debian's package faketime; None where it is not installed."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


def prove(place: Place, findings: Findings, seconds: float) -> None:
    """Let the clock stand wrong for so many seconds each time."""
    found = library()
    if found is None:
        findings.hold(False, "the clock cannot be set: install Debian's faketime")
        return
    offset = place.jobs.log.with_suffix(".offset")
    place.jobs.settings = {**place.jobs.settings, **_set_by(offset, found)}
    _set(offset, timedelta())
    key = _draft_of_an_hour_ago(place)
    place.work.add(Amount(messages=2, reminders=2, alarms=2, exports=1))
    place.jobs.start()
    _settling.all_done(place.work, findings, LONGEST_TO_END)
    for each in OFFSETS:
        _jump(place, findings, offset, each, seconds)
    # What a reminder or an alarm of the last jump wrote may still be waiting to be sent.
    _settling.all_done(place.work, findings, LONGEST_TO_END)
    place.jobs.stop()
    with reading(place.app):
        findings.hold(drafts.find(key) is not None, "a draft of an hour ago was deleted")
        findings.hold(db.session.get(Download, 1) is not None, "an export of today was deleted")
    findings.note(
        f"the time of day set forward and back a day, {seconds:.0f} s each: the process went on, "
        "a draft changed an hour before and an export of the day are there"
    )
    _done.look(place.work, place.mail, findings, interruptions=0)


def _jump(place: Place, findings: Findings, offset: Path, to: timedelta, seconds: float) -> None:
    """Set the time under the running process, and start another one under that time."""
    words = f"the clock set to {to.days:+d} day" if to else "the clock set right"
    place.work.add(Amount(messages=2))  # written by the clock that is about to change
    _set(offset, to)
    for way in ("under the running process", "and a new process"):
        if way != "under the running process":
            place.jobs.stop()
            place.jobs.start()
        with clock.set_to(clock.now() + to):
            place.work.add(Amount(messages=2, reminders=1, alarms=1))
        due = place.work.due()
        sent = {name: state for name, state in due.items() if name.startswith("message")}
        _settling.all_begun(place.work, sent, {}, (), findings, f"{words} {way}")
        time.sleep(seconds / 2)
        findings.hold(place.jobs.is_alive(), f"the process ended by itself with {words}")


def _draft_of_an_hour_ago(place: Place) -> str:
    key = drafts.new_journey_key()
    with place.app.app_context(), clock.set_to(clock.now() - timedelta(hours=1)):
        drafts.change(key, lambda _: {"reason": "It is far too short"})
    return key


def _set(offset: Path, to: timedelta) -> None:
    """Written beside and moved, so that nobody reads half of it."""
    beside = offset.with_suffix(".new")
    beside.write_text(f"{int(to.total_seconds()):+d}\n", encoding="ascii")
    beside.replace(offset)


def _set_by(offset: Path, found: Path) -> dict[str, str]:
    return {
        "LD_PRELOAD": str(found),
        "FAKETIME_TIMESTAMP_FILE": str(offset),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }
