"""Restarting PostgreSQL under a running `jobs run`, which is to go on by itself."""

import time

from tests.proofs import _done, _settling
from tests.proofs._findings import Findings
from tests.proofs._places import Place
from tests.proofs._work import Amount
from tests.support.cluster import Cluster

# These run every few seconds, so that each must begin again soon after a restart.
OFTEN = ("send emails", "issue letters to everyone", "make downloads")
LONGEST_TO_END = 120.0


def prove(place: Place, cluster: Cluster, findings: Findings, restarts: int, away: float) -> None:
    """Restart it so often, by turns at once and in order; the last time it is away for longer."""
    place.jobs.start()
    waits = []
    for number in range(restarts):
        is_last = number == restarts - 1
        place.work.add(Amount(messages=4, letters=4 if number % 3 == 0 else 0, exports=1))
        time.sleep(place.chance.uniform(0, 2))
        cluster.stop(at_once=number % 2 == 0)
        time.sleep(away if is_last else place.chance.uniform(0, 2))
        cluster.start()
        due, before = place.work.due(), place.work.starts()
        place.work.add(Amount(messages=2))
        after = f"restart {number + 1} of the database"
        waits.append(_settling.all_begun(place.work, due, before, OFTEN, findings, after))
        findings.hold(place.jobs.is_alive(), f"the process ended by itself after {after}")
    _settling.all_done(place.work, findings, LONGEST_TO_END)
    place.jobs.stop()
    findings.note(
        f"PostgreSQL restarted {restarts} times under one process, away for {away:.0f} s the last "
        f"time: all that was due had begun within {max(waits):.1f} s"
    )
    _done.look(place.work, place.mail, findings, interruptions=restarts)
