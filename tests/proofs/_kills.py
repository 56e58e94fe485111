"""Killing `jobs run` at random moments of its work, and starting it again."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.proofs import _done, _settling
from tests.proofs._findings import Findings
from tests.proofs._jobs_process import JobsProcess
from tests.proofs._mail import SlowMail
from tests.proofs._work import Amount, Work

LONGEST_TO_STOP = 2.0
LONGEST_TO_END = 120.0


@dataclass(frozen=True)
class Aim:
    """The job to be cut off, the work that makes it last, and for about how long."""

    what: str
    job: str
    amount: Amount
    seconds: float
    # It runs at the start and then seldom: the process is started anew to be caught in it.
    is_seldom: bool = False


AIMS = (
    Aim("sending", "send emails", Amount(messages=6), 2.0),
    Aim("reminding", "remind", Amount(messages=1, reminders=6), 0.3, is_seldom=True),
    Aim("issuing letters", "issue letters to everyone", Amount(letters=6), 2.5),
    Aim("alarming", "raise alarms", Amount(messages=1, alarms=12), 0.15, is_seldom=True),
    Aim("exporting", "make downloads", Amount(messages=2, exports=1), 0.3),
)


@dataclass
class Kills:
    """So many kills -9, and so many told to stop first. One process at a time, one database.

    With `settles`, each restart is left until all that was due has begun, which is measured; else
    the next kill comes at once, and only the last restart is measured.
    """

    work: Work
    jobs: JobsProcess
    mail: SlowMail
    findings: Findings
    chance: Random
    settles: bool = True

    def prove(self, kills: int, told_first: int) -> None:
        """Kill and start again until all are done; then wait, and look at everything."""
        names = _settling.names_of_jobs(self.jobs)
        self.findings.hold(len(names) > len(AIMS), f"`jobs once` named only {names}")
        ways = self.chance.sample([False] * kills + [True] * told_first, kills + told_first)
        waits: list[tuple[float, float]] = []
        cut_off = killed = 0
        for number, is_told_first in enumerate(ways):
            aim = AIMS[number % len(AIMS)]
            self._begin(aim)
            killed += self._kill(aim, is_told_first)
            cut_off += self.work.was_cut_off(aim.job)
            if self.settles or number == len(ways) - 1:
                waits.append(self._restart(names, f"kill {number + 1}, {aim.what}"))
        took = _settling.all_done(self.work, self.findings, LONGEST_TO_END)
        self.jobs.stop()
        self._note(waits, killed, told_first, cut_off, len(ways))
        self.findings.note(f"everything was done {took:.0f} s after the last restart was settled")
        _done.look(self.work, self.mail, self.findings, interruptions=len(ways))

    def _begin(self, aim: Aim) -> None:
        """Have the job that is aimed at begin, with work to do."""
        if aim.is_seldom:
            self.jobs.stop()
        self.work.add(aim.amount)
        due, before = self.work.due(), self.work.starts()
        if not self.jobs.is_alive():
            self.jobs.start()
        has_begun = _settling.job_begun(self.work, aim.job, due, before)
        self.findings.hold(has_begun, f"“{aim.job}” never began")
        time.sleep(self.chance.uniform(0, aim.seconds))

    def _kill(self, aim: Aim, is_told_first: bool) -> bool:
        """Whether it had to be killed: told to stop, it may have ended by itself."""
        self.findings.hold(self.jobs.is_alive(), f"the process had ended by itself, {aim.what}")
        told_before = self.chance.uniform(0, LONGEST_TO_STOP) if is_told_first else None
        return self.jobs.kill(told_before=told_before)

    def _restart(self, names: Sequence[str], after: str) -> tuple[float, float]:
        """The seconds until all that was due had begun, and those of the start itself before."""
        due, before = self.work.due(), self.work.starts()
        start = self.jobs.start()
        return _settling.all_begun(self.work, due, before, names, self.findings, after), start

    def _note(
        self,
        waits: Sequence[tuple[float, float]],
        killed: int,
        told_first: int,
        cut_off: int,
        total: int,
    ) -> None:
        waited = sorted(wait for wait, _ in waits)
        self.findings.note(
            f"{total} ends of the process ({killed} by kill -9; of {told_first} told to stop first "
            f"{total - killed} ended in time), {cut_off} in the midst of the job aimed at; longest "
            f"wait until all that was due had begun {waited[-1]:.1f} s, median "
            f"{waited[len(waited) // 2]:.1f} s ({len(waited)} restarts, each measured "
            f"from “jobs started”, said {max(start for _, start in waits):.1f} s after the start "
            "at most)"
        )
