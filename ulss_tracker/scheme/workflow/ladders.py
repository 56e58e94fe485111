"""The table of the ladders: what is called for at which moments before something runs out.

The lengths are the office's own; no published source gives any. docs/messaging.md says of each
what begins it, what ends it, and who is called.
"""

from dataclasses import replace
from datetime import timedelta

from ulss_tracker.scheme.workflow.ladder import ChaseLadder, ChaseRung, Ladder, Patience, Rung

_FILING = (
    Rung("5_days", "Five working days left to file", working_days=5),
    Rung("3_days", "Three working days left to file", working_days=3),
    Rung("2_days", "Two working days left to file", working_days=2),
    Rung("1_day", "One working day left to file", working_days=1),
    Rung("today", "To be filed today", hours=8),
    Rung("4_hours", "Four hours left to file", hours=4),
    Rung("2_hours", "Two hours left to file", hours=2),
    Rung("1_hour", "One hour left to file", hours=1, calls_everybody=True),
    Rung("passed", "The file-by moment has passed", calls_everybody=True),
)
_OF_SLIP_RULE = {
    "3_days": "Slip rule: three working days left",
    "2_days": "Slip rule: two working days left",
    "1_day": "Slip rule: one working day left",
    "today": "Slip rule: to be dealt with today",
    "4_hours": "Slip rule: four hours left",
    "2_hours": "Slip rule: two hours left",
    "1_hour": "Slip rule: one hour left",
    "passed": "Slip rule: the last working moment has passed",
}
_REMINDED = Patience(timedelta(hours=4), timedelta(minutes=30))
HALF_AN_HOUR = Patience(timedelta(minutes=30), timedelta(minutes=30))
"""How long an acknowledgement of an alarm holds, and something handed over may lie."""

REMINDERS = Ladder("reminder", _FILING, goes_on=_REMINDED, again=_REMINDED)


def _alarm(name: str, *rungs: Rung, in_doubt: str = "") -> Ladder:
    """A ladder of the duty desk: each is called for, acknowledged and called again alike."""
    return Ladder(
        name,
        rungs,
        goes_on=Patience(timedelta(hours=1), timedelta(minutes=15)),
        again=Patience(timedelta(hours=4), timedelta(hours=1)),
        in_doubt=in_doubt,
    )


TIME_RUNS_OUT = _alarm("time_runs_out", *_FILING[1:], in_doubt="3_days")
SLIP_RULE = _alarm(
    "slip_rule",
    *(
        replace(rung, id=f"slip_{rung.id}", words=_OF_SLIP_RULE[rung.id])
        for rung in TIME_RUNS_OUT.rungs
    ),
    in_doubt="slip_3_days",
)
DAY_NOT_KNOWN = _alarm(
    "day_not_known",
    Rung(
        "find_the_day",
        "The day of sentence is not known: find it",
        after_beginning=timedelta(hours=1),
    ),
    Rung("day_overdue", "The day of sentence should have been found by now"),
)
NOT_PICKED_UP = _alarm(
    "not_picked_up", Rung("not_picked_up", "Nobody has picked up what was handed over")
)
NOT_LOOKED_AT = _alarm("not_looked_at", Rung("not_looked_at", "Nobody has looked at this request"))
ALARMS = {
    ladder.name: ladder
    for ladder in (TIME_RUNS_OUT, SLIP_RULE, DAY_NOT_KNOWN, NOT_PICKED_UP, NOT_LOOKED_AT)
}
"""The ladders of the duty desk, by the reason of the alarm."""
PAPERS = ChaseLadder(
    (
        ChaseRung("the CPS contact", 2),
        ChaseRung("the CPS contact’s manager", 2),
        ChaseRung("the CPS Appeals and Review Unit", 1),
    ),
    hurries_within=5,
)

_WORDS = {rung.id: rung.words for ladder in (REMINDERS, *ALARMS.values()) for rung in ladder.rungs}


def words_of(rung_id: str) -> str:
    """The rung in a few words, by its id; the id itself for one that no ladder has any more."""
    return _WORDS.get(rung_id, rung_id)
