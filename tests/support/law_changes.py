"""Changes of the law as two people signed them, for the law without a database."""

from datetime import date

from ulss_tracker.scheme.law.change import Change, ChangeKind

SIX_MONTHS_CONFIRMED = """\
[[limit]]
id = "2026-act-six-months"
without = ["not_known", "may_start_later"]
status = "confirmed"
provision = "Victims and Courts Act 2026 s.11"
sentenced_from = 2025-12-29
standings = ["victim", "bereaved_family", "on_behalf"]
known = ["The section was read as enacted, with the regulations that began it."]
sources = ["https://www.legislation.gov.uk/ukpga/2026/19/section/11"]
"""
AN_EXTRA_HOLIDAY = """\
[[bank_holiday]]
on = 2026-12-14
holiday = true
title = "Extra bank holiday"
source = "Proclamation of 20 November 2026"
"""


def change(
    content: str = SIX_MONTHS_CONFIRMED,
    kind: ChangeKind = ChangeKind.LIMIT,
    *,
    reference: str = "LAW-2026-0001",
    decides_from_on: date = date(2026, 11, 1),
    undoes: str = "",
) -> Change:
    """A change that two people signed."""
    return Change(
        reference=reference,
        kind=kind,
        content=content,
        decides_from_on=decides_from_on,
        by="Ann Lee",
        and_by="Bo Rai",
        signed_on=decides_from_on,
        undoes=undoes,
    )
