"""Two `jobs run` on one PostgreSQL: each job is done by one of them, and either goes on alone."""

import re
from dataclasses import replace

from tests.proofs import _done, _settling
from tests.proofs._findings import Findings
from tests.proofs._places import Place
from tests.proofs._work import Amount

LONGEST_TO_END = 120.0
_MADE = re.compile(r" remind: (\d+) made")


def prove(place: Place, findings: Findings) -> None:
    """Run two over the same work, kill one in the midst of sending, and look at everything."""
    names = _settling.names_of_jobs(place.jobs)
    other = replace(place.jobs, log=place.jobs.log.with_suffix(".other.log"))
    place.work.add(Amount(messages=12, reminders=8, alarms=8, letters=12, exports=1))
    due, before = place.work.due(), place.work.starts()
    place.jobs.start()
    other.start()
    try:
        _settling.all_begun(place.work, due, before, names, findings, "the start of both")
        place.work.add(Amount(messages=12, letters=6))
        due, before = place.work.due(), place.work.starts()
        has_begun = _settling.job_begun(place.work, "send emails", due, before)
        findings.hold(has_begun, "nothing was sent by either")
        place.jobs.kill()
        due, before = place.work.due(), place.work.starts()
        after = "one of two was killed"
        often = ("send emails", "issue letters to everyone", "make downloads")
        waited = _settling.all_begun(place.work, due, before, often, findings, after)
        _settling.all_done(place.work, findings, LONGEST_TO_END)
        findings.hold(other.is_alive(), "the other process ended by itself")
    finally:
        other.stop()
    made = sum(int(count) for count in _MADE.findall(place.jobs.said() + other.said()))
    findings.hold(made == 8, f"8 reviews were to be reminded of, the two made {made} reminders")
    most = place.mail.most_in_hand
    findings.hold(most == 1, f"{most} messages were being handed over at once by the two")
    findings.note(
        f"two processes on one database: never more than {most} message handed over at once; "
        f"one killed, the other had begun all that was due within {waited:.1f} s"
    )
    _done.look(place.work, place.mail, findings, interruptions=1)
