"""Pleas and verdicts that a paper states, and at which stage."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ulss_tracker.scheme.papers.patterns import patterns_of

GUILTY, CONVICTED = "guilty", "not guilty, convicted after trial"
ACQUITTED = "acquitted"
_PLEA, _OFFENCE = patterns_of("plea"), patterns_of("offence")
# In this order: what each word of a plea or verdict makes of what follows it.
_PLEAS = (
    ("guilty_after", GUILTY),
    ("acquitted", ACQUITTED),
    ("denied", CONVICTED),
    ("verdict", CONVICTED),
    ("guilty", GUILTY),
)


@dataclass(frozen=True, slots=True)
class PleaSaid:
    """A plea or verdict, where it stands, and the stage it came at as the paper says it."""

    start: int
    end: int
    plea: str
    stage: str
    is_relative: bool = False  # “to which you pleaded guilty”, of what stands before it


def pleas_in(plain: str, start: int, end: int, *, is_record: bool) -> list[PleaSaid]:
    """Every plea and verdict of a statement, in order, none within another.

    In a record of the court “guilty” alone is one.
    """
    found: list[PleaSaid] = []
    for name, plea in (*_PLEAS, ("guilty_alone", GUILTY)) if is_record else _PLEAS:
        for match in _PLEA[name].finditer(plain, start, end):
            if not any(one.start < match.end() and match.start() < one.end for one in found):
                found.append(PleaSaid(*match.span(), plea, ""))
    found.sort(key=lambda one: one.start)
    ends = [*(one.start for one in found[1:]), end]
    return [
        replace(
            one,
            stage=_stage(plain, one, start, after),
            is_relative=bool(_OFFENCE["relative"].search(plain, start, one.start)),
        )
        for one, after in zip(found, ends, strict=False)
    ]


def _stage(plain: str, said: PleaSaid, start: int, end: int) -> str:
    stages = list(_PLEA["stage"].finditer(plain, start, end))
    after = [stage[0] for stage in stages if stage.start() >= said.end]
    before = [stage[0] for stage in stages if stage.end() <= said.start]
    return (after[:1] or before[-1:] or [""])[0]


def plea_of(pleas: Sequence[PleaSaid], place: int, end: int) -> PleaSaid | None:
    """The plea or verdict last said before a place, else the first behind it.

    “You denied it and the jury convicted you”: both make it a conviction after trial.
    """
    before = [one for one in pleas if one.start < place]
    after = next((one for one in pleas if place <= one.start < end), None)
    if after and (not before or after.is_relative):
        return after
    return before[-1] if before else None
