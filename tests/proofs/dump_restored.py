"""A dump taken in the midst of a send, restored elsewhere: what waits is sent, once.

The jobs are frozen with a message in the mail server's hands, the database is dumped (pg_dump; on
SQLite its online backup), and the frozen process is killed: its machine is lost. The dump becomes
another database, on which the jobs are started.
"""

import signal
import sqlite3
import subprocess
import time
from argparse import ArgumentParser, Namespace
from collections import Counter
from contextlib import closing
from pathlib import Path

from tests.proofs import _done, _settling
from tests.proofs._findings import Findings
from tests.proofs._places import KINDS, Ground, Place, ground, place
from tests.proofs._work import Amount
from tests.support.cluster import programs
from tests.support.databases import Databases, configured
from ulss_tracker import create_app

FULL, SHORT = 10, 1
LONGEST_TO_END = 120.0
_LONGEST_TO_BE_IN_HAND = 60.0


def add_options(parser: ArgumentParser) -> None:
    """Choose the database."""
    parser.add_argument("--database", choices=KINDS, action="append", help="these alone")


def prove(options: Namespace, findings: Findings) -> None:
    """Dump and restore again and again, each time at another moment."""
    for kind in options.database or KINDS:
        findings.note(f"**{kind}**")
        with ground(kind) as where:
            for number in range(SHORT if options.short else FULL):
                name = f"lost{number}"
                with where.place(name, options.seed + number) as lost:
                    restore(lost, where, f"restored{number}", findings)


def restore(lost: Place, where: Ground, name: str, findings: Findings) -> None:
    """Lose a place in the midst of a send, and go on from its dump in another database."""
    lost.work.add(Amount(messages=8, reminders=2, alarms=2, letters=3, exports=1))
    _freeze_in_the_midst(lost, findings)
    address = copy(lost, where.databases, where.directory, name)
    lost.jobs.kill()
    lost_to = len(lost.mail.taken)
    app = create_app(configured(address))
    with place(app, where.directory, lost.chance.randrange(1000)) as restored:
        restored.jobs.smtp_url = lost.mail.url  # the same people are written to
        restored.work.references = lost.work.references
        restored.work.to_remind, restored.work.to_alarm = lost.work.to_remind, lost.work.to_alarm
        due, before = restored.work.due(), restored.work.starts()
        start = restored.jobs.start()
        waited = _settling.all_begun(
            restored.work, due, before, list(before), findings, "the dump was restored"
        )
        _settling.all_done(restored.work, findings, LONGEST_TO_END)
        restored.jobs.stop()
        _look(restored, lost, lost_to, findings)
    findings.note(f"all that was due had begun {waited:.1f} s after “jobs started” ({start:.1f} s)")


def copy(lost: Place, databases: Databases, directory: Path, name: str) -> str:
    """Copy the database as its operators would, while it is in use; the copy's address."""
    was = str(lost.app.config["SQLALCHEMY_DATABASE_URI"])
    address = databases.make(name)
    if was.startswith("sqlite"):
        with (
            closing(sqlite3.connect(was.removeprefix("sqlite:///"))) as source,
            closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as target,
        ):
            source.backup(target)
        return address
    dump = directory / f"{name}.dump"
    for program, *arguments in (
        ("pg_dump", "--format=custom", f"--file={dump}", _plain(was)),
        ("pg_restore", "--exit-on-error", f"--dbname={_plain(address)}", str(dump)),
    ):
        subprocess.run([programs() / program, *arguments], check=True)
    return address


def _freeze_in_the_midst(lost: Place, findings: Findings) -> None:
    lost.jobs.start()
    time.sleep(lost.chance.uniform(0, 1))
    end = time.monotonic() + _LONGEST_TO_BE_IN_HAND
    while not lost.mail.in_hand and time.monotonic() < end:
        time.sleep(0.002)
    lost.jobs.send(signal.SIGSTOP)
    findings.hold(bool(lost.mail.in_hand), "no message was in the mail server's hands")


def _look(restored: Place, lost: Place, lost_to: int, findings: Findings) -> None:
    """Look at what the restored jobs sent: each message once, and what had gone not again."""
    sent_before = {each.message_id for each in lost.mail.taken[:lost_to]}
    sent_after = Counter(each.message_id for each in lost.mail.taken[lost_to:])
    again = sent_before & set(sent_after)
    findings.hold(len(again) <= 1, f"{len(again)} messages were sent again, not one at most")
    findings.hold(set(sent_after.values()) <= {1}, "the restored service sent something twice")
    findings.note(
        f"{len(sent_before)} messages had gone when the dump was taken, {len(sent_after)} went "
        f"after it was restored, each once; {len(again)} of them was in the server’s hands and "
        "went again with the same Message-ID"
    )
    _done.look(restored.work, lost.mail, findings, interruptions=1)


def _plain(address: str) -> str:
    return address.replace("+psycopg", "", 1)
